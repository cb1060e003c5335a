"""The spinal canal, the lateral recess and the foramen at one level, measured on the built geometry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import flavum
from .fields import Points
from .levels import Side, lower, upper
from .obstacle import Obstacle, cast
from .section import Section
from .spine import Spine
from .surface import Surface
from .sweep import areas

RAYS = 120
CANAL_REACH = 25.0  # mm, where a canal that is open behind ends
FORAMEN_REACH = 12.0  # mm, where a foramen is open it is closed here
ROOT_AT, WIDTH_TO = (
    0.32,
    0.6,
)  # of a foramen's height from above: below the root's place, and below its middle
WIDTH_STEP = 0.25  # mm between the heights at which its width is looked at
FORAMEN_IN = 1.5  # mm lateral to the pedicle's inner border, where the foramen is measured
ON_ROOTS = ("schwannoma", "neurofibroma")  # growths that lie in a foramen with their root
RECESS_FROM, RECESS_DEEPEST = -1.0, 13.0  # mm behind the body, where a way across a recess begins and ends
RECESS_IN = 5.0  # mm medial to the pedicle, how far in the recess is measured
NEAR = 8.0  # mm aside and up from a recess in which faces are looked at,
AROUND = 20.0  # and mm in height in which points are


def _walls(spine: Spine, *without: str) -> list[Obstacle]:
    return [o for id_, o in spine.obstacles.items() if not any(w in id_ for w in without)]


def _solids(spine: Spine, *without: str) -> list[Surface]:
    """The surfaces of all that is hard, without those whose ids hold one of some words."""
    return [spine.surfaces[id_] for id_ in spine.obstacles if not any(w in id_ for w in without)]


def canal(spine: Spine, level: str) -> dict[str, float]:
    """The canal and the sac at a disc.

    ``canal_area`` (mm²) and ``canal_depth`` (mm, midline) are the room in the plane of the
    disc between disc, flava, bone and whatever a finding has brought, closed at the sides at
    the inner border of the pedicles.  ``sac_area`` and ``sac_depth`` are the smallest section
    inside the dura from the lower end-plate above to the upper end-plate below.
    ``flavum_thickness`` (mm) is the thicker half's greatest.
    """
    radii, least = spine.laid_sac.dented, least_station(spine, level)
    section = canal_section(spine, level)
    room = section.room(section.cut(_solids(spine)))
    quarter = radii.shape[1] // 4
    return {
        "canal_area": float(areas(room[None])[0]),
        "canal_depth": _across(room, RAYS // 4) + _across(room, 3 * RAYS // 4),
        "sac_area": float(areas(radii[[least]])[0]),
        "sac_depth": float(radii[least, quarter] + radii[least, 3 * quarter]),
        "flavum_thickness": max(_flavum(spine, level, side) for side in ("left", "right")),
    }


def canal_section(spine: Spine, level: str, height: float = 0.0) -> Section:
    """The canal in the plane of a disc, or so many mm above it, from the middle of the sac there."""
    frame, course = spine.discs[level].frame, spine.laid_sac.course.centre
    half = (_medial(spine, upper(level)) + _medial(spine, lower(level))) / 2
    aside = np.abs(np.cos(np.arange(RAYS) * 2 * np.pi / RAYS))
    centre = _at_height(course, frame.into(course)[:, 2], height)
    reach = np.minimum(CANAL_REACH, half / np.maximum(aside, 1e-6))
    return Section(centre, frame.turn[:, 0], frame.turn[:, 1], reach)


def _at_height(course: Points, heights: NDArray[np.float64], height: float) -> Points:
    """The point (3,) of a course (m, 3) that runs downwards, where its ``heights`` (m,) come to ``height``."""
    nearest = int(np.argmin(np.abs(heights - height)))
    beside = slice(max(nearest - 1, 0), nearest + 2)
    order = np.argsort(heights[beside])
    return np.array([np.interp(height, heights[beside][order], column[beside][order]) for column in course.T])


def lost_room(spine: Spine, level: str, heights: NDArray[np.float64]) -> float:
    """Percent of the canal's room that displaced disc material takes, in the plane of the disc where it takes most.

    ``heights`` (n,) mm over the middle of the disc say where the material lies.
    """
    lost = 0.0
    for height in np.unique(np.round(np.quantile(heights, (0.2, 0.5, 0.8)))):
        section = canal_section(spine, level, height)
        now, before = (
            float(areas(section.room(section.cut(_solids(spine, *without)))[None])[0])
            for without in ((), ("herniation", "free_fragment"))
        )
        lost = max(lost, 100.0 * (1.0 - now / before))
    return lost


def least_station(spine: Spine, level: str) -> int:
    """The station of the sac between the end-plates of a disc at which its section is smallest."""
    stations = _stations(spine, level)
    return int(stations[int(np.argmin(areas(spine.laid_sac.dented[stations])))])


def _stations(spine: Spine, level: str) -> NDArray[np.int64]:
    """The sac's stations between the two end-plates of a disc."""
    frame = spine.discs[level].frame
    top = frame.into(spine.plate(upper(level), "inferior_endplate").posterior[None])[0, 2]
    low = frame.into(spine.plate(lower(level), "superior_endplate").posterior[None])[0, 2]
    height = frame.into(spine.laid_sac.course.centre)[:, 2]
    inside = np.flatnonzero((height <= top) & (height >= low))
    return inside if len(inside) else np.array([int(np.argmin(np.abs(height)))])


def _medial(spine: Spine, name: str) -> float:
    """Half the distance between the pedicles of a bone, mm."""
    marks = spine.landmarks[name]
    return float(marks["pedicle_medial/left"][0]) if "pedicle_medial/left" in marks else 15.5


def _across(room: NDArray[np.float64], ray: int) -> float:
    """The least room in mm in the direction of a ray, 15° to either side of it."""
    around = np.arange(-5, 6)
    return float((room[ray + around] * np.cos(around * 2 * np.pi / RAYS)).min())


def _flavum(spine: Spine, level: str, side: Side) -> float:
    """The thickness of one half of a flavum, mm: nine tenths of it are thinner."""
    points = spine.surfaces[f"{level}/ligamentum_flavum/{side}"].points
    sections = points.reshape(-1, points.shape[0] // flavum.ROWS, 3)
    n = sections.shape[1] // 2
    across = np.linalg.norm(sections[:, :n] - sections[:, n:][:, ::-1], axis=2)
    return float(np.quantile(across, 0.9))


def recess(spine: Spine, level: str, side: Side) -> float:
    """Depth of the lateral recess, mm: from the back of the body or disc to the superior articular process.

    The least front-to-back room beside the inner border of the lower vertebra's pedicle
    (from ``RECESS_IN`` mm inside it), around the height of the pedicle's upper edge; grown
    bone and displaced disc count, the flavum does not (Steurer 2011 measures bone).
    """
    under = lower(level)
    pose, sign = spine.poses[under], 1.0 if side == "left" else -1.0
    rim = pose.out(np.asarray(spine.landmarks[under]["superior_endplate_posterior"], float)[None])[0]
    aside, back, up = pose.turn.T
    solids = [
        near
        for solid in _solids(spine, "flavum")
        if len((near := _near(solid, rim, aside, up, sign * _medial(spine, under))).faces)
    ]
    least = RECESS_DEEPEST - RECESS_FROM
    for beside in _medial(spine, under) - np.linspace(1.5, RECESS_IN, 8):
        plane = Section(rim + sign * beside * aside, back, up, np.full(1, RECESS_DEEPEST))
        outlines = [plane.outlines(solid) for solid in solids]
        for rise in np.linspace(-1.0, 2.0, 7):
            held = np.concatenate([np.zeros((0, 2)), *(plane.held(lines, rise) for lines in outlines)])
            least = min(least, _longest(held[np.argsort(held[:, 0])], RECESS_FROM, RECESS_DEEPEST))
    return least


def _near(solid: Surface, rim: Points, aside: Points, up: Points, medial: float) -> Surface:
    """The part of a solid that ways across a recess can meet: around its rim, as far in as a pedicle's inner border."""
    close = (np.abs(solid.points[:, 2] - rim[2]) < AROUND).nonzero()[0]
    away = solid.points[close] - rim
    near = np.zeros(len(solid.points), bool)
    near[close] = (np.abs(away @ aside - medial) < NEAR) & (np.abs(away @ up) < NEAR)
    used, inverse = np.unique(solid.faces[near[solid.faces].any(axis=1)], return_inverse=True)
    return Surface(solid.points[used], inverse.reshape(-1, 3).astype(np.int32))


def _longest(held: NDArray[np.float64], start: float, end: float) -> float:
    """The longest stretch (mm) of a way from a start to an end outside what is held (k, 2), sorted by its beginning."""
    longest = 0.0
    for first, last in held:
        longest, start = max(longest, min(first, end) - start), max(start, last)
    return float(max(longest, end - start))


def foramen(spine: Spine, level: str, side: Side) -> dict[str, float]:
    """Height, width and area of an intervertebral foramen in the sagittal plane just inside the pedicles.

    The height runs from pedicle to pedicle.  The width is the least distance from disc or body
    to the joint, from half-way between the root's place and the disc to just below the
    middle, where joint and disc stand.  The area is the room
    seen from there: body and disc in front, pedicles above and below, joint and flavum behind.
    A growth on a root is in the foramen, no wall of it: what it widens grows.
    """
    section, height = foramen_section(spine, level, side)
    lines = section.cut(_solids(spine, *ON_ROOTS))
    down = np.arange(0.0, (WIDTH_TO - ROOT_AT) * height, WIDTH_STEP)
    return {
        "height": height,
        "width": section.narrowest(lines, -down),
        "area": float(areas(section.room(lines)[None])[0]),
    }


def foramen_section(spine: Spine, level: str, side: Side) -> tuple[Section, float]:
    """A foramen in the sagittal plane in which it is measured, from a point in its upper half, and its height in mm."""
    over, under = upper(level), lower(level)
    sign = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    marks = spine.landmarks[over]
    x = marks["pedicle_medial/left"][0] + FORAMEN_IN
    roof = spine.poses[over].out((np.array([x, *marks["pedicle_bottom/left"][1:]]) * sign)[None])[0]
    down = -spine.discs[level].frame.turn[:, 2]
    walls = _walls(spine, *ON_ROOTS)
    height = float((_floor(spine, under, sign, roof, down) - roof) @ down)
    centre = roof + ROOT_AT * height * down
    back = spine.discs[level].frame.turn[:, 1]
    centre = centre + _centred(walls, centre, back)
    return Section(centre, back, -down, np.full(RAYS, FORAMEN_REACH)), height


def _floor(spine: Spine, under: str, sign: Points, roof: Points, down: Points) -> Points:
    """The upper edge (3,) of the pedicle below a foramen; of the sacrum, the bone straight below its roof."""
    marks = spine.landmarks[under]
    if "pedicle_top/left" in marks:
        edge: Points = spine.poses[under].out((np.asarray(marks["pedicle_top/left"]) * sign)[None])[0]
        return edge
    start = roof + 1.5 * down
    floor: Points = start + cast([spine.bones[under]], start[None], down[None], 40.0)[0] * down
    return floor


def _centred(walls: list[Obstacle], point: Points, way: Points) -> Points:
    """The shift (3,) that brings a point half-way between the walls before and behind it."""
    ways = np.stack([way, -way])
    far = cast(walls, np.repeat(point[None], 2, axis=0), ways, 20.0)
    shift: Points = way * (far[0] - far[1]) / 2
    return shift
