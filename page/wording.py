"""Every word of the page in one language, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import annotations as say
from .. import scenes
from ..annotations import SceneText, Term, Wording
from ..scenes import Scene
from . import panels

Json = dict[str, Any]


def spoken(language: str, parts: Iterable[str]) -> Json:
    """What is said in a language: the page, the scenes by id, the terms, the structures, the panels."""
    return {
        "ui": say.ui(language),
        "scenes": {scene.id: _scene(scene, language) for scene in scenes.all_scenes().values()},
        "terms": {key: _term(term) for key, term in say.terms(language).items()},
        "structures": {part: _structure(part, language) for part in parts},
        "general": {name: _general(texts) for name, texts in say.general(language).items()},
        **panels.spoken(language),
    }


def _scene(scene: Scene, language: str) -> Json:
    plain = say.scene_text(scene.id, language)
    at_levels = {level: say.scene_text(scene.id, language, level) for level in scene.levels}
    special = {level: _words(text) for level, text in at_levels.items() if text != plain}
    return {"title": plain.title, "words": {"": _words(plain), **special}}


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


def _general(texts: Json) -> Json:
    return {
        key: {
            "title": panel["title"],
            "lead": say.plain(panel.get("lead", "")),
            "lines": [say.segments(line) for line in panel["lines"]],
        }
        for key, panel in texts.items()
    }


def _term(term: Term) -> Json:
    return {"word": term.word, "patient": term.patient, "clinician": term.clinician}


def _structure(part: str, language: str) -> Json:
    text = say.structure(part, language)
    return {
        "name": {"patient": text.plain, "clinician": text.name},
        "latin": text.latin,
        "also": list(text.synonyms),
        "sentence": {"patient": text.patient, "clinician": text.clinician},
    }
