"""Growths of a root's sheath: beside the root, which is pushed and thinned over it, or around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, gaussian_filter1d, maximum_filter, maximum_filter1d

from .chain import Landmarks
from .fields import Box, Distances, Points
from .levels import Side, sign_of
from .nerves import Laid
from .obstacle import FAR, Obstacle, Shell, cast, trimmed
from .plan import NerveTumour
from .pose import Pose
from .roots import Root
from .surface import Surface
from .sweep import Course, lengths, ring, tube

STATIONS, AROUND = 30, 36
BESIDE_STATIONS = 40
FILM = 0.15  # mm between a growth and what it touches
ROOT_FILM = 0.35  # mm between a growth and the root in it
WIDENED = ((12.0, 0.0), (32.0, 3.0))  # mm of growth -> mm that each wall of the foramen has given way
THICK = ((0.0, 0.0), (8.0, 4.0), (18.0, 6.0), (32.0, 9.5), (40.0, 11.5))  # mm long -> mm, greatest radius
OUTWARD = (
    (5.0, 4.0),
    (18.0, 5.0),
    (40.0, 10.0),
)  # mm long -> mm of its middle beyond the pedicle's inner border
WAIST = ((14.0, 0.0), (32.0, 0.28))  # mm long -> share by which it is narrower between its two ends
WAIST_AT, WAIST_LONG = 5.0, 4.5  # mm beyond the pedicle's inner border, and along it
BLUNT = 2.3  # power of the ellipse that it is along its way: 2 a round egg, more a blunt one
SPREAD, EASED = 3, 1.6  # points of a section over which a dent spreads, and over which it is then evened
HELD = ((8.0, 0.85), (32.0, 1.4))  # mm long -> mm that a root lies in its side, in a groove
ROUND = ("nearest", "wrap")  # beyond the first and last section, and around
EASY = 3  # degree of the curve that it follows between front and back
BESIDE = 13.0  # mm around the middle of a foramen where bone may have to give way
FADING = 4.0  # mm over which it gives way less and less
BACKWARD = 0.22  # mm it goes back for every mm outward, beyond the foramen
THINNED = 0.30  # share by which a root is thinner where it runs over a large growth
FARTHEST = 7.0  # mm a root can be moved by what has grown slowly
SPINDLE = 2.2  # power of the curve along which it swells and runs out
CLOSE, BEGUN = (
    0.06,
    0.15,
)  # mm from the root, and thick, at its ends; share of its swelling up to which they reach
STRAIGHT = (
    (0.0, 1.0),
    (22.0, 2.3),
)  # mm across -> stations over which a growth around a root straightens its course
TIGHTEST = 0.8  # of the radius of a bend that a growth around a bent root may fill on its inner side


@dataclass(frozen=True, eq=False)
class Receded:
    """A solid whose surface has drawn back by some mm, near a place in full and farther off not at all."""

    solid: Obstacle
    by: float
    near: Callable[[Points], Distances]  # share from 0 to 1

    @property
    def box(self) -> Box:
        """A box that contains it."""
        return self.solid.box

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        value, slope = self.solid.look_up(points)
        return value + self.by * self.near(points), slope

    def distance(self, points: Points, care: float = FAR) -> Distances:
        """Distances (n,) mm at points (n, 3); those above ``care`` mm may be given as less, but not below it."""
        return self.solid.distance(points, care) + self.by * self.near(points)


@dataclass(frozen=True, eq=False)
class Swelling:
    """A growth beside a root: its course, and its radii (m, n) mm."""

    course: Course
    radii: NDArray[np.float64]

    @property
    def surface(self) -> Surface:
        """All of it."""
        return tube(self.course.rings(self.radii))

    def pressed(self, walls: Sequence[Obstacle], gap: float) -> Swelling:
        """The growth with soft-flanked dents where walls come closer than ``gap`` mm to it."""
        return self.within(trimmed(self.surface, walls, gap))

    def within(self, less: Surface) -> Swelling:
        """The growth with soft-flanked dents where something ``less`` of the same points stands back."""
        rings = self.course.rings(self.radii)
        gone = np.linalg.norm(less.points[:-2].reshape(rings.shape) - rings, axis=2)
        return replace(self, radii=_dented(self.radii, gone))


@dataclass(frozen=True, eq=False)
class Eaten:
    """A bone that has lost some of itself: what lay outside of it before still does."""

    now: Obstacle
    before: Obstacle

    @property
    def box(self) -> Box:
        """A box that contains it."""
        return self.now.box

    def look_up(self, points: Points) -> tuple[Distances, Points]:
        """Distances (n,) mm and gradients (n, 3) at points (n, 3)."""
        now, slope = self.now.look_up(points)
        before, steep = self.before.look_up(points)
        return np.maximum(now, before), np.where((now > before)[:, None], slope, steep)

    def distance(self, points: Points, care: float = FAR) -> Distances:
        """Distances (n,) mm at points (n, 3); those above ``care`` mm may be given as less, but not below it."""
        farther: Distances = np.maximum(self.now.distance(points, care), self.before.distance(points, care))
        return farther


def widened(asked: NerveTumour) -> float:
    """How far in mm each bony wall of the foramen has given way to a growth (anatomy-facts C9, C12)."""
    return between(WIDENED, asked.diameter * (1.25 if asked.encasing else 1.0))


def doorway(marks: Landmarks, pose: Pose, side: Side) -> Callable[[Points], Distances]:
    """How near (n,) points lie to the way out of the foramen under a vertebra's pedicle: 1 in it, 0 far from it."""
    sign = np.array([sign_of(side), 1.0, 1.0])
    medial, lateral = marks["pedicle_medial/left"][0], marks["pedicle_lateral/left"][0]
    middle = np.array([marks["posterior_wall"][1] + 5.0, marks["pedicle_bottom/left"][2] - 7.0])

    def near(points: Points) -> Distances:
        at = pose.into(points) * sign
        beyond = np.maximum(np.abs(at[:, 0] - (medial + lateral) / 2) - (lateral - medial) / 2, 0.0)
        away = np.hypot(np.linalg.norm(at[:, 1:] - middle, axis=1), 1.5 * beyond)
        share: Distances = np.clip((BESIDE - away) / FADING, 0.0, 1.0)
        return share

    return near


def beside(
    asked: NerveTumour,
    root: Root,
    marks: Landmarks,
    pose: Pose,
    bones: Sequence[Obstacle],
    soft: Sequence[Obstacle],
) -> Swelling:
    """A growth below and behind its root in the foramen; a large one is a dumbbell with its waist there.

    Parameters
    ----------
    marks, pose:
        Of the vertebra above the foramen.
    bones:
        What gives way to it by ``widened``.
    soft:
        What it cannot enter at all.
    """
    size, sign = asked.diameter, np.array([sign_of(asked.side), 1.0, 1.0])
    thick = between(THICK, size)
    medial = marks["pedicle_medial/left"][0]
    middle = medial + between(OUTWARD, size)
    share = -np.cos(np.linspace(0.0, np.pi, BESIDE_STATIONS))
    out = share * size / 2
    rest = pose.into(root.way.rest) * sign
    under = float(np.interp(middle, rest[root.leaves :, 0], rest[root.leaves :, 2]))
    deep = under - root.radius.max() - 0.6 * min(thick, 5.5)
    wall = marks["posterior_wall"][1]
    beyond = np.maximum(middle + out - marks["pedicle_lateral/left"][0], 0.0)
    line = np.stack(
        [middle + out, wall + 4.6 + BACKWARD * beyond, np.full(BESIDE_STATIONS, deep) - 0.12 * beyond], axis=1
    )
    give = doorway(marks, pose, asked.side)
    walls = [*(Receded(bone, widened(asked), give) for bone in bones), *soft]
    course = _abreast(_centred(pose.out(line * sign), pose.turn[:, 1], walls), pose, sign[0])
    egg = (1.0 - np.abs(share) ** BLUNT) ** (1.0 / BLUNT)
    lobes = 1.0 - between(WAIST, size) * np.exp(-(((middle + out - medial - WAIST_AT) / WAIST_LONG) ** 2))
    wanted = np.repeat(np.maximum(thick * egg * lobes, 0.12)[:, None], AROUND, axis=1)
    return Swelling(course, _dented(wanted, wanted - _room(course, thick, walls)))


def grooved(asked: NerveTumour, growth: Surface) -> Obstacle:
    """A growth beside a root as the root meets it, which lies a little way in its side."""
    deep = between(HELD, asked.diameter)
    return Receded(Shell(growth), deep, lambda points: np.ones(len(points)))


def over(growth: Obstacle, root: Root, pose: Pose) -> Root:
    """The root that bears a growth beside it: it runs over its top and front, thinner there."""
    turning = np.clip((np.arange(len(root.way.rest)) - root.ganglion.start) / 8.0, 0.0, 1.0)[:, None]
    up, back = pose.turn[:, 2], pose.turn[:, 1]
    ways = (1.0 - turning) * (0.8 * up - 0.6 * back) - turning * back
    return pushed(growth, root, ways, THINNED)


def pushed(growth: Obstacle, root: Root, ways: Points, thinned: float = 0.0) -> Root:
    """A root that a growth has moved along ways (m, 3) until it lies beside it, ``thinned`` by a share there."""
    ways = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    rest, run = root.way.rest, lengths(root.way.rest)
    gone = np.zeros(len(rest))
    for _ in range(14):
        missing = root.radius * (1.0 - thinned) + FILM - growth.distance(rest + gone[:, None] * ways)
        gone = np.minimum(gone + np.clip(missing, 0.0, 1.5), FARTHEST)
    if gone.max() < 0.05:
        return root
    eased = gaussian_filter1d(maximum_filter1d(gone, 3), 2.0, mode="nearest") * np.clip(run / 8.0, 0.0, 1.0)
    thin = 1.0 - thinned * np.clip(eased / 2.5, 0.0, 1.0)
    radius = root.radius * gaussian_filter1d(thin, 1.0, mode="nearest")
    room = root.way.radius + radius - root.radius
    line = rest + eased[:, None] * ways
    return replace(root, radius=radius, way=replace(root.way, rest=line, radius=room, farthest=FARTHEST))


def as_long(root: Root, before: Root) -> Root:
    """A root that has been pushed, no longer than ``before``: less of its end, beyond the foramen, is shown."""
    rest, end = root.way.rest, root.foramen_end
    tail = lengths(rest[end:])
    left = tail[-1] - (lengths(rest)[-1] - lengths(before.way.rest)[-1])
    at = tail * np.clip(left / tail[-1], 0.0, 1.0)
    shown = np.stack([np.interp(at, tail, column) for column in rest[end:].T], axis=1)
    return replace(root, way=replace(root.way, rest=np.concatenate([rest[:end], shown])))


def straightened(asked: NerveTumour, root: Root) -> Root:
    """A root whose bends a growth around it has made wider."""
    rest, last = root.way.rest, len(root.way.rest) - 1
    share = np.interp(
        np.arange(last + 1), [root.leaves - 6, root.leaves + 2, last - 5, last], [0.0, 1.0, 1.0, 0.0]
    )
    smooth = gaussian_filter1d(rest, between(STRAIGHT, asked.diameter), axis=0, mode="nearest")
    return replace(root, way=replace(root.way, rest=rest + share[:, None] * (smooth - rest)))


def around(asked: NerveTumour, root: Root, laid: Laid, walls: Sequence[Obstacle]) -> tuple[Surface, Surface]:
    """A spindle around a root as it lies: the wall between the root in it and what is around, and all of it filled."""
    line, run = laid.course.centre, lengths(laid.course.centre)
    half = asked.length / 2
    first, last = run[root.leaves] + 1.0, run[-1] - 2.0
    middle = np.clip(
        run[root.ganglion].mean() + 0.12 * asked.length, first + half, max(last - half, first + half)
    )
    low, high = max(middle - half, first), min(middle + half, last)
    at = low + (high - low) * (1.0 - np.cos(np.linspace(0.0, np.pi, STATIONS))) / 2
    centre = np.stack([np.interp(at, run, column) for column in line.T], axis=1)
    course = Course.along(centre, (0.0, 1.0, 0.0))
    inner = np.repeat(np.interp(at, run, laid.radii.max(axis=1))[:, None], AROUND, axis=1)
    share = -np.cos(np.linspace(0.0, np.pi, STATIONS))
    spindle = np.clip(1.0 - np.abs(share) ** SPINDLE, 0.0, 1.0)[:, None]
    begun = np.clip(spindle / BEGUN, 0.0, 1.0)  # it runs out on the root at both ends
    least = inner + CLOSE + (ROOT_FILM - CLOSE) * begun
    thin = CLOSE + (0.25 - CLOSE) * begun
    wanted = np.maximum(inner + (asked.diameter / 2 - inner) * spindle, least + thin)
    free = np.minimum(_inner_side(course), _room(course, float(wanted.max()), walls))
    outer = np.maximum(_dented(wanted, wanted - free), least + 0.8 * thin)
    inside = course.rings(least)
    wall = np.concatenate([course.rings(outer), inside[::-1]]).transpose(1, 0, 2)
    core = np.concatenate([inside, inside[::-1]]).transpose(1, 0, 2).reshape(-1, 3)
    return replace(ring(wall), core=core), tube(course.rings(outer))


def _inner_side(course: Course) -> NDArray[np.float64]:
    """The radii (m, n) mm up to which sections do not run into each other on the inner side of a bend."""
    step = np.gradient(course.centre, axis=0)
    long = np.linalg.norm(step, axis=1, keepdims=True)
    bend = np.gradient(step / long, axis=0) / long
    towards = np.einsum("mnk,mk->mn", course.rays(AROUND), bend)
    filled: NDArray[np.float64] = TIGHTEST / np.maximum(towards, TIGHTEST / 40.0)
    return filled


def _dented(radii: NDArray[np.float64], dents: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) mm with dents (m, n) mm that have soft flanks."""
    held = np.maximum(dents, 0.0)
    eased = gaussian_filter(maximum_filter(held, SPREAD, mode=ROUND), EASED, mode=ROUND)
    dented: NDArray[np.float64] = np.maximum(radii - np.maximum(eased, held), 0.1)
    return dented


def _room(course: Course, far: float, walls: Sequence[Obstacle]) -> NDArray[np.float64]:
    """How far (m, n) mm it is from a course to the walls in every direction across it."""
    rays = course.rays(AROUND)
    starts = np.repeat(course.centre[:, None], AROUND, axis=1).reshape(-1, 3)
    room = cast(walls, starts, rays.reshape(-1, 3), far + 2.0).reshape(rays.shape[:2]) - FILM
    found: NDArray[np.float64] = np.maximum(room, 0.1)
    return found


def _abreast(line: Points, pose: Pose, sign: float) -> Course:
    """A course whose sections all stand alike, straight across the way out of the foramen: they cannot meet."""
    aside, back = sign * pose.turn[:, 0], pose.turn[:, 1]
    return Course(line, np.tile(back, (len(line), 1)), np.tile(np.cross(back, aside), (len(line), 1)))


def _centred(line: Points, back: Points, walls: Sequence[Obstacle]) -> Points:
    """A line (m, 3) brought half-way between what lies in front of and behind it, in one easy curve."""
    ways = np.concatenate(
        [np.repeat(back[None], len(line), axis=0), np.repeat(-back[None], len(line), axis=0)]
    )
    far = cast(walls, np.concatenate([line, line]), ways, 9.0).reshape(2, -1)
    shift = np.clip((far[0] - far[1]) / 2, -3.0, 3.0)
    along = lengths(line)
    eased = np.polynomial.Polynomial.fit(along, shift, EASY)(along)
    centred: Points = line + eased[:, None] * back
    return centred


def between(table: Sequence[tuple[float, float]], value: float) -> float:
    """A value of a table of (from, to), straight between its rows."""
    sizes, values = np.array(table).T
    return float(np.interp(value, sizes, values))
