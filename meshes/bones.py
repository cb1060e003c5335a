"""The bones of a spine: built once, kept, and posed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from fast_simplification import simplify

from .cache import kept
from .fields import Field, Point
from .grid import Grid, Posed
from .levels import VERTEBRAE
from .obstacle import cast, leave
from .pose import Pose
from .sacrum import landmarks as sacrum_landmarks
from .sacrum import sacrum
from .sacrum_sizes import sacrum_sizes
from .sizes import vertebra_sizes
from .surface import Surface, SurfaceError, contour, doubled, outward, settle
from .vertebra import Edit, landmarks, vertebra

SPACING = {"S1": 1.0}  # mm, of the grid a bone is sampled on; 0.8 elsewhere
KEPT_OUT = 0.81  # share of the triangles that a bone can spare
SOURCES = (
    "fields.py", "surface.py", "grid.py", "bones.py", "loft.py", "size*.py", "vertebra*.py", "sacrum*.py",
    "data/vertebrae.csv", "data/sacrum.csv",
)  # fmt: skip
BONES = ("T12", *VERTEBRAE, "S1")


@dataclass(frozen=True, eq=False)
class Bone:
    """One bone in its own frame: its distances, its surface and its landmarks."""

    grid: Grid
    surface: Surface
    landmarks: Mapping[str, Point]

    def posed(self, pose: Pose) -> Posed:
        """The bone as an obstacle where it stands."""
        return Posed(self.grid, pose)


def bone(name: str, edits: tuple[Edit, ...] = ()) -> Bone:
    """A bone by name (``T12``, ``L1`` … ``L5``, ``S1``), healthy or edited.

    Healthy bones come from the cache when an earlier run has left them there.
    """
    if edits:
        return _built(name, edits)
    return kept(f"bone-{name}", SOURCES, lambda: _built(name, ()))


def _built(name: str, edits: tuple[Edit, ...]) -> Bone:
    field, marks = _field(name, edits)
    spacing = SPACING.get(name, 0.8)
    grid = Grid.of(field, spacing) if edits else Grid.of_halves(field, spacing)
    light = skin(grid)
    surface = Surface(settle(light.points, field), light.faces)
    return Bone(grid, surface, {**marks, **_pedicle(marks, grid)})


def skin(grid: Grid) -> Surface:
    """The closed surface of a sampled bone in its own frame, of as few triangles as keep within a tenth of a mm.

    Where the samples are the same on both sides, so are the triangles.
    """
    half = grid.left_half()
    if half is None:
        return _lightened(outward(contour(grid.low, grid.values, grid.spacing)), lambda light: light)
    return _lightened(contour(half.low, half.values, half.spacing), doubled)


def _lightened(surface: Surface, whole: Callable[[Surface], Surface]) -> Surface:
    """The whole of a surface, its triangles thinned out as far as it stays closed."""
    for reduction in (KEPT_OUT, KEPT_OUT - 0.05, KEPT_OUT - 0.1, KEPT_OUT - 0.2, KEPT_OUT - 0.4, 0.0):
        points, faces = simplify(surface.points, surface.faces, target_reduction=reduction)
        light = whole(Surface(points.astype(float), faces.astype(np.int32)))
        if light.open_edges() == 0:
            return light
    raise SurfaceError("the bone's surface cannot be thinned out without tearing")


def _field(name: str, edits: tuple[Edit, ...]) -> tuple[Field, dict[str, Point]]:
    if name == "S1":
        marks = sacrum_landmarks(sacrum_sizes())
        return sacrum(sacrum_sizes()), {
            n.replace("endplate", "superior_endplate"): p for n, p in marks.items()
        }
    sizes = vertebra_sizes(name)
    return vertebra(name, sizes, edits), dict(landmarks(name, sizes))


def _pedicle(marks: Mapping[str, Point], grid: Grid) -> dict[str, Point]:
    """The ends of the left pedicle, read off the bone: medial, and from just inside it lateral, top and bottom.

    The medial border is where the canal is widest at the height of the pedicle.
    """
    if "pedicle/left" not in marks:
        return {}
    bone_ = Posed(grid, Pose())
    height, wall = marks["pedicle/left"][2], marks["posterior_wall"][1]
    behind = np.linspace(wall + 1.0, wall + 7.0, 13)
    starts = np.column_stack([np.zeros_like(behind), behind, np.full_like(behind, height)])
    free = cast([bone_], starts, np.repeat([[1.0, 0.0, 0.0]], len(starts), axis=0), 24.0)
    free = np.where(free < 23.0, free, 0.0)
    widest = int(free.argmax())
    medial = starts[widest] + [free[widest], 0.0, 0.0]
    inside = medial + [3.0, 0.0, 0.0]
    ways = {"lateral": (1, 0, 0), "top": (0, 0, 1), "bottom": (0, 0, -1)}
    ends = {"pedicle_medial/left": tuple(medial.tolist())}
    for name, way in ways.items():
        far = leave(bone_, inside[None], np.array([way], float), 20.0)[0]
        ends[f"pedicle_{name}/left"] = tuple((inside + far * np.array(way)).tolist())
    return ends
