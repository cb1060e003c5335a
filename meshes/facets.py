"""Facet joints: the cartilage on both sides and the capsule around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, minimum_filter1d

from .chain import Landmarks
from .fields import Points
from .grid import Posed
from .levels import Side, lower, upper
from .obstacle import Obstacle, cast, leave
from .pose import Pose
from .surface import Surface
from .sweep import joined, slab, tube
from .wear import Worn

HALF_WIDTH, HALF_HEIGHT = 5.6, 7.2  # mm of the cartilage (anatomy-facts A8: facets 13-16 x 16-19)
REACH = np.linspace(-1.0, 1.0, 15)
ACROSS, UP = 9.0, 11.0  # mm around its first guess within which a joint's middle is sought
NARROW = 1.6  # mm from either bone to the middle of a joint
SHARES = np.array([0.06, 0.2, 0.34, 0.48, 0.62, 0.75, 0.88, 1.0])  # of the half-axes
AROUND = 36
OPEN = np.radians(80.0)  # half the gap of the capsule towards the canal
GAP = 0.20  # mm between solids that touch
BARE = 0.50  # mm between worn bone and what is left of its cartilage
LEAST_ROOM = 0.75  # mm between bones that have come together
THICKEST = 1.0  # mm of cartilage on one side
ALONG, OVER = 24, 13  # points of the capsule around the joint, and from bone to bone
CAPSULE_THICK, CAPSULE_BREADTH = 1.6, 5.5  # mm (B5: 1-3 mm thick), and how far it reaches over each bone
DEEP = 0.6  # of the way from the joint's middle to its rim, to where its gap is looked into
OVERHANG = 9.0  # mm beyond the rim, where bone is no longer the joint's own


@dataclass(frozen=True, eq=False)
class Joint:
    """One facet joint: its centre between the facets and its axes."""

    centre: Points  # (3,) mm
    normal: Points  # (3,) from the superior process of the lower bone to the inferior of the upper
    along: Points  # (3,) up the joint
    across: Points  # (3,) across it
    superior: Obstacle  # the bone below, whose superior facet it is
    inferior: Obstacle  # the bone above


def facet_joint(
    level: str,
    side: Side,
    landmarks: Mapping[str, Landmarks],
    poses: Mapping[str, Pose],
    bones: Mapping[str, Posed],
) -> Joint:
    """The facet joint of a level and side: half-way between its two facets, at the middle of where they face."""
    over, under = upper(level), lower(level)
    low = poses[under].out(np.asarray(landmarks[under]["superior_facet/left"])[None])
    high = poses[over].out(np.asarray(landmarks[over]["inferior_facet/left"])[None])
    joint = _axes((low + high) / 2, poses[under].turn[:, 2], bones[under], bones[over])
    across, up = (a.ravel() for a in np.meshgrid(REACH * ACROSS, REACH * UP))
    for _ in range(2):
        faces = _between_bones(
            joint.centre + across[:, None] * joint.across + up[:, None] * joint.along, joint
        )
        joint = _axes(faces.mean(axis=0, keepdims=True), joint.along, joint.superior, joint.inferior)
    if side == "left":
        return joint
    centre, normal, along = (v * [-1.0, 1.0, 1.0] for v in (joint.centre, joint.normal, joint.along))
    return Joint(centre, normal, along, np.cross(along, normal), joint.superior, joint.inferior)


def _axes(centre: Points, upwards: Points, superior: Obstacle, inferior: Obstacle) -> Joint:
    """The joint half-way between two bones nearest to a point (1, 3)."""
    normal = centre
    for _ in range(6):
        a, slope_a = superior.look_up(centre)
        b, slope_b = inferior.look_up(centre)
        normal = slope_a - slope_b
        normal /= np.maximum(np.linalg.norm(normal), 1e-6)
        centre = centre + np.clip((b - a) / 2, -1.0, 1.0)[:, None] * normal
    along = upwards - (upwards @ normal[0]) * normal[0]
    along /= np.linalg.norm(along)
    return Joint(centre[0], normal[0], along, np.cross(along, normal[0]), superior, inferior)


def _between_bones(points: Points, joint: Joint) -> Points:
    """Those of points (n, 3), brought half-way between the bones along the joint's normal, where it is narrow."""
    for _ in range(3):
        apart = joint.inferior.distance(points) - joint.superior.distance(points)
        points = points + np.clip(apart / 2, -1.5, 1.5)[:, None] * joint.normal
    nearest = np.maximum(joint.superior.distance(points), joint.inferior.distance(points))
    close = (nearest > 0.0) & (nearest < NARROW)
    return points[close] if close.any() else joint.centre[None]


def settled(joint: Joint) -> Joint:
    """A joint whose bones have slid or worn, with its middle half-way between them again."""
    return _axes(joint.centre[None], joint.along, joint.superior, joint.inferior)


def cartilage(joint: Joint) -> Surface:
    """The cartilage of both facets as one solid of two plates."""
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    flat = SHARES[:, None, None] * (
        HALF_WIDTH * np.cos(turn)[:, None] * joint.across + HALF_HEIGHT * np.sin(turn)[:, None] * joint.along
    )
    worn = isinstance(joint.superior, Worn) or isinstance(joint.inferior, Worn)
    gap = BARE if worn else GAP  # a worn joint has all but lost its cartilage
    ground, room = _between(joint, joint.centre + flat)
    thick = np.minimum(
        THICKEST * (1.0 - 0.85 * SHARES**4)[:, None], np.maximum(room - 2 * gap - 0.1, 0.04) / 2
    )
    plates = []
    for start, way in ((ground, joint.normal), (ground + room[..., None] * joint.normal, -joint.normal)):
        under = start + gap * way
        over = start + (gap + thick)[..., None] * way
        middle = (under + over) / 2
        plates.append(tube(np.concatenate([under, over[::-1]]), np.concatenate([middle, middle[::-1]])))
    return joined(*plates)


def _between(joint: Joint, middle: Points) -> tuple[Points, Points]:
    """Points (m, n, 3) on the superior facet beside the joint's middle, and the room (m, n) mm to the inferior one.

    Where a facet ends, or bone has come to bone, the room is held near the usual one.
    """
    starts = middle.reshape(-1, 3)
    down = np.repeat(-joint.normal[None], len(starts), axis=0)
    inside = leave(joint.superior, starts, -down, 8.0)
    starts = starts - inside[:, None] * down
    reach = cast([joint.superior], starts, down, 5.0).reshape(middle.shape[:2])
    reach = np.minimum(reach, reach[0].mean() + 0.9)
    ground = starts.reshape(middle.shape) - reach[..., None] * joint.normal
    far = cast([joint.inferior], (ground + 0.05 * joint.normal).reshape(-1, 3), -down, 6.0).reshape(
        reach.shape
    )
    return ground, np.clip(far, LEAST_ROOM, max(far[0].mean() + 1.2, LEAST_ROOM))


def capsule(joint: Joint, inward: Points, walls: Sequence[Obstacle]) -> Surface:
    """The capsule: a sheet from bone to bone over the joint's rim, stopped by walls.

    It is open towards the canal, the direction (3,) ``inward``: there the ligamentum flavum
    takes its place.
    """
    start = np.arctan2(inward @ joint.along, inward @ joint.across)
    turn = start + np.linspace(OPEN, 2 * np.pi - OPEN, AROUND)
    out, rim = _rim(joint, turn)
    middle = _height(joint, out, rim, np.zeros((AROUND, 1)))[:, 0]
    first, last = _longest(middle < rim + OVERHANG - 0.1)
    out, rim = _rim(joint, np.linspace(turn[first + 1], turn[last - 1], ALONG))
    share = np.linspace(-1.0, 1.0, OVER)
    breadth = np.where(
        share > 0.0, *(np.repeat(b[:, None], OVER, axis=1) for b in _breadths(joint, out, rim))
    )
    aside = share * breadth
    high = _taut(_height(joint, out, rim, aside), aside)
    under = joint.centre + (high + GAP)[..., None] * out[:, None] + aside[..., None] * joint.normal
    fade = np.sin(np.pi * np.linspace(0.05, 0.95, ALONG))[:, None] ** 0.5 * (1.0 - 0.8 * share**2)
    ways = np.repeat(out[:, None], OVER, axis=1)
    room = cast(walls, under.reshape(-1, 3), ways.reshape(-1, 3), 4.0).reshape(high.shape) - GAP
    thick = np.clip(np.minimum(CAPSULE_THICK * fade, room), 0.1, None)
    return slab(under, under + thick[..., None] * ways)


def _rim(joint: Joint, turn: NDArray[np.float64]) -> tuple[Points, NDArray[np.float64]]:
    """The ways (m, 3) out of a joint at angles (m,) in its plane, and how far (m,) mm its rim is."""
    out = np.cos(turn)[:, None] * joint.across + np.sin(turn)[:, None] * joint.along
    return out, 1.0 / np.hypot(np.cos(turn) / HALF_WIDTH, np.sin(turn) / HALF_HEIGHT)


def _longest(free: NDArray[np.bool_]) -> tuple[int, int]:
    """First and last index of the longest free stretch; of at least a few stations."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(int)))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return len(free) // 2 - 2, len(free) // 2 + 2
    first, stop = runs[int(np.argmax(runs[:, 1] - runs[:, 0]))]
    return int(max(min(first, len(free) - 5), 0)), int(min(max(stop - 1, first + 4), len(free) - 1))


def _breadths(
    joint: Joint, out: Points, rim: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far (m,) mm the capsule reaches over the bone above and the one below: not to where bone overhangs."""
    aside = np.linspace(0.0, CAPSULE_BREADTH, OVER // 2 + 1)
    low = _height(joint, out, rim, np.repeat([np.concatenate([aside, -aside])], len(rim), axis=0))
    above, below = (
        np.logical_and.accumulate(part < rim[:, None] + OVERHANG - 0.1, axis=1)
        for part in np.split(low, 2, axis=1)
    )
    return _broad(aside, above), _broad(aside, below)


def _broad(aside: NDArray[np.float64], free: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How far (m,) mm aside (k,) it is free (m, k), evened along the rim."""
    last = minimum_filter1d(aside[np.maximum(free.sum(axis=1) - 1, 1)], 3, mode="nearest")
    broad: NDArray[np.float64] = gaussian_filter1d(last, 1.5, mode="nearest")
    return broad


def _height(
    joint: Joint, out: Points, rim: NDArray[np.float64], aside: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far (m, n) mm from the joint's middle its bones reach outwards, so far (m, n) mm along its normal."""
    reach = rim + OVERHANG
    outer = reach[:, None, None] * out[:, None] + aside[..., None] * joint.normal
    ways = np.repeat(-out[:, None], aside.shape[1], axis=1).reshape(-1, 3)
    bones = [joint.superior, joint.inferior]
    far = cast(bones, (joint.centre + outer).reshape(-1, 3), ways, float(reach.max()))
    high: NDArray[np.float64] = np.maximum(reach[:, None] - far.reshape(aside.shape), DEEP * rim[:, None])
    return high


def _taut(high: NDArray[np.float64], aside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Heights (m, n) mm of a sheet held at both its edges and drawn taut over what stands between them."""
    sheet = high.copy()
    for one in range(OVER):
        for other in range(one + 2, OVER):
            between = slice(one + 1, other)
            share = (aside[:, between] - aside[:, [one]]) / (aside[:, [other]] - aside[:, [one]])
            line = high[:, [one]] + share * (high[:, [other]] - high[:, [one]])
            sheet[:, between] = np.maximum(sheet[:, between], line)
    for _ in range(3):
        sheet = np.maximum(gaussian_filter1d(sheet, 1.2, axis=0, mode="nearest"), sheet)
    return sheet
