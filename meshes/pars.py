"""A parted pars interarticularis: the front of a vertebra and its arch as two solids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from .bones import Bone, lightened, outline
from .fields import Points
from .grid import Grid, Posed
from .obstacle import Obstacle
from .plan import Segment
from .pose import Pose
from .surface import Surface

HALF_CLEFT = 0.5  # mm on each side of the cut, before the front moves away


@dataclass(frozen=True)
class Cleft:
    """The plane (mirrored in x) that parts the arch from the rest of a vertebra, in its own frame."""

    through: tuple[float, float, float]  # mm
    way: tuple[float, float, float]  # unit vector towards the arch

    def behind(self, points: Points) -> Points:
        """How far (n,) mm points (n, 3) lie on the arch's side."""
        folded = np.column_stack([np.abs(points[:, 0]), points[:, 1:]])
        tilted = (folded - np.asarray(self.through)) @ np.asarray(self.way)
        wall = points[:, 1] - (self.through[1] - 9.0)
        return np.minimum(tilted, wall)


def cleft(bone: Bone) -> Cleft:
    """The plane through the isthmus between the superior and the inferior articular process."""
    high = np.asarray(bone.landmarks["superior_facet/left"], float)
    low = np.asarray(bone.landmarks["inferior_facet/left"], float)
    way = (low - high) * np.array([0.4, 1.0, 1.0]) + np.array([0.0, 4.0, 0.0])
    middle = high + 0.52 * (low - high)
    way /= np.linalg.norm(way)
    return Cleft(tuple(middle.tolist()), tuple(way.tolist()))


def parted(
    surfaces: dict[str, Surface],
    hard: dict[str, Obstacle],
    name: str,
    bone: Bone,
    poses: Mapping[str, Pose],
    segment: Segment,
) -> None:
    """Put the front of a vertebra and the arch that stays behind in the place of the whole bone."""
    cut = cleft(bone)
    grid = bone.grid
    index = np.indices(grid.values.shape).reshape(3, -1).T
    side = cut.behind(grid.low + index * grid.spacing).reshape(grid.values.shape)
    fronts = np.maximum(grid.values, (side + HALF_CLEFT).astype(np.float32))
    arches = np.maximum(grid.values, (HALF_CLEFT - side).astype(np.float32))
    backward = poses[name].turn[:, 1]
    stayed = replace(poses[name], shift=poses[name].shift + segment.pars_gap * backward)
    for id_, values, pose in (
        (f"{name}/vertebra", fronts, poses[name]),
        (f"{name}/neural_arch", arches, stayed),
    ):
        part = Grid(grid.low, grid.spacing, values, grid.box)
        light = lightened(outline(part))
        surfaces[id_] = Surface(pose.out(light.points), light.faces)
        hard[id_] = Posed(part, pose)
