"""``lumbar gallery``: every scene and stage as a picture, in one command."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from ..scenes import Scene, all_scenes, case
from .parser import Parser
from .picture import add_language, size_of
from .refusal import Refusal
from .target import check_folder

AT_ONCE = (
    2  # pictures drawn beside each other, each in a process of its own: a renderer belongs to one thread
)


@dataclass(frozen=True)
class Plate:
    """One picture of the gallery."""

    name: str
    case: str
    scene: str


def add(commands: _SubParsersAction[Parser]) -> None:
    """Options of ``lumbar gallery``."""
    parser = commands.add_parser("gallery", help="write every scene and stage as a picture")
    parser.add_argument("-o", "--output", required=True, metavar="DIR")
    parser.add_argument("--size", default="1600x1200", metavar="WxH", help="in pixels (default: 1600x1200)")
    parser.add_argument(
        "--scene", action="append", default=[], metavar="ID", help="only this one; may be repeated"
    )
    parser.add_argument("--no-stages", action="store_true", help="each scene once, as it opens")
    parser.add_argument("--no-labels", action="store_true", help="pictures without words")
    parser.add_argument("--transparent", action="store_true", help="no background")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Write the pictures, two at a time."""
    size_of(options.size)
    folder = Path(options.output)
    if folder.is_file():
        raise Refusal(f"{options.output!r} is a file; name a folder")
    check_folder(folder if folder.is_dir() else folder.parent)
    plates = [plate for scene in _chosen(options.scene) for plate in plates_of(scene, not options.no_stages)]
    folder.mkdir(exist_ok=True)
    how = [
        "--size",
        options.size,
        "--language",
        options.language,
        *([] if options.no_labels else ["--labels"]),
    ]
    how += ["--transparent"] if options.transparent else []
    with ThreadPoolExecutor(AT_ONCE) as hands:
        drawing = {hands.submit(_draw, plate, folder, how): plate for plate in plates}
        for done, job in enumerate(as_completed(drawing), 1):
            if complaint := job.result():
                hands.shutdown(wait=False, cancel_futures=True)
                raise Refusal(complaint)
            print(f"lumbar: {done} of {len(plates)}, {drawing[job].name}", file=sys.stderr, flush=True)


def _chosen(ids: list[str]) -> list[Scene]:
    """The scenes that were asked for, all of them when none was."""
    known = all_scenes()
    for id_ in ids:
        if id_ not in known:
            raise Refusal(f"no scene {id_!r}; choose from {', '.join(known)}")
    return [scene for id_, scene in known.items() if not ids or id_ in ids]


def plates_of(scene: Scene, stages: bool) -> Iterator[Plate]:
    """The pictures of a scene: each of its stages at its own level and side, or as it opens."""
    place = [word for word in (scene.level, scene.side) if word]
    at = [stage for stage in scene.stages if scene.level in stage.levels] if stages else []
    for stage in at:
        yield Plate(
            "_".join([scene.id, *place, stage.id]) + ".png", case(scene, severity=stage.severity), scene.id
        )
    if not at:
        yield Plate("_".join([scene.id, *place]) + ".png", case(scene), scene.id)


def _draw(plate: Plate, folder: Path, how: list[str]) -> str:
    """Draw one picture in a process of its own; what it complains of, or nothing."""
    command = [sys.executable, "-m", "lumbar", "picture", plate.case, "--scene", plate.scene]
    command += ["-o", str(folder / plate.name), *how]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = ran.stderr.strip().splitlines() or [f"{plate.name} was not drawn (status {ran.returncode})"]
    return lines[-1].removeprefix("lumbar: ") if ran.returncode else ""
