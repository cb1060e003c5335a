"""How soft things give way: first they move, then they flatten, and never do they enter what is harder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter

from .fields import Points
from .obstacle import Obstacle, cast, clearance, within
from .sweep import Course, Rings, areas, both_sides, girths, left_rays
from .watch import Watch

ROUNDS = 28  # of pushing and smoothing
CALM = 12  # of them in full, then less and less of each, so that what is held from both sides comes to rest
TAUT_ROUNDS = 40  # of widening a dent
MEAN = 16  # the last of them, over which the mean is taken: between two walls it swings
GIVE = 0.5  # share of the missing room that one round of pushing takes up
STEPS_BACK, STEP_BACK = (
    24,
    0.5,
)  # steps that what lies in something from before it goes back at most, and mm of each
RECOIL = 0.985  # of a displacement that stays after a round: the pull back to the resting place
FLATTEST = 0.12  # mm, radius down to which what is soft can be flattened
NEAR = 0.1  # mm more than its gap from which on a wall is looked at closely
WIDEST = 1.55  # how far a section may spread sideways, as a multiple of its resting radius


@dataclass(frozen=True, eq=False)
class Way:
    """A curve that wants to lie in one place and may be pushed from it."""

    rest: Points  # (m, 3) mm
    radius: NDArray[np.float64]  # (m,) mm of room it needs around it
    loose: NDArray[np.float64]  # (m,) from 0 (fixed there) to 1 (free)
    farthest: float | NDArray[np.float64]  # mm it can be moved before its ties hold it, (m,) where it varies
    give: float | NDArray[np.float64] = 0.0  # share of what it is pushed farther by which its ties stretch


def moved(
    ways: Sequence[Way],
    obstacles: Sequence[Obstacle],
    beside: Sequence[tuple[int, int]] = (),
    ahead: Sequence[Obstacle] = (),
) -> list[Points]:
    """Where the curves come to lie (m, 3) when the obstacles push them out of their way.

    ``beside`` names pairs of curves that push each other apart where they meet.  What has come from before them,
    ``ahead``, they pass behind: from within it they set out backward.
    """
    rest = np.concatenate([way.rest for way in ways])
    radius = np.concatenate([way.radius for way in ways])
    loose = np.concatenate([way.loose for way in ways])
    limit = np.concatenate([np.full(len(way.rest), way.farthest) for way in ways])
    give = np.concatenate([np.full(len(way.rest), way.give) for way in ways])
    ends = np.cumsum([len(way.rest) for way in ways])
    parts = [slice(end - len(way.rest), end) for way, end in zip(ways, ends, strict=True)]
    before = np.maximum(np.arange(len(rest)) - 1, 0)
    after = np.minimum(np.arange(len(rest)) + 1, len(rest) - 1)
    before[np.concatenate([[0], ends[:-1]])] = np.concatenate([[0], ends[:-1]])
    after[ends - 1] = ends - 1
    free = np.flatnonzero(loose > 0.0)
    if not len(free):
        return list(np.split(rest, ends[:-1]))
    obstacles = within(obstacles, rest[free], float(radius.max() + 2 * limit.max()))
    care = float(radius.max()) + 0.1
    shift, total = np.zeros_like(rest), np.zeros_like(rest)
    shift[free] = _behind(rest[free], ahead)
    watch = Watch(obstacles, rest[free] + shift[free])
    pairs = [_Pair(parts[one], parts[other]) for one, other in beside]
    pairs = [pair for pair in pairs if loose[pair.one].any() or loose[pair.other].any()]
    for round_ in range(ROUNDS):
        room, slope, _ = watch.nearest(rest[free] + shift[free], care)
        was = shift
        missing = np.maximum(radius[free] - room, 0.0)
        unit = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 0.3)
        shift = shift.copy()
        shift[free] += GIVE * missing[:, None] * unit
        for pair in pairs:
            pair.push(rest, shift, radius)
        shift = RECOIL * (0.25 * shift[before] + 0.5 * shift + 0.25 * shift[after])
        far = np.linalg.norm(shift, axis=1)
        held = np.minimum(far, limit + give * np.maximum(far - limit, 0.0))
        shift *= (loose * held / np.maximum(far, 1e-9))[:, None]
        shift = was + min(1.0, CALM / (round_ + 1)) * (shift - was)
        watch.travelled(np.linalg.norm(shift[free] - was[free], axis=1))
        if round_ >= ROUNDS - MEAN:
            total += shift
    return list(np.split(rest + total / MEAN, ends[:-1]))


def _behind(points: Points, ahead: Sequence[Obstacle]) -> Points:
    """How far (n, 3) points have to go back to lie behind what is ``ahead``."""
    shift, held = np.zeros_like(points), np.arange(len(points))
    for _ in range(STEPS_BACK if ahead else 0):
        held = held[clearance(ahead, points[held] + shift[held], STEP_BACK) < STEP_BACK]
        if not len(held):
            break
        shift[held, 1] += STEP_BACK
    return shift


@dataclass(eq=False)
class _Pair:
    """Two curves that push each other apart where they meet."""

    one: slice
    other: slice
    gap: float = -np.inf  # mm between them when they were last looked at,
    asked: tuple[Points, Points] | None = None  # lying there

    def push(self, rest: Points, shift: Points, radius: NDArray[np.float64]) -> None:
        """Add to the shifts (n, 3) of both what they are pushed in one round."""
        a, b = self.one, self.other
        lie = rest[a] + shift[a], rest[b] + shift[b]
        if self.asked is not None and self.gap > sum(map(_farthest, lie, self.asked)):
            return
        close, gaps = _closeness(*lie, radius[a], radius[b])
        self.gap, self.asked = -float(close.max()), lie
        if self.gap < 0.0:
            towards, away = _apart(np.maximum(close, 0.0), gaps)
            shift[a] -= GIVE / 2 * towards
            shift[b] += GIVE / 2 * away


def _farthest(now: Points, before: Points) -> float:
    """How far (mm) the one of several points has moved that has moved most."""
    return float(np.sqrt(((now - before) ** 2).sum(axis=1).max()))


def _closeness(
    one: Points, other: Points, room: NDArray[np.float64], needed: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Rings]:
    """By how much (m, k) mm the stations of two curves are too close, and the ways (m, k, 3) from one to the other."""
    gaps = other[None] - one[:, None]
    return room[:, None] + needed[None] - np.linalg.norm(gaps, axis=2), gaps


def _apart(close: NDArray[np.float64], gaps: Rings) -> tuple[Points, Points]:
    """How far (m, 3), (k, 3) two curves lie too close: from one towards the other, at the stations of each."""
    m, k = np.arange(close.shape[0]), np.arange(close.shape[1])
    j, i = close.argmax(axis=1), close.argmax(axis=0)
    return close[m, j, None] * _unit(gaps[m, j]), close[i, k, None] * _unit(gaps[i, k])


def _unit(ways: Points) -> Points:
    unit: Points = ways / np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-6)
    return unit


def room_within(
    obstacles: Sequence[Obstacle],
    starts: Rings,
    ways: Rings,
    far: NDArray[np.float64],
    gap: float,
    even: bool = False,
) -> NDArray[np.float64]:
    """The room (m, n) mm that rays from starts along unit ways (m, n, 3) have less than ``far`` (m, n) and a gap.

    Infinite where there is more.  The rays go once around; where both sides are ``even`` they begin on the left, n
    is a multiple of 4, and only those on the left are looked at.  Looked at closely is only where something is near
    the rays' ends, and then beside where something has been met: what presses a wall at one place may reach farther
    in next to it.
    """
    around = "nearest" if even else "wrap"
    if even:
        left = left_rays(far.shape[1])
        starts, ways, far = starts[:, left], ways[:, left], far[:, left]
    ends = (starts + far[..., None] * ways).reshape(-1, 3)
    met = clearance(obstacles, ends, gap + NEAR).reshape(far.shape) < gap + NEAR
    room, asked = np.full(far.shape, np.inf), np.zeros(far.shape, bool)
    while True:
        near = maximum_filter(met, size=3, mode=("nearest", around)) & ~asked
        if not near.any():
            return both_sides(room) if even else room
        room[near] = cast(obstacles, starts[near], ways[near], float(far.max()) + gap + NEAR)
        asked |= near
        met = room < far + gap


def room_around(
    courses: Sequence[Course],
    resting: Sequence[NDArray[np.float64]],
    obstacles: Sequence[Obstacle],
    widest: float,
    gap: float,
    even: bool = False,
) -> list[NDArray[np.float64]]:
    """The room (m, n) mm around curves but a ``gap``, for sections up to ``widest`` times their ``resting`` radii.

    Where both sides are ``even`` the curves lie in the midline.
    """
    ways = np.concatenate(
        [course.rays(radii.shape[1]) for course, radii in zip(courses, resting, strict=True)]
    )
    starts = np.concatenate([course.centre for course in courses])
    far = widest * np.concatenate(list(resting))
    room = room_within(obstacles, np.repeat(starts[:, None], far.shape[1], axis=1), ways, far, gap, even)
    return np.split(np.maximum(room - gap, FLATTEST), np.cumsum([len(radii) for radii in resting])[:-1])


def fitted(
    resting: NDArray[np.float64], room: NDArray[np.float64], stretch: float = 9.0, widest: float = WIDEST
) -> NDArray[np.float64]:
    """Radii (m, n) mm of sections that keep their area while there is ``room`` (m, n) mm for it.

    ``stretch`` is the longest girth a section may take and ``widest`` its longest radius, as
    multiples of the resting ones.
    """
    wanted = areas(resting)
    low, high = np.ones(len(resting)), np.full(len(resting), widest)
    for _ in range(12):
        middle = (low + high) / 2
        shape: NDArray[np.float64] = np.minimum(middle[:, None] * resting, room)
        small = (areas(shape) < wanted) & (girths(shape) < stretch * girths(resting))
        low, high = np.where(small, middle, low), np.where(small, high, middle)
    spread = np.minimum(high[:, None] * resting, room)
    fits: NDArray[np.bool_] = np.all(resting <= room, axis=1)
    radii = np.where(fits[:, None], resting, spread)
    return _taut(np.minimum(_evened(radii), room), stretch * girths(resting))


def _taut(radii: NDArray[np.float64], longest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) mm whose dents are wider where a section would be longer around than ``longest`` (m,) mm."""
    taut = radii.copy()
    for _ in range(TAUT_ROUNDS):
        (long,) = (girths(taut) > longest).nonzero()
        if not len(long):
            break
        taut[long] = np.minimum(
            taut[long], (np.roll(taut[long], 1, axis=1) + np.roll(taut[long], -1, axis=1)) / 2
        )
    return taut


def _evened(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) mm smoothed a little around and along."""
    around = (np.roll(radii, 1, axis=1) + 2 * radii + np.roll(radii, -1, axis=1)) / 4
    padded = np.pad(around, ((1, 1), (0, 0)), mode="edge")
    return (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
