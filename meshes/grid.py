"""Bones sampled once on a grid of their own, then asked anywhere at the price of a look-up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from .fields import Box, Distances, Field, Points
from .pose import Pose
from .surface import sample

CORNERS = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])


@dataclass(frozen=True, eq=False)
class Grid:
    """Distances in mm on a regular grid in a bone's own frame."""

    low: NDArray[np.float64]  # (3,) mm, the first node
    spacing: float  # mm
    values: NDArray[np.float32]  # (nx, ny, nz) mm
    box: Box  # of the bone itself

    @classmethod
    def of(cls, field: Field, spacing: float) -> Grid:
        """A field sampled finely around its surface and coarsely elsewhere."""
        low, values = sample(field, spacing)
        return cls(low, spacing, values, field.box)

    @classmethod
    def of_halves(cls, field: Field, spacing: float) -> Grid:
        """A field that is mirror-symmetric in x, sampled on the left alone: the right is exactly the same."""
        left = replace(field, box=Box((0.0, *field.box.low[1:]), field.box.high))
        low, values = sample(left, spacing)
        half = values[round(-low[0] / spacing) :]
        low[0] = -(len(half) - 1) * spacing
        return cls(low, spacing, np.concatenate([half[:0:-1], half]), field.box)

    def left_half(self) -> Grid | None:
        """The part at x >= 0, or None where the two sides differ."""
        middle = len(self.values) // 2
        if self.low[0] != -middle * self.spacing or not np.array_equal(self.values, self.values[::-1]):
            return None
        return replace(self, low=self.low * [0.0, 1.0, 1.0], values=self.values[middle:])

    def scaled(self, scale: float) -> Grid:
        """The distances of the same bone enlarged or reduced as a whole."""
        (a, b, c), (d, e, f) = self.box.low, self.box.high
        box = replace(self.box, low=(scale * a, scale * b, scale * c), high=(scale * d, scale * e, scale * f))
        values = (scale * self.values).astype(self.values.dtype)
        return Grid(scale * self.low, scale * self.spacing, values, box)

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and their gradients (n, 3) at points (n, 3) of the bone's own frame.

        Beyond the grid the distance to its edge is added, which keeps it a lower bound
        within the slack of that edge.  The gradient is taken across a whole cell, so that it
        is mirror-symmetric where the bone is.
        """
        steps = 0.5 * self.spacing * np.concatenate([np.zeros((1, 3)), np.eye(3), -np.eye(3)])
        value, *around = self.distance((points[None] + steps[:, None]).reshape(-1, 3)).reshape(7, -1)
        return value, (np.subtract(around[:3], around[3:]) / self.spacing).T

    def distance(self, points: Points) -> Distances:
        """Distances (n,) mm at points (n, 3) of the bone's own frame, as ``look_up`` gives them."""
        return self.between((points - self.low) / self.spacing)

    def between(self, at: Points) -> Distances:
        """Distances (n,) mm between the nodes, at places (n, 3) counted in nodes from the first."""
        held = np.minimum(np.maximum(at, 0.0), self._last)
        value: Distances = map_coordinates(
            self.values, held.T, output=np.float64, order=1, mode="nearest", prefilter=False
        )
        beyond = at - held
        if not beyond.any():
            return value
        far = self.spacing * np.sqrt(np.vecdot(beyond, beyond))
        lifted: Distances = np.where(far > self.spacing, value + far, value)
        return lifted

    @cached_property
    def _last(self) -> NDArray[np.float64]:
        """The last place (3,) between nodes, counted in them."""
        return np.array(self.values.shape) - 1.001


@dataclass(frozen=True, eq=False)
class Posed:
    """A grid standing somewhere in the spine: an obstacle that can be asked for distance and slope."""

    grid: Grid
    pose: Pose

    @cached_property
    def box(self) -> Box:
        """A box around the posed bone."""
        low, high = np.asarray(self.grid.box.low), np.asarray(self.grid.box.high)
        corners = self.pose.out(np.where(CORNERS == 1, high, low).astype(float))
        return Box(tuple(corners.min(axis=0).tolist()), tuple(corners.max(axis=0).tolist()))

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3) of the spine's frame."""
        value, slope = self.grid.look_up(self.pose.into(points))
        return value, self.pose.turned_out(slope)

    def distance(self, points: Points, care: float = 0.0) -> Distances:
        """Distances (n,) mm at points (n, 3) of the spine's frame, whatever ``care`` is."""
        turn, shift = self._nodes
        return self.grid.between(points @ turn + shift)

    @cached_property
    def _nodes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What turns (3, 3) and shifts (3,) places of the spine's frame into those counted in the grid's nodes."""
        first = self.pose.into(np.zeros((1, 3)))[0] - self.grid.low
        return self.pose.turn / self.grid.spacing, first / self.grid.spacing
