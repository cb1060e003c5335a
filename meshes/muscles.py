"""Muscles beside the spine: psoas, multifidus and erector spinae, swept along the bones they follow."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from .levels import Side
from .obstacle import Obstacle, cast
from .pose import Pose
from .surface import Surface
from .sweep import Course, lengths, tube

STATIONS = {"psoas": 30, "multifidus": 34, "erector_spinae": 30}
AROUND = 28  # points around a muscle
CLEAR = 0.5  # mm a muscle keeps from what it lies against
ROUND = 12.0  # mm over which an end tapers
CUT = {"psoas": "below", "erector_spinae": "above"}  # which end goes on beyond the atlas and is cut off
FULLNESS = 2.5  # exponent of the section, 2 = ellipse
STRAIGHT = 1.6  # stations over which the course is evened
LEAST = 0.8  # mm, the smallest radius
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


def muscle(name: str, side: Side, poses: Mapping[str, Pose], walls: Sequence[Obstacle]) -> Surface:
    """A muscle of one side, filling its section as far as what stands beside it leaves room."""
    rows, sign = bellies()[name], 1.0 if side == "left" else -1.0
    places = np.array([[b.lateral * sign, b.posterior, b.superior] for b in rows])
    centres = np.array([poses[b.bone].out(p[None])[0] for b, p in zip(rows, places, strict=True)])
    run = lengths(centres)
    at = np.linspace(0.0, run[-1], STATIONS[name])
    line = gaussian_filter1d(PchipInterpolator(run, centres)(at), STRAIGHT, axis=0, mode="nearest")
    course = Course.along(line, (sign, 0.0, 0.0))
    wide, deep = PchipInterpolator(run, [(b.half_width, b.half_depth) for b in rows])(at).T
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    across, over = np.abs(np.cos(turn) / wide[:, None]), np.abs(np.sin(turn) / deep[:, None])
    section = (across**FULLNESS + over**FULLNESS) ** (-1.0 / FULLNESS)
    tips = {"above": at, "below": run[-1] - at}
    ends = np.min([far for end, far in tips.items() if end != CUT.get(name)], axis=0) / ROUND
    section *= np.sqrt(np.clip(1.0 - (1.0 - np.clip(ends, 0.0, 1.0)) ** 2, 0.02, 1.0))[:, None]
    rays = course.rays(AROUND)
    starts = np.repeat(course.centre, AROUND, axis=0)
    free = cast(walls, starts, rays.reshape(-1, 3), float(section.max())).reshape(section.shape) - CLEAR
    radii = np.minimum(section, free)
    for axis, mode in ((1, "wrap"), (0, "nearest")):
        radii = np.minimum(gaussian_filter1d(radii, SMOOTH, axis=axis, mode=mode), free)
    return tube(course.rings(np.maximum(radii, LEAST)))
