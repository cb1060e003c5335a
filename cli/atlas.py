"""``lumbar atlas``: the page as one file, or as a small static site."""

from __future__ import annotations

import io
import sys
from argparse import Namespace, _SubParsersAction
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..meshes.case import NORMAL, Case
from .caption import caption
from .parser import Parser
from .refusal import Refusal
from .spine import EXAMPLES, built, read_case
from .target import check_folder, writable_file

if TYPE_CHECKING:
    from ..atlas import Still

ABOUT = """
The file opens by a double click, needs no network and no server, and holds every scene at every level and side.
Its shapes are built in processes beside and kept in the cache: what was interrupted goes on where it was.
"""
PICTURE = (1200, 900)  # pixels of the still picture


def add(commands: _SubParsersAction[Parser]) -> None:
    """Options of ``lumbar atlas``."""
    parser = commands.add_parser(
        "atlas", help="write the page as one file that needs no network", epilog=ABOUT
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", metavar="FILE.html", help="one file")
    where.add_argument("--folder", metavar="DIR", help="a static site for any web server")
    parser.add_argument("--case", metavar="CODE", help=f"one case to take home: {EXAMPLES}")
    parser.add_argument("--scenes", default="", metavar="ID,ID", help="these scenes only")
    parser.add_argument("--levels", default="", metavar="LEVEL,LEVEL", help="these levels only")
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Write the atlas."""
    from ..atlas import Selection, SelectionError, take_home, write_file, write_folder  # late: it loads trame
    from ..page.library import library

    case = None if options.case is None else read_case(options.case)
    target = _target(options)
    try:
        part = Selection(_listed(options.scenes), _listed(options.levels))
        selection = part if case is None else take_home(case)
        selection.of(library())  # refused now, not after the long work
        write = write_file if options.output else write_folder
        size = write(target, selection, _still(case or NORMAL), _tell)
    except SelectionError as error:
        raise Refusal(str(error)) from None
    print(f"{target}: {size / 1e6:.2f} MB")


def _target(options: Namespace) -> Path:
    """What to write, refused now if it cannot be written."""
    if options.case is not None and (options.scenes or options.levels):
        raise Refusal("--case says which scenes and levels; leave --scenes and --levels out")
    if options.output:
        return writable_file(options.output, (".html", ".htm"))
    folder = Path(options.folder)
    if folder.is_file():
        raise Refusal(f"{options.folder!r} is a file; name a folder")
    check_folder(folder if folder.is_dir() else folder.parent)
    return folder


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _tell(done: int, total: int, what: str) -> None:
    """One line a shape on stderr."""
    print(f"lumbar: {done} of {total} shapes, {what}", file=sys.stderr, flush=True)


def _still(case: Case) -> Still | None:
    """The picture for where scripts do not run, or None (and a word on it) where nothing can be drawn."""
    from PIL import Image

    from ..atlas import Still
    from ..render import NoOpenGL, picture
    from .picture import shot_of

    try:
        image = picture(built(case).surfaces, replace(shot_of(case, labels=True), size=PICTURE))
    except NoOpenGL as error:
        print(f"lumbar: without a still picture, with the words alone: {error}", file=sys.stderr)
        return None
    out = io.BytesIO()
    Image.fromarray(image).save(out, "WEBP", quality=80)
    return Still(out.getvalue(), "image/webp", f"Drawing of the lower back: {caption(case)}")
