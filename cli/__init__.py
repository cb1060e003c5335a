"""The command line: one file a command, each with ``add`` (its options) and ``run`` (what it does)."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
    try:
        options = parser().parse_args(arguments)
        options.run(options)
    except (Refusal, CaseError, PersonError) as refusal:
        return _refused(str(refusal))
    except BrokenPipeError:  # the reader of stdout has had enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refused(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        return 130
    return 0


def _refused(sentence: str) -> int:
    print(f"lumbar: {sentence}", file=sys.stderr)
    return 2
