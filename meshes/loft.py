"""Solids lofted along z through stations, and the fast assembly of many parts into one bone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .fields import Box, Distances, Field, Point, Points, smooth_max, smooth_min

Values = NDArray[np.float64]  # (n, m): m quantities at n heights
Section = Callable[[Distances, Distances, Values], Distances]  # x, y and quantities -> distances, mm

CHUNK = 500  # neighbouring points that are ruled out together
NEAR_AXIS = 0.02  # share of a section's size within which its first-order distance is not defined
STEP = 0.5  # mm between the tabulated heights of a curve
STEEPEST = 3.0  # mm of section distance per mm of height beyond which the slope no longer counts
SLACK = 2.0  # mm by which a first-order distance may fall short of the distance to a part's box


class Curve:
    """Quantities along z, tabulated every ``STEP`` mm from ``low``, constant beyond their ends."""

    def __init__(self, low: float, table: Values) -> None:
        self.low, self.table = low, table

    @classmethod
    def through(cls, heights: Sequence[float], values: Sequence[Sequence[float]]) -> Curve:
        """The smooth curve (Catmull-Rom) through values (k, m) at heights (k,) mm."""
        order = np.argsort(heights)
        knots, rows = np.asarray(heights, float)[order], np.asarray(values, float)[order]
        slopes = np.gradient(rows, knots, axis=0)
        slopes[0], slopes[-1] = 0.5 * slopes[0], 0.5 * slopes[-1]
        at = np.arange(knots[0], knots[-1] + STEP, STEP).clip(knots[0], knots[-1])
        k = np.searchsorted(knots, at, side="right").clip(1, len(knots) - 1) - 1
        width = (knots[k + 1] - knots[k])[:, None]
        t = (at - knots[k])[:, None] / width
        return cls(
            float(knots[0]),
            (2 * t**3 - 3 * t**2 + 1) * rows[k]
            + (t**3 - 2 * t**2 + t) * width * slopes[k]
            + (3 * t**2 - 2 * t**3) * rows[k + 1]
            + (t**3 - t**2) * width * slopes[k + 1],
        )

    def around(self, heights: Distances) -> tuple[Values, Values]:
        """The quantities (n, m) one ``STEP`` below and one above heights (n,) mm."""
        last = len(self.table) - 1
        place = np.clip((heights - self.low) / STEP, -1.0, last + 1.0)
        index = np.floor(place).astype(np.intp)
        part = (place - index)[:, None]
        rows = [self.table[np.clip(index + k, 0, last)] for k in (-1, 0, 1, 2)]
        return rows[0] + part * (rows[1] - rows[0]), rows[2] + part * (rows[3] - rows[2])

    def at(self, height: float) -> list[float]:
        """The quantities at one height."""
        below, above = self.around(np.array([height]))
        return [float(v) for v in (below[0] + above[0]) / 2]


def superellipse(x: Distances, y: Distances, values: Values) -> Distances:
    """First-order distance to the section of quantities (centre y, half width, half depth, two exponents).

    The exponents round the outline in front of and behind the centre.
    """
    centre, wide, deep, front, back = values.T
    exponent = np.where(y < centre, front, back)
    u, v = np.abs(x) / wide, np.abs(y - centre) / deep
    k = np.maximum((u**exponent + v**exponent) ** (1.0 / exponent), NEAR_AXIS)
    slope = np.hypot(u ** (exponent - 1.0) / wide, v ** (exponent - 1.0) / deep)
    distance: Distances = (k - 1.0) * k ** (exponent - 1.0) / np.maximum(slope, 1e-9)
    return np.where(k > NEAR_AXIS, distance, -np.minimum(wide, deep))


def edges(corners: Values) -> Values:
    """Edges (n, 3m) of convex outlines with corners (n, 2m), x and y in turn, that turn left.

    Each is its outward normal and its distance from the origin along it.
    """
    xs, ys = corners[:, 0::2], corners[:, 1::2]
    dx, dy = xs - np.roll(xs, 1, axis=1), ys - np.roll(ys, 1, axis=1)
    length = np.maximum(np.hypot(dx, dy), 1e-6)
    parts: Values = np.stack([dy / length, -dx / length, (xs * dy - ys * dx) / length], axis=2)
    return parts.reshape(len(corners), -1)


def polygon(rounding: float) -> Section:
    """Convex section whose quantities are its ``edges``, its corners rounded over ``rounding`` mm."""

    def distance(x: Distances, y: Distances, values: Values) -> Distances:
        result = x * values[:, 0] + y * values[:, 1] - values[:, 2]
        for k in range(3, values.shape[1], 3):
            result = smooth_max(result, x * values[:, k] + y * values[:, k + 1] - values[:, k + 2], rounding)
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
        below, above = (section(x, y, values) for values in curve.around(z))
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
        starts = np.arange(0, len(points), CHUNK)
        low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
        for step in steps:
            room = (-value if step.removes else value) + (step.blend + SLACK)
            chunks = starts[_gap(low, high, step.field.box) < np.maximum.reduceat(room, starts)]
            near = (chunks[:, None] + np.arange(CHUNK)).ravel()
            near = near[: len(near) - max(CHUNK - (len(points) - chunks[-1]), 0)] if len(chunks) else near
            at = points[near]
            close = _gap(at, at, step.field.box) < room[near]
            near, part = near[close], step.field(at[close])
            old = value[near]
            joined = smooth_max(old, -part, step.blend) if step.removes else smooth_min(old, part, step.blend)
            value[near] = joined
        return value

    return Field(distance, box)


def _gap(low: Points, high: Points, box: Box) -> Distances:
    """How far boxes from ``low`` to ``high`` (n, 3) lie from a box, in mm; 0 where they meet."""
    square = np.zeros(len(low))
    for axis in range(3):
        apart = np.maximum(box.low[axis] - high[:, axis], low[:, axis] - box.high[axis])
        square += np.maximum(apart, 0.0) ** 2
    result: Distances = np.sqrt(square)
    return result


def plane(through: Point, normal: Point, box: Box) -> Field:
    """The half-space behind a plane whose ``normal`` (unit length) points out of the solid."""
    place, out = np.asarray(through, float), np.asarray(normal, float)
    return Field(lambda points: (points - place) @ out, box)
