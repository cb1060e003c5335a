"""``lumbar picture``: a sharp picture of a case, the same again next year."""

from __future__ import annotations

import re
from argparse import Namespace, _SubParsersAction
from dataclasses import replace
from typing import TYPE_CHECKING

from ..annotations import fill, languages, scene_text
from ..meshes.case import Case, plan
from ..meshes.condition import altered
from ..meshes.person import DEFAULT, Person
from .caption import caption
from .following import following
from .parser import Parser
from .progress import working
from .refusal import Refusal
from .shown import shown
from .spine import add_case, add_person, built, read_case, read_person, title
from .target import writable_file

if TYPE_CHECKING:
    from ..render import Shot

LARGEST = 16384  # pixels a side
VIEWS = "front, back, left, right, above, oblique, or sides joined by hyphens such as posterior-left"


def add(commands: _SubParsersAction[Parser]) -> None:
    """Options of ``lumbar picture``."""
    parser = commands.add_parser("picture", help="write a picture of a case")
    add_case(parser)
    add_person(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE.png")
    parser.add_argument("--size", default="1600x1200", metavar="WxH", help="in pixels (default: 1600x1200)")
    parser.add_argument(
        "--scene", metavar="ID", help="whose view, cut and labels (default: that of the first finding)"
    )
    parser.add_argument("--view", metavar="NAME", help=f"{VIEWS} (default: the scene's own)")
    parser.add_argument("--transparent", action="store_true", help="no background")
    parser.add_argument("--labels", action="store_true", help="name what it is about")
    add_language(parser)
    parser.set_defaults(run=run)


def add_language(parser: Parser) -> None:
    """The option of every command that writes words on a picture."""
    parser.add_argument(
        "--language", default="en", choices=languages(), help="of the words on it (default: en)"
    )


def run(options: Namespace) -> None:
    """Write the picture of a case."""
    case, person = read_case(options.case), read_person(options.person)
    size = size_of(options.size)
    path = writable_file(options.output, (".png",))
    from ..render import NoOpenGL, direction, picture, save  # late: VTK's renderer takes a second to load

    shot = shot_of(case, options.labels, options.language, person, options.scene)
    shot = replace(shot, size=size, transparent=options.transparent)
    if options.view:  # from there the face of the scene's own cut would not be seen
        try:
            shot = replace(shot, back=tuple(direction(options.view).tolist()), cut=None)
        except ValueError as error:
            raise Refusal(str(error)) from None
    parts = built(case, person).surfaces
    try:
        with working(f"drawing {path}"):
            save(picture(parts, shot), path, {"case": title(case, person), "view": options.view or "scene"})
    except NoOpenGL as error:
        raise Refusal(str(error)) from None


def shot_of(
    case: Case, labels: bool, language: str = "en", person: Person = DEFAULT, scene: str | None = None
) -> Shot:
    """How the scene of a case's first finding, or one by its id, wants it seen; side and level are the finding's.

    The spine is built where the scene opens it, for the planes to lie where its disc does.
    """
    from ..render import Callout, Shot

    chosen, seen = shown(case, scene)
    words = scene_text(chosen.id, language, seen["level"]).clinician.labels
    callouts = tuple(
        Callout(fill(words[label["id"]], seen["places"], language), label["part"]) for label in seen["labels"]
    )
    return Shot(
        back=tuple(seen["camera"]["from"]),
        frame=tuple(seen["camera"]["parts"]),
        span=seen["camera"]["span"],
        opacity=seen["opacity"],
        altered=altered(plan(case)),
        cut=seen["cut"] and following(seen["cut"], built(case, person), seen["places"]["level"]),
        labels=callouts if labels else (),
        stamp=caption(case, person, language),
    )


def size_of(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    match = re.fullmatch(r"(\d+)\s*[xX×]\s*(\d+)", text.strip())
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(64 <= side <= LARGEST for side in size):
        raise Refusal(f"no size {text!r}; write WIDTHxHEIGHT such as 3840x2160, each from 64 to {LARGEST}")
    return size
