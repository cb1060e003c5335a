"""Osteophytes along the rims of a disc: lips of bone at the edges of two end-plates that have come closer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .disc import Disc
from .levels import Side, sign_of
from .surface import Surface
from .sweep import Course, joined, tube

FROM, TO = (
    -82.0,
    28.0,
)  # degrees around the disc from straight sideways, back positive: front to behind the side
STATIONS, AROUND = 30, 14
ROOTED = 0.5  # of its reach that a lip stands inside the rim
HIGH = 3.4  # mm a lip reaches up or down its body, and half as much as it stands out on top of that
TURNED = 0.35  # of its reach by which a lip turns towards the other one
UNEVEN = ((2.0, 0.15, 0.14), (5.0, 0.4, 0.04))  # waves around: how many, where they start, share of the reach


def osteophytes(disc: Disc, side: Side, reach: float) -> Surface:
    """The two lips of one side, which stand ``reach`` mm out of the rims at most."""
    return joined(_lip(disc, side, reach, 0.0), _lip(disc, side, reach, 1.0))


def _lip(disc: Disc, side: Side, reach: float, share: float) -> Surface:
    turn = np.radians(np.linspace(FROM, TO, STATIONS))
    ways = np.column_stack([sign_of(side) * np.cos(turn), np.sin(turn), np.zeros(STATIONS)])
    wall = disc.frame.into(disc.wall(np.array([share]))[0])
    around = np.arctan2(disc.ways[:, 1], disc.ways[:, 0])
    wanted = np.arctan2(ways[:, 1], ways[:, 0])
    nearest = np.abs((around[None] - wanted[:, None] + np.pi) % (2 * np.pi) - np.pi).argsort(axis=1)[:, :2]
    out = reach * _uneven(np.linspace(0.0, 1.0, STATIONS))
    towards = 1.0 - 2.0 * share  # from this rim to the other
    centre = wall[nearest].mean(axis=1) + ((0.5 - ROOTED) * out)[:, None] * ways
    half = (HIGH + 0.5 * out) / 2
    centre[:, 2] += towards * (TURNED * out - half)
    up = disc.frame.turn[:, 2]
    course = Course.along(disc.frame.out(centre), (up[0], up[1], up[2]))
    angle = np.arange(AROUND) * 2 * np.pi / AROUND
    thin = 0.15 + 0.85 * out / max(float(out.max()), 1e-9)  # a lip runs out in height too
    radii = 1.0 / np.hypot(np.cos(angle) / (half * thin)[:, None], np.sin(angle) / (out + 0.1)[:, None])
    return tube(course.rings(radii))


def _uneven(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of the reach (m,) along a lip: it swells and ebbs, and runs out at both ends."""
    shares = np.full_like(along, 0.8)
    for number, start, share in UNEVEN:
        shares += share * np.sin(2 * np.pi * (number * along + start))
    ends: NDArray[np.float64] = np.sqrt(np.clip(np.sin(np.pi * (0.02 + 0.96 * along)), 0.0, 1.0))
    return shares * ends
