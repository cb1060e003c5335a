"""The dural sac: its resting place and size in the canal, level by level."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from .chain import Landmarks, Plate, plate
from .fields import Points
from .levels import SEGMENTS, VERTEBRAE, lower
from .pose import Pose
from .sweep import Course, lengths

STATIONS = 7  # between a place and the next
STEP = 1.5  # mm half a slip can be before the sac drapes over the corner that stands behind
AROUND = 48  # points around the sac
SQUARENESS = 2.2  # exponent of the section's superellipse
FULLNESS = 3.26  # its area over the product of its half-axes
TIP = 0.3  # how far the last section is scaled down


@dataclass(frozen=True)
class SacSize:
    """The healthy sac at one place of the canal."""

    area: float  # mm²
    depth: float  # mm from front to back
    front_gap: float  # mm between the back of the body or disc and the sac


@cache
def sac_sizes() -> dict[str, SacSize]:
    """The sac by place (vertebra or disc), from ``data/canal.csv``."""
    with (files(__package__) / "data" / "canal.csv").open(encoding="utf-8") as table:
        return {
            row["place"]: SacSize(
                float(row["sac_area_mm2"]), float(row["sac_depth_mm"]), float(row["front_gap_mm"])
            )
            for row in csv.DictReader(table)
        }


@dataclass(frozen=True, eq=False)
class Sac:
    """The resting sac: its course and sections."""

    course: Course
    resting: NDArray[np.float64]  # (m, n) mm
    places: Mapping[str, int]  # the station nearest to each place of the table

    def wall(self, height: float, side: float, share: float) -> Points:
        """The point (3,) at a share of the half-width towards a side (+1 left), at a world height in mm."""
        m = int(np.argmin(np.abs(self.course.centre[:, 2] - height)))
        j = 0 if side > 0 else self.resting.shape[1] // 2
        point: Points = self.course.centre[m] + share * self.resting[m, j] * side * np.array([1.0, 0.0, 0.0])
        return point


def resting_sac(
    landmarks: Mapping[str, Landmarks], poses: Mapping[str, Pose], sizes: Mapping[str, SacSize]
) -> Sac:
    """The healthy sac along the canal of posed bones, by its sizes at each place."""
    keys = _keys(landmarks, poses, sizes)
    centres = np.array([front + back * (sizes[p].front_gap + sizes[p].depth / 2) for p, front, back in keys])
    run = lengths(centres)
    places = [p for p, _, _ in keys]
    smooth = CubicSpline(run, centres)
    at = _stations(places, run)
    course = Course.along(smooth(at), (1.0, 0.0, 0.0))
    depth = np.interp(at, run, [sizes[p].depth for p in places]) / 2
    area = np.interp(at, run, [sizes[p].area for p in places])
    fade = np.interp(at, [run[-1] - 8.0, run[-1]], [1.0, TIP])
    width = area / (FULLNESS * depth)
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    along_x = (np.abs(np.cos(turn)) / width[:, None]) ** SQUARENESS
    along_y = (np.abs(np.sin(turn)) / depth[:, None]) ** SQUARENESS
    resting = fade[:, None] * (along_x + along_y) ** (-1 / SQUARENESS)
    nearest = {p: int(np.argmin(np.abs(at - r))) for p, r in zip(places, run, strict=True)}
    return Sac(course, resting, nearest)


def _stations(places: list[str], run: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where along the canal the stations lie, in mm: always as many from each place to the next."""
    pieces = [np.linspace(run[k], run[k + 1], STATIONS, endpoint=False) for k in range(len(places) - 1)]
    return np.concatenate([*pieces, run[-1:]])


def _keys(
    landmarks: Mapping[str, Landmarks], poses: Mapping[str, Pose], sizes: Mapping[str, SacSize]
) -> list[tuple[str, Points, Points]]:
    """Places from T12 down to S2 with the front of the canal there and the way back from it."""
    first = plate(landmarks["L1"], "superior_endplate").posed(poses["L1"])
    up, back = poses["L1"].turn[:, 2], poses["L1"].turn[:, 1]
    keys = [("T12", first.posterior + 20.0 * up, back)]
    for name in VERTEBRAE:
        top = plate(landmarks[name], "superior_endplate").posed(poses[name])
        if name == "L1":
            keys.append(("T12-L1", top.posterior, poses[name].turn[:, 1]))
        under = plate(landmarks[name], "inferior_endplate").posed(poses[name])
        keys.append((name, (top.posterior + under.posterior) / 2, poses[name].turn[:, 1]))
        level = SEGMENTS[VERTEBRAE.index(name)]
        next_ = plate(landmarks[lower(level)], "superior_endplate").posed(poses[lower(level)])
        back = _backward(under, next_)
        half_step = abs(float((next_.posterior - under.posterior) @ back)) / 2
        front = (under.posterior + next_.posterior) / 2 + max(half_step - STEP, 0.0) * back
        keys.append((level, front, back))
    sacrum = poses["S1"]
    line = np.array([landmarks["S1"][f"canal_s{number}"] for number in (1, 2, 3)], float)
    for name, start, stop in (("S1", 0, 1), ("S2", 1, 2)):
        centre = sacrum.out((0.5 * line[start] + 0.5 * line[stop])[None])[0]
        size = sizes[name]
        keys.append((name, centre - sacrum.turn[:, 1] * (size.front_gap + size.depth / 2), sacrum.turn[:, 1]))
    return keys


def _backward(above: Plate, below: Plate) -> Points:
    tilt = np.radians((above.tilt + below.tilt) / 2)
    return np.array([0.0, np.cos(tilt), np.sin(tilt)])
