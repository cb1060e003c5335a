"""The wings of the iliac bones, from the crest to above the hip: an outline to know the level of L4 by."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from .levels import Side
from .surface import Surface
from .sweep import slab

ALONG, DOWN = 34, 14  # points along the crest and from the crest down
THIN = 0.55  # how much of its thickness the middle of the wing keeps
RIM = 0.35  # how much of its thickness the rim keeps


@cache
def _outline() -> NDArray[np.float64]:
    """Crest (x, y, z), lower edge (x, y, z) and their thicknesses, from behind forwards (k, 8), mm."""
    with (files(__package__) / "data" / "ilium.csv").open(encoding="utf-8") as table:
        return np.array(
            [[float(v) for k, v in row.items() if k.endswith("_mm")] for row in csv.DictReader(table)]
        )


def ilium(side: Side, scale: float = 1.0) -> Surface:
    """The wing of an iliac bone in the spine's frame, where the sacrum stands, ``scale`` times the default's size."""
    rows = scale * _outline()
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rows[:, :3], axis=0), axis=1))])
    along = PchipInterpolator(run, rows)(np.linspace(0.0, run[-1], ALONG))
    down = np.linspace(0.0, 1.0, DOWN)[None, :, None]
    middle = along[:, None, 0:3] * (1.0 - down) + along[:, None, 3:6] * down
    outward = np.cross(np.gradient(middle, axis=0), np.gradient(middle, axis=1))
    outward /= np.linalg.norm(outward, axis=2, keepdims=True)
    share = down[..., 0]
    thick = along[:, 6:7] * (1.0 - share) + along[:, 7:8] * share
    thick = thick * (1.0 - (1.0 - THIN) * np.sin(np.pi * share) ** 2)
    u = np.linspace(-1.0, 1.0, ALONG)[:, None]
    edge = np.sqrt(np.clip(1.0 - np.maximum(np.abs(u) ** 8, np.abs(2.0 * share - 1.0) ** 6), 0.0, 1.0))
    half = (thick / 2 * (RIM + (1.0 - RIM) * edge))[..., None]
    made = slab(middle + half * outward, middle - half * outward)
    sign = 1.0 if side == "left" else -1.0
    if sign > 0:
        return made
    return Surface(made.points * [-1.0, 1.0, 1.0], np.ascontiguousarray(made.faces[:, ::-1]))
