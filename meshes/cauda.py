"""What runs in the dural sac: the conus medullaris and the strands of the cauda equina."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import CubicSpline

from .dura import Inside, inner
from .fields import Points
from .levels import ROOTS, SIDES
from .nerves import Laid
from .surface import Surface
from .sweep import Course, joined, tube

CONUS_RADIUS = 4.1  # mm at T12 (lumbar enlargement about 9 mm wide)
CUT = 0.7  # stations of the sac below its upper end, where the cord is cut off with it
NAMES = (*ROOTS[1:], "S2", "S3", "S4")  # whose strands run below the conus
LAST = 2 * len(NAMES) - 1  # place of the last strand of a side
STRAND = 0.40  # mm, radius of one strand of the cauda equina
CORNERS = 6  # of its section
SIDEWAYS, BACK = 14.0, 76.0  # degrees from sideways towards the back, of the first and last strand
SPREADING = 0.75  # of the room that strands have left that those below take up
FILUM_BEHIND = 0.42  # of the radius the filum terminale lies behind the middle
LAYERS = (0.90, 0.58, 0.74)  # of the radius: neighbours lie at different depths, so that each has room
MARGIN = STRAND + 0.45  # mm the middle of what runs here keeps from the dura


def conus(laid: Laid, tip: int) -> Surface:
    """The conus medullaris: the end of the cord, tapering to its tip at a station of the sac."""
    knots, station = np.linspace(CUT, float(tip), 6), np.linspace(CUT, float(tip), 26)
    middle = inner(laid, MARGIN).at(knots, np.full(6, 0.08), np.full(6, np.pi / 2))
    centre = CubicSpline(knots, middle)(station)
    radius = CONUS_RADIUS * np.sqrt(np.clip(1.0 - np.linspace(0.0, 0.985, 26) ** 2.2, 0.004, 1.0))
    course = Course.along(centre, (1.0, 0.0, 0.0))
    turn = np.arange(24) * 2 * np.pi / 24
    oval = 1.0 / np.hypot(np.cos(turn), np.sin(turn) / 0.85)
    return tube(course.rings(radius[:, None] * oval))


def cauda(laid: Laid, tip: int, exits: dict[str, int]) -> Surface:
    """The cauda equina: two strands a root and side, ordered, leaving at their level, and the filum terminale.

    The strands about to leave lie in front at the side, the most caudal ones behind near
    the midline (Wall and Cohen 1990; anatomy-facts B2).
    """
    inside = inner(laid, MARGIN)
    last = len(laid.radii) - 3
    strands = []
    for side in SIDES:
        ends = [
            min(exits.get(f"{name}/{side}", last - 2 * (len(NAMES) - 1 - order)), last)
            for order, name in enumerate(NAMES)
        ]
        for order in range(len(NAMES)):
            for place in _places(order):
                strands.append(_strand(inside, tip, ends, place, side == "left"))
    return joined(*strands, _filum(inside, tip, last))


def sacral(strands: Surface) -> Points:
    """The points (n, 3) of the strands of S2 to S4, both sides, in the surface that ``cauda`` makes."""
    sizes, low = [], []
    for order, name in enumerate(NAMES):
        for place in _places(order):
            sizes.append(_rings(place) * CORNERS + 2)
            low.append(name not in ROOTS)
    ends = np.cumsum(sizes * 2)
    return np.concatenate(
        [strands.points[e - n : e] for e, n, wanted in zip(ends, sizes * 2, low * 2, strict=True) if wanted]
    )


def _filum(inside: Inside, tip: int, last: int) -> Surface:
    """The filum terminale: a thread in the midline from the tip of the conus to the end of the sac."""
    station = np.linspace(tip - 0.5, float(last), 60)
    share = np.interp(np.linspace(0.0, 1.0, 60), [0.0, 0.2, 1.0], [0.08, FILUM_BEHIND, FILUM_BEHIND])
    centre = inside.at(station, share, np.full(60, np.pi / 2))
    return tube(Course.along(centre, (1.0, 0.0, 0.0)).rings(np.full((60, CORNERS), STRAND)))


def _places(order: int) -> tuple[int, int]:
    """The places of a root's two strands in the row of all of one side."""
    return 2 * order, 2 * order + 1


def _rings(place: int) -> int:
    return 12 + int(44 * place / LAST)


def _strand(inside: Inside, tip: int, ends: Sequence[int], place: int, left: bool) -> Surface:
    """One strand from the conus down to its station; its place runs from the first root's (0) to the last's.

    The strands of a side leave at the stations ``ends``; those that go on spread into the room they leave.
    """
    depth, count = place / LAST, _rings(place)
    station = np.linspace(max(tip - 9.0 + 8.0 * depth, 4.0), float(ends[place // 2]), count)
    run = np.linspace(0.0, 1.0, count)
    gone = np.interp(station, [tip, *ends], 2.0 * np.arange(len(ends) + 1))  # strands that have left by there
    moved_up = np.clip((place - gone) / np.maximum(LAST - gone, 1.0), 0.0, 1.0)
    behind = SIDEWAYS + (BACK - SIDEWAYS) * (depth + SPREADING * (moved_up - depth))
    leaving = np.clip((run - 0.82) / 0.18, 0.0, 1.0)
    angle = np.radians(behind * (1 - leaving) + (-22.0 if depth < 0.6 else 40.0) * leaving)
    layer = LAYERS[place % len(LAYERS)]
    share = np.interp(run, [0.0, 0.12, 0.82, 1.0], [0.55, layer, layer, 0.96])
    turn = angle if left else np.pi - angle
    centre = inside.at(station, share, turn)
    course = Course.along(centre, (0.0, 1.0, 0.0))
    return tube(course.rings(np.full((count, CORNERS), STRAND)))
