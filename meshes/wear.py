"""Bones that have slid into each other: each has worn off the other until a joint's gap is left between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from .fields import Box, Distances, Points
from .grid import Posed
from .obstacle import FAR, Obstacle
from .pose import Pose
from .surface import Surface

ROUNDS = 80  # of drawing a bone back,
SWIFT, ANEW = 10, 4  # so many with slopes of their own, then slopes hold for so many
WORN = 0.02  # mm that a point must stand off what is left of a bone to be drawn to it
EVENED = 0.5  # of the way to the middle of its neighbours that a point goes in each
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
        """Distances (n,) mm at points (n, 3); those above ``care`` mm may be given as less, but not below it."""
        own = self.bone.distance(points)
        (near,) = (own < care).nonzero()  # farther off, what is worn away only lies farther still
        if len(near):
            between = (own[near] - self.other.distance(points[near]) + self.gap) / 2
            own[near] = np.maximum(own[near], between)
        return own

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        own, slope = self.bone.look_up(points)
        between = (own - self.other.distance(points) + self.gap) / 2
        (rubbed,) = (between > own).nonzero()
        if len(rubbed):
            slope[rubbed] = (slope[rubbed] - self.other.look_up(points[rubbed])[1]) / 2
        return np.maximum(own, between), slope

    def surface(self, whole: Surface, rooted: Callable[[Points], Points]) -> Surface:
        """The surface of the whole bone, drawn back from what the other has worn off it.

        ``rooted`` says for points (n, 3) towards where (n, 3) in the bone each is drawn.
        """
        points = whole.points.copy()
        own = self.bone.distance(points)
        rubbed = (own - self.other.distance(points) + self.gap) / 2 > np.maximum(own, 0.0) + WORN
        if not rubbed.any():
            return whole
        mean = _neighbours(whole)
        (held,) = (mean @ rubbed + rubbed > 0).nonzero()
        mean, ends = mean[held], rooted(points[held])
        for round_ in range(ROUNDS):
            points[held] += EVENED * (mean @ points - points[held])
            if round_ < SWIFT or round_ % ANEW == 0:
                off, slope = self.look_up(points[held])
            else:
                off = self.distance(points[held])
            steep = np.linalg.norm(slope, axis=1, keepdims=True)
            back = ends - points[held]
            back /= np.maximum(np.linalg.norm(back, axis=1, keepdims=True), 1.0)
            way = (
                slope / np.maximum(steep, 0.3) - np.clip(1.0 - steep, 0.0, 1.0) * (off > WORN)[:, None] * back
            )
            points[held] -= np.clip(off, -0.5, 0.5)[:, None] * way
        return Surface(points, whole.faces)


def _neighbours(surface: Surface) -> csr_matrix:
    """The matrix (n, n) that takes the mean of each point's neighbours."""
    a, b = np.concatenate([surface.faces[:, [k, (k + 1) % 3]] for k in range(3)]).T
    count = np.bincount(a, minlength=len(surface.points))
    return csr_matrix((1.0 / count[a], (a, b)), shape=(len(count), len(count)))


@dataclass(frozen=True, eq=False)
class Roots:
    """Where what meets another bone stands on a bone, its body or a process of its arch, in the bone's own frame."""

    body: tuple[float, float]  # mm, how far back it reaches, and the height of its middle

    joint: tuple[float, float, float]  # mm, of the left articular process
    spinous: tuple[tuple[float, float, float], tuple[float, float, float]]  # mm, root and tip of the axis
    pose: Pose

    def __call__(self, points: Points) -> Points:
        """The places (n, 3) that points (n, 3) are drawn to: across the body, on the spinous axis, in the process."""
        local = self.pose.into(points)
        beside = np.asarray(self.joint) * np.column_stack([np.sign(local[:, 0]), *np.ones((2, len(local)))])
        root, tip = np.asarray(self.spinous)
        part = np.clip((local[:, 1] - root[1]) / (tip[1] - root[1]), 0.0, 1.0)[:, None]
        arch = np.where(np.abs(local[:, :1]) > SPINOUS, beside, root + part * (tip - root))
        back, middle = self.body
        across = np.column_stack([local[:, :2], np.full(len(local), middle)])
        return self.pose.out(np.where(local[:, 1:2] < back, across, arch))


def unworn(thing: Obstacle) -> Posed:
    """The whole bone that something is, or has been worn off."""
    while isinstance(thing, Worn):
        thing = thing.bone
    if not isinstance(thing, Posed):
        raise TypeError(f"{type(thing).__name__} is no bone")
    return thing
