"""Posterior epidural fat: what fills the canal between the sac and the flava."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, gaussian_filter1d, minimum_filter, minimum_filter1d

from .canal import Sac
from .levels import lower, upper
from .nerves import Laid
from .obstacle import Obstacle, cast
from .surface import Surface
from .sweep import EDGES, Course, both_sides, left_rays, tube

AROUND = 20
ROWS = 16
MIDDLE = 0.45  # of the room behind the dura, where the fat's own axis runs
FULL = 6.0  # mm, farthest reach of the fat from its own axis
LEAST = 1.3  # mm of room below which there is no fat
GAP = 0.50  # mm between solids that touch


def epidural_fat(
    levels: Sequence[str], sac: Sac, laid: Laid, walls: Sequence[Obstacle], even: bool
) -> dict[str, Surface]:
    """The fat behind the sac at some levels: wedges between two flava and the dura, alike on both sides if ``even``."""
    if not levels:
        return {}
    course = laid.course
    behind = laid.dented[:, course.backward(laid.dented.shape[1])]
    ways = course.over * np.sign(course.over[:, 1:2])
    dura = course.centre + (behind + GAP)[:, None] * ways
    spans = [_span(sac, level) for level in levels]
    stations = np.concatenate(spans)
    free = np.split(
        cast(walls, dura[stations], ways[stations], 10.0), np.cumsum([len(span) for span in spans])[:-1]
    )
    rows = np.concatenate([_roomiest(span, room) for span, room in zip(spans, free, strict=True)])
    wall, back = (
        np.stack([np.interp(rows, np.arange(len(c)), c) for c in part.T], axis=1) for part in (dura, ways)
    )
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    deep = np.minimum(cast(walls, wall, back, 10.0), FULL).reshape(len(levels), ROWS)
    centre = wall + (MIDDLE * _even(deep)).reshape(-1, 1) * back
    lines = [Course.along(part, (1.0, 0.0, 0.0)) for part in centre.reshape(len(levels), ROWS, 3)]
    looked = left_rays(AROUND) if even else np.arange(AROUND)
    rays = np.concatenate([line.rays(AROUND)[:, looked].reshape(-1, 3) for line in lines])
    reached = cast(walls, np.repeat(centre, len(looked), axis=0), rays, FULL + 1.0) - GAP
    room = reached.reshape(len(levels), ROWS, -1)
    room = both_sides(room) if even else room
    fade = np.sin(np.pi * np.linspace(0.05, 0.95, ROWS))[:, None] ** 0.5
    made = {}
    for level, line, reach in zip(levels, lines, room, strict=True):
        made[level] = tube(line.rings(np.clip(np.minimum(_calm(reach), FULL * fade), 0.08, None)))
    return made


def _even(deep: NDArray[np.float64]) -> NDArray[np.float64]:
    """Depths (k, m) mm behind the dura along some levels, without those where a ray slips into the cleft."""
    even: NDArray[np.float64] = gaussian_filter1d(minimum_filter1d(deep, 5, axis=1), 1.5, axis=1)
    return np.minimum(deep, even)


def _calm(reach: NDArray[np.float64]) -> NDArray[np.float64]:
    """The reach (m, n) mm without the spikes where a ray slips between two laminae."""
    calm: NDArray[np.float64] = gaussian_filter(
        minimum_filter(reach, (3, 1), mode=EDGES), (1.7, 0.5), mode=EDGES
    )
    return np.minimum(reach, calm)


def _span(sac: Sac, level: str) -> NDArray[np.int64]:
    """The stations (k,) of the sac between which the fat of a level may lie."""
    start, stop = sac.places[upper(level)], sac.places[lower(level)]
    return np.arange(int(start + 0.22 * (stop - start)), stop + 1)


def _roomiest(span: NDArray[np.int64], room: NDArray[np.float64]) -> NDArray[np.float64]:
    """``ROWS`` places along the stretch of stations around the roomiest that has room for fat."""
    best = int(room.argmax())
    enough = room > min(LEAST, 0.8 * room[best])
    first = best - int(np.argmin(enough[best::-1])) + 1 if not enough[: best + 1].all() else 0
    last = best + int(np.argmin(enough[best:])) - 1 if not enough[best:].all() else len(span) - 1
    return np.linspace(span[first], span[max(last, first)] + 0.4, ROWS)
