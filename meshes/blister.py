"""A mound of tissue that stands on a wall: displaced disc, grown bone, a cyst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, maximum_filter

from .fields import Points
from .obstacle import Obstacle, cast
from .surface import Surface
from .sweep import EDGES, tube

AROUND = 36
UP = np.array([0.0, 0.02, 0.06, 0.13, 0.22, 0.33, 0.45, 0.57, 0.69, 0.80, 0.89, 0.95, 0.99])  # of the height
GAP = 0.08  # mm to what it stands on
SOLE = np.array([0.6, 0.97])  # rings inside the lowest one, so that its edge is no long triangle's corner
SOFT = 1.4  # points over which a dent is evened outwards
ABEAM = 1e-9  # up to which a direction counts as straight sideways: on both sides alike
LIFT = 1.2  # mm off the wall from where its own wall is traced


@dataclass(frozen=True, eq=False)
class Mound:
    """Where a mound stands, which way it grows, and how wide it is."""

    base: Points  # (3,) mm, a point of the wall
    way: Points  # (3,) unit vector, out of the wall
    aside: Points  # (3,) unit vector, across it
    height: float  # mm
    neck: tuple[float, float]  # mm, half-widths of the base aside and over
    dome: tuple[float, float]  # mm, greatest half-widths aside and over
    drift: Points  # (3,) mm, how far the top is carried along the wall
    lobes: float = 0.0  # share by which its flanks stand back between its lobes
    sunk: float = 0.0  # mm that its sole follows a hollow of the wall down

    @property
    def over(self) -> Points:
        """The third direction (3,)."""
        return np.cross(self.way, self.aside)


def mound(shape: Mound, ground: Sequence[Obstacle], walls: Sequence[Obstacle]) -> Surface:
    """The solid of a mound, draped on the ground and stopped by walls.

    Parameters
    ----------
    ground:
        What it stands on; its lowest ring lies on that.
    walls:
        What it cannot enter, the ground included.
    """
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    half = _profile(shape)[:, :, None] * (1.0 - shape.lobes * _between_lobes(UP, turn))[:, None]
    flat = half * np.stack([np.cos(turn), np.sin(turn)])  # (m, 2, n)
    spread = flat[:, 0, :, None] * shape.aside + flat[:, 1, :, None] * shape.over
    axis = shape.base + UP[:, None] * shape.height * shape.way + _carried()[:, None] * shape.drift
    rings = axis[:, None] + spread
    rings = rings - _drape(rings[0], shape, ground)[None] * ((1 - UP) ** 3)[:, None, None]
    anchors = axis + np.maximum(LIFT - UP * shape.height, 0.0)[:, None] * shape.way
    stopped = _stopped(rings, anchors, walls)
    flat = stopped[0].mean(axis=0) + SOLE[:, None, None] * (stopped[0] - stopped[0].mean(axis=0))
    sole = np.stack([ring - _lifted(ring, shape, ground) for ring in flat])
    above = np.maximum((sole[-1] - stopped[0]) @ shape.way, 0.0)  # where the ground rises, as at a pedicle
    sole[-1] -= above[:, None] * shape.way
    return tube(np.concatenate([sole, stopped]))


def _between_lobes(up: NDArray[np.float64], turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far (m, n) from 0 to 1 the places at shares (m,) of the height and angles (n,) lie between lobes.

    Neither at the foot nor at the top, so that neck and height are what they are without lobes.
    """
    wave = np.sin(4 * turn + 7.0 * up[:, None]) * np.cos(5.0 * up[:, None] - 3 * turn) + 0.5 * np.sin(
        7 * turn - 9.0 * up[:, None]
    )
    inside = np.sin(np.pi * np.clip(up, 0.0, 1.0))[:, None]
    share: NDArray[np.float64] = inside * (0.5 - wave / 3.0)
    return share


def _carried() -> NDArray[np.float64]:
    """How much of the drift each ring takes part in."""
    return UP**1.5


def _profile(shape: Mound) -> NDArray[np.float64]:
    """Half-widths (m, 2) mm of the rings: neck, dome, and closed at the top."""
    neck, dome = np.array(shape.neck), np.array(shape.dome)
    swell = np.sin(np.pi * np.clip(UP / 1.1, 0, 1))[:, None]
    close = np.sqrt(np.clip(1.0 - np.clip((UP - 0.45) / 0.55, 0.0, 1.0) ** 2, 0.0, 1.0))[:, None]
    body = neck + (dome - neck) * np.minimum(swell * 1.05, 1.0)
    half: NDArray[np.float64] = np.maximum(body * close, 0.05)
    return half


def _drape(first: Points, shape: Mound, ground: Sequence[Obstacle]) -> Points:
    """How far (n, 3) mm the lowest ring has to come down to lie on the ground, nowhere much less than beside."""
    start = first + 4.0 * shape.way
    fall = cast(ground, start, np.repeat(-shape.way[None], len(start), axis=0), 12.0) - 4.0 - GAP
    down: Points = -_evened(-np.clip(fall, -2.0, 6.0)[None])[0][:, None] * shape.way
    return down


def _lifted(ring: Points, shape: Mound, ground: Sequence[Obstacle]) -> Points:
    """How far (n, 3) mm a ring of the sole has to come up, what it stands on first being round, or down if it may."""
    return np.minimum(_drape(ring, shape, ground[:1]) @ shape.way, shape.sunk)[:, None] * shape.way


def _stopped(rings: Points, anchors: Points, walls: Sequence[Obstacle]) -> Points:
    """Rings (m, n, 3) with every point kept on this side of the walls, seen from its anchor (m, 3)."""
    from_ = np.repeat(anchors[:, None], rings.shape[1], axis=1)
    reach = np.linalg.norm(rings - from_, axis=2)
    ways = (rings - from_) / np.maximum(reach, 1e-9)[..., None]
    free = cast(walls, from_.reshape(-1, 3), ways.reshape(-1, 3), float(reach.max()) + 1.0)
    far = np.minimum(reach, np.maximum(free.reshape(reach.shape) - GAP, 0.1))
    stopped: Points = from_ + far[..., None] * ways
    return stopped


def blob(
    centre: Points, axes: Points, half: tuple[float, float, float], walls: Sequence[Obstacle]
) -> Surface:
    """An ellipsoid around a point (3,) with axes (3, 3) and half-axes in mm, flat where walls stop it."""
    local = _ball()
    ways = local @ np.asarray(axes)
    whole = _ellipsoid(local, half)
    return tube(centre + _reached(whole, _free(centre, ways, max(half), walls) - GAP)[..., None] * ways)


def cap(
    centre: Points, axes: Points, half: tuple[float, float, float], depth: float, walls: Sequence[Obstacle]
) -> Surface:
    """Half an ellipsoid that fits itself onto walls: along the first axis it goes on to them, ``depth`` mm at most."""
    local = _ball()
    ways = local @ np.asarray(axes)
    free = _free(centre, ways, max(*half, depth), walls) - GAP
    whole = np.where(
        local[..., 0] > ABEAM,
        np.minimum(_ellipsoid(local, (depth, *half[1:])), free),
        _ellipsoid(local, half),
    )
    return tube(centre + _reached(whole, free)[..., None] * ways)


@dataclass(frozen=True, eq=False)
class Lump:
    """A round piece of tissue, and how much room it leaves around it."""

    centre: Points  # (3,) mm
    axes: Points  # (3, 3) unit vectors, the first away from what it came off
    half: tuple[float, float, float]  # mm along them
    spared: float  # mm between its far side and walls
    gap: float  # mm between it and what it came off
    lobes: float = 0.0  # share by which it stands back between its lobes


def lump(shape: Lump, walls: Sequence[Obstacle], left: Sequence[Obstacle]) -> Surface:
    """The solid of a piece, stopped by walls and parted from what it has ``left``."""
    local = _ball()
    ways = local @ shape.axes
    far = max(shape.half)
    free = _free(shape.centre, ways, far, walls) - GAP - shape.spared * np.maximum(local[..., 0], 0.0)
    free = np.minimum(free, _free(shape.centre, ways, far, left) - shape.gap)
    reached = _reached(_ellipsoid(local, shape.half), free)
    polar = np.arccos(np.clip(local[..., 0, 2], -1.0, 1.0)) / np.pi
    reached = reached * (1.0 - shape.lobes * _between_lobes(polar, np.arange(AROUND) * 2 * np.pi / AROUND))
    return tube(shape.centre + reached[..., None] * ways)


def _ball() -> Points:
    """Unit directions (m, n, 3) all round, ring by ring."""
    polar = np.linspace(0.05, np.pi - 0.05, 20)
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    parts = (
        np.sin(polar)[:, None] * np.cos(turn),
        np.sin(polar)[:, None] * np.sin(turn),
        np.repeat(np.cos(polar)[:, None], AROUND, axis=1),
    )
    return np.stack(parts, axis=2)


def _free(centre: Points, ways: Points, far: float, walls: Sequence[Obstacle]) -> NDArray[np.float64]:
    """How far (m, n) mm it is from a point to walls, evened between neighbours on a ring."""
    starts = np.broadcast_to(centre, ways.shape).reshape(-1, 3)
    free = cast(walls, starts, ways.reshape(-1, 3), far + 1.0).reshape(ways.shape[:2])
    return _evened(free)


def _evened(free: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is free (m, n) mm on rings, nowhere much more than beside."""
    return np.minimum(free, (np.roll(free, 1, 1) + np.roll(free, -1, 1)) / 2 + 0.5)


def _ellipsoid(local: Points, half: tuple[float, float, float]) -> NDArray[np.float64]:
    """Radii (m, n) mm of an ellipsoid along unit directions (m, n, 3) in its own axes."""
    radii: NDArray[np.float64] = 1.0 / np.linalg.norm(local / np.asarray(half), axis=2)
    return radii


def _reached(whole: NDArray[np.float64], free: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) mm of a whole that ends where nothing is free any more, its dents with soft flanks."""
    dents = np.maximum(whole - np.maximum(free, 0.1), 0.0)
    spread = maximum_filter(dents, 3, mode=EDGES)
    dents = np.maximum(gaussian_filter(spread, SOFT, mode=EDGES), dents)
    reached: NDArray[np.float64] = np.maximum(whole - dents, 0.1)
    return reached
