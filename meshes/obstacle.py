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
from .pose import Pose
from .surface import Surface
from .watch import Watch

FAR = 1e3  # mm
SMALL = 0.5  # mm²: of a face half as large the corners tell enough
DEEPER, SLACK = 1.25, 0.3  # how much deeper than its core a place is taken to be, and mm more
UNDER = 1.5  # mm beside the nearest place that a point behind it lies at most, and for each mm behind as much again
SURE = 0.5  # mm behind the nearest place from which on others around it are asked too,
AROUND = 8  # so many,
FILM = 0.5  # mm farther at most, or
MOST = 0.5  # of them however far
STRIDE = 6.0  # mm, the longest step along a ray
CAUTION = 0.95  # share of the free room that one step takes


class Obstacle(Protocol):
    """A solid that can be asked for its signed distance in mm and the slope of it."""

    @property
    def box(self) -> Box:
        """An axis-aligned box that contains it."""
        ...

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        ...

    def distance(self, points: Points, care: float = FAR) -> Distances:
        """Distances (n,) mm at points (n, 3); those above ``care`` mm may be given as less, but not below it."""
        ...


@dataclass(frozen=True, eq=False)
class Shell:
    """A closed surface as an obstacle: exact to second order within a few mm of its points and its faces' middles."""

    surface: Surface
    carried: tuple[Shell, Pose] | None = None  # the same solid where it was first, and how it has moved since

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(
            self._places[0], leafsize=32, compact_nodes=False, balanced_tree=False
        )  # soonest built

    @cached_property
    def _places(self) -> tuple[Points, Points]:
        """The places (k, 3) of it that are known, its points and the middles of its faces, and the normals there."""
        if self.carried is not None:
            first, motion = self.carried
            places, normals = first._places
            return motion.out(places), motion.turned_out(normals)
        wide, upright = self._wide
        middles = self.surface.points[self.surface.faces[wide]].mean(axis=1)
        unit = upright[wide] / np.linalg.norm(upright[wide], axis=1, keepdims=True)
        normals = self.surface.normals_of(upright)
        return np.concatenate([self.surface.points, middles]), np.concatenate([normals, unit])

    @cached_property
    def _wide(self) -> tuple[NDArray[np.int64], Points]:
        """The faces (w,) whose corners do not tell enough, and what stands on each face (m, 3)."""
        upright = self.surface.upright()
        return np.flatnonzero(np.einsum("ij,ij->i", upright, upright) > SMALL**2), upright

    def _nearest(self, points: Points, far: float = np.inf) -> tuple[Distances, NDArray[np.int64]]:
        """How far (n,) mm the nearest place is, and which (n,); the count of places where none is within ``far``."""
        if self.carried is not None:
            first, motion = self.carried
            return first._nearest(motion.into(points), far)
        distance, index = self._tree.query(points, distance_upper_bound=far)
        return distance, index

    @cached_property
    def box(self) -> Box:
        """The box of its points."""
        low, high = self.surface.points.min(axis=0), self.surface.points.max(axis=0)
        return Box(tuple(low.tolist()), tuple(high.tolist()))

    @cached_property
    def _depths(self) -> Distances:
        """More than a point inside can lie from each known place (k,), in mm: what is thin there holds nothing deep.

        As far as the solid's core lies below, or, where it has none, as deep as all of it can be (exact for a ball).
        """
        if self.carried is not None:
            return self.carried[0]._depths
        points, faces, core = self.surface.points, self.surface.faces, self.surface.core
        wide, upright = self._wide
        if core is None:
            area = 0.5 * float(np.linalg.norm(upright, axis=1).sum())
            whole = 3.2 * abs(self.surface.volume()) / max(area, 1e-9)
            return np.full(len(self._places[0]), whole + SLACK)
        below = np.linalg.norm(points - core, axis=1)
        around = below[faces].max(axis=1)
        np.maximum.at(below, faces.ravel(), np.repeat(around, 3))
        return SLACK + DEEPER * np.concatenate([below, around[wide]])

    @cached_property
    def _depth(self) -> float:
        """The greatest of these depths, in mm."""
        return float(self._depths.max())

    @cached_property
    def _known(self) -> NDArray[np.float64]:
        """Each known place, its normal and its depth in a row (k + 1, 7); the last stands for none within reach."""
        places, normals = self._places
        rows = np.zeros((len(places) + 1, 7))
        rows[:-1, :3], rows[:-1, 3:6], rows[:-1, 6] = places, normals, self._depths
        return rows

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        distance, index = self._nearest(points)
        value, away, flat = self._seen(points, distance, index)
        slope = away / np.where(np.abs(value) > 1e-9, value, 1.0)[:, None]
        return value, np.where(flat[:, None], self._places[1][index], slope)

    def distance(self, points: Points, care: float = FAR) -> Distances:
        """Distances (n,) mm at points (n, 3); those above ``care`` mm may be given as less, but not below it."""
        far = max(care, self._depth)
        value, _, _ = self._seen(points, *self._nearest(points, far))
        return np.minimum(value, far, out=value)

    def _seen(
        self, points: Points, distance: Distances, index: NDArray[np.int64]
    ) -> tuple[Distances, Points, NDArray[np.bool_]]:
        """Signed distances (n,), the way (n, 3) from the nearest places, and where those count as a plane.

        Infinite where the nearest place is none.
        """
        known = self._known.take(index, axis=0)
        away = points - known[:, :3]
        height = np.vecdot(away, known[:, 3:6])
        beside, below = distance * distance - height * height, height < 0.0
        reach = np.where(below, UNDER * (1.0 - height), 0.7 * height + 0.8)
        flat = (beside < reach * reach) & ~(below & (distance >= known[:, 6]))
        (deep,) = ((height < -SURE) & flat).nonzero()
        if len(deep):
            flat[deep] = self._holds(points[deep])
        return np.where(flat, height, distance), away, flat

    def _holds(self, points: Points) -> NDArray[np.bool_]:
        """Whether points (n, 3) far from the surface lie inside.

        Not before a film, whose both sides are as near, nor before a fold, whose back alone is nearest.
        """
        if self.carried is not None:
            first, motion = self.carried
            return first._holds(motion.into(points))
        places, normals = self._places
        distance, index = self._tree.query(points, k=min(AROUND, len(places)))
        before = np.vecdot(points[:, None] - places[index], normals[index]) > 0.0
        film = (before & (distance < distance[:, :1] + FILM)).any(axis=1)
        return ~np.asarray(film | (before.mean(axis=1) >= MOST))


def within(obstacles: Sequence[Obstacle], points: Points, reach: float) -> list[Obstacle]:
    """The obstacles whose boxes come within ``reach`` mm of the points' own box."""
    if not obstacles:
        return []
    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
    boxes = np.array([(*o.box.low, *o.box.high) for o in obstacles])
    near = ((boxes[:, :3] < high) & (boxes[:, 3:] > low)).all(axis=1)
    return [obstacles[number] for number in near.nonzero()[0]]


def clearance(obstacles: Sequence[Obstacle], points: Points, care: float = FAR) -> Distances:
    """Distance (n,) mm to the nearest of several obstacles, negative inside one, and ``care`` where none is nearer."""
    return Watch(obstacles, points).clearance(points, care)


def nearest(
    obstacles: Sequence[Obstacle], points: Points, care: float = FAR
) -> tuple[Distances, Points, NDArray[np.int64]]:
    """Distance (n,) mm to the nearest of several obstacles, its slope (n, 3), and which one it is (n,).

    Beyond ``care`` mm nothing is looked for: the distance is then ``care`` and the number -1.
    """
    return Watch(obstacles, points).nearest(points, care)


def cast(
    obstacles: Sequence[Obstacle], starts: Points, ways: Points, reach: float, steps: int = 28
) -> Distances:
    """How far (n,) mm one can go from points (n, 3) along unit directions (n, 3) before meeting an obstacle.

    0 where the start lies in one; ``reach`` where none is met by then.
    """
    places, of = _runs(starts)  # rays around one place ask there only once
    watch = Watch(within(obstacles, places, reach), places)
    room = watch.clearance(places, STRIDE / CAUTION)[of]
    watch = watch.beside(of, np.zeros(len(starts)))
    gone = np.zeros(len(starts))
    active = np.arange(len(starts))
    for round_ in range(steps):
        if round_ > 0:
            room = watch.clearance(starts[active] + gone[active, None] * ways[active], STRIDE / CAUTION)
        step = np.where(room > 0.01, np.minimum(np.maximum(CAUTION * room, 0.02), STRIDE), 0.0)
        step = np.minimum(step, reach - gone[active])
        gone[active] += step
        going = (room > 0.01) & (gone[active] < reach)
        active = active[going]
        if not len(active):
            break
        watch.travelled(step)
        watch.keep(going)
    return gone


def _runs(points: Points) -> tuple[Points, NDArray[np.int64]]:
    """Points (n, 3) with equal ones that follow each other as one (k, 3), and which of those each is (n,)."""
    new = np.ones(len(points), bool)
    new[1:] = (points[1:] != points[:-1]).any(axis=1)
    return points[new], np.cumsum(new) - 1


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
    return Surface(pushed_out(surface.points, obstacles, gap), surface.faces, surface.core)


def pushed_out(points: Points, obstacles: Sequence[Obstacle], gap: float) -> Points:
    """Points (n, 3), those that lie in an obstacle or closer than ``gap`` mm to one pushed out of it."""
    return pushed_off(points, Watch(within(obstacles, points, gap), points), gap)


def pushed_off(points: Points, watch: Watch, gap: float) -> Points:
    """Points (n, 3) pushed out of the obstacles of their own watch, which comes to follow those left in one."""
    points, held = points.copy(), np.arange(len(points))
    for _ in range(4):
        room, slope, _ = watch.nearest(points[held], gap)
        missing = np.minimum(np.maximum(gap - room, 0.0), 2.0)
        pushed = missing > 0.02
        held, missing, slope = held[pushed], missing[pushed], slope[pushed]
        if not len(held):
            break
        watch.keep(pushed)
        watch.travelled(missing)
        unit = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 0.3)
        points[held] += missing[:, None] * unit
    return points
