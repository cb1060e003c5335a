"""The dural sac after it has given way: its wall, and the space in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter

from .canal import Sac
from .fields import Points
from .giving_way import Way, fitted, moved, room_around, room_within
from .nerves import GAP, Laid
from .obstacle import Obstacle
from .roots import Root
from .rounding import rounded
from .surface import Surface
from .sweep import EDGES, Course, ring, tube

LOOSE = 0.30  # mm between the dura and what is around it and in it
SAC_WIDEST = 1.10  # how far the sac's wall may stand out where there is room, over its resting place
SAC_GAP = 0.75  # mm between the dura and what is hard: room for the ligament and a film of fat
DURA_STRETCH = 1.02  # girth of the sac over its resting girth: dura hardly stretches
FLAT = 0.3  # mm, radius that a sac is left where there is no room for it
DURA = 0.45  # mm, thickness of the sac's wall
SAC_FARTHEST = 3.5  # mm the sac can be moved before its ligaments hold it
GAP_HALF, BACK = (
    15.0,
    52.5,
)  # degrees: half the widest gap that its back spans, and how far to both sides that is back
SAGS = 0.6  # of the depth of that gap that it still reaches into it
BESIDE = 5.0  # mm above and below a root's way out of the sac that it still passes


def lay_sac(
    sac: Sac,
    hard: Sequence[Obstacle],
    healthy: Laid | None,
    changed: NDArray[np.bool_],
    even: bool,
) -> Laid:
    """The sac where it comes to lie: moved by what is hard, its wall pressed by that.

    Where nothing has ``changed`` (m,) it lies in its canal as the ``healthy`` one does.  Where both sides are
    ``even`` it lies in the midline, and so do its walls.
    """
    resting = sac.course
    depth = np.minimum(sac.resting[:, sac.resting.shape[1] // 4], 6.0) + 0.2
    ends = np.interp(np.arange(len(depth)), [0, 4, len(depth) - 5, len(depth) - 1], [0.0, 1.0, 1.0, 0.0])
    if healthy is not None:
        resting = replace(resting, centre=resting.centre + _held(sac.course, healthy))
        ends = ends * _eased(changed.astype(float))
    (line,) = moved([Way(resting.centre, depth, ends, SAC_FARTHEST)], hard)
    if even:
        line[:, 0] = 0.0
    course = Course.along(line, (1.0, 0.0, 0.0))
    rows = loose(changed)
    part = Course(course.centre[rows], course.across[rows], course.over[rows])
    (room,) = room_around([part], [sac.resting[rows]], hard, SAC_WIDEST, SAC_GAP, even)
    radii = fitted(sac.resting[rows], room, DURA_STRETCH, SAC_WIDEST)
    if even:
        radii = np.minimum(radii, swapped(radii))
    if healthy is None:
        return Laid(course, radii, sac.resting, radii, sac.course.centre)
    whole = [healthy.radii.copy(), healthy.dented.copy()]
    for values in whole:
        values[rows] = radii
    return Laid(course, whole[0], sac.resting, whole[1], sac.course.centre)


def loose(changed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The stations (k,) that lie anew where some (m,) have changed."""
    return np.flatnonzero(_eased(changed.astype(float)) > 0.0)


def passes(root: Root, laid: Laid, sac: Laid, changed: NDArray[np.bool_]) -> bool:
    """Whether a root on its way out of the sac passes stations of it that lie anew, some (m,) having changed."""
    heights = sac.course.centre[loose(changed), 2]
    low, high = laid.course.centre[[root.leaves, 0], 2]
    return bool(((heights > low - BESIDE) & (heights < high + BESIDE)).any())


def swapped(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) of sections whose angle 0 is the patient's left, seen in a mirror."""
    count = radii.shape[1]
    return radii[:, (count // 2 - np.arange(count)) % count]


def _held(rest: Course, healthy: Laid) -> Points:
    """How far (m, 3) the healthy sac lies from its resting place, in the axes of another course."""
    shift = healthy.course.centre - healthy.rest
    way = np.cross(rest.across, rest.over)
    old = healthy.course
    old_way = np.cross(old.across, old.over)
    held = np.zeros_like(shift)
    for was, now in ((old.across, rest.across), (old.over, rest.over), (old_way, way)):
        held += np.einsum("ij,ij->i", shift, was)[:, None] * now
    return held


def _eased(mask: NDArray[np.float64]) -> NDArray[np.float64]:
    """A mask (m,) whose edges fall off over five stations."""
    padded = np.pad(mask, 5, mode="edge")
    eased: NDArray[np.float64] = np.mean([padded[k : k + len(mask)] for k in range(11)], axis=0)
    return eased


def sac_surface(laid: Laid) -> Surface:
    """The dura as a wall around the space that holds the strands: one closed solid."""
    outer = laid.course.rings(laid.dented)
    inner = laid.course.rings(np.maximum(laid.dented - DURA, 0.3 * laid.dented))
    m = len(outer)
    sections = np.concatenate([outer, inner[1 : m - 1][::-1]]).transpose(1, 0, 2)
    return replace(ring(sections), core=None)  # it has given way already


def given_way(laid: Laid, around: Sequence[Obstacle], changed: NDArray[np.bool_], even: bool) -> Laid:
    """A sac whose wall gives way to what stands around it where it has ``changed``, its course staying as it is."""
    rows, last = loose(changed), len(laid.radii) - 1
    at = np.clip(
        rows[:, None] + np.array([-0.4, 0.0, 0.4]), 0, last
    )  # a wall runs straight from one to the next
    starts = np.repeat(at_station(laid.course.centre, at)[:, :, None], laid.radii.shape[1], axis=2)
    ways = at_station(laid.course.rays(laid.radii.shape[1]), at)
    ways /= np.linalg.norm(ways, axis=-1, keepdims=True)
    far, shape = at_station(laid.dented, at), (-1, *ways.shape[2:])
    room = room_within(
        around, starts.reshape(shape), ways.reshape(shape), far.reshape(-1, far.shape[2]), LOOSE, even
    )
    pressed = np.maximum(far - room.reshape(far.shape) + LOOSE, 0.0).max(axis=1)
    dented, before = laid.dented.copy(), laid.dented[rows]
    dented[rows] = np.minimum(before, np.maximum(before - pressed, FLAT))
    calm = before - _calm(laid.dented - dented)[rows]
    dented[rows] = _taut(np.maximum(calm, np.minimum(before, FLAT)), laid.course)
    return replace(laid, dented=np.minimum(dented, swapped(dented)) if even else dented)


def _taut(radii: NDArray[np.float64], course: Course) -> NDArray[np.float64]:
    """Radii (m, n) mm of a sac with rounded corners, whose back spans the gap between the flava.

    It sags into that gap, and behind it lies fat.
    """
    count = radii.shape[1]
    gap = (1, 2 * round(GAP_HALF / 360.0 * count) + 1)
    spanned = maximum_filter(minimum_filter(radii, gap, mode=EDGES), gap, mode=EDGES)
    spanned += SAGS * (radii - spanned)
    off = (
        np.abs((np.arange(count) - course.backward(count) + count // 2) % count - count // 2) * 360.0 / count
    )
    taut = np.where(off <= BACK, np.minimum(radii, spanned), radii)
    return np.where(off <= GAP_HALF, taut, rounded(taut))


def dented(laid: Laid, points: Points, even: bool) -> Laid:
    """A sac whose wall gives way to points (n, 3) that lie on it or are pressed into it."""
    station, far, turn, reach = outer(laid).coordinates(points)
    need = reach + GAP - far
    (pressed,) = (need > 0.0).nonzero()
    if not len(pressed):
        return laid
    radii = outer(laid).radii
    m, n = radii.shape
    row = np.clip(station[pressed].astype(int), 0, m - 2)
    column = (np.mod(turn[pressed], 2 * np.pi) / (2 * np.pi) * n).astype(int)
    dents = np.zeros((m, n))
    for down in (0, 1):
        for on in (0, 1):
            np.maximum.at(dents, (row + down, (column + on) % n), need[pressed])
    left = np.maximum(radii - _calm(dents), np.minimum(radii, FLAT))
    if laid.course.over[0, 1] < 0:
        left = np.roll(left[:, ::-1], 1, axis=1)
    return replace(laid, dented=np.minimum(left, swapped(left)) if even else left)


def holds(laid: Laid) -> bool:
    """Whether a sac keeps what is around it from what is in it: it is pressed to nothing nowhere."""
    return bool(laid.dented.min() > FLAT)


def at_station(values: NDArray[np.float64], station: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values (m, ...) by station, between the stations."""
    low = np.clip(station.astype(int), 0, len(values) - 2)
    part = (station - low).reshape(*station.shape, *[1] * (values.ndim - 1))
    between: NDArray[np.float64] = values[low] * (1 - part) + values[low + 1] * part
    return between


def _calm(dents: NDArray[np.float64]) -> NDArray[np.float64]:
    """Dents (m, n) mm with soft flanks: dura hangs smoothly, and nowhere further out."""
    calm = dents
    for _ in range(4):
        calm = np.maximum(gaussian_filter(calm, 0.8, mode=EDGES, radius=2), dents)
    return calm


def sac_filled(laid: Laid, fine: int = 1) -> Surface:
    """The sac with all it holds, as others outside it see it, with ``fine`` rings a station."""
    rings = laid.course.rings(laid.dented)
    core = np.repeat(laid.course.centre[:, None], rings.shape[1], axis=1)
    if fine == 1:
        return tube(rings, core)
    at = np.linspace(0, len(rings) - 1, fine * (len(rings) - 1) + 1)
    return tube(at_station(rings, at), at_station(core, at))


@dataclass(frozen=True, eq=False)
class Inside:
    """The space in a sac as coordinates: shares of the radius towards an angle, at a station."""

    course: Course
    radii: NDArray[np.float64]  # (m, n) mm, of its wall

    def at(
        self, station: NDArray[np.float64], share: NDArray[np.float64], turn: NDArray[np.float64]
    ) -> Points:
        """Points (k, 3) at stations, shares of the radius and angles in radians (0 left, a quarter turn back)."""
        index = np.arange(len(self.radii))
        radius = self._reach(station, turn)

        def between(values: Points) -> Points:
            return np.stack([np.interp(station, index, column) for column in values.T], axis=1)

        centre, across, over = (
            between(v) for v in (self.course.centre, self.course.across, self.course.over)
        )
        ways = np.cos(turn)[:, None] * across + np.sin(turn)[:, None] * over
        points: Points = centre + (share * radius)[:, None] * ways
        return points

    def coordinates(
        self, points: Points
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Station, distance in mm from the middle, angle and the radius there (k,) of points (k, 3)."""
        course = self.course
        away = points[:, None] - course.centre
        ahead = np.einsum("kmx,mx->km", away, np.gradient(course.centre, axis=0))
        row = np.clip((ahead > 0.0).sum(axis=1) - 1, 0, len(self.radii) - 2)
        k = np.arange(len(points))
        before, after = ahead[k, row], ahead[k, row + 1]
        part = np.clip(before / np.where(before - after > 1e-9, before - after, 1.0), 0.0, 1.0)
        station = row + part
        middle, across, over = (
            values[row] * (1 - part)[:, None] + values[row + 1] * part[:, None]
            for values in (course.centre, course.across, course.over)
        )
        x, y = (np.einsum("kx,kx->k", points - middle, axis) for axis in (across, over))
        turn = np.arctan2(y, x)
        return station, np.hypot(x, y), turn, self._reach(station, turn)

    def _reach(self, station: NDArray[np.float64], turn: NDArray[np.float64]) -> NDArray[np.float64]:
        """The radius (k,) mm at stations and angles, between those that are given."""
        rows, n = np.clip(station, 0.0, len(self.radii) - 1.0), self.radii.shape[1]
        j = np.mod(turn, 2 * np.pi) / (2 * np.pi) * n
        low, part = j.astype(int) % n, j % 1
        above = np.clip(rows.astype(int), 0, len(self.radii) - 2)
        along = rows - above
        reach: NDArray[np.float64] = sum(
            share * (self.radii[row, low] * (1 - part) + self.radii[row, (low + 1) % n] * part)
            for row, share in ((above, 1 - along), (above + 1, along))
        )
        return reach


def inner(laid: Laid, margin: float) -> Inside:
    """The inner space of a sac, as far as what is ``margin`` mm thick can lie in it with its middle."""
    whole = outer(laid)
    narrow = minimum_filter(whole.radii, size=3, mode=EDGES)  # a dent reaches between the stations
    return replace(whole, radii=np.maximum(narrow - DURA - margin, 0.3))


def outer(laid: Laid) -> Inside:
    """All the space in a sac, its wall too."""
    back = np.sign(laid.course.over[:, 1:2])
    course = replace(laid.course, over=laid.course.over * back)
    return Inside(course, laid.dented if back[0, 0] > 0 else np.roll(laid.dented[:, ::-1], 1, axis=1))
