"""Bones that have slid into each other: each has worn off the other until a joint's gap is left between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .contact import drawn_back
from .fields import Box, Distances, Points
from .grid import Posed
from .obstacle import FAR, Obstacle
from .pose import Pose
from .surface import Surface

ROUNDS = 16  # of drawing a bone back
SPINOUS = 5.0  # mm from the midline up to which a process is the spinous one


@dataclass(frozen=True, eq=False)
class Worn:
    """A bone without what another has worn off it: where both would be, each keeps what lies deeper in it."""

    bone: Obstacle
    other: Obstacle
    gap: float  # mm left between them

    @property
    def box(self) -> Box:
        """The box of the whole bone."""
        return self.bone.box

    def distance(self, points: Points, care: float = FAR) -> Distances:
        """Distances (n,) mm at points (n, 3), whatever ``care`` is."""
        own = self.bone.distance(points)
        worn: Distances = np.maximum(own, (own - self.other.distance(points) + self.gap) / 2)
        return worn

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        own, slope = self.bone.look_up(points)
        others, away = self.other.look_up(points)
        between = (own - others + self.gap) / 2
        rubbed = between > own
        return np.where(rubbed, between, own), np.where(rubbed[:, None], (slope - away) / 2, slope)

    def surface(self, whole: Surface, rooted: Callable[[Points], Points]) -> Surface:
        """The surface of the whole bone, drawn back from what the other has worn off it.

        ``rooted`` says for points (n, 3) towards where (n, 3) in the bone each is drawn.
        """
        dominion = _Dominion(self.bone, self.other, self.gap)
        return drawn_back(whole, rooted(whole.points), [dominion], settle=False, rounds=ROUNDS)


@dataclass(frozen=True, eq=False)
class _Dominion:
    """All that lies deeper in another bone than in one's own, and a gap in mm around it."""

    bone: Obstacle
    other: Obstacle
    gap: float

    @property
    def box(self) -> Box:
        """The other bone's box, as far as the gap reaches."""
        low, high = np.asarray(self.other.box.low) - self.gap, np.asarray(self.other.box.high) + self.gap
        return Box(tuple(low.tolist()), tuple(high.tolist()))

    def distance(self, points: Points, care: float = FAR) -> Distances:
        """Distances (n,) mm at points (n, 3), whatever ``care`` is."""
        apart: Distances = (self.other.distance(points) - self.bone.distance(points) - self.gap) / 2
        return apart

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        own, slope = self.bone.look_up(points)
        others, away = self.other.look_up(points)
        return (others - own - self.gap) / 2, (away - slope) / 2


@dataclass(frozen=True, eq=False)
class Roots:
    """Where the processes of a bone's arch that meet another bone stand on it, in the bone's own frame."""

    joint: tuple[float, float, float]  # mm, of the left articular process
    spinous: tuple[tuple[float, float, float], tuple[float, float, float]]  # mm, root and tip of the axis
    pose: Pose

    def __call__(self, points: Points) -> Points:
        """The places (n, 3) that points (n, 3) are drawn to: on the spinous axis, or in the joint's process."""
        local = self.pose.into(points)
        beside = np.asarray(self.joint) * np.column_stack([np.sign(local[:, 0]), *np.ones((2, len(local)))])
        root, tip = np.asarray(self.spinous)
        part = np.clip((local[:, 1] - root[1]) / (tip[1] - root[1]), 0.0, 1.0)[:, None]
        middle = root + part * (tip - root)
        return self.pose.out(np.where(np.abs(local[:, :1]) > SPINOUS, beside, middle))


def unworn(thing: Obstacle) -> Posed:
    """The whole bone that something is, or has been worn off."""
    while isinstance(thing, Worn):
        thing = thing.bone
    if not isinstance(thing, Posed):
        raise TypeError(f"{type(thing).__name__} is no bone")
    return thing
