"""Bone that grows out of bone: broad at its base, knobby, and running out into what it grows from all round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, maximum_filter

from .contact import drawn_back
from .fields import Points
from .obstacle import Obstacle, cast
from .surface import Surface
from .sweep import tube

AROUND = 36
SHARES = np.array(
    [0.05, 0.18, 0.31, 0.44, 0.57, 0.69, 0.8, 0.89, 0.96, 1.0]
)  # of its half-widths, from the middle out
FILM, HEM = 0.16, 0.12  # mm between it and its bone, and mm that its edge dips into the bone
GAP = 0.12  # mm to what stops it
LANDING = (6, 1.5)  # steps in which its base comes to lie on the bone, and mm in one at most
BROAD = 1.5  # mm that its base is wider than it is where it stands out
KNOBS = ((0.95, 0.8), (1.35, 2.1), (2.1, 4.0))  # waves across and along it (a mm), and where they start
KNOBBY = 0.16  # share of its height
TAUT = 1.2  # points over which its base is evened
ROUND = ("nearest", "wrap")  # beyond its middle and its edge, and around
FANNED = 0.5  # how much its sides lean out for what its middle stands straight


@dataclass(frozen=True, eq=False)
class Growth:
    """Where bone grows, which way, and how far."""

    base: Points  # (3,) mm, on the bone
    axes: Points  # (3, 3) unit vectors: out of the bone, aside, over
    height: float  # mm
    half: tuple[float, float]  # mm, half-widths aside and over where it stands out


def outgrowth(asked: Growth, bone: Obstacle, walls: Sequence[Obstacle]) -> Surface:
    """The solid of what has grown out of a bone, stopped by walls."""
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    out, aside, over = asked.axes
    wide = np.array(asked.half) + BROAD
    spread = SHARES[:, None, None] * np.stack(
        [wide[0] * np.cos(turn), wide[1] * np.sin(turn)], axis=1
    )  # (m, n, 2)
    start = asked.base + spread[..., :1] * aside + spread[..., 1:] * over
    base = _landed(start, bone, FILM)
    base = _landed(gaussian_filter(base, (TAUT, TAUT, 0.0), mode=(*ROUND, "nearest")), bone, FILM)
    wanted = asked.height * (1.0 - SHARES[:, None] ** 2.4) ** 0.8 * _knobs(spread)
    ways = out + FANNED * (spread[..., :1] / wide[0] * aside + spread[..., 1:] / wide[1] * over)
    ways /= np.linalg.norm(ways, axis=2, keepdims=True)
    starts = (base + 0.3 * ways).reshape(-1, 3)
    free = cast(walls, starts, ways.reshape(-1, 3), asked.height + 1.0).reshape(wanted.shape)
    short = np.maximum(wanted - free - 0.3 + GAP, 0.0)
    short = gaussian_filter(maximum_filter(short, 3, mode=ROUND), 1.2, mode=ROUND)
    high = np.clip(wanted - short, 0.03, np.maximum(free + 0.3 - GAP, 0.03))
    base[-1] = _landed(base[-1:], bone, -HEM)[0]
    top = base + high[..., None] * ways
    middle = (base + top) / 2
    made = tube(np.concatenate([top, base[::-1]]), np.concatenate([middle, middle[::-1]]))
    return drawn_back(made, made.core, [bone], settle=False)


def _knobs(spread: Points) -> NDArray[np.float64]:
    """Shares (m, n) of the height at places (m, n, 2) mm, the same on both sides of the middle; 1 at most."""
    aside, over = spread[..., 0], spread[..., 1]
    wave = sum(np.cos(k * aside) * np.cos(0.8 * k * over + start) for k, start in KNOBS) / len(KNOBS)
    return np.asarray(1.0 + KNOBBY * (wave - np.max(wave)))


def _landed(places: Points, bone: Obstacle, room: float) -> Points:
    """Places (m, n, 3) brought to lie ``room`` mm off a bone."""
    points = places.reshape(-1, 3)
    for _ in range(LANDING[0]):
        far, slope = bone.look_up(points)
        unit = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 0.3)
        points = points - np.clip(far - room, -LANDING[1], LANDING[1])[:, None] * unit
    return points.reshape(places.shape)
