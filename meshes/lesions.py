"""What findings add: displaced disc, grown bone, facet cysts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .blister import AROUND, GAP, Mound, mound
from .canal import Sac
from .chain import Landmarks
from .disc import Disc
from .facets import Joint
from .fields import Points
from .levels import Side, lower, upper
from .obstacle import Obstacle, cast
from .plan import Cyst, Herniated
from .pose import Pose
from .surface import Surface
from .sweep import tube

CYST_AHEAD = 0.45  # how much further forward than the joint's middle a cyst comes out of it
FLATTENED = 0.85  # height of a dome over its width


def _sign(side: Side | None) -> float:
    return {"left": 1.0, "right": -1.0, None: 0.0}[side]


def herniation(
    asked: Herniated,
    disc: Disc,
    landmarks: Mapping[str, Landmarks],
    ground: Sequence[Obstacle],
    walls: Sequence[Obstacle],
) -> Surface:
    """Displaced disc material: a mound on the back of the disc, stopped by bone."""
    aside = _sign(asked.side) * _zone_centre(asked, landmarks[lower(asked.level)])
    base, out = disc.wall_at(aside)
    back = disc.frame.turn[:, 1]
    lateral = asked.zone in ("foraminal", "extraforaminal")
    way = out + (0.5 if lateral else 2.5) * back
    way /= np.linalg.norm(way)
    up = disc.frame.turn[:, 2]
    tangent = np.cross(up, way)
    shape = Mound(
        base,
        way,
        tangent,
        asked.depth,
        (asked.neck / 2, min(asked.neck / 2, disc.height_behind() / 2 + 0.6)),
        (asked.dome / 2, FLATTENED * asked.dome / 2),
        asked.migration * up,
    )
    return mound(shape, ground, walls)


def _zone_centre(asked: Herniated, below: Landmarks) -> float:
    """How far from the midline (mm) the middle of a zone lies (disc nomenclature v2.0 zones)."""
    medial = below.get("pedicle_medial/left", (14.0, 0.0, 0.0))[0]
    lateral = below.get("pedicle_lateral/left", (30.0, 0.0, 0.0))[0]
    return {
        "central": 0.0 if asked.side is None else 2.5,
        "subarticular": 0.66 * medial,
        "foraminal": (medial + lateral) / 2,
        "extraforaminal": lateral + 3.0,
    }[asked.zone]


def facet_overgrowth(joint: Joint, growth: float, sac: Sac, walls: Sequence[Obstacle]) -> Surface:
    """Bone grown from the front and inner edge of a superior articular process towards the canal."""
    height = joint.centre @ np.array([0.0, 0.0, 1.0])
    m = int(np.argmin(np.abs(sac.course.centre[:, 2] - height)))
    inward = sac.course.centre[m] - joint.centre
    inward[2] *= 0.2
    inward /= np.linalg.norm(inward)
    start = sac.course.centre[m]
    far = cast([joint.superior, joint.inferior], start[None], -inward[None], 40.0)[0]
    base = start - far * inward
    aside = np.cross(np.array([0.0, 0.0, 1.0]), inward)
    aside /= np.linalg.norm(aside)
    shape = Mound(base, inward, aside, growth, (4.5, 7.0), (4.0, 6.5), np.zeros(3))
    return mound(shape, [joint.superior, joint.inferior], walls)


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
    sign = np.array([_sign(side), 1.0, 1.0])
    tip = np.asarray(landmarks[under]["superior_facet/left"], float) + [1.5, -6.0, 5.0]
    target = tip + [0.0, -8.0, 5.0]
    start, goal = poses[under].out(np.array([target * sign, tip * sign]))
    way = goal - start
    way /= np.linalg.norm(way)
    far = cast([bone], start[None], way[None], 30.0)[0]
    aside = np.cross(way, np.array([0.0, 0.0, 1.0]))
    aside /= np.linalg.norm(aside)
    shape = Mound(start + far * way, -way, aside, growth, (4.0, 4.5), (3.5, 4.5), 0.4 * growth * poses[under].turn[:, 2])
    return mound(shape, [bone], walls)


def rim_osteophyte(
    asked_mm: float,
    level: str,
    side: Side,
    disc: Disc,
    landmarks: Mapping[str, Landmarks],
    ground: Sequence[Obstacle],
    walls: Sequence[Obstacle],
) -> Surface:
    """A bony ridge on the disc's posterolateral margin, in the foramen."""
    medial = landmarks[upper(level)]["pedicle_medial/left"][0]
    base, out = disc.wall_at(_sign(side) * (medial + 3.0), height=0.8)
    way = out + 0.8 * disc.frame.turn[:, 1]
    way /= np.linalg.norm(way)
    up = disc.frame.turn[:, 2]
    shape = Mound(base, way, np.cross(up, way), asked_mm, (6.0, 3.0), (5.0, 2.4), 0.5 * asked_mm * up)
    return mound(shape, ground, walls)


def cyst(asked: Cyst, joint: Joint, sac: Sac, walls: Sequence[Obstacle]) -> Surface:
    """A facet cyst: a round pouch against the inner wall of the canal beside the joint."""
    m = int(np.argmin(np.abs(sac.course.centre[:, 2] - joint.centre[2])))
    axis = sac.course.centre[m]
    outward = joint.centre - axis
    outward[2] = 0.0
    outward = outward / np.linalg.norm(outward) - CYST_AHEAD * sac.course.over[m] * np.sign(sac.course.over[m, 1])
    outward /= np.linalg.norm(outward)
    far = cast(walls, axis[None], outward[None], 30.0)[0]
    radius = asked.diameter / 2
    centre = axis + max(far - 0.82 * radius, 0.0) * outward
    polar = np.linspace(0.04, np.pi - 0.04, 20)
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    up = np.array([0.0, 0.0, 1.0])
    aside = np.cross(up, outward)
    ways: Points = (
        np.cos(polar)[:, None, None] * up
        + (np.sin(polar)[:, None] * np.cos(turn))[..., None] * aside
        + (np.sin(polar)[:, None] * np.sin(turn))[..., None] * outward
    )
    starts = np.broadcast_to(centre, ways.shape).reshape(-1, 3)
    free = cast(walls, starts, ways.reshape(-1, 3), radius + 2.0).reshape(ways.shape[:2])
    return tube(centre + np.clip(free - GAP, 0.1, radius)[..., None] * ways)
