"""Signed distance fields: the one representation all bone is built from.

A field maps points to distances, both in millimetres, negative inside, with unit
slope across its surface; a blend in millimetres therefore means millimetres.  Every
field carries a box that contains its surface.  Axes are LPS: +x to the patient's
left, +y posterior, +z superior.

The polynomial smooth minimum and the first-order distance of an ellipsoid are
Inigo Quilez's published formulas (https://iquilezles.org/articles/).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 3) mm
Distances = NDArray[np.float64]  # (n,) mm
Matrix = NDArray[np.float64]  # (3, 3)
Point = tuple[float, float, float]  # mm
BULGE = 0.25  # of a blend: how far a seam stands out at most,
TIPS = 0.3  # and how much farther beyond the tips of long parts


@dataclass(frozen=True)
class Box:
    """An axis-aligned box, in mm."""

    low: Point
    high: Point

    def grown(self, margin: float) -> Box:
        """The box with ``margin`` mm more on every side."""
        low, high = np.asarray(self.low) - margin, np.asarray(self.high) + margin
        return Box(tuple(low.tolist()), tuple(high.tolist()))

    def joined(self, other: Box) -> Box:
        """The smallest box that holds both."""
        low, high = np.minimum(self.low, other.low), np.maximum(self.high, other.high)
        return Box(tuple(low.tolist()), tuple(high.tolist()))


@dataclass(frozen=True)
class Field:
    """A solid: its signed distance, and a box that contains it."""

    distance: Callable[[Points], Distances]
    box: Box

    def __call__(self, points: Points) -> Distances:
        """Signed distances (n,) mm of points (n, 3) mm."""
        return self.distance(points)


def rotation(x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Matrix:
    """Matrix that turns about x, then y, then z, by angles in degrees."""
    cx, cy, cz = np.cos(np.radians([x, y, z]))
    sx, sy, sz = np.sin(np.radians([x, y, z]))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    turned: Matrix = about_z @ about_y @ about_x
    return turned


def smooth_min(a: Distances, b: Distances, blend: float) -> Distances:
    """Minimum of two distances, its corner rounded over ``blend`` mm."""
    if blend <= 0.0:
        return np.minimum(a, b)
    h = np.maximum(blend - np.abs(a - b), 0.0) / blend
    return np.minimum(a, b) - h * h * blend / 4.0


def smooth_max(a: Distances, b: Distances, blend: float) -> Distances:
    """Maximum of two distances, its corner rounded over ``blend`` mm."""
    return -smooth_min(-a, -b, blend)


def ellipsoid(centre: Point, radii: Point, turned: Matrix | None = None, exponent: float = 2.0) -> Field:
    """(Super)ellipsoid with semi-axes ``radii`` mm along its own axes, which ``turned`` rotates.

    An exponent above 2 makes it boxier.  The distance is first order: zero on the
    surface with unit slope across it.
    """
    c, r = np.asarray(centre, float), np.asarray(radii, float)
    turn = np.eye(3) if turned is None else turned
    extent = np.abs(turn) @ r if exponent > 2.0 else np.sqrt(((turn * r) ** 2).sum(axis=1))

    def distance(points: Points) -> Distances:
        q = np.abs((points - c) @ turn) / r
        k = (q**exponent).sum(axis=1) ** (1.0 / exponent)
        slope = np.sqrt(((q ** (exponent - 1.0) / r) ** 2).sum(axis=1))
        far = np.maximum(k, 1e-9)
        value = (far - 1.0) * far ** (exponent - 1.0) / np.maximum(slope, 1e-12)
        return np.where(k > 1e-6, value, -float(r.min()))

    return Field(distance, Box(tuple((c - extent).tolist()), tuple((c + extent).tolist())))


def capsule(a: Point, b: Point, radius_a: float, radius_b: float) -> Field:
    """A rod with round ends from a to b whose radius runs from ``radius_a`` to ``radius_b`` mm."""
    pa, pb = np.asarray(a, float), np.asarray(b, float)
    axis = pb - pa
    square = float(axis @ axis)

    def distance(points: Points) -> Distances:
        t = np.clip((points - pa) @ axis / square, 0.0, 1.0)
        away = np.linalg.norm(points - pa - t[:, None] * axis, axis=1)
        return np.asarray(away - (radius_a + (radius_b - radius_a) * t))

    low = np.minimum(pa - radius_a, pb - radius_b)
    high = np.maximum(pa + radius_a, pb + radius_b)
    return Field(distance, Box(tuple(low.tolist()), tuple(high.tolist())))


def near(field: Field, margin: float) -> Field:
    """The same solid, its distance worked out only within ``margin`` mm of its box.

    Farther out the distance to the box stands, which is never more than the true one.
    """
    low, high = np.asarray(field.box.low), np.asarray(field.box.high)

    def distance(points: Points) -> Distances:
        beyond = np.maximum(np.maximum(low - points, points - high), 0.0)
        result: Distances = np.sqrt(np.einsum("ij,ij->i", beyond, beyond))
        close = np.flatnonzero(result < margin)
        result[close] = field(points[close])
        return result

    return Field(distance, field.box)


def union(*fields: Field, blend: float = 0.0) -> Field:
    """Join fields, rounding the seams over ``blend`` mm; the box grows by the most a blend can bulge.

    And by as much again once: beyond the tip of a long part its distance falls short of the true one.
    """

    def distance(points: Points) -> Distances:
        result = fields[0](points)
        for field in fields[1:]:
            result = smooth_min(result, field(points), blend)
        return result

    box = fields[0].box
    for field in fields[1:]:
        box = box.joined(field.box)
    return Field(distance, box.grown(blend * (BULGE * max(len(fields) - 1, 0) + TIPS)))


def cut(solid: Field, tool: Field, blend: float = 0.0) -> Field:
    """``solid`` without ``tool``, the new edge rounded over ``blend`` mm."""
    return Field(lambda points: smooth_max(solid(points), -tool(points), blend), solid.box)


def both(a: Field, b: Field, blend: float = 0.0) -> Field:
    """What a and b share, its edges rounded over ``blend`` mm."""
    return Field(lambda points: smooth_max(a(points), b(points), blend), a.box)


def symmetric(field: Field) -> Field:
    """The half at x >= 0 of a field, and its mirror image at x <= 0."""

    def distance(points: Points) -> Distances:
        folded = points.copy()
        folded[:, 0] = np.abs(folded[:, 0])
        return field(folded)

    low, high = field.box.low, field.box.high
    wide = max(abs(low[0]), abs(high[0]))
    return Field(distance, Box((-wide, low[1], low[2]), (wide, high[1], high[2])))
