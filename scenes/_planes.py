"""The planes with which scenes open, in mm: where the canal behind each disc lies, as the default adult stands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ._scene import Cut, Scene
from ._structures import LEVELS

BACK_OF_DISC: Mapping[
    str, tuple[float, float, float]
] = {  # LPS mm, mid-way between the posterior rims of two end-plates
    "L1-L2": (0.0, 10.3, 142.3),
    "L2-L3": (0.0, 3.3, 108.9),
    "L3-L4": (0.0, -0.3, 74.9),
    "L4-L5": (0.0, 1.8, 41.8),
    "L5-S1": (0.0, 10.9, 13.1),
}
LEAST_BEHIND = 0.1  # how far behind what is seen a camera stands at least for every mm above it
AXES = ("sagittal", "coronal", "axial")
MIRRORED = {"left": "right", "right": "left"}


def cut_of(scene: Scene, level: str | None, side: str | None) -> dict[str, Any] | None:
    """The planes with which a scene opens at a level and side, as the viewer takes them; None without any."""
    cuts = [cut for cut in scene.cuts if level in cut.levels]
    if not cuts or level is None:
        return None
    back = BACK_OF_DISC[next(each for each in LEVELS if level in (each, each.split("-")[0]))]
    flip = side == "right"
    planes: dict[str, float] = {cut.axis: round(cut.at + height(cut.axis, back, cut.tilt), 1) for cut in cuts}
    if tilt := _tilt(cuts):
        planes["tilt"] = tilt
    if flip and "sagittal" in planes:
        planes["sagittal"] = 0.0 - planes["sagittal"]
    keep = {cut.axis: MIRRORED.get(cut.keep, cut.keep) if flip else cut.keep for cut in cuts}
    return {**planes, "keep": keep}


def turned(
    direction: tuple[float, float, float], scene: Scene, level: str | None
) -> tuple[float, float, float]:
    """A direction, turned as the axial cut of a scene at a level is: a tilted one is seen as a level one would be.

    It still looks down a little from behind, so that front stays up in the picture.
    """
    tilt = math.radians(_tilt([cut for cut in scene.cuts if level in cut.levels]))
    x, y, z = direction
    if not tilt:
        return direction
    back, up = y * math.cos(tilt) - z * math.sin(tilt), y * math.sin(tilt) + z * math.cos(tilt)
    return x, round(max(back, LEAST_BEHIND * z), 3), round(up, 3)


def _tilt(cuts: Sequence[Cut]) -> float:
    """By how many degrees the axial one of some cuts rises backward."""
    return next((cut.tilt for cut in cuts if cut.axis == "axial"), 0.0)


def height(axis: str, place: Sequence[float], tilt: float = 0.0) -> float:
    """Where a plane through a place (3,) mm stands along its axis, mm; an axial one that rises by a tilt, at y = 0."""
    return place[AXES.index(axis)] - (math.tan(math.radians(tilt)) * place[1] if axis == "axial" else 0.0)
