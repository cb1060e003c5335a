"""``lumbar export``: the model for other programs."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path

from ..exports import FORMATS, PartsError, check_patterns, chosen, write_file, write_folder
from ..scenes import finding_ids, healthy_ids
from .parser import Parser
from .progress import working
from .refusal import Refusal
from .spine import add_case, add_person, built, read_case, read_person, title
from .target import check_folder, writable_file

ABOUT = """
STL, OBJ, PLY and VTP hold LPS millimetres (+x to the patient's left, +y posterior, +z superior) and say so;
GLB holds metres with Y up, as glTF wants it.  Names of parts are kept where the format has a place for them.
"""


def add(commands: _SubParsersAction[Parser]) -> None:
    """Options of ``lumbar export``."""
    kinds = [suffix[1:] for suffix in FORMATS]
    parser = commands.add_parser("export", help=f"write the model as {', '.join(kinds)}", epilog=ABOUT)
    add_case(parser)
    add_person(parser)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="its suffix says the format; or a folder"
    )
    parser.add_argument(
        "--parts", action="append", default=[], metavar="GLOB", help="such as 'L4/*' or sacrum"
    )
    parser.add_argument("--format", choices=kinds, default="stl", help="of the files in a folder")
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Write the parts of a case."""
    case, person = read_case(options.case), read_person(options.person)
    patterns = [glob.strip() for text in options.parts for glob in text.split(",") if glob.strip()]
    target, folder = _target(options.output)
    try:
        check_patterns([*healthy_ids(), *finding_ids()], patterns)  # before the long work
        parts = chosen(built(case, person).surfaces, patterns)
    except PartsError as error:
        raise Refusal(str(error)) from None
    with working(f"writing {options.output}"):
        if folder:
            write_folder(parts, title(case, person), target, f".{options.format}")
        else:
            write_file(parts, title(case, person), target)


def _target(text: str) -> tuple[Path, bool]:
    """What to write and whether it is a folder, refused now if it cannot be written."""
    path = Path(text)
    if path.is_dir() or not path.suffix:
        check_folder(path if path.is_dir() else path.parent)
        return path, True
    return writable_file(text, tuple(FORMATS)), False
