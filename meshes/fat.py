"""Posterior epidural fat: what fills the canal between the sac and the flava."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .canal import Sac
from .levels import lower, upper
from .obstacle import Obstacle, cast
from .surface import Surface
from .sweep import Course, tube

AROUND = 20
FULL = 7.5  # mm, farthest reach of the fat from its own axis
GAP = 0.10  # mm between solids that touch


def epidural_fat(level: str, sac: Sac, sac_wall: Obstacle, walls: Sequence[Obstacle]) -> Surface:
    """The fat behind the sac at one level: a wedge between the two flava and the dura."""
    start, stop = sac.places[upper(level)], sac.places[lower(level)]
    rows = np.linspace(start + 0.22 * (stop - start), start + 0.95 * (stop - start), 16)
    index = np.arange(len(sac.course.centre))
    axis = np.stack([np.interp(rows, index, column) for column in sac.course.centre.T], axis=1)
    over = sac.course.over * np.sign(sac.course.over[:, 1:2])
    back = np.stack([np.interp(rows, index, column) for column in over.T], axis=1)
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    depth = sac.resting[:, sac.resting.shape[1] // 4]
    behind = np.interp(rows, index, depth)
    for _ in range(12):  # from inside the sac's place to its back wall and a little beyond
        outside = sac_wall.look_up(axis + behind[:, None] * back)[0]
        behind = behind - np.clip(outside - 0.8, -1.0, 1.0)
    far = cast(walls, axis + behind[:, None] * back, back, 14.0)
    centre = axis + (behind + np.minimum(far * 0.35, 3.0))[:, None] * back
    course = Course.along(centre, (1.0, 0.0, 0.0))
    rays = course.rays(AROUND)
    starts = np.repeat(centre[:, None], AROUND, axis=1).reshape(-1, 3)
    room = cast([sac_wall, *walls], starts, rays.reshape(-1, 3), FULL + 1.0).reshape(len(rows), AROUND) - GAP
    fade = np.sin(np.pi * np.linspace(0.05, 0.95, len(rows)))[:, None] ** 0.5
    return tube(course.rings(np.clip(np.minimum(room, FULL * fade), 0.08, None)))
