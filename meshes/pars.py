"""A parted pars interarticularis: the front of a vertebra and its arch as two solids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from .bones import Bone, skin
from .fields import Distances, Points
from .grid import Grid, Posed
from .obstacle import Obstacle
from .plan import Segment
from .pose import Pose
from .surface import Surface

HELD_UP = 0.75  # of the disc's lost height by which the loose arch does not sink: its joints bear it
NARROWER = 0.5  # mm that the lamina is narrower on each side for every mm above the isthmus
HALF_CLEFT = 0.5  # mm on each side of the cut, before the front moves away


@dataclass(frozen=True)
class Cleft:
    """What parts the arch from the rest of a vertebra, mirrored in x, in its own frame.

    A plane through the isthmus, and on from there one that rises steeply medial to the superior articular
    process: the lamina stays whole.
    """

    through: tuple[float, float, float]  # mm
    way: tuple[float, float, float]  # unit vector towards the arch
    lamina: float  # mm, how far the arch reaches to the side at the height of the isthmus

    def behind(self, points: Points) -> Distances:
        """How far (n,) mm points (n, 3) lie on the arch's side."""
        folded = np.column_stack([np.abs(points[:, 0]), points[:, 1:]])
        tilted = (folded - np.asarray(self.through)) @ np.asarray(self.way)
        wall = points[:, 1] - (self.through[1] - 9.0)
        above = points[:, 2] - self.through[2]
        medial = (self.lamina - folded[:, 0] - NARROWER * above) / np.hypot(1.0, NARROWER)
        behind: Distances = np.minimum(np.maximum(tilted, medial), wall)
        return behind


def cleft(bone: Bone) -> Cleft:
    """The cut through the isthmus between the superior and the inferior articular process."""
    high = np.asarray(bone.landmarks["superior_facet/left"], float)
    low = np.asarray(bone.landmarks["inferior_facet/left"], float)
    way = (low - high) * np.array([0.4, 1.0, 1.0]) + np.array([0.0, 4.0, 0.0])
    middle = high + 0.52 * (low - high)
    way /= np.linalg.norm(way)
    return Cleft(tuple(middle.tolist()), tuple(way.tolist()), bone.landmarks["pedicle_medial/left"][0])


def parted(name: str, bone: Bone, pose: Pose, segment: Segment) -> dict[str, tuple[Surface, Obstacle]]:
    """The front of a vertebra and the arch that stays behind, by structure id, as surfaces and obstacles."""
    behind = segment.pars_gap * pose.turn[:, 1] + HELD_UP * segment.disc_loss * pose.turn[:, 2]
    stayed = replace(pose, shift=pose.shift + behind)
    front, arch = _pieces(bone)
    return {
        f"{name}/vertebra": (Surface(pose.out(front[1].points), front[1].faces), Posed(front[0], pose)),
        f"{name}/neural_arch": (Surface(stayed.out(arch[1].points), arch[1].faces), Posed(arch[0], stayed)),
    }


@lru_cache(maxsize=16)
def _pieces(bone: Bone) -> tuple[tuple[Grid, Surface], tuple[Grid, Surface]]:
    """The two parts of a bone in its own frame, each sampled and as a surface; worked out once a bone."""
    cut, grid = cleft(bone), bone.grid
    index = np.indices(grid.values.shape).reshape(3, -1).T
    side = cut.behind(grid.low + index * grid.spacing).reshape(grid.values.shape)
    front = replace(grid, values=np.maximum(grid.values, (side + HALF_CLEFT).astype(np.float32)))
    arch = replace(grid, values=np.maximum(grid.values, (HALF_CLEFT - side).astype(np.float32)))
    return (front, skin(front)), (arch, skin(arch))
