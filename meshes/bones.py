"""The bones of a spine: built once, kept, and posed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from fast_simplification import simplify

from .cache import kept
from .fields import Field, Point
from .grid import Grid, Posed
from .levels import VERTEBRAE
from .obstacle import cast, leave
from .person import DEFAULT, Person, format_person
from .pose import Pose
from .proportions import sacrum_of, vertebra_of
from .sacrum import landmarks as sacrum_landmarks
from .sacrum import sacrum
from .surface import Surface, SurfaceError, contour, doubled, outward, settle
from .vertebra import Edit, landmarks, vertebra

SPACING = {"S1": 1.0}  # mm, of the grid a bone is sampled on; 0.8 elsewhere
KEPT_OUT = 0.81  # share of the triangles that a bone can spare
SOURCES = (
    "fields.py", "surface.py", "grid.py", "bones.py", "loft.py", "size*.py", "vertebra*.py", "sacrum*.py",
    "person.py", "proportions.py", "data/vertebrae.csv", "data/sacrum.csv", "data/discs.csv", "data/person.csv",
)  # fmt: skip
NUDGES = (0.0, 1e-3, -1e-3)  # mm: a surface that touches the midplane edge on cannot be closed just there
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

    def scaled(self, scale: float) -> Bone:
        """The bone enlarged or reduced as a whole."""
        if scale == 1.0:
            return self
        marks = {name: (x * scale, y * scale, z * scale) for name, (x, y, z) in self.landmarks.items()}
        return Bone(self.grid.scaled(scale), Surface(self.surface.points * scale, self.surface.faces), marks)


def bone(name: str, edits: tuple[Edit, ...] = (), person: Person = DEFAULT) -> Bone:
    """A person's bone by name (``T12``, ``L1`` … ``L5``, ``S1``), healthy or edited.

    Healthy bones come from the cache when an earlier run has left them there.
    """
    if edits:
        return _built(name, edits, person)
    return kept(f"bone-{name}", SOURCES, lambda: _built(name, (), person), format_person(person))


def _built(name: str, edits: tuple[Edit, ...], person: Person) -> Bone:
    field, marks = _field(name, edits, person)
    spacing = SPACING.get(name, 0.8)
    grid = Grid.of(field, spacing) if edits else Grid.of_halves(field, spacing)
    light = skin(grid)
    surface = Surface(settle(light.points, field), light.faces)
    return Bone(grid, surface, {**marks, **_pedicle(marks, grid)}).scaled(person.scale)


def skin(grid: Grid) -> Surface:
    """The closed surface of a sampled bone in its own frame, of as few triangles as keep within a tenth of a mm.

    Where the samples are the same on both sides, so are the triangles.
    """
    half = grid.left_half()
    if half is None:
        return _lightened(outward(contour(grid.low, grid.values, grid.spacing)), lambda light: light)
    for nudge in NUDGES[:-1]:
        with suppress(SurfaceError):
            return _lightened(contour(half.low, half.values + np.float32(nudge), half.spacing), doubled)
    return _lightened(contour(half.low, half.values + np.float32(NUDGES[-1]), half.spacing), doubled)


def _lightened(surface: Surface, whole: Callable[[Surface], Surface]) -> Surface:
    """The whole of a surface, its triangles thinned out as far as it stays closed."""
    for reduction in (KEPT_OUT, KEPT_OUT - 0.05, KEPT_OUT - 0.1, KEPT_OUT - 0.2, KEPT_OUT - 0.4, 0.0):
        points, faces = simplify(surface.points, surface.faces, target_reduction=reduction)
        light = whole(Surface(points.astype(float), faces.astype(np.int32)))
        if light.open_edges() == 0:
            return light
    raise SurfaceError("the bone's surface cannot be thinned out without tearing")


def _field(name: str, edits: tuple[Edit, ...], person: Person) -> tuple[Field, dict[str, Point]]:
    """A bone's field and landmarks at the default's scale."""
    if name == "S1":
        whole = sacrum_of(person)
        marks = sacrum_landmarks(whole)
        return sacrum(whole), {n.replace("endplate", "superior_endplate"): p for n, p in marks.items()}
    sizes = vertebra_of(person, name)
    return vertebra(name, sizes, edits), dict(landmarks(name, sizes))


def _pedicle(marks: Mapping[str, Point], grid: Grid) -> dict[str, Point]:
    """The ends of the left pedicle, read off the bone: medial, and from just inside it lateral, top and bottom.

    The medial border is where the canal is widest at the height of the pedicle.
    """
    if "pedicle/left" not in marks:
        return {}
    bone_ = Posed(grid, Pose())
    height, wall = marks["pedicle/left"][2], marks["posterior_wall"][1]
    before_arch = min(7.0, 0.45 * (marks["spinolaminar"][1] - wall))
    behind = np.linspace(wall + 1.0, wall + before_arch, 13)
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
