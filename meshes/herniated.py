"""Displaced disc material: where it leaves the disc, which way it goes, and its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .blister import Mound, mound
from .chain import Landmarks
from .disc import Disc
from .levels import sign_of, upper
from .obstacle import Obstacle
from .plan import Herniated
from .roots import Root
from .surface import Surface

AIMED = 0.5  # how far a foraminal herniation heads for the root above the disc, 0 to 1
FLATTENED = 0.85  # height of a dome over its width


def herniation(
    asked: Herniated,
    disc: Disc,
    landmarks: Mapping[str, Landmarks],
    exiting: Root | None,
    ground: Sequence[Obstacle],
    walls: Sequence[Obstacle],
) -> Surface:
    """Displaced disc material: a mound on the back of the disc, stopped by bone.

    In the foramen and beyond it the material makes for the room there is, where the
    ``exiting`` root of its side runs.
    """
    aside = sign_of(asked.side) * _zone_centre(asked, landmarks[upper(asked.level)])
    base, out = disc.wall_at(aside)
    back = disc.frame.turn[:, 1]
    up = disc.frame.turn[:, 2]
    if asked.zone in ("foraminal", "extraforaminal") and exiting is not None:
        station = exiting.ganglion.stop - 2 if asked.zone == "foraminal" else exiting.foramen_end - 1
        root = exiting.way.rest[station]
        way = AIMED * (root - base) / np.linalg.norm(root - base) + (1 - AIMED) * out
    else:
        way = out + 2.5 * back
    way /= np.linalg.norm(way)
    tangent = np.cross(up, way)
    tangent /= np.linalg.norm(tangent)
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


def _zone_centre(asked: Herniated, above: Landmarks) -> float:
    """How far from the midline (mm) the middle of a zone lies (disc nomenclature v2.0 zones)."""
    medial, lateral = above["pedicle_medial/left"][0], above["pedicle_lateral/left"][0]
    return {
        "central": 0.0 if asked.side is None else 2.5,
        "subarticular": 0.70 * medial,
        "foraminal": 0.6 * medial + 0.4 * lateral,
        "extraforaminal": lateral + 0.5,
    }[asked.zone]
