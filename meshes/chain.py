"""The chain of joints: where each bone stands, from the sacrum up."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from .fields import Point, Points
from .levels import SEGMENTS, upper
from .plan import Plan, Segment
from .pose import Pose

SACRAL_SLOPE = 41.0  # degrees, standing (Vialle 2005: 41 ± 8.4)
LEAST_POSTERIOR = 1.0  # mm that always remain between the posterior rims

Landmarks = Mapping[str, Point]


@dataclass(frozen=True)
class DiscSize:
    """The healthy height of a disc at its rims, and of the flavum behind it, in mm."""

    anterior: float
    posterior: float
    flavum: float


@cache
def disc_sizes() -> dict[str, DiscSize]:
    """Disc heights by level, from ``data/discs.csv``."""
    with (files(__package__) / "data" / "discs.csv").open(encoding="utf-8") as table:
        return {
            row["level"]: DiscSize(*(float(row[key]) for key in ("anterior_mm", "posterior_mm", "flavum_mm")))
            for row in csv.DictReader(table)
        }


@dataclass(frozen=True, eq=False)
class Plate:
    """One end-plate in a frame: the midsagittal points of its rim."""

    anterior: Points  # (3,)
    posterior: Points  # (3,)

    @property
    def centre(self) -> Points:
        """Mid-way between the rims."""
        return (self.anterior + self.posterior) / 2

    @property
    def tilt(self) -> float:
        """How far the plate dips forward, in degrees."""
        _, y, z = self.posterior - self.anterior
        return float(np.degrees(np.arctan2(z, y)))

    def posed(self, pose: Pose) -> Plate:
        """The plate where its bone stands."""
        return Plate(pose.out(self.anterior[None])[0], pose.out(self.posterior[None])[0])


def plate(landmarks: Landmarks, name: str) -> Plate:
    """The ``superior_endplate`` or ``inferior_endplate`` of a bone."""
    return Plate(np.asarray(landmarks[f"{name}_anterior"]), np.asarray(landmarks[f"{name}_posterior"]))


def stand(plan: Plan, landmarks: Mapping[str, Landmarks], discs: Mapping[str, DiscSize]) -> dict[str, Pose]:
    """The pose of every vertebra from L1 to the sacrum (``S1``).

    The lower end-plate of each vertebra stands over the upper one of the next at the rim
    heights of the disc between, its posterior rim in line, less what the plan takes away.

    Parameters
    ----------
    landmarks:
        Those of ``L1`` … ``L5`` and ``S1``, each in the bone's own frame.
    discs:
        The healthy heights by level.
    """
    base = plate(landmarks["S1"], "superior_endplate")
    upright = Pose.tipped(SACRAL_SLOPE - base.tilt, np.zeros(3))
    poses = {"S1": Pose(upright.turn, -upright.out(base.centre[None])[0])}
    below = base.posed(poses["S1"])
    for level in reversed(SEGMENTS):
        name = upper(level)
        under = plate(landmarks[name], "inferior_endplate")
        pose = _over(below, under, discs[level], plan.at(level))
        poses[name] = pose
        below = plate(landmarks[name], "superior_endplate").posed(pose)
    return poses


def _over(below: Plate, under: Plate, size: DiscSize, asked: Segment) -> Pose:
    """The pose that lays a vertebra's lower end-plate over the plate below it."""
    loss = min(asked.disc_loss, size.posterior - LEAST_POSTERIOR)
    posterior, anterior = size.posterior - loss, size.anterior - loss
    depth = float(np.linalg.norm(below.posterior - below.anterior))
    wedge = np.degrees(np.arctan2(anterior - posterior, depth)) - asked.slip_angle
    tilt = below.tilt - wedge
    turn = Pose.tipped(tilt - under.tilt, np.zeros(3))
    lie = np.radians(below.tilt)
    backward = np.array([0.0, np.cos(lie), np.sin(lie)])
    upward = np.array([0.0, -np.sin(lie), np.cos(lie)])
    rise = posterior / np.cos(np.radians((below.tilt - tilt) / 2))
    corner = below.posterior + rise * upward - asked.slip * backward
    return Pose(turn.turn, corner - turn.out(under.posterior[None])[0])


def disc_frame(below: Plate, above: Plate) -> Pose:
    """The frame mid-way between two end-plates: z across the disc, y posterior."""
    middle = (below.tilt + above.tilt) / 2
    return Pose.tipped(middle, (below.centre + above.centre) / 2)
