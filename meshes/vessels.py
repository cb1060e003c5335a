"""The great vessels before the spine: the aorta, the inferior vena cava and their common iliac branches."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from fast_simplification import simplify
from scipy.interpolate import PchipInterpolator

from .fields import Points, capsule, union
from .loft import Step, assembled
from .pose import Pose
from .surface import Surface, polygonise
from .sweep import lengths

SPACING = 2.2  # mm of the triangles before they are thinned out
SPARED = 0.55  # share of them that can be spared
STEP = 7.0  # mm between the pieces of a vessel
FORK = 2.5  # mm over which branches melt into the trunk


@cache
def courses() -> dict[str, dict[str, tuple[tuple[str, tuple[float, ...]], ...]]]:
    """Vessel -> branch -> (bone, (lateral, posterior, superior, radius) mm), from ``data/vessels.csv``."""
    found: dict[str, dict[str, list[tuple[str, tuple[float, ...]]]]] = {}
    with (files(__package__) / "data" / "vessels.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            place = tuple(float(value) for key, value in row.items() if key.endswith("_mm"))
            found.setdefault(row["vessel"], {}).setdefault(row["branch"], []).append((row["bone"], place))
    return {
        vessel: {branch: tuple(rows) for branch, rows in branches.items()}
        for vessel, branches in found.items()
    }


def vessel(name: str, poses: Mapping[str, Pose], scale: float = 1.0, ahead: float = 0.0) -> Surface:
    """A great vessel with its two branches, as one closed solid.

    It lies beside bones ``scale`` times the default's size, and ``ahead`` mm farther in front.
    """
    steps: list[Step] = []
    for rows in courses()[name].values():
        line, radius = _line(rows, poses, scale, ahead)
        for k in range(len(line) - 1):
            a, b = (tuple(line[i].tolist()) for i in (k, k + 1))
            piece = capsule(a, b, float(radius[k]), float(radius[k + 1]))
            steps.append(Step(piece, 0.0 if k else FORK))
    box = union(*(step.field for step in steps)).box.grown(FORK)
    surface = polygonise(assembled(steps[0].field, steps[1:], box), SPACING)
    points, faces = simplify(surface.points, surface.faces, target_reduction=SPARED)
    light = Surface(points.astype(float), faces.astype(np.int32))
    return light if light.open_edges() == 0 else surface


def _line(
    rows: tuple[tuple[str, tuple[float, ...]], ...], poses: Mapping[str, Pose], scale: float, ahead: float
) -> tuple[Points, Points]:
    """Points (m, 3) along a branch and its radii (m,), mm."""
    keys = np.array(
        [poses[bone].out(scale * np.array([place[:3]]) - [0.0, ahead, 0.0])[0] for bone, place in rows]
    )
    run = lengths(keys)
    at = np.linspace(0.0, run[-1], int(run[-1] / STEP) + 2)
    radius = PchipInterpolator(run, [scale * place[3] for _, place in rows])(at)
    return PchipInterpolator(run, keys)(at), radius
