"""Write docs/conditions: a page a condition, its words from annotations, its numbers measured now.

    python tools/condition_pages.py [-o DIR] [SCENE ...]

Each stage of a scene is built at the scene's own level and side, measured, and drawn as ``lumbar gallery`` does.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from lumbar.annotations import (
    Wording,
    fill,
    general,
    grades,
    not_the_spine,
    plain,
    scene_text,
    source_keys,
    sources,
    ui,
)
from lumbar.cli import main as lumbar
from lumbar.cli.gallery import Plate, plates_of
from lumbar.meshes.case import parse_case
from lumbar.meshes.measure import measure
from lumbar.meshes.spine import build
from lumbar.scenes import Scene, all_scenes, case, resolve

DOCS = Path(__file__).resolve().parent.parent / "docs" / "conditions"
SIZE, QUALITY = "960x720", 82  # of the pictures, in pixels, and as JPEG
Json = dict[str, Any]


def pictures(ids: Sequence[str], folder: Path) -> None:
    """Draw the stages of scenes into a folder."""
    with TemporaryDirectory() as drawn:
        asked = [word for id_ in ids for word in ("--scene", id_)]
        if lumbar(["gallery", "-o", drawn, "--size", SIZE, *asked]):
            raise SystemExit(1)
        for path in Path(drawn).glob("*.png"):
            Image.open(path).convert("RGB").save(folder / f"{path.stem}.jpg", quality=QUALITY, optimize=True)


def shown(plate: Plate) -> str:
    """The name of the file that shows a plate."""
    return f"{Path(plate.name).stem}.jpg"


def page(scene: Scene) -> str:
    """The whole page of a scene, as Markdown."""
    found = resolve(scene)
    text = scene_text(scene.id, level=scene.level)
    blocks = [
        f"# {text.title}",
        "*Written by `python tools/condition_pages.py`: words from `annotations/en`, numbers measured.*",
        *words(text.clinician, found),
        *stages(scene, text.clinician, found),
        *(numbers(scene, found) if found["stages"] else others()),
        *elsewhere(scene),
        *("## In plain words", *words(text.patient, found, "###")),
        "## Red flags",
        bullets(cited(line) for line in general()["clinician"]["red_flags"]["lines"]),
        "## Sources",
        bullets(
            listed(
                scene, text.patient, *(scene_text(scene.id, level=level).clinician for level in spots(scene))
            )
        ),
    ]
    return "\n\n".join(blocks) + "\n"


def words(wording: Wording, found: Json, mark: str = "##") -> Iterator[str]:
    """Summary, what to see, and what is honest beside it."""
    yield said(wording.summary, found)
    yield bullets(said(each, found) for each in wording.see)
    headings = ui()["panels"]
    for key in ("common", "heals", "helps"):
        yield f"{mark} {headings[key]}"
        yield said(getattr(wording, key), found)


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def said(text: str, found: Json) -> str:
    """A text at the place of the page, its citations as names and years."""
    return fill(cited(text), found["places"])


def cited(text: str) -> str:
    """A text without links, its citations as names and years."""
    return plain(re.sub(r"\[@(\w+)\]", lambda key: f"({sources()[key[1]].short})", text))


def stages(scene: Scene, wording: Wording, found: Json) -> Iterator[str]:
    """Each stage with its picture, its case and its text."""
    plates = list(plates_of(scene, stages=True))
    yield "## Stages" if found["stages"] else "## Picture"
    for stage, plate in zip(found["stages"], plates, strict=False):
        stage_words = wording.stages[stage["id"]]
        yield f"### {stage_words.name}"
        yield f"![{stage_words.name}]({shown(plate)})"
        yield f"{said(stage_words.text, found)} Case: `{plate.case}`"
    if not found["stages"]:
        yield f"![{wording.title}]({shown(plates[0])})"


def elsewhere(scene: Scene) -> Iterator[str]:
    """What is said otherwise at another level, and its numbers."""
    usual = scene_text(scene.id)
    for level in scene.levels:
        text = scene_text(scene.id, level=level)
        if text != usual:
            found = resolve(scene, level, scene.side)
            yield f"## {said(text.clinician.title, found)}"
            yield said(text.clinician.summary, found)
            yield bullets(said(each, found) for each in text.clinician.see)
            yield said(text.clinician.common, found)
            yield said(text.clinician.heals, found)
            yield from numbers(scene, found, "###")


def numbers(scene: Scene, found: Json, mark: str = "##") -> Iterator[str]:
    """The measures of the scene and their grades, healthy and at each stage."""
    level, side = found["level"], found["side"]
    codes = ["normal", *(case(scene, level, side, stage["severity"]) for stage in found["stages"])]
    measured = [measure(build(parse_case(code))) for code in codes]
    names = [
        "Healthy",
        *(scene_text(scene.id).clinician.stages[stage["id"]].name for stage in found["stages"]),
    ]
    yield f"{mark} Numbers"
    where = " ".join(filter(None, (level, side)))
    yield f"Measured at {where} on the default adult; the sizes written in the pictures are those asked for."
    rows = [[name(each), *(value(one, each) for one in measured)] for each in found["measures"]]
    yield table(["", *names], [*rows, ["Roots compressed", *map(compressed, measured)]])
    if rows := list(graded(scene, found, [grades(one) for one in measured])):
        yield "Grades, where a published cut-off is met; approximate where marked ≈."
        yield table(["", *names], rows)


def name(shown: Json) -> str:
    words = ui()["measures"][shown["key"]]
    unit = f", {words['unit']}" if words["unit"] else ""
    where = next((part for part in shown["path"] if "/" in part), "")
    return f"{words['name']}{f' ({where})' if where else ''}{unit}"


def value(measured: Mapping[str, Any], shown: Json) -> str:
    found: Any = measured
    for key in shown["path"]:
        found = found.get(key) if isinstance(found, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, int | float):
        return "–"
    return f"{found:.{ui()['measures'][shown['key']]['digits']}f}"


def compressed(measured: Mapping[str, Any]) -> str:
    return ", ".join(root for root, each in measured["roots"].items() if each["compressed"]) or "none"


def graded(scene: Scene, found: Json, by_stage: Sequence[list[Json]]) -> Iterator[list[str]]:
    """A row a scale, at the side of the scene and the first level that it measures."""
    level = next(each["path"][1] for each in found["measures"] if each["path"][0] == "levels")
    here = [[each for each in rows if each["level"] == level] for rows in by_stage]
    keys = dict.fromkeys((each["scale"], each["side"]) for rows in here for each in rows)
    for scale, side in keys:
        if side in (None, scene.side) or scene.side is None:
            hits = [[one for one in rows if (one["scale"], one["side"]) == (scale, side)] for rows in here]
            yield [f"{scale}{f', {side}' if side else ''}", *map(grade, hits)]


def grade(found: Sequence[Json]) -> str:
    return f"{'≈ ' if found[0]['approximate'] else ''}{found[0]['value']}" if found else "–"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def others() -> Iterator[str]:
    """The causes outside the spine and what tells them apart."""
    for cause in not_the_spine("clinician").causes:
        yield f"### {cause.name}"
        yield " ".join(cited(text) for text in (cause.feels, cause.apart, cause.care))


def spots(scene: Scene) -> tuple[str | None, ...]:
    return scene.levels or (None,)


def listed(scene: Scene, *wordings: Wording) -> Iterator[str]:
    """Every source that the page cites, in full."""
    texts = [text for wording in wordings for text in wording.texts()]
    if not scene.finding:
        texts += [cause.apart for cause in not_the_spine("clinician").causes]
    for key in sorted({key for text in texts for key in source_keys(text)}):
        yield f"{sources()[key].line} (seen: {sources()[key].seen})"


def index(scenes: Sequence[Scene]) -> str:
    """The list of all pages."""
    lines = [f"- [{scene_text(scene.id).title}]({scene.id}.md)" for scene in scenes]
    return (
        "\n".join(("# Conditions", "", "One page each: what it is, its stages, its numbers.", "", *lines))
        + "\n"
    )


def main() -> None:
    """Write the pages that were asked for, or all."""
    known = {id_: scene for id_, scene in all_scenes().items() if id_ != "healthy"}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="ids; all without")
    parser.add_argument("-o", "--output", type=Path, default=DOCS, metavar="DIR")
    options = parser.parse_args()
    if unknown := set(options.scenes) - known.keys():
        parser.error(f"no scene {', '.join(sorted(unknown))}; choose from {', '.join(known)}")
    options.output.mkdir(parents=True, exist_ok=True)
    pictures(options.scenes or list(known), options.output)
    for id_ in options.scenes or known:
        (options.output / f"{id_}.md").write_text(page(known[id_]), encoding="utf-8")
        print(f"{id_}.md", flush=True)
    (options.output / "README.md").write_text(index(list(known.values())), encoding="utf-8")


if __name__ == "__main__":
    main()
