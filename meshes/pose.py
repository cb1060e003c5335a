"""Rigid placements in space."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .fields import Matrix, Points, rotation


def _still() -> Matrix:
    return np.eye(3)


@dataclass(frozen=True, eq=False)
class Pose:
    """A turn and a shift that carry a bone from its own frame into the spine's."""

    turn: Matrix = field(default_factory=_still)  # (3, 3)
    shift: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))  # (3,) mm

    @classmethod
    def tipped(cls, degrees: float, shift: NDArray[np.float64]) -> Pose:
        """A pose tipped forward (the front down) by an angle about the left-right axis."""
        return cls(rotation(x=degrees), np.asarray(shift, float))

    def out(self, points: Points) -> Points:
        """Points (n, 3) of the bone's own frame, in the spine's."""
        return points @ self.turn.T + self.shift

    def into(self, points: Points) -> Points:
        """Points (n, 3) of the spine's frame, in the bone's own."""
        return (points - self.shift) @ self.turn

    def turned_out(self, directions: Points) -> Points:
        """Directions (n, 3) of the bone's own frame, in the spine's."""
        return directions @ self.turn.T

    def after(self, first: Pose) -> Pose:
        """This pose applied after another."""
        return Pose(self.turn @ first.turn, self.turn @ first.shift + self.shift)

    def inverse(self) -> Pose:
        """The way back."""
        return Pose(self.turn.T, -self.shift @ self.turn)
