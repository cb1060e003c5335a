"""Every number that is shown: measured on the built geometry, never echoed from what was asked.

Millimetres, mm², degrees and percent; sides are the patient's.  How each is defined
stands in the function that measures it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from .case import NORMAL, format_case
from .fields import Points
from .grid import Posed
from .levels import SEGMENTS, SIDES, VERTEBRAE, Side, lower, upper
from .measure_canal import canal, foramen, recess
from .measure_displaced import displaced, displaced_depth
from .measure_growths import epidural_loss, growths
from .measure_roots import roots
from .obstacle import Obstacle, cast, leave
from .person import PEOPLE, Person, format_person
from .pose import Pose
from .spine import Spine, build

Displaced = dict[str, dict[str, Any]]
HEIGHTS = ("disc_height_anterior", "disc_height_posterior", "disc_height_centre")


def measure(spine: Spine) -> dict[str, Any]:
    """All measurements of a spine, as plain numbers by name: the JSON of ``lumbar measure`` without the grades."""
    beyond = displaced(spine)
    return {
        "case": format_case(spine.case),
        **({"person": whose} if (whose := format_person(spine.person)) else {}),
        "vertebrae": {name: _vertebra(spine, name) for name in VERTEBRAE},
        "levels": {level: _level(spine, level, beyond) for level in SEGMENTS},
        "roots": roots(spine),
        **({"growths": grown} if (grown := growths(spine)) else {}),
        **({"displaced": beyond} if beyond else {}),
    }


def measure_level(spine: Spine, level: str) -> dict[str, Any]:
    """The measurements of one segment and of the roots that leave or pass there."""
    found = displaced(spine, (level,))
    return {
        "case": format_case(spine.case),
        "levels": {level: _level(spine, level, found)},
        "roots": roots(spine, (upper(level), lower(level))),
        **({"displaced": found} if found else {}),
    }


def _vertebra(spine: Spine, name: str) -> dict[str, float]:
    """Sizes of one vertebra, read in its own frame.

    End-plate width and depth are the widest and the midsagittal distance of the rim, 1 mm
    inside the bone; heights run from rim to rim; the pedicle is measured at its isthmus
    across its axis; the canal at the height of the pedicles.
    """
    marks, grid = spine.landmarks[name], Posed(spine.bones[name].grid, Pose())
    top_front, top_back = (np.asarray(marks[f"superior_endplate_{end}"]) for end in ("anterior", "posterior"))
    low_front, low_back = (np.asarray(marks[f"inferior_endplate_{end}"]) for end in ("anterior", "posterior"))
    pedicle = np.asarray(marks["pedicle/left"], float)
    wall, lamina = (np.asarray(marks[n], float) for n in ("posterior_wall", "spinolaminar"))
    middle = np.array([0.0, (wall[1] + lamina[1]) / 2, pedicle[2]])
    wall = np.array([0.0, wall[1], pedicle[2]])
    pedicle_back, bottom = pedicle[1] + 2.0 - wall[1], float(marks["pedicle_bottom/left"][2])
    points = spine.surfaces[f"{name}/vertebra"].points
    local = spine.poses[name].into(points)
    span = max(local[:, 0].max(), marks["transverse_tip/left"][0]) * 2
    return _rounded(
        {
            "endplate_width_superior": _width(grid, (top_front + top_back) / 2),
            "endplate_depth_superior": float(np.linalg.norm(top_back - top_front)),
            "body_height_anterior": float(np.linalg.norm(top_front - low_front)),
            "body_height_posterior": float(np.linalg.norm(top_back - low_back)),
            "pedicle_width": _narrowest(grid, pedicle),
            "transverse_span": float(span),
            "canal_width": max(
                2 * _open(grid, wall + [0, y, 0], (1, 0, 0)) for y in np.linspace(1.0, pedicle_back, 8)
            ),
            "canal_depth": min(_depth(grid, middle, z) for z in np.linspace(bottom, pedicle[2], 8)),
        }
    )


def _width(grid: Obstacle, centre: Points) -> float:
    """The widest distance across an end-plate's rim, mm."""
    best = 0.0
    for y in np.linspace(-6.0, 6.0, 13):
        start = centre + np.array([14.0, y, -1.0])
        best = max(best, 14.0 + float(leave(grid, start[None], np.array([[1.0, 0.0, 0.0]]), 30.0)[0]))
    return 2 * best


def _narrowest(grid: Obstacle, centre: Points) -> float:
    """The least distance through a pedicle in the axial plane, mm."""
    turn = np.radians(np.linspace(-45.0, 45.0, 31))
    ways = np.column_stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)])
    starts = np.repeat(centre[None], len(ways), axis=0)
    return float((leave(grid, starts, ways, 20.0) + leave(grid, starts, -ways, 20.0)).min())


def _open(grid: Obstacle, start: Points, way: tuple[float, float, float]) -> float:
    """How far one can go through air until bone, mm."""
    return float(cast([grid], start[None], np.array([way], float), 40.0)[0])


def _depth(grid: Obstacle, middle: Points, height: float) -> float:
    """The midline distance from the back of the body to the lamina at a height, mm."""
    start = np.array([middle[0], middle[1], height])
    return _open(grid, start, (0, 1, 0)) + _open(grid, start, (0, -1, 0))


def _level(spine: Spine, level: str, found: Displaced) -> dict[str, Any]:
    """Sizes of one segment.

    Disc heights are distances between the rims (in front, behind) and between the floors of
    the end-plates at the centre, across the disc.  The slip is how far the upper vertebra's
    posterior rim stands in front of the lower one's, along the lower end-plate, in mm and in
    percent of that end-plate's depth.  The segment angle runs from upper end-plate to next
    upper end-plate, lordosis positive.  The height lost is the percentage of the healthy
    mean of front, centre and back; the signal is that of the nucleus, 1 as bright as fluid.
    """
    over, under = upper(level), lower(level)
    above, below = spine.plate(over, "inferior_endplate"), spine.plate(under, "superior_endplate")
    along = below.posterior - below.anterior
    depth = float(np.linalg.norm(along))
    slip = float((below.posterior - above.posterior) @ along / depth)
    tilt = below.tilt - spine.plate(over, "superior_endplate").tilt
    room = canal(spine, level)
    sides: tuple[Side, ...] = SIDES
    doors = {side: foramen(spine, level, side) for side in sides}
    return _rounded(
        {
            **dict(zip(HEIGHTS, _heights(spine, level), strict=True)),
            "disc_height_lost": _height_lost(spine, level),
            "disc_signal": spine.plan.at(level).signal,
            "segment_angle": float(tilt),
            "slip": slip,
            "slip_percent": 100.0 * slip / depth,
            **room,
            "canal_lost": max(
                (v["canal_lost"] for k, v in found.items() if k.startswith(level)), default=0.0
            ),
            "displaced_depth": {side: displaced_depth(found, level, side) for side in sides},
            "recess_depth": {side: recess(spine, level, side) for side in sides},
            "foramen_height": {side: doors[side]["height"] for side in sides},
            "foramen_width": {side: doors[side]["width"] for side in sides},
            "foramen_area": {side: doors[side]["area"] for side in sides},
            **epidural_loss(spine, level),
        }
    )


def _heights(spine: Spine, level: str) -> tuple[float, float, float]:
    """The heights of a disc in mm: at the rims in front and behind, and between the floors at its centre."""
    above = spine.plate(upper(level), "inferior_endplate")
    below = spine.plate(lower(level), "superior_endplate")
    disc = spine.discs[level]
    across = disc.frame.turn[:, 2]
    front, back = above.anterior - below.anterior, above.posterior - below.posterior
    return float(front @ across), float(back @ across), float(disc.top[0].mean() - disc.bottom[0].mean())


@lru_cache(maxsize=PEOPLE * len(SEGMENTS))
def _healthy_heights(person: Person, level: str) -> tuple[float, float, float]:
    return _heights(build(NORMAL, person), level)


def _height_lost(spine: Spine, level: str) -> float:
    """The percentage of a disc's healthy height that is gone."""
    return max(100.0 * (1.0 - sum(_heights(spine, level)) / sum(_healthy_heights(spine.person, level))), 0.0)


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers to two decimals, never a negative zero."""
    return {
        name: _rounded(value) if isinstance(value, dict) else round(float(value), 2) + 0.0
        for name, value in values.items()
    }
