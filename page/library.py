"""The library: every scene at every level and side, and every word, as JSON that the browser gets once."""

from __future__ import annotations

from functools import cache
from typing import Any

from .. import annotations as say
from .. import scenes
from ..annotations import SceneText, Term, Wording
from ..scenes import Scene
from .geometry import Request

Json = dict[str, Any]


def spots(scene: Scene) -> list[tuple[str | None, str | None]]:
    """Every level and side at which a scene can be shown; one of nothing where it has none."""
    return [(level, side) for level in scene.levels or (None,) for side in scene.sides or (None,)]


@cache
def offered() -> tuple[Request, ...]:
    """Every GLB the page can ask for."""
    with_finding = [scene for scene in scenes.all_scenes().values() if scene.finding]
    return Request(), *(
        Request(scene.finding, level or "", side) for scene in with_finding for level, side in spots(scene)
    )


def likely() -> tuple[Request, ...]:
    """The base, then each finding where its scene opens."""
    with_finding = [scene for scene in scenes.all_scenes().values() if scene.finding]
    return Request(), *(Request(scene.finding, scene.level or "", scene.side) for scene in with_finding)


def library(language: str = "en") -> Json:
    """All that the page shows and says, in one language."""
    parts = (*scenes.healthy_ids(), *scenes.finding_ids())
    return {
        "ui": say.ui(language),
        "scenes": [_scene(scene, language) for scene in scenes.all_scenes().values()],
        "layers": {
            layer: [part for part in parts if scenes.layer_of(part) == layer] for layer in scenes.LAYERS
        },
        "structures": {part: _structure(part, language) for part in parts},
        "terms": {key: _term(term) for key, term in say.terms(language).items()},
        "general": {name: _panels(panels) for name, panels in say.general(language).items()},
        "graded": say.graded(),
        "sources": {key: source.short for key, source in say.sources().items()},
    }


def _scene(scene: Scene, language: str) -> Json:
    plain = say.scene_text(scene.id, language)
    at_levels = {level: say.scene_text(scene.id, language, level) for level in scene.levels}
    return {
        "id": scene.id,
        "title": plain.title,
        "levels": list(scene.levels),
        "sides": list(scene.sides),
        "level": scene.level,
        "side": scene.side,
        "severity": scene.severity,
        "places": {_key(level, side): _place(scene, level, side, language) for level, side in spots(scene)},
        "words": {
            "": _words(plain),
            **{level: _words(text) for level, text in at_levels.items() if text != plain},
        },
    }


def _key(level: str | None, side: str | None) -> str:
    return "/".join(part for part in (level, side) if part)


def _place(scene: Scene, level: str | None, side: str | None, language: str) -> Json:
    found = scenes.resolve(scene, level, side)
    known = say.terms(language)
    shown = ("geometry", "camera", "opacity", "labels", "measures", "stages")
    return {
        **{key: found[key] for key in shown},
        "places": {**found["places"], **_sides(found["places"], language)},
        "terms": {
            term: scenes.parts(known[term].parts, found["level"], found["side"]) for term in scene.terms
        },
    }


def _sides(places: dict[str, str], language: str) -> dict[str, str]:
    """The side and the other side in the forms a text may ask for."""
    forms = say.ui(language)["sides"]
    return {
        name.replace("side", key, 1): form
        for key in ("side", "other")
        if key in places
        for name, form in forms[places[key]].items()
    }


def _words(text: SceneText) -> Json:
    return {name: _wording(text.wording(name)) for name in say.WORDINGS}


def _wording(words: Wording) -> Json:
    return {
        "title": words.title,
        "summary": say.segments(words.summary),
        "see": [say.segments(each) for each in words.see],
        **{key: say.segments(getattr(words, key)) for key in ("common", "heals", "helps")},
        "stages": {
            key: {"name": stage.name, "text": say.segments(stage.text)} for key, stage in words.stages.items()
        },
        "labels": words.labels,
    }


def _panels(panels: Json) -> Json:
    return {
        key: {
            "title": panel["title"],
            "lead": say.plain(panel.get("lead", "")),
            "lines": [say.segments(line) for line in panel["lines"]],
        }
        for key, panel in panels.items()
    }


def _term(term: Term) -> Json:
    return {"word": term.word, "patient": term.patient, "clinician": term.clinician}


def _structure(part: str, language: str) -> Json:
    text = say.structure(part, language)
    return {
        "name": {"patient": text.plain, "clinician": text.name},
        "latin": text.latin,
        "sentence": {"patient": text.patient, "clinician": text.clinician},
    }
