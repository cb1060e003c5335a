"""The library: every scene at every level and side, and every word, as JSON that the browser gets once."""

from __future__ import annotations

from functools import cache
from typing import Any

from .. import annotations as say
from .. import scenes
from ..scenes import Scene
from . import panels
from .geometry import Request
from .wording import spoken

Json = dict[str, Any]
PLACE = ("code", "geometry", "camera", "cut", "opacity", "labels", "measures", "stages", "places")


def spots(scene: Scene) -> list[tuple[str | None, str | None]]:
    """Every level and side at which a scene can be shown; one of nothing where it has none."""
    return [(level, side) for level in scene.levels or (None,) for side in scene.sides or (None,)]


@cache
def offered() -> tuple[Request, ...]:
    """Every GLB the page can ask for."""
    with_finding = [scene for scene in scenes.all_scenes().values() if scene.finding]
    requests = [
        Request(scene.finding, level or "", side) for scene in with_finding for level, side in spots(scene)
    ]
    return Request(), *dict.fromkeys(requests)


def likely() -> tuple[Request, ...]:
    """The base, then each finding where its scene opens."""
    with_finding = [scene for scene in scenes.all_scenes().values() if scene.finding]
    return Request(), *(Request(scene.finding, scene.level or "", scene.side) for scene in with_finding)


def library() -> Json:
    """All that the page shows, and under ``words`` all that it says, in every language."""
    parts = (*scenes.healthy_ids(), *scenes.finding_ids())
    return {
        "scenes": [_scene(scene) for scene in scenes.all_scenes().values()],
        "layers": {
            layer: [part for part in parts if scenes.layer_of(part) == layer] for layer in scenes.LAYERS
        },
        "brought": list(scenes.finding_ids()),
        "legs": panels.legs(),
        "graded": say.graded(),
        "cited": say.cited(),
        "sources": {key: source.short for key, source in say.sources().items()},
        "words": {language: spoken(language, parts) for language in say.languages()},
    }


def _scene(scene: Scene) -> Json:
    return {
        "id": scene.id,
        "group": scene.group,
        "levels": list(scene.levels),
        "sides": list(scene.sides),
        "level": scene.level,
        "side": scene.side,
        "severity": scene.severity,
        "places": {_key(level, side): _place(scene, level, side) for level, side in spots(scene)},
    }


def _key(level: str | None, side: str | None) -> str:
    return "/".join(part for part in (level, side) if part)


def _place(scene: Scene, level: str | None, side: str | None) -> Json:
    found = scenes.resolve(scene, level, side)
    known = say.terms()
    terms = {term: scenes.parts(known[term].parts, found["level"], found["side"]) for term in scene.terms}
    return {**{key: found[key] for key in PLACE}, "terms": terms}
