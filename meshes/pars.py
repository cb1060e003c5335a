"""A parted pars interarticularis: the front of a vertebra and its arch as two solids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .bones import Bone, skin
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

    def behind(self, grid: Grid) -> NDArray[np.float64]:
        """How far (nx, ny, nz) mm the nodes of a grid lie on the arch's side."""
        axes = [low + grid.spacing * np.arange(n) for low, n in zip(grid.low, grid.values.shape, strict=True)]
        x, y, z = np.ix_(np.abs(axes[0]), *axes[1:])
        (a, b, c), (along, back, up) = self.through, self.way
        tilted = (x - a) * along + (y - b) * back + (z - c) * up
        medial = (self.lamina - x - NARROWER * (z - c)) / np.hypot(1.0, NARROWER)
        behind: NDArray[np.float64] = np.minimum(np.maximum(tilted, medial), y - (b - 9.0))
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
    side = cut.behind(grid)
    front = replace(grid, values=np.maximum(grid.values, (side + HALF_CLEFT).astype(np.float32)))
    arch = replace(grid, values=np.maximum(grid.values, (HALF_CLEFT - side).astype(np.float32)))
    return (front, skin(front)), (arch, skin(arch))
