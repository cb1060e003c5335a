"""What runs in the dural sac: the conus medullaris and the strands of the cauda equina."""

from __future__ import annotations

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
STRAND = 0.55  # mm, radius of one strand of the cauda equina
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
    """The strands of the cauda equina: one a root and side, ordered, each leaving at its level.

    The strand about to leave lies in front at the side, the most caudal ones behind near
    the midline (Wall and Cohen 1990; anatomy-facts B2).
    """
    inside = inner(laid, MARGIN)
    last = len(laid.radii) - 3
    names = [*ROOTS[1:], "S2", "S3", "S4"]
    strands = []
    for side in SIDES:
        for order, name in enumerate(names):
            end = exits.get(f"{name}/{side}", last - 2 * (len(names) - 1 - order))
            strands.append(_strand(inside, tip, min(end, last), order / (len(names) - 1), side == "left"))
    return joined(*strands)


def sacral(strands: Surface) -> Points:
    """The points (n, 3) of the strands of S2 to S4, both sides, in the surface that ``cauda`` makes."""
    names = len(ROOTS) - 1 + 3
    sizes = [(12 + int(44 * order / (names - 1))) * 7 + 2 for order in range(names)] * 2
    ends = np.cumsum(sizes)
    low = [k % names >= names - 3 for k in range(2 * names)]
    return np.concatenate(
        [strands.points[e - n : e] for e, n, wanted in zip(ends, sizes, low, strict=True) if wanted]
    )


def _strand(inside: Inside, tip: int, end: int, depth: float, left: bool) -> Surface:
    """One strand from the conus down to its station; ``depth`` runs from the first root (0) to the last (1)."""
    start = max(tip - 9.0 + 8.0 * depth, 4.0)
    count = 12 + int(44 * depth)
    station = np.linspace(start, float(end), count)
    run = np.linspace(0.0, 1.0, count)
    behind = 24.0 + 62.0 * depth  # degrees from straight sideways towards the back
    leaving = np.clip((run - 0.82) / 0.18, 0.0, 1.0)
    angle = np.radians(behind * (1 - leaving) + (-22.0 if depth < 0.6 else 40.0) * leaving)
    share = np.interp(
        run, [0.0, 0.12, 0.82, 1.0], [0.55, 0.80 - 0.32 * depth * (1 - depth), 0.78 - 0.1 * depth, 0.96]
    )
    turn = angle if left else np.pi - angle
    centre = inside.at(station, share, turn)
    course = Course.along(centre, (0.0, 1.0, 0.0))
    return tube(course.rings(np.full((count, 7), STRAND)))
