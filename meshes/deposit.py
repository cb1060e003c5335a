"""A deposit in a vertebra: from the body along one pedicle, inside the cortex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, minimum_filter

from .bones import Bone
from .fields import Distances, Points
from .grid import Posed
from .levels import sign_of
from .obstacle import Obstacle, leave
from .plan import BoneTumour
from .pose import Pose
from .surface import Surface
from .sweep import EDGES, Course, Rings, areas, lengths, tube

CORTEX = 0.9  # mm of bone that is left around it
FILM = 0.12  # mm between it and the bone around it
STATIONS, AROUND = 34, 40
ANTERIOR = 2.5  # mm behind the front of the body where it begins
WIDEST = 26.0  # mm
NARROWEST = 0.15  # mm, radius that it has everywhere
COVER = 0.6  # mm of bone over it at least, the wall being oblique to its rays,
ROUND = 3.0  # mm over which its ends are round
BEYOND_MIDDLE = 6.0  # mm behind a pedicle's middle, or
BEFORE_FACET = 7.0  # mm before its facet, where that is farther: so far a deposit goes that fills the pedicle
COVERED_ROUNDS = 8  # of drawing it back
LOBES, LOBE = (
    0.35,
    3.2,
)  # share by which it stands back between its lobes at most, and mm that tell how long they are


@dataclass(frozen=True, eq=False)
class Deposit:
    """The course of a deposit in the bone's own frame, and its radii."""

    course: Course
    radii: NDArray[np.float64]  # (m, n) mm
    share: float  # of the body's volume

    @property
    def tissue(self) -> Surface:
        """The deposit."""
        return tube(self.course.rings(self.radii))

    @property
    def hollow(self) -> Surface:
        """The room in the bone that it fills, a film wider."""
        way = np.cross(self.course.across, self.course.over)
        centre, run = self.course.centre, lengths(self.course.centre)
        onwards = np.sign(np.einsum("ij,ij->i", way, np.gradient(centre, axis=0)))
        round_ = np.clip(1.0 - (run[-1] - run) / ROUND, 0.0, 1.0) - np.clip(1.0 - run / ROUND, 0.0, 1.0)
        centre = centre + FILM * (round_ * onwards)[:, None] * way
        return tube(Course(centre, self.course.across, self.course.over).rings(self.radii + FILM))

    def beside(self, points: Points) -> tuple[Distances, Points]:
        """How far (n,) mm points lie from it, roughly, and the way (n, 3) out of its axis."""
        run = lengths(self.course.centre)
        start = self.course.centre[0]
        axis = (self.course.centre[-1] - start) / run[-1]
        along = np.clip((points - start) @ axis, 0.0, run[-1])
        away = points - start - along[:, None] * axis
        far = np.maximum(np.linalg.norm(away, axis=1), 1e-6)
        radius = np.interp(along, run, self.radii.mean(axis=1))
        return far - radius, away / far[:, None]


def deposit(bone: Bone, asked: BoneTumour) -> Deposit:
    """The deposit that a plan asks for, as large as its share of the body says, in a healthy bone."""
    body, pedicle = _axis(bone, asked)
    solid = Posed(bone.grid, Pose())
    line = np.concatenate([body, pedicle[1:]])
    course = Course.along(line, (0.0, 0.0, 1.0))
    rays = course.rays(AROUND)
    starts = np.repeat(course.centre[:, None], AROUND, axis=1)
    room = leave(solid, starts.reshape(-1, 3), rays.reshape(-1, 3), WIDEST).reshape(rays.shape[:2])
    room = np.clip(room - CORTEX - FILM, NARROWEST, WIDEST)
    room = _evened(room)
    if asked.side is not None:
        bridge = minimum_filter(room[len(body) - 2 :], size=(1, 9), mode=EDGES)
        eased = gaussian_filter(bridge, (1.6, 4.0), mode=EDGES)
        room[len(body) - 2 :] = np.minimum(room[len(body) - 2 :], eased)
    room = _covered(course, room, solid)
    in_body = (np.arange(len(line)) < len(body)) | (asked.side is None)
    whole = _body_volume(bone)
    low, high = 0.0, WIDEST
    for _ in range(20):
        size = (low + high) / 2
        radii = _radii(course, len(body), size, room)
        volume = _volume(course, radii, in_body)
        low, high = (size, high) if volume < asked.body * whole else (low, size)
    return Deposit(course, radii, _volume(course, radii, in_body) / whole)


def _covered(course: Course, room: NDArray[np.float64], solid: Obstacle) -> NDArray[np.float64]:
    """Room (m, n) mm that leaves bone over it, also over what runs straight from one section to the next."""
    for _ in range(COVERED_ROUNDS):
        rings = course.rings(room)
        bare, between = _bare(rings, solid), _bare((rings[1:] + rings[:-1]) / 2, solid)
        bare[1:] = np.maximum(bare[1:], between)
        bare[:-1] = np.maximum(bare[:-1], between)
        room = np.maximum(room - bare, NARROWEST)
    return room


def _bare(rings: Rings, solid: Obstacle) -> NDArray[np.float64]:
    """How many mm (m, n) rings lie too close under the surface of a solid, or beyond it."""
    depth = -solid.distance(rings.reshape(-1, 3)).reshape(rings.shape[:2])
    return np.maximum(COVER - depth, 0.0)


def _axis(bone: Bone, asked: BoneTumour) -> tuple[Points, Points]:
    """The way (m, 3) through the body, and (k, 3) on through the pedicle as far as asked."""
    marks = bone.landmarks
    front = np.asarray(marks["superior_endplate_anterior"], float)
    wall = float(marks["posterior_wall"][1])
    sign = sign_of(asked.side)
    pedicle = np.asarray(marks["pedicle/left"], float)
    start = np.array([0.10 * pedicle[0], front[1] + ANTERIOR, 0.35 * pedicle[2]])
    if asked.side is None:
        start, pedicle = start * [0.0, 1.0, 1.0], np.array([0.0, wall - 2.0, start[2]])
    way = (pedicle - start) / np.linalg.norm(pedicle - start)
    deep = (wall - 2.0 - start[1]) / way[1]
    length = float(np.linalg.norm(pedicle - start))
    end = max(float(pedicle[1]) + BEYOND_MIDDLE, float(marks["superior_facet/left"][1]) - BEFORE_FACET)
    beyond = deep + max(asked.pedicle, 0.02) * (end - wall + 2.0)
    stop, share = min(deep, length), np.linspace(0.0, 1.0, STATIONS - 23)
    if asked.side is None:  # it ends round, before the wall, in sections that lie around each other evenly
        stop, share = stop - ROUND, np.sin(0.5 * np.pi * share)
    body = start + np.linspace(0.0, stop, 24)[:, None] * way
    further = start + (stop + share * (beyond - stop))[:, None] * way
    mirror = np.array([sign or 1.0, 1.0, 1.0])
    return body * mirror, further * mirror


def _radii(course: Course, body: int, size: float, room: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) mm: an egg in the body, as wide as there is room in the pedicle, round at its ends."""
    run = lengths(course.centre)
    middle, half = 0.60 * run[body - 1], 0.60 * run[body - 1] + 1.0
    boxy = 2.0 + 6.0 * min(size / WIDEST, 1.0)
    egg = size * (1.0 - np.clip(np.abs(run - middle) / half, 0.0, 1.0) ** boxy) ** (1.0 / boxy)
    neck = np.where(run >= 0.75 * run[body - 1], np.minimum(size, WIDEST), 0.0)
    wide = np.maximum(np.maximum(egg, np.minimum(neck, 5.0)), 0.25)
    end = np.sqrt(np.clip(1.0 - np.clip((run - run[-1] + ROUND) / ROUND, 0.0, 1.0) ** 2, 0.01, 1.0))
    begin = np.sqrt(np.clip(1.0 - np.clip((ROUND - run) / ROUND, 0.0, 1.0) ** 2, 0.01, 1.0))
    radii: NDArray[np.float64] = (
        np.minimum(wide[:, None] * _lobed(run, room.shape[1]), room) * (end * begin)[:, None]
    )
    return np.maximum(radii, 0.1)


def _lobed(run: NDArray[np.float64], around: int) -> NDArray[np.float64]:
    """Shares (m, n) by which a deposit stands back between its lobes, along (m,) mm of it and around."""
    turn, along = np.arange(around) * 2 * np.pi / around, run[:, None] / LOBE
    wave = np.sin(along + 2.0 * np.cos(turn)) * np.cos(2 * turn) + 0.5 * np.cos(3 * turn) * np.cos(
        1.6 * along
    )
    share: NDArray[np.float64] = 1.0 - LOBES * (1.5 - wave) / 3.0
    return share


def _volume(course: Course, radii: NDArray[np.float64], stations: NDArray[np.bool_]) -> float:
    return float(np.trapezoid(areas(radii)[stations], lengths(course.centre)[stations]))


def _body_volume(bone: Bone) -> float:
    """The volume in mm³ of a vertebra in front of the canal."""
    grid = bone.grid
    y = grid.low[1] + grid.spacing * np.arange(grid.values.shape[1])
    return float((grid.values[:, y < bone.landmarks["posterior_wall"][1], :] < 0).sum()) * grid.spacing**3


def _evened(room: NDArray[np.float64]) -> NDArray[np.float64]:
    """Room (m, n) mm smoothed around and along, never more than there is."""
    even = room
    for _ in range(4):
        even = np.minimum(gaussian_filter(even, (0.8, 1.0), mode=EDGES), room)
    return even
