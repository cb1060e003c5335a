"""What stands in the way: anything that answers how far it is and which way leads out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .fields import Box, Distances, Points
from .surface import Surface

FAR = 1e3  # mm
FARTHEST_WORN = 22.0  # mm
TIED = 1e-4  # mm: two obstacles this equally near push together


class Obstacle(Protocol):
    """A solid that can be asked for its signed distance in mm and the slope of it."""

    @property
    def box(self) -> Box:
        """An axis-aligned box that contains it."""
        ...

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        ...

    def distance(self, points: Points) -> Distances:
        """Distances (n,) mm at points (n, 3)."""
        ...


@dataclass(frozen=True, eq=False)
class Shell:
    """A closed surface as an obstacle: exact to second order within a few mm of its points."""

    surface: Surface

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.surface.points)

    @cached_property
    def _normals(self) -> NDArray[np.float64]:
        return self.surface.normals()

    @cached_property
    def box(self) -> Box:
        """The box of its points."""
        low, high = self.surface.points.min(axis=0), self.surface.points.max(axis=0)
        return Box(tuple(low.tolist()), tuple(high.tolist()))

    @cached_property
    def _depth(self) -> float:
        """More than the deepest point inside can lie below the surface, in mm (exact for a ball)."""
        a, b, c = (self.surface.points[self.surface.faces[:, k]] for k in range(3))
        area = 0.5 * float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum())
        return 3.2 * abs(self.surface.volume()) / max(area, 1e-9) + 0.5

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        distance, index = self._tree.query(points)
        normal = self._normals[index]
        away = points - self.surface.points[index]
        height = np.einsum("ij,ij->i", away, normal)
        aside = np.sqrt(np.maximum(distance**2 - height**2, 0.0))
        flat = aside < 0.7 * np.abs(height) + 0.8
        value = np.where(flat, height, np.copysign(distance, height))
        value = np.where(value < -self._depth, distance, value)
        slope = np.where(flat[:, None], normal, away / np.where(np.abs(value) > 1e-9, value, 1.0)[:, None])
        return value, slope

    def distance(self, points: Points) -> Distances:
        """Distances (n,) mm at points (n, 3)."""
        return self.look_up(points)[0]


def within(obstacles: Sequence[Obstacle], points: Points, reach: float) -> list[Obstacle]:
    """The obstacles whose boxes come within ``reach`` mm of the points' own box."""
    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
    return [
        o for o in obstacles if (np.asarray(o.box.low) < high).all() and (np.asarray(o.box.high) > low).all()
    ]


def clearance(obstacles: Sequence[Obstacle], points: Points) -> Distances:
    """Distance (n,) mm to the nearest of several obstacles, negative inside one."""
    value = np.full(len(points), FAR)
    for obstacle in obstacles:
        low, high = obstacle.box.low, obstacle.box.high
        beyond = np.maximum(np.maximum(low - points, points - high), 0.0)
        near = np.flatnonzero((beyond**2).sum(axis=1) < np.maximum(value, 0.0) ** 2 + 1e-9)
        if len(near):
            value[near] = np.minimum(value[near], obstacle.distance(points[near]))
    return value


def nearest(
    obstacles: Sequence[Obstacle], points: Points, care: float = FAR
) -> tuple[Distances, Points, NDArray[np.int64]]:
    """Distance (n,) mm to the nearest of several obstacles, its slope (n, 3), and which one it is (n,).

    Beyond ``care`` mm nothing is looked for: the distance is then ``care`` and the number -1.
    """
    value = np.full(len(points), care)
    slope = np.zeros_like(points)
    which = np.full(len(points), -1)
    for number, obstacle in enumerate(obstacles):
        beyond = points - np.clip(points, obstacle.box.low, obstacle.box.high)
        near = np.flatnonzero(np.einsum("ij,ij->i", beyond, beyond) < np.maximum(value, 0.0) ** 2 + 1e-9)
        if not len(near):
            continue
        d, g = obstacle.look_up(points[near])
        tied = np.abs(d - value[near]) < TIED
        slope[near[tied]] += g[tied]
        closer = (d < value[near]) & ~tied
        index = near[closer]
        value[index], slope[index], which[index] = d[closer], g[closer], number
    return value, slope, which


def cast(
    obstacles: Sequence[Obstacle], starts: Points, ways: Points, reach: float, steps: int = 28
) -> Distances:
    """How far (n,) mm one can go from points (n, 3) along unit directions (n, 3) before meeting an obstacle.

    0 where the start lies in one; ``reach`` where none is met by then.
    """
    obstacles = within(obstacles, starts, reach)
    gone = np.zeros(len(starts))
    active = np.arange(len(starts))
    for _ in range(steps):
        room = clearance(obstacles, starts[active] + gone[active, None] * ways[active])
        gone[active] = np.minimum(
            gone[active] + np.where(room > 0.01, np.clip(0.95 * room, 0.02, 6.0), 0.0), reach
        )
        active = active[(room > 0.01) & (gone[active] < reach)]
        if not len(active):
            break
    return gone


def leave(obstacle: Obstacle, starts: Points, ways: Points, reach: float, steps: int = 28) -> Distances:
    """How far (n,) mm one can go from points (n, 3) inside an obstacle along directions (n, 3) before leaving it."""
    gone = np.zeros(len(starts))
    for _ in range(steps):
        depth = -obstacle.distance(starts + gone[:, None] * ways)
        gone = np.minimum(gone + np.clip(0.95 * depth, 0.0, 6.0), reach)
        if (depth < 0.01).all():
            break
    return gone


def trimmed(surface: Surface, obstacles: Sequence[Obstacle], gap: float) -> Surface:
    """A surface with the points that lie in an obstacle, or closer than ``gap`` mm to one, pushed out of it."""
    obstacles = within(obstacles, surface.points, gap)
    points = surface.points.copy()
    held = np.arange(len(points))
    for _ in range(4):
        room, slope, _ = nearest(obstacles, points[held], gap)
        missing = np.clip(gap - room, 0.0, 2.0)
        pushed = missing > 0.02
        held, missing, slope = held[pushed], missing[pushed], slope[pushed]
        if not len(held):
            break
        unit = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 0.3)
        points[held] += missing[:, None] * unit
    return Surface(points, surface.faces)


def worn(surface: Surface, harder: Obstacle, way: Points, gap: float) -> Surface:
    """A surface with the points that lie in something harder moved out of it along a direction (3,), ``gap`` mm clear.

    Points that would have to go further than ``FARTHEST_WORN`` stay.
    """
    points = surface.points
    beyond = points - np.clip(points, np.asarray(harder.box.low) - gap, np.asarray(harder.box.high) + gap)
    near = np.flatnonzero((beyond == 0.0).all(axis=1))
    gone = np.zeros(len(near))
    for _ in range(40):
        missing = gap - harder.distance(points[near] + gone[:, None] * way)
        if missing.max(initial=0.0) < 0.02:
            break
        gone += np.where(missing > 0.02, np.maximum(missing, 0.05), 0.0)
    gone[gone > FARTHEST_WORN] = 0.0
    far = np.zeros(len(points))
    far[near] = gone
    for _ in range(3):  # what lies around goes along, so that no face folds over
        far = np.maximum(far, _around(surface, far))
    return Surface(points + far[:, None] * way, surface.faces)


def _around(surface: Surface, values: Distances) -> Distances:
    """Values (n,) averaged over the faces around each point."""
    on_faces = values[surface.faces].mean(axis=1)
    count = np.bincount(surface.faces.ravel(), minlength=len(values))
    total = np.bincount(surface.faces.ravel(), np.repeat(on_faces, 3), minlength=len(values))
    return total / np.maximum(count, 1)
