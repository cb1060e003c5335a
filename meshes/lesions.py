"""What findings add: grown bone, facet cysts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .blister import blob, cap
from .canal import Sac
from .chain import Landmarks
from .facets import Joint
from .fields import Points
from .levels import Side, lower, sign_of
from .obstacle import Obstacle, cast
from .plan import Cyst
from .pose import Pose
from .surface import Surface

GROWTH_AHEAD = 0.35  # how much further forward than the joint's middle its bone grows
SEATED = 2.0  # mm grown bone reaches beyond the place it grows from, where the bone under it recedes
CYST_BACK = 0.05  # the least it then lies behind the sac's axis, over how far it lies beside it
CYST_AHEAD = 0.45  # how much further forward than the joint's middle a cyst comes out of it
CYST_IN = 0.82  # of its half-depth that its middle lies off the wall
CYST_SPARES = 5.5  # mm across the canal that it leaves to the nerves
CYST_THINNEST = 1.0  # mm, half of how deep it is at least


def facet_overgrowth(joint: Joint, growth: float, sac: Sac, walls: Sequence[Obstacle]) -> Surface:
    """Bone grown from the front and inner edge of a superior articular process towards the canal."""
    start, back = _sac_at(sac, joint.centre[2])
    outward = joint.centre - start
    outward[2] = 0.0
    outward = outward / np.linalg.norm(outward) - GROWTH_AHEAD * back
    return _grown(start, outward, growth, (5.0, 7.0), [joint.superior, joint.inferior], walls)


def process_growth(
    level: str,
    side: Side,
    growth: float,
    landmarks: Mapping[str, Landmarks],
    poses: Mapping[str, Pose],
    bone: Obstacle,
    walls: Sequence[Obstacle],
) -> Surface:
    """Bone grown from the tip and front of a superior articular process into the foramen above it."""
    under = lower(level)
    sign = np.array([sign_of(side), 1.0, 1.0])
    tip = np.asarray(landmarks[under]["superior_facet/left"], float) + [1.5, -6.0, 5.0]
    start, goal = poses[under].out(np.array([(tip + [0.0, -9.0, 6.0]) * sign, tip * sign]))
    return _grown(start, goal - start, growth, (4.5, 5.0), [bone], walls)


def cyst(asked: Cyst, joint: Joint, sac: Sac, walls: Sequence[Obstacle]) -> Surface:
    """A facet cyst: a round pouch against the inner wall of the canal beside the joint, flat where that is narrow."""
    axis, back = _sac_at(sac, joint.centre[2])
    outward = joint.centre - axis
    outward[2] = 0.0
    outward = outward / np.linalg.norm(outward) - CYST_AHEAD * back
    outward += max(CYST_BACK - float(outward @ back), 0.0) * back  # never in front of the sac's middle
    outward /= np.linalg.norm(outward)
    far, beyond = cast(walls, np.stack([axis, axis]), np.stack([outward, -outward]), 30.0)
    radius = asked.diameter / 2
    deep = min(radius, max(far + beyond - CYST_SPARES, 0.0) / (1.0 + CYST_IN))
    centre = axis + max(far - CYST_IN * deep, 0.0) * outward
    return blob(centre, _axes(outward), (max(deep, CYST_THINNEST), radius, radius), walls)


def _sac_at(sac: Sac, height: float) -> tuple[Points, Points]:
    """The sac's resting axis (3,) at a height in mm, and the way back (3,) there."""
    m = int(np.argmin(np.abs(sac.course.centre[:, 2] - height)))
    return sac.course.centre[m].copy(), sac.course.over[m] * np.sign(sac.course.over[m, 1])


def _axes(way: Points) -> Points:
    """Three directions (3, 3): the way, across it level, and over it."""
    aside = np.cross([0.0, 0.0, 1.0], way)
    aside /= np.linalg.norm(aside)
    return np.stack([way, aside, np.cross(way, aside)])


def _grown(
    start: Points,
    way: Points,
    growth: float,
    half: tuple[float, float],
    ground: Sequence[Obstacle],
    walls: Sequence[Obstacle],
) -> Surface:
    """Bone that is seated on what a ray from ``start`` meets first and stands ``growth`` mm off it."""
    centre, ellipsoid = _footing(start, way, growth, half, ground)
    return cap(centre, _axes(way / np.linalg.norm(way)), ellipsoid, 0.45 * growth + SEATED, walls)


def _footing(
    start: Points, way: Points, growth: float, half: tuple[float, float], ground: Sequence[Obstacle]
) -> tuple[Points, tuple[float, float, float]]:
    """Centre (3,) and half-axes in mm of bone that grows from what a ray meets first, ``half`` wide aside and over."""
    way = way / np.linalg.norm(way)
    far = cast(ground, start[None], way[None], 40.0)[0]
    aside, over = (min(h, growth + 2.0) for h in half)
    return start + max(far - 0.45 * growth, 0.0) * way, (0.55 * growth, aside, over)
