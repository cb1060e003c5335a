"""Points that move a little at a time among many obstacles: what is known to be far is not asked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .fields import Distances, Points

if TYPE_CHECKING:
    from .obstacle import Obstacle

STEEPEST = (
    1.05  # by how much a distance may change for each mm that a point moves; 1 but for rounding and cells
)
ALL = slice(None)
Some = slice | NDArray[np.int64]  # of the points
TIED = 1e-4  # mm: two obstacles this equally near push together


class Watch:
    """How near each of several obstacles can be to each of several points, as far as is known.

    A distance changes by no more than its point moves: what was asked once bounds what can be asked later.
    """

    def __init__(self, obstacles: Sequence[Obstacle], points: Points) -> None:
        self._obstacles = obstacles
        self._least = np.zeros((len(obstacles), len(points)))  # mm, what each distance cannot be below
        if not (len(obstacles) and len(points)):
            return
        boxes = np.array([(*obstacle.box.low, *obstacle.box.high) for obstacle in obstacles])
        for at, low, high in zip(points.T, boxes.T[:3], boxes.T[3:], strict=True):  # along the farthest axis
            np.maximum(self._least, low[:, None] - at, out=self._least)
            np.maximum(self._least, at - high[:, None], out=self._least)
        self._least[self._least == 0.0] = -np.inf

    def travelled(self, far: Distances, some: Some = ALL) -> None:
        """The points, or ``some`` of them, have moved by as much as ``far`` (n,) mm."""
        self._least[:, some] -= STEEPEST * far

    def beside(self, chosen: NDArray[np.int64], far: Distances) -> Watch:
        """The watch of other points, each ``far`` (k,) mm from the one of these that is ``chosen`` (k,) for it."""
        other = Watch(self._obstacles, np.empty((0, 3)))
        other._least = self._least[:, chosen] - STEEPEST * far
        return other

    def keep(self, chosen: NDArray[np.bool_]) -> None:
        """Go on with some (n,) of the points only."""
        self._least = self._least[:, chosen]

    def least(self) -> Distances:
        """What the distance (n,) mm to the nearest obstacle cannot be below, as far as is known."""
        least: Distances = self._least.min(axis=0, initial=np.inf)
        return least

    def clearance(self, points: Points, care: float) -> Distances:
        """Distance (n,) mm to the nearest obstacle, negative inside one, and ``care`` where none is nearer."""
        return self._asked(points, care)[0]

    def nearest(
        self, points: Points, care: float, some: Some = ALL
    ) -> tuple[Distances, Points, NDArray[np.int64]]:
        """Distance (n,) mm to the nearest obstacle, its slope (n, 3), and which one it is (n,).

        Where none is nearer than ``care`` mm the distance is ``care`` and the number -1.  Obstacles equally
        near add their slopes.  The points may be ``some`` of those that are watched.
        """
        value, answers = self._asked(points, care, some)
        slope = np.zeros_like(points)
        which = np.full(len(points), -1)
        for number, near, distance in answers:
            first = near[(distance <= value[near] + TIED) & (distance < care)]
            if len(first):
                slope[first] += self._obstacles[number].look_up(points[first])[1]
                which[first] = number
        return value, slope, which

    def _asked(
        self, points: Points, care: float, some: Some = ALL
    ) -> tuple[Distances, list[tuple[int, NDArray[np.int64], Distances]]]:
        """The least distance (n,) mm, and each obstacle's number, the points near it and their distances."""
        value = np.full(len(points), care)
        answers = []
        least = self._least[:, some]
        for number in (least.min(axis=1, initial=np.inf) <= care + TIED).nonzero()[0].tolist():
            bound = least[number]
            (near,) = (bound <= value + TIED).nonzero()
            if not len(near):
                continue
            distance = self._obstacles[number].distance(points.take(near, axis=0), care)
            bound[near] = distance
            value[near] = np.minimum(value.take(near), distance)
            answers.append((number, near, distance))
        if some is not ALL:
            self._least[:, some] = least
        return value, answers
