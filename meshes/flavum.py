"""Ligamenta flava: two shields from lamina to lamina, whose lateral parts are the front of the joints' capsules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .canal import Sac
from .fields import Points
from .levels import Side, lower, sign_of, upper
from .obstacle import Obstacle, cast
from .surface import Surface
from .sweep import eased, slab

GAP = 0.08  # mm between solids that touch
ROWS, COLUMNS = 18, 15  # of its sheets
FROM = 2.5  # degrees from the midline behind, around the canal, at which each half begins
TO = (48.0, 84.0)  # and at which it ends: on the laminae, and beside the joint
WIDEST = 0.45  # of its height from above down, where the joint is
LEAST = {"L5-S1": 7.0}  # mm behind the canal's axis at the least: it ends on the edge of the lamina
SLACK = (1.2, 6.2)  # mm it can lie behind the line from lamina to lamina: in the midline, and on the joint
MADE = 1.1  # of its thickness that it is made with, for what its smoothing takes
MEDIAL = (0.55, 4.0)  # of its thickness that it has in the midline, and how fast it gains beside
THINS = 60.0  # degrees up to which it thins,
FULL = 0.55  # of them up to which it is as thick as it gets
FILLS, FULLEST = 0.14, 0.88  # how much further for every mm it has grown, and at most
LATERAL = 0.4  # of its thickness that it has on the joint
EDGE = 8.0  # how steeply its lateral edge is bevelled: over an eighth of its width
BEVEL = 0.6  # of its thickness near them that its upper and lower edges have
FILM = 0.12  # mm it has at its thinnest
DRAPES = 2  # times its inner face is smoothed, so that it hangs over what has grown on the joint
NEAREST = 2.5  # mm from the canal's axis that it keeps


def flavum(
    side: Side,
    level: str,
    thick: float,
    grown: float,
    sac: Sac,
    walls: Sequence[Obstacle],
) -> Surface:
    """One half of a ligamentum flavum, lining the canal from lamina to lamina.

    It is laid from the axis of the canal onto the front of the laminae and of the joint, of whose capsule it is the
    front (anatomy-facts B5); between the laminae it bridges the gap.  ``thick`` is its thickness in mm at the
    middle, ``grown`` how much of that is more than it had: it thickens along the joint as well.
    """
    start, stop = sac.places[upper(level)], sac.places[lower(level)]
    rows = start + (stop - start) * np.linspace(0.30, 1.02 if level in LEAST else 0.97, ROWS)
    axis = np.stack(
        [np.interp(rows, np.arange(len(sac.course.centre)), c) for c in sac.course.centre.T], axis=1
    )
    back = _backs(sac, rows)
    height, width = np.linspace(0.0, 1.0, ROWS)[:, None], np.linspace(0.0, 1.0, COLUMNS)
    bow = np.sin(np.pi * height ** (np.log(0.5) / np.log(WIDEST)))
    turn = np.radians(FROM + width * (TO[0] + bow * np.ptp(TO) - FROM))[..., None]
    ways = np.cos(turn) * back[:, None] + sign_of(side) * np.sin(turn) * np.array([1.0, 0.0, 0.0])
    origins = np.repeat(axis[:, None], COLUMNS, axis=1)
    hit = cast(walls, origins.reshape(-1, 3), ways.reshape(-1, 3), 24.0).reshape(turn.shape[:2])
    slack = SLACK[0] + np.ptp(SLACK) * width**2
    outer = _bridged(np.maximum(hit, LEAST.get(level, 0.0)), slack)
    ends = np.sin(np.pi * np.linspace(0.06, 0.94, ROWS))[:, None] ** 0.7
    ends[[0, -1]] *= BEVEL
    full = min(FULL + FILLS * grown, FULLEST)
    beside = (np.degrees(turn[..., 0]) - FROM) / (THINS - FROM)
    thinning = np.clip((1.0 - beside) / (1.0 - full), 0.0, 1.0) ** 2
    lateral = np.maximum(thinning, LATERAL * np.clip(EDGE * (1.0 - width), 0.0, 1.0))
    medial = np.clip(MEDIAL[0] + MEDIAL[1] * beside, 0.0, 1.0)
    inner = np.maximum(outer - MADE * thick * ends * lateral * medial, NEAREST)
    for _ in range(DRAPES):
        inner = eased(inner)
    inner = np.minimum(inner, outer - FILM)
    return slab(origins + inner[..., None] * ways, origins + outer[..., None] * ways)


def _backs(sac: Sac, rows: NDArray[np.float64]) -> Points:
    over = sac.course.over * np.sign(sac.course.over[:, 1:2])
    index = np.arange(len(over))
    back = np.stack([np.interp(rows, index, c) for c in over.T], axis=1)
    unit: Points = back / np.linalg.norm(back, axis=1, keepdims=True)
    return unit


def _bridged(hit: NDArray[np.float64], slack: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances (m, n) mm to the lining's outer face: on the bone, and straight across gaps between bones.

    Across a gap it may lie behind the straight line by a ``slack`` (n,) mm.
    """
    outer = hit.copy()
    rows = np.arange(len(hit))
    for j in range(hit.shape[1]):
        column = hit[:, j]
        top = rows[: len(rows) // 2][np.argmin(column[: len(rows) // 2])]
        low = rows[len(rows) // 2 :][np.argmin(column[len(rows) // 2 :])]
        straight = np.interp(rows, [top, low], [column[top], min(column[low], column[top] + 1.0)])
        outer[:, j] = np.minimum(column, straight + slack[j])
    return np.minimum(eased(outer), hit) - GAP
