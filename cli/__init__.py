"""The command line: one file a command, each with ``add`` (its options) and ``run`` (what it does)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from contextlib import suppress

from ..meshes.cache import tell_plainly
from ..meshes.case import CaseError
from ..meshes.person import PersonError
from . import atlas, export, gallery, measure, page, picture, scenes
from .parser import Parser
from .refusal import Refusal

COMMANDS = (scenes, measure, picture, export, gallery, atlas)


def parser() -> Parser:
    """The whole command line; without a command it opens the page."""
    top = Parser(
        prog="lumbar", description="An interactive 3D atlas of the lumbar spine.", epilog=page.EPILOG
    )
    page.add(top)
    top.set_defaults(run=page.run)
    commands = top.add_subparsers(metavar="COMMAND", title="commands")
    for command in COMMANDS:
        command.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0, or 2 with one sentence on stderr."""
    tell_plainly()
    logging.getLogger("matplotlib").setLevel(
        logging.ERROR
    )  # PyVista loads it; where it can't keep its fonts is no news
    try:
        options = parser().parse_args(arguments)
        options.run(options)
        sys.stdout.flush()
    except (Refusal, CaseError, PersonError) as refusal:
        return _refused(str(refusal))
    except BrokenPipeError:  # the reader of stdout has had enough
        sys.stderr.close()
        return 0
    except OSError as error:
        what = error.filename or ("the file could not be written" if error.strerror else "")
        return _refused(f"{what}: {error.strerror}" if what else str(error))
    except KeyboardInterrupt:
        return 130
    finally:
        _let_go_of_stdout()
    return 0


def _let_go_of_stdout() -> None:
    """What could not be printed has been said; Python would try and complain again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            sys.stdout.close()


def _refused(sentence: str) -> int:
    print(f"lumbar: {sentence}", file=sys.stderr)
    return 2
