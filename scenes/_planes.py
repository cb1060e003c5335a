"""The planes with which scenes open, in mm: where the canal behind each disc lies, as the default adult stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._scene import Scene
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
AXES = ("sagittal", "coronal", "axial")
MIRRORED = {"left": "right", "right": "left"}


def cut_of(scene: Scene, level: str | None, side: str | None) -> dict[str, Any] | None:
    """The planes with which a scene opens at a level and side, as the viewer takes them; None without any."""
    cuts = [cut for cut in scene.cuts if level in cut.levels]
    if not cuts or level is None:
        return None
    back = BACK_OF_DISC[next(each for each in LEVELS if level in (each, each.split("-")[0]))]
    flip = side == "right"
    planes: dict[str, float] = {cut.axis: round(cut.at + back[AXES.index(cut.axis)], 1) for cut in cuts}
    if flip and "sagittal" in planes:
        planes["sagittal"] = 0.0 - planes["sagittal"]
    keep = {cut.axis: MIRRORED.get(cut.keep, cut.keep) if flip else cut.keep for cut in cuts}
    return {**planes, "keep": keep}
