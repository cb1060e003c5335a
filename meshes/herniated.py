"""Displaced disc material: how the margin swells, where a piece leaves it, which way it goes, and its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .blister import Lump, Mound, lump, mound
from .chain import Landmarks
from .disc import Disc
from .fields import Points
from .levels import sign_of, upper
from .obstacle import Obstacle, Shell
from .plan import Herniated
from .roots import Root
from .surface import Surface
from .sweep import lengths

AIMED = ("foraminal", "extraforaminal")  # zones where the exiting root is met
EASED = 0.08  # of the circumference over which a swelling falls off
STEADY = 0.8  # how much what heads for the root above leaves the wall straight
BACKWARD = 2.5  # how much more a herniation into the canal heads back than out of the wall
FLATTENED = 0.85  # how much less a dome grows in height than in width
LEAST = 0.3  # mm a herniation must stand out of the swelling to be made
STUMP = 0.22  # of the depth: what stays on the disc when a piece has come off
SPARED, SPARED_BESIDE = 2.3, 1.2  # mm a piece leaves between its far side and walls: nerves are there
THICK = 8.0  # mm from front to back: a piece at most
LOBES = 0.16  # share by which displaced material stands back between its lobes
LYING = 0.4  # mm between the body and a piece that lies behind it
TORN_AT = 3.5  # mm out of the margin's swelling at which a fissure goes through the whole annulus
FISSURE = 0.75  # of the neck: how wide a fissure is at the wall,
FLANK = 2.4  # and mm over which it closes to both sides
BEYOND = 6  # stations past the foramen's end where a root can be met far out


@dataclass(frozen=True, eq=False)
class Start:
    """Where displaced material leaves a disc's wall, and which way it goes."""

    base: Points  # (3,) mm
    way: Points  # (3,) unit vector, out of the wall
    heading: Points  # (3,) unit vector, to where its tip comes to lie
    up: Points  # (3,) unit vector, across the disc


def start(asked: Herniated, disc: Disc, landmarks: Mapping[str, Landmarks], exiting: Root | None) -> Start:
    """Into the canal: back from the zone's middle.  Into the foramen and beyond: to where the ``exiting`` root runs."""
    up = disc.frame.turn[:, 2]
    if asked.zone in AIMED and exiting is not None:
        goal = exiting.way.rest[_met(asked, disc, landmarks, exiting)]
        wall, outs = disc.wall_around()
        nearest = int(np.linalg.norm(wall - goal, axis=1).argmin())
        base, heading = wall[nearest], _unit(goal - wall[nearest])
        return Start(base, _unit(heading + STEADY * outs[nearest]), heading, up)
    base, out = disc.wall_at(_aside(asked, landmarks))
    way = _unit(out + BACKWARD * disc.frame.turn[:, 1])
    return Start(base, way, way, up)


def _unit(way: Points) -> Points:
    result: Points = way / np.linalg.norm(way)
    return result


def swollen(disc: Disc, asked: Herniated, from_: Start) -> Disc:
    """The disc whose margin stands out by ``asked.bulge`` mm over ``asked.arc`` degrees around a place."""
    beside, around = _beside(disc, from_)
    share = np.abs(beside) / around  # of the circumference, from the middle of the swelling
    past = np.clip((share - asked.arc / 720) / EASED + 0.5, 0.0, 1.0) if asked.arc < 360 else 0.0 * share
    return replace(disc, bulge=disc.bulge + asked.bulge * (1.0 - past**2 * (3.0 - 2.0 * past)))


def fissured(disc: Disc, asked: Herniated, from_: Start) -> Disc:
    """The disc whose nucleus reaches through a radial fissure of the annulus to where a herniation leaves it.

    What is displaced comes out of the nucleus (Fardon 2014): a bulge has no fissure, an extrusion one through all
    lamellae, and the outer ones still stand over a small protrusion.
    """
    beside, _ = _beside(disc, from_)
    open_ = np.clip((FISSURE * asked.neck / 2 - np.abs(beside)) / FLANK + 1.0, 0.0, 1.0)
    through = np.clip((asked.depth - asked.bulge - LEAST) / (TORN_AT - LEAST), 0.0, 1.0)
    return replace(disc, torn=np.maximum(disc.torn, through * open_))


def _beside(disc: Disc, from_: Start) -> tuple[NDArray[np.float64], float]:
    """How far (n,) mm the points of a disc's wall lie from a place along it, and how long it is all round."""
    wall = disc.frame.into(disc.wall(np.array([0.5]))[0])
    base = disc.frame.into(from_.base[None])[0]
    run = lengths(np.concatenate([wall, wall[:1]]))
    j = int(np.linalg.norm(wall - base, axis=1).argmin())
    along = wall[(j + 1) % len(wall)] - wall[j - 1]
    middle = run[j] + float((base - wall[j]) @ along) / np.linalg.norm(along)
    around = float(run[-1])
    return (run[:-1] - middle + around / 2) % around - around / 2, around


def pieces(
    asked: Herniated, disc: Disc, from_: Start, ground: Sequence[Obstacle], walls: Sequence[Obstacle]
) -> dict[str, Surface]:
    """Displaced material by kind: the ``herniation`` on the disc and the ``free_fragment`` that has come off.

    Parameters
    ----------
    ground:
        What it stands on, the disc first.
    walls:
        What it cannot enter, the ground included.
    """
    height = asked.depth - asked.bulge
    if height < LEAST:
        return {}
    whole = _mound(asked, disc, from_, height)
    if not asked.gap:
        return {"herniation": mound(whole, ground, walls)}
    stump = mound(
        replace(whole, height=STUMP * whole.height, dome=whole.neck, drift=0 * whole.drift), ground, walls
    )
    return {
        "herniation": stump,
        "free_fragment": lump(_piece(asked, disc, from_, whole), walls, [ground[0], Shell(stump)]),
    }


def _piece(asked: Herniated, disc: Disc, from_: Start, whole: Mound) -> Lump:
    """What has come off: behind the body when it has migrated, before the disc when it has not."""
    past = min(2 * abs(asked.migration) / disc.height_behind(), 1.0)
    room = (1 - past) * ((1 - STUMP) * whole.height - asked.gap) + past * (whole.height - LYING)
    thick = min(max(room, 2.0), THICK) / 2
    near = (1 - past) * (whole.height - 2 * thick) + past * LYING
    height = asked.depth - asked.bulge
    centre = from_.base + (near + thick) / whole.height * height * from_.heading
    return Lump(
        centre + asked.migration * from_.up,
        np.stack([whole.way, whole.aside, whole.over]),
        (thick, *whole.dome),
        SPARED_BESIDE if asked.zone in AIMED else SPARED,
        asked.gap,
        LOBES,
    )


def _mound(asked: Herniated, disc: Disc, from_: Start, height: float) -> Mound:
    aside = np.cross(from_.up, from_.way)
    neck = asked.neck / 2, min(asked.neck / 2, disc.height_behind() / 2 + 0.6)
    grown = (asked.dome - asked.neck) / 2
    over = neck[1] * asked.dome / asked.neck if grown < 0 else neck[1] + FLATTENED * grown
    rise = height * float(from_.heading @ from_.way)
    return Mound(
        from_.base,
        from_.way,
        _unit(aside),
        rise,
        neck,
        (asked.dome / 2, over),
        height * from_.heading - rise * from_.way + asked.migration * from_.up,
        LOBES,
    )


def _aside(asked: Herniated, landmarks: Mapping[str, Landmarks]) -> float:
    """How far from the midline (mm, left positive) the middle of a zone lies (disc nomenclature v2.0 zones)."""
    above = landmarks[upper(asked.level)]
    medial, lateral = above["pedicle_medial/left"][0], above["pedicle_lateral/left"][0]
    middle = {
        "central": 2.5,
        "subarticular": 0.70 * medial,
        "foraminal": 0.6 * medial + 0.4 * lateral,
        "extraforaminal": lateral + 0.5,
    }[asked.zone]
    return sign_of(asked.side) * float(middle)


def _met(asked: Herniated, disc: Disc, landmarks: Mapping[str, Landmarks], exiting: Root) -> int:
    """The station of the exiting root that material of a zone makes for."""
    if asked.zone == "foraminal":
        aside = disc.frame.into(exiting.way.rest)[exiting.leaves : exiting.foramen_end, 0]
        return exiting.leaves + int(np.abs(aside - _aside(asked, landmarks)).argmin())
    past = slice(exiting.foramen_end, exiting.foramen_end + BEYOND)
    wall = disc.wall(np.array([0.5]))[0]
    gaps = np.linalg.norm(exiting.way.rest[past, None] - wall[None], axis=2).min(axis=1)
    return exiting.foramen_end + int(gaps.argmin())
