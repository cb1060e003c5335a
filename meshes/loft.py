"""Solids lofted along z through stations, and the fast assembly of many parts into one bone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .fields import Box, Distances, Field, Point, Points, smooth_max, smooth_min

Values = NDArray[np.float64]  # (n, m): m quantities at n heights
Section = Callable[[Distances, Distances, Values], Distances]  # x, y and quantities -> distances, mm

STEP = 0.5  # mm between the tabulated heights of a curve
STEEPEST = 3.0  # mm of section distance per mm of height beyond which the slope no longer counts
SLACK = 2.0  # mm by which a first-order distance may fall short of the distance to a part's box


class Curve:
    """Quantities that run smoothly (Catmull-Rom) through stations at given heights, constant beyond them."""

    def __init__(self, heights: Sequence[float], values: Sequence[Sequence[float]]) -> None:
        order = np.argsort(heights)
        knots, rows = np.asarray(heights, float)[order], np.asarray(values, float)[order]
        slopes = np.gradient(rows, knots, axis=0)
        slopes[0], slopes[-1] = 0.5 * slopes[0], 0.5 * slopes[-1]
        self.low, self.high = float(knots[0]), float(knots[-1])
        at = np.arange(self.low, self.high + 2 * STEP, STEP).clip(self.low, self.high)
        k = np.searchsorted(knots, at, side="right").clip(1, len(knots) - 1) - 1
        width = (knots[k + 1] - knots[k])[:, None]
        t = (at - knots[k])[:, None] / width
        self.table: Values = (
            (2 * t**3 - 3 * t**2 + 1) * rows[k]
            + (t**3 - 2 * t**2 + t) * width * slopes[k]
            + (3 * t**2 - 2 * t**3) * rows[k + 1]
            + (t**3 - t**2) * width * slopes[k + 1]
        )

    def __call__(self, heights: Distances) -> Values:
        """The quantities (n, m) at heights (n,) mm."""
        place = ((heights - self.low) / STEP).clip(0.0, len(self.table) - 1.001)
        index = place.astype(np.intp)
        part = (place - index)[:, None]
        return self.table[index] * (1.0 - part) + self.table[index + 1] * part


def superellipse(exponent: float) -> Section:
    """Section with quantities (y of the centre, half width, half depth); first-order distance."""

    def distance(x: Distances, y: Distances, values: Values) -> Distances:
        centre, wide, deep = values.T
        u, v = np.abs(x) / wide, np.abs(y - centre) / deep
        k = np.maximum((u**exponent + v**exponent) ** (1.0 / exponent), 1e-3)
        slope = np.hypot(u ** (exponent - 1.0) / wide, v ** (exponent - 1.0) / deep)
        return (k - 1.0) * k ** (exponent - 1.0) / np.maximum(slope, 1e-3)

    return distance


def polygon(rounding: float) -> Section:
    """Convex section with the corners (x, y) of its left-turning outline, rounded over ``rounding`` mm."""

    def distance(x: Distances, y: Distances, values: Values) -> Distances:
        xs, ys = values[:, 0::2].T, values[:, 1::2].T
        result: Distances | None = None
        for i in range(len(xs)):
            dx, dy = xs[i] - xs[i - 1], ys[i] - ys[i - 1]
            edge = ((x - xs[i - 1]) * dy - (y - ys[i - 1]) * dx) / np.maximum(np.hypot(dx, dy), 1e-6)
            result = edge if result is None else smooth_max(result, edge, rounding)
        assert result is not None
        return result

    return distance


@dataclass(frozen=True)
class Ends:
    """Where a loft starts and ends, and over how many mm its two rims are rounded."""

    bottom: float
    top: float
    rounding_bottom: float
    rounding_top: float


def loft(section: Section, curve: Curve, ends: Ends, extent: tuple[float, float, float]) -> Field:
    """A section carried along z, mirrored in x, its distance corrected for the slope of its walls.

    ``extent`` holds how far it reaches sideways, and where it begins and ends in y, in mm.
    """
    wide, front, back = extent

    def distance(points: Points) -> Distances:
        x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
        below, above = section(x, y, curve(z - STEP)), section(x, y, curve(z + STEP))
        slope = np.clip((above - below) / (2 * STEP), -STEEPEST, STEEPEST)
        wall = (above + below) / (2.0 * np.sqrt(1.0 + slope**2))
        wall = smooth_max(wall, z - ends.top, ends.rounding_top)
        return smooth_max(wall, ends.bottom - z, ends.rounding_bottom)

    return Field(distance, Box((-wide, front, ends.bottom), (wide, back, ends.top)))


@dataclass(frozen=True)
class Step:
    """One step of an assembly: a field that is added or taken away, its seam rounded over ``blend`` mm."""

    field: Field
    blend: float
    removes: bool = False


def assembled(first: Field, steps: Sequence[Step], box: Box) -> Field:
    """``first`` with steps done in order, each worked out only near its own box."""

    def distance(points: Points) -> Distances:
        value = first(points)
        for step in steps:
            outside = _beyond(points, step.field.box) - step.blend - SLACK
            near = np.flatnonzero(outside < (-value if step.removes else value))
            part = step.field(points[near])
            old = value[near]
            joined = smooth_max(old, -part, step.blend) if step.removes else smooth_min(old, part, step.blend)
            value[near] = joined
        return value

    return Field(distance, box)


def _beyond(points: Points, box: Box) -> Distances:
    """How far points lie outside a box, in mm; 0 inside."""
    low, high = np.asarray(box.low), np.asarray(box.high)
    gap = np.maximum(np.maximum(low - points, points - high), 0.0)
    return np.sqrt(np.einsum("ij,ij->i", gap, gap))


def plane(through: Point, normal: Point, box: Box) -> Field:
    """The half-space behind a plane whose ``normal`` (unit length) points out of the solid."""
    place, out = np.asarray(through, float), np.asarray(normal, float)
    return Field(lambda points: (points - place) @ out, box)
