"""Posterior epidural fat: what fills the canal between the sac and the flava."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .canal import Sac
from .fields import Points
from .levels import lower, upper
from .nerves import Laid, swapped
from .obstacle import Obstacle, cast
from .surface import Surface
from .sweep import Course, tube

AROUND = 20
FULL = 6.0  # mm, farthest reach of the fat from its own axis
LEAST = 1.3  # mm of room below which there is no fat
GAP = 0.50  # mm between solids that touch


@dataclass(frozen=True, eq=False)
class Behind:
    """The room between the dura and what stands behind it, at every station of the sac."""

    wall: Points  # (m, 3) mm, in the midline
    back: Points  # (m, 3), the way back from it
    room: NDArray[np.float64]  # (m,) mm

    @classmethod
    def of(cls, laid: Laid, walls: Sequence[Obstacle]) -> Behind:
        """The room behind a sac that has been laid."""
        course, quarter = laid.course, laid.radii.shape[1] // 4
        behind = laid.radii[:, quarter if course.over[0, 1] > 0 else 3 * quarter]
        back = course.over * np.sign(course.over[:, 1:2])
        wall = course.centre + (behind + GAP)[:, None] * back
        return cls(wall, back, cast(walls, wall, back, 10.0))


def epidural_fat(level: str, sac: Sac, behind: Behind, walls: Sequence[Obstacle], even: bool) -> Surface:
    """The fat behind the sac at one level: a wedge between two flava and the dura, alike on both sides if ``even``."""
    start, stop = sac.places[upper(level)], sac.places[lower(level)]
    index = np.arange(len(behind.room))
    span = np.arange(int(start + 0.22 * (stop - start)), stop + 1)
    rows = _roomiest(span, behind.room[span])
    parts = (behind.wall, behind.back)
    wall, back = (np.stack([np.interp(rows, index, c) for c in part.T], axis=1) for part in parts)
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    room = cast(walls, wall, back, 10.0)
    centre = wall + (0.45 * np.minimum(room, 6.0))[:, None] * back
    line = Course.along(centre, (1.0, 0.0, 0.0))
    starts = np.repeat(centre[:, None], AROUND, axis=1).reshape(-1, 3)
    free = cast(walls, starts, line.rays(AROUND).reshape(-1, 3), FULL + 1.0).reshape(len(rows), AROUND) - GAP
    free = np.minimum(free, swapped(free)) if even else free
    fade = np.sin(np.pi * np.linspace(0.05, 0.95, len(rows)))[:, None] ** 0.5
    return tube(line.rings(np.clip(np.minimum(free, FULL * fade), 0.08, None)))


def _roomiest(span: NDArray[np.int64], room: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sixteen places along the stretch of stations around the roomiest that has room for fat."""
    best = int(room.argmax())
    enough = room > min(LEAST, 0.8 * room[best])
    first = best - int(np.argmin(enough[best::-1])) + 1 if not enough[: best + 1].all() else 0
    last = best + int(np.argmin(enough[best:])) - 1 if not enough[best:].all() else len(span) - 1
    return np.linspace(span[first], span[max(last, first)] + 0.4, 16)
