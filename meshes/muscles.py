"""Muscles beside the spine: psoas, multifidus and erector spinae, swept along the bones they follow."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d, minimum_filter

from .fields import Points
from .levels import Side
from .obstacle import Obstacle, cast, clearance
from .pose import Pose
from .surface import Surface
from .sweep import EDGES, Course, lengths, tube

STATIONS = {"psoas": 30, "multifidus": 34, "erector_spinae": 30}
AROUND = 28  # points around a muscle
FINE = 2  # times as finely its room is felt out
DRAWS = 9  # steps in which it can be drawn in
CLEAR = 0.5  # mm a muscle keeps from what it lies against
ROUND = 12.0  # mm over which an end tapers
CUT = {"psoas": "below", "erector_spinae": "above"}  # which end goes on beyond the atlas and is cut off
FULLNESS = 2.5  # exponent of the section, 2 = ellipse
STRAIGHT = 1.6  # stations over which the course is evened
LEAST = 0.8  # mm, the smallest radius
SEEN = 6.0  # mm within which what lies beside a muscle is looked for
SMOOTH = 1.4  # stations and points over which its surface is evened


@dataclass(frozen=True)
class Belly:
    """The place of a muscle's middle beside one bone, in the bone's own frame, and its half-axes there; mm."""

    bone: str
    lateral: float
    posterior: float
    superior: float
    half_width: float
    half_depth: float


@cache
def bellies() -> dict[str, tuple[Belly, ...]]:
    """Each muscle from above down, from ``data/muscles.csv``."""
    found: dict[str, list[Belly]] = {}
    with (files(__package__) / "data" / "muscles.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            sizes = (float(value) for key, value in row.items() if key.endswith("_mm"))
            found.setdefault(row["muscle"], []).append(Belly(row["bone"], *sizes))
    return {name: tuple(rows) for name, rows in found.items()}


def muscle(
    name: str, side: Side, poses: Mapping[str, Pose], walls: Sequence[Obstacle], scale: float = 1.0
) -> Surface:
    """A muscle of one side, filling its section as far as what stands beside it leaves room.

    ``scale`` says how large the bones are, over the default's.
    """
    rows, sign = bellies()[name], 1.0 if side == "left" else -1.0
    places = scale * np.array([[b.lateral * sign, b.posterior, b.superior] for b in rows])
    centres = np.array([poses[b.bone].out(p[None])[0] for b, p in zip(rows, places, strict=True)])
    run = lengths(centres)
    at = np.linspace(0.0, run[-1], STATIONS[name])
    line = gaussian_filter1d(PchipInterpolator(run, centres)(at), STRAIGHT, axis=0, mode="nearest")
    course = Course.along(line, (sign, 0.0, 0.0))
    wide, deep = PchipInterpolator(run, [(scale * b.half_width, scale * b.half_depth) for b in rows])(at).T
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    across, over = np.abs(np.cos(turn) / wide[:, None]), np.abs(np.sin(turn) / deep[:, None])
    section = (across**FULLNESS + over**FULLNESS) ** (-1.0 / FULLNESS)
    tips = {"above": at, "below": run[-1] - at}
    ends = np.min([far for end, far in tips.items() if end != CUT.get(name)], axis=0) / ROUND
    section *= np.sqrt(np.clip(1.0 - (1.0 - np.clip(ends, 0.0, 1.0)) ** 2, 0.02, 1.0))[:, None]
    free = _free(course, walls, float(section.max()))
    radii = np.minimum(section, free)
    for axis, mode in ((1, "wrap"), (0, "nearest")):
        radii = np.minimum(gaussian_filter1d(radii, SMOOTH, axis=axis, mode=mode), free)
    return tube(course.rings(np.maximum(radii, LEAST)))


def _free(course: Course, walls: Sequence[Obstacle], reach: float) -> NDArray[np.float64]:
    """How far (m, AROUND) mm a muscle can reach from its middle, with what lies between two points heeded."""
    m = len(course.centre)
    fine = Course.along(_between(course.centre), tuple(course.across[0].tolist()))
    starts = np.repeat(fine.centre, FINE * AROUND, axis=0)
    far = cast(walls, starts, fine.rays(FINE * AROUND).reshape(-1, 3), reach).reshape(len(fine.centre), -1)
    least = minimum_filter(far, size=2 * FINE + 1, mode=EDGES)
    result: NDArray[np.float64] = least[::FINE, ::FINE][:m] - CLEAR
    return result


def _between(points: Points) -> Points:
    """Points (m, 3) with as many more between them as make the steps ``FINE`` times shorter."""
    at = np.arange((len(points) - 1) * FINE + 1) / FINE
    return np.column_stack([np.interp(at, np.arange(len(points)), column) for column in points.T])


def middles(solid: Surface) -> Points:
    """The middle (n, 3) of its section for each point of a muscle's surface."""
    rings = solid.points[:-2].reshape(-1, AROUND, 3)
    middle = np.repeat(rings.mean(axis=1), AROUND, axis=0)
    return np.concatenate([middle, middle[[0, -1]]])


def drawn_in(solid: Surface, walls: Sequence[Obstacle]) -> Surface:
    """A muscle whose surface is drawn towards its middle wherever it has come to lie in something else."""
    rings = solid.points[:-2].reshape(-1, AROUND, 3)
    middle = rings.mean(axis=1, keepdims=True)
    share, held = np.ones(rings.shape[:2]), np.ones(rings.shape[:2], bool)
    for _ in range(DRAWS):
        points = middle + share[..., None] * (rings - middle)
        held[held] = clearance(walls, points[held], SEEN) < 1.6 * CLEAR
        if not held.any():
            break
        share[held] -= 1.0 / (DRAWS + 1)
    if share.min() == 1.0:
        return solid
    share = minimum_filter(share, size=3, mode=EDGES)
    for axis, mode in ((1, "wrap"), (0, "nearest")):
        share = np.minimum(gaussian_filter1d(share, 1.0, axis=axis, mode=mode), share)
    points = middle + share[..., None] * (rings - middle)
    return Surface(np.concatenate([points.reshape(-1, 3), solid.points[-2:]]), solid.faces)
