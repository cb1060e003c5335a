"""Where a picture is taken from: directions in anatomical words, and how far away the camera stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

SIDES: Mapping[str, tuple[float, float, float]] = {  # LPS, from the spine to the camera
    "front": (0, -1, 0),
    "anterior": (0, -1, 0),
    "back": (0, 1, 0),
    "posterior": (0, 1, 0),
    "left": (1, 0, 0),
    "right": (-1, 0, 0),
    "above": (0, 0, 1),
    "superior": (0, 0, 1),
    "below": (0, 0, -1),
    "inferior": (0, 0, -1),
}
STANDARD: Mapping[str, tuple[float, float, float]] = {
    **{name: SIDES[name] for name in ("front", "back", "left", "right", "above")},
    "oblique": (0.63, 0.70, 0.34),  # from behind left and a little above
}
ANGLE = 22.0  # degrees the picture's shorter side spans
MARGIN = 1.13  # air around what is framed


def direction(name: str) -> Vector:
    """The unit direction from the spine to the camera: a standard view, or sides joined by hyphens.

    Raises
    ------
    ValueError
        For a view there is not.
    """
    words = name.lower().split("-")
    if name.lower() in STANDARD:
        found = np.array(STANDARD[name.lower()], float)
    elif all(word in SIDES for word in words):
        found = np.sum([SIDES[word] for word in words], axis=0, dtype=float)
    else:
        found = np.zeros(3)
    if not np.linalg.norm(found):
        offer = f"{', '.join(STANDARD)}, or sides joined by hyphens, such as posterior-left"
        raise ValueError(f"no view {name!r}; choose from {offer}")
    unit: Vector = found / np.linalg.norm(found)
    return unit


@dataclass(frozen=True)
class Camera:
    """A camera in LPS mm; ``up`` and ``right`` are the picture's, ``back`` points at the reader."""

    position: Vector
    focus: Vector
    up: Vector
    right: Vector
    back: Vector

    def reach(self, size: tuple[int, int]) -> float:
        """How far from the focus the picture's corners lie, in mm."""
        half = float(np.linalg.norm(self.position - self.focus) * np.tan(np.radians(ANGLE / 2)))
        return half * float(np.hypot(*size)) / min(size)

    def project(self, points: Vector, size: tuple[int, int]) -> Vector:
        """Points (n, 3) mm in the picture (n, 3): pixels from the left and the top, mm from the camera."""
        away = points - self.position
        depth = -(away @ self.back)
        scale = min(size) / 2 / np.tan(np.radians(ANGLE / 2)) / np.maximum(depth, 1e-6)
        return np.stack(
            [size[0] / 2 + scale * (away @ self.right), size[1] / 2 - scale * (away @ self.up), depth], axis=1
        )


def camera(back: Vector, points: Vector, size: tuple[int, int], span: float | None = None) -> Camera:
    """The camera that looks along ``-back`` and frames all points (n, 3) mm, or ``span`` mm around them."""
    upright = np.hypot(back[0], back[1]) > 1e-3  # or one looks straight down, and the front is up
    up = np.array([0.0, 0.0, 1.0] if upright else [0.0, -1.0, 0.0])
    right = np.cross(up, back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    axes = np.stack([right, up, back])
    seen = points @ axes.T
    centre = (seen.min(axis=0) + seen.max(axis=0)) / 2
    reach = np.tan(np.radians(ANGLE / 2)) * np.array(size) / min(size)
    if span is not None:
        distance = span / 2 / reach.min()
    else:
        for _ in range(3):  # near things reach further: shift until both edges have the same air
            away = _distances(seen - centre, reach)
            for axis in (0, 1):
                sides = seen[:, axis] - centre[axis]
                far = [away[sides > 0, axis].max(initial=0), away[sides <= 0, axis].max(initial=0)]
                centre[axis] += (far[0] - far[1]) / 2 * reach[axis]
        distance = float(_distances(seen - centre, reach).max()) * MARGIN
    focus = centre @ axes
    return Camera(focus + distance * back, focus, up, right, back)


def _distances(seen: Vector, reach: Vector) -> Vector:
    """How far in front of the centre the camera must stand for each point and picture axis (n, 2)."""
    return np.abs(seen[:, :2]) / reach + seen[:, 2:]
