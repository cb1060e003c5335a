"""Where a deposit has broken through the back wall of its vertebra into the canal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bones import Bone
from .chain import Landmarks
from .deposit import Deposit
from .fields import Points
from .grid import Posed
from .levels import sign_of
from .obstacle import Obstacle, Shell, leave
from .plan import BoneTumour
from .pose import Pose
from .surface import Surface

LEAST = 0.2  # mm into the canal from which on the wall is broken
HALF = (7.0, 9.5)  # mm, half the width and height of what stands into the canal
FULL = 3.0  # mm into the canal from which on it is as wide and high as that
ASIDE = 0.48  # of the way from the midline to the pedicle's inner border, where it stands,
UP = 0.4  # and of the way up to the pedicle's middle
SHELL = 0.2  # mm of bone that is left there: a broken cortex still parts two solids
THICKEST = 6.0  # mm of bone that is broken through at most
STEEP = 0.35  # how far back a face of a deposit must look that is carried to the wall in full
EDGE = 0.3  # of the breach's half-width over which it runs out,
OVER = 1.2  # out to this much of it
BESIDE = 0.5  # mm from a pedicle's inner border up to which the wall is broken
ROUNDS = 8  # of keeping that shell
THIRDS = [(i, j, 3 - i - j) for i in range(4) for j in range(4 - i)]
LOOKED = np.array(THIRDS) / 3  # places of a face that are looked at, by their shares of its corners
BACK = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True)
class Breach:
    """The stretch of a back wall that is broken: an ellipse seen from behind, in the bone's own frame."""

    x: float  # mm
    z: float  # mm
    half: tuple[float, float]  # mm aside and up
    widest: float  # mm from the midline, where the pedicle begins

    @classmethod
    def of(cls, asked: BoneTumour, marks: Landmarks) -> Breach:
        """Behind the body, beside the midline on the side of the pedicle that the deposit goes into."""
        size = min(1.0, asked.epidural / FULL)
        return cls(
            ASIDE * marks["pedicle_medial/left"][0] * sign_of(asked.side),
            UP * marks["pedicle/left"][2],
            (HALF[0] * size, HALF[1] * size),
            marks["pedicle_medial/left"][0] - BESIDE,
        )

    def share(self, points: Points) -> NDArray[np.float64]:
        """How much (n,) of the wall behind points (n, 3) is broken: 1 within, 0 beside it."""
        away = np.hypot((points[:, 0] - self.x) / self.half[0], (points[:, 2] - self.z) / self.half[1])
        share: NDArray[np.float64] = np.clip((OVER - away) / EDGE, 0.0, 1.0)
        return share * np.clip(self.widest - np.abs(points[:, 0]), 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Held:
    """The tissue of a deposit and the hollow it lies in, in the bone's own frame."""

    tissue: Surface
    hollow: Surface
    share: float  # of the body's volume


def held(inside: Deposit, bone: Bone, asked: BoneTumour) -> Held:
    """A deposit in a bone as a plan has it, carried through the back wall where it stands into the canal."""
    if asked.epidural <= LEAST:
        return Held(inside.tissue, inside.hollow, inside.share)
    gone = _carried(inside.hollow, Breach.of(asked, bone.landmarks), bone)[:, None] * BACK
    tissue, hollow = (  # alike, so that the one stays in the other
        Surface(solid.points + gone, solid.faces) for solid in (inside.tissue, inside.hollow)
    )
    return Held(tissue, hollow, inside.share)


def _carried(solid: Surface, breach: Breach, bone: Bone) -> NDArray[np.float64]:
    """How far back (n,) mm a solid inside a bone is carried, to the wall but for its shell, where that is broken."""
    share = breach.share(solid.points) * np.clip(solid.normals()[:, 1] / STEEP, 0.0, 1.0)
    (moved,) = (share > 0.0).nonzero()
    gone = np.zeros(len(solid.points))
    if not len(moved):
        return gone
    start = solid.points[moved]
    far = leave(Posed(bone.grid, Pose()), start, np.repeat(BACK[None], len(moved), axis=0), THICKEST)
    gone[moved] = share[moved] * np.where(far < THICKEST, np.maximum(far - SHELL, 0.0), 0.0)
    return _kept_in(solid, gone, Shell(bone.surface))


def _kept_in(solid: Surface, gone: NDArray[np.float64], wall: Obstacle) -> NDArray[np.float64]:
    """How far back (n,) mm points are carried so that neither they nor the faces between them enter the shell."""
    faces = solid.faces[(gone[solid.faces] > 0.0).any(axis=1)]
    for _ in range(ROUNDS):
        points = solid.points + gone[:, None] * BACK
        places = np.einsum("pk,fkx->fpx", LOOKED, points[faces])
        close = SHELL + wall.distance(places.reshape(-1, 3)).reshape(len(faces), len(LOOKED))
        missing = np.zeros(len(gone))
        for place, shares in enumerate(LOOKED):
            held_by = shares > 0.0
            np.maximum.at(missing, faces[:, held_by], close[:, [place]])
        if missing.max() <= 0.0:
            break
        gone = np.maximum(gone - missing, 0.0)
    return gone
