"""What stands below the words of a scene: the leg, what helps, and causes outside the spine, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from .. import annotations as say
from .. import scenes
from ..scenes import Scene
from .leg_figure import figure

Json = dict[str, Any]


def legs() -> Json:
    """The figure, and by root the scenes that can reach it: ``[{scene, level}]`` in the order of the scenes."""
    offers: dict[str, list[Json]] = {root: [] for root in say.LEG_ROOTS}
    for scene in scenes.all_scenes().values():
        for level in scene.levels:
            for root in _reached(scene, level):
                offers[root].append({"scene": scene.id, "level": level})
    return {"figure": figure(), "offers": offers}


def _reached(scene: Scene, level: str) -> list[str]:
    """The roots a scene is about: those it labels; where it labels none but the sac, the ones that pass there."""
    labelled = {label.id for label in scene.labels}
    at = scenes.places(level, None)
    named = [at[name] for name in ("exiting", "traversing") if f"{name}_root" in labelled]
    passing = ["S1", "S2"] if at["traversing"] == "S1" else [at["traversing"]]
    return named or (passing if "sac" in labelled and not scene.sides else [])


def spoken(language: str) -> Json:
    """The words of the panels in one language, by panel and wording."""
    return {
        "leg": {wording: _leg(say.leg_map(wording, language)) for wording in say.WORDINGS},
        "helps": {wording: _helps(say.what_helps(wording, language)) for wording in say.WORDINGS},
        "causes": {wording: _causes(say.not_the_spine(wording, language)) for wording in say.WORDINGS},
    }


def _leg(leg: say.LegMap) -> Json:
    roots = {
        root: _runs(asdict(text), ("skin", "muscle", "test", "reflex")) for root, text in leg.roots.items()
    }
    return {**asdict(leg), "varies": say.segments(leg.varies), "roots": roots}


def _helps(helps: say.Help) -> Json:
    return {**asdict(helps), "options": [_runs(asdict(each), ("text", "know")) for each in helps.options]}


def _causes(causes: say.Causes) -> Json:
    rows = [_runs(asdict(each), ("feels", "apart", "care")) for each in causes.causes]
    return {**asdict(causes), "lead": say.segments(causes.lead), "causes": rows}


def _runs(row: Json, texts: tuple[str, ...]) -> Json:
    """The row with its texts as runs of words, links and citations."""
    return {**row, **{key: say.segments(row[key]) for key in texts}}
