"""From a scene, a level and a side to concrete structure ids: plain values, ready for JSON."""

from __future__ import annotations

from typing import Any

from ._planes import cut_of, turned
from ._scene import Scene
from ._structures import LEVELS, context_ids, matching


def checked(scene: Scene, level: str | None, side: str | None) -> tuple[str | None, str | None]:
    """The level and side, or the scene's defaults where neither is given; a side alone is never guessed.

    Raises ``ValueError`` for a level or side that the scene lacks, or a side missing where it matters.
    """
    if level is None and side is None:
        return scene.level, scene.side
    if level is None:
        level = scene.level
    elif level not in scene.levels:
        offer = f"choose from {', '.join(scene.levels)}" if scene.levels else "it shows every level"
        raise ValueError(f"{scene.id} has no level {level!r}; {offer}")
    if scene.sides and side not in scene.sides:
        given = f"has no side {side!r}" if side else "needs a side"
        raise ValueError(f"{scene.id} {given}; choose from {', '.join(scene.sides)}")
    if side and not scene.sides:
        raise ValueError(f"{scene.id} takes no side, got {side!r}")
    return level, side


def places(level: str | None, side: str | None) -> dict[str, str]:
    """What the placeholders stand for at a level and side; ``*`` (anything) where there is none.

    The exiting root bears the upper vertebra's number, the traversing root the lower one's.  A level that is
    a vertebra stands for the segment below it, by whose foramen its root leaves.
    """
    if level is None:
        names = ("level", "upper", "lower", "upper_bone", "lower_bone", "exiting", "traversing")
        found = dict.fromkeys(names, "*")
    else:
        level = next(each for each in LEVELS if level in (each, each.split("-")[0]))
        upper, lower = level.split("-")
        found = {
            "level": level,
            "upper": upper,
            "lower": lower,
            "upper_bone": f"{upper}/vertebra",
            "lower_bone": "S1/sacrum" if lower == "S1" else f"{lower}/vertebra",
            "exiting": upper,
            "traversing": lower,
        }
    other = {"left": "right", "right": "left", None: "*"}[side]
    return {**found, "side": side or "*", "other": other}


def parts(patterns: tuple[str, ...], level: str | None, side: str | None) -> list[str]:
    """The structure ids that patterns with placeholders name at a level and side."""
    at = places(level, side)
    return matching(pattern.format_map(at) for pattern in patterns)


def case(
    scene: Scene, level: str | None = None, side: str | None = None, severity: float | None = None
) -> str:
    """The case code of a scene at a level, side and severity (0…1), each the default where not given.

    Raises ``ValueError`` for what the scene does not have.
    """
    if scene.finding is None:
        return "normal"
    amount = scene.severity if severity is None else severity
    if not 0 <= amount <= 1:
        raise ValueError(f"severity {amount!r} is not within 0…1")
    return f"{_code(scene, *checked(scene, level, side))}{amount:.4g}"


def resolve(scene: Scene, level: str | None = None, side: str | None = None) -> dict[str, Any]:
    """Everything the page needs to show a scene at a level and side, as plain JSON values.

    Raises ``ValueError`` for what the scene does not have.
    """
    level, side = checked(scene, level, side)
    at = places(level, side)
    x, y, z = turned(scene.view.from_, scene, level)
    opacity = dict.fromkeys(context_ids(), 0.0)
    for fade in scene.fades:
        opacity.update(dict.fromkeys(parts(fade.parts, level, side), fade.opacity))
    return {
        "scene": scene.id,
        "level": level,
        "side": side,
        "places": {key: value for key, value in at.items() if value != "*"},
        "code": _code(scene, level, side) if scene.finding else "normal",
        "geometry": f"geometry/{scene.finding}/{level}/{side or 'both'}.glb" if scene.finding else None,
        "camera": {
            "view": None,
            "parts": parts(scene.view.focus, level, side),
            "from": [-x if side == "right" else x, y, z],
            "span": scene.view.span,
        },
        "cut": cut_of(scene, level, side),
        "opacity": opacity,
        "labels": [
            {"id": label.id, "part": label.part.format_map(at), "begins": label.begins}
            for label in scene.labels
        ],
        "measures": [_measure(path, at) for path in scene.measures],
        "stages": [
            {"id": stage.id, "severity": stage.severity, "begins": stage.begins}
            for stage in scene.stages
            if level in stage.levels
        ],
        "terms": list(scene.terms),
    }


def _measure(path: str, at: dict[str, str]) -> dict[str, Any]:
    keys = [key.format_map(at) for key in path.split(".")]
    name = next(key for key in reversed(path.split(".")) if "{" not in key)
    return {"key": name, "path": keys}


def _code(scene: Scene, level: str | None, side: str | None) -> str:
    """The case code up to the number of its severity."""
    where = "/".join(part for part in (level, side, scene.zone) if part)
    fixed = "".join(f"{o.key}={o.value}," for o in scene.options if level in o.levels)
    return f"{scene.finding}@{where}:{fixed}severity="
