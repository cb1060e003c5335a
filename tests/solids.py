"""Solids as a test sees them: built once a session, counted in voxels, compared in mm³."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import combinations
from typing import Any

import igl
import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import VTK_UNSIGNED_CHAR, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkImagingStencil import vtkImageStencilToImage, vtkPolyDataToImageStencil

from lumbar.meshes.case import parse_case
from lumbar.meshes.measure import measure
from lumbar.meshes.spine import Spine, build
from lumbar.meshes.surface import Surface
from lumbar.scenes import all_scenes, case

VOXEL = 0.4  # mm: 1 mm³ is 15.6 voxels
LAYERS = 64  # of voxels that are counted together
NO_NODE = (0.0137, 0.0173, 0.0119)  # mm by which the grid avoids the planes that surfaces are made on

Volumes = dict[tuple[str, str], float]


@cache
def spine_of(code: str) -> Spine:
    """The spine of a case code, built once a session."""
    return build(parse_case(code))


@cache
def measured(code: str) -> dict[str, Any]:
    """What ``lumbar measure`` says of a case code, without the grades."""
    return measure(spine_of(code))


def digest(code: str) -> dict[str, str]:
    """A digest of every surface of a case that is built anew."""
    surfaces = build(parse_case(code)).surfaces
    return {id_: sha256(s.points.tobytes() + s.faces.tobytes()).hexdigest() for id_, s in surfaces.items()}


def stages() -> Iterator[tuple[str, str]]:
    """Every stage of every scene at its usual place, as its name and its case code; a slip of either kind."""
    for scene in all_scenes().values():
        if scene.finding is None or scene.level is None:
            continue
        parted = (
            ["L5-S1"] if scene.id == "spondylolisthesis" else []
        )  # worn joints above, a parted pars there
        for level in (scene.level, *parted):
            for stage in (stage for stage in scene.stages if level in stage.levels):
                yield f"{scene.id}-{level}-{stage.id}", case(scene, level, scene.side, stage.severity)


@dataclass(frozen=True, eq=False)
class Mask:
    """Which voxels of the common grid have their centre inside a solid."""

    low: NDArray[np.int64]  # (3,), index of the first voxel
    inside: NDArray[np.bool_]  # (nx, ny, nz)


def polydata(surface: Surface) -> vtkPolyData:
    """A surface as VTK's own."""
    points, cells, result = vtkPoints(), vtkCellArray(), vtkPolyData()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(surface.points), deep=True))
    flat = np.ascontiguousarray(surface.faces, dtype=np.int64).ravel()
    starts = np.arange(0, len(flat) + 1, 3, dtype=np.int64)
    cells.SetData(numpy_to_vtkIdTypeArray(starts, deep=True), numpy_to_vtkIdTypeArray(flat, deep=True))
    result.SetPoints(points)
    result.SetPolys(cells)
    return result


def mask(surface: Surface, voxel: float = VOXEL) -> Mask:
    """The voxels of the grid that all solids share whose centres lie inside a closed surface."""
    low = np.floor((surface.points.min(axis=0) - NO_NODE) / voxel).astype(int) - 1
    high = np.ceil((surface.points.max(axis=0) - NO_NODE) / voxel).astype(int) + 1
    heights = (surface.points[:, 2][surface.faces] - NO_NODE[2]) / voxel
    tops, feet = heights.max(axis=1), heights.min(axis=1)
    layers = []
    for start in range(low[2], high[2] + 1, LAYERS):  # VTK looks at every face for every layer: few at a time
        stop = min(start + LAYERS - 1, high[2])
        crossing = surface.faces[(tops >= start - 1) & (feet <= stop + 1)]
        layers.append(
            _layers(
                Surface(surface.points, crossing), np.stack([[*low[:2], start], [*high[:2], stop]]), voxel
            )
        )
    return Mask(low, np.concatenate(layers, axis=2))


def _layers(surface: Surface, extent: NDArray[np.int64], voxel: float) -> NDArray[np.bool_]:
    """Whether the voxels (nx, ny, nz) from the first to the last of an extent (2, 3) lie inside."""
    stencil = vtkPolyDataToImageStencil()
    stencil.SetInputData(polydata(surface))
    stencil.SetOutputSpacing(voxel, voxel, voxel)
    stencil.SetOutputOrigin(*NO_NODE)
    stencil.SetOutputWholeExtent(*extent.T.ravel().tolist())
    stencil.SetTolerance(0.0)
    image = vtkImageStencilToImage()
    image.SetInputConnection(stencil.GetOutputPort())
    image.SetInsideValue(1)
    image.SetOutsideValue(0)
    image.SetOutputScalarType(VTK_UNSIGNED_CHAR)
    image.Update()
    made = image.GetOutput()
    values = vtk_to_numpy(made.GetPointData().GetScalars()).reshape(made.GetDimensions(), order="F")
    return values.astype(bool)


def shared(one: Mask, other: Mask, voxel: float = VOXEL) -> float:
    """The volume in mm³ that two solids share: the voxels inside both."""
    low = np.maximum(one.low, other.low)
    high = np.minimum(one.low + one.inside.shape, other.low + other.inside.shape)
    if (high <= low).any():
        return 0.0
    first, second = (
        each.inside[tuple(slice(a, b) for a, b in zip(low - each.low, high - each.low, strict=True))]
        for each in (one, other)
    )
    return float((first & second).sum()) * voxel**3


def overlaps(
    solids: Mapping[str, Surface], besides: Mapping[str, Surface] | None = None, above: float = 0.0
) -> Volumes:
    """The volume in mm³ that every two solids share, where it is over ``above``, largest first.

    Pairs whose two solids are the very same in ``besides`` are left out: they have been looked at there.
    """
    before = besides or {}
    fresh = {id_ for id_, surface in solids.items() if not _same(surface, before.get(id_))}
    masks = {id_: _mask(id_, surface) for id_, surface in solids.items()}
    found = {
        (one, other): volume
        for one, other in combinations(sorted(solids), 2)
        if (one in fresh or other in fresh) and (volume := shared(masks[one], masks[other])) > above
    }
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


_masks: dict[str, tuple[Surface, Mask]] = {}


def _mask(id_: str, surface: Surface) -> Mask:
    """The voxels of a solid; one that has not changed since the last spine is not counted again."""
    kept = _masks.get(id_)
    if kept is None or not _same(kept[0], surface):
        _masks[id_] = kept = surface, mask(surface)
    return kept[1]


def _same(one: Surface, other: Surface | None) -> bool:
    return other is not None and (
        one is other or (one.points.shape == other.points.shape and bool((one.points == other.points).all()))
    )


def far(points: NDArray[np.float64], surface: Surface) -> NDArray[np.float64]:
    """Distances (n,) in mm from points (n, 3) to the nearest place of a surface, inside or out."""
    squares, _, _ = igl.point_mesh_squared_distance(*_asked(points, surface))
    return np.sqrt(squares)


def signed(points: NDArray[np.float64], surface: Surface) -> NDArray[np.float64]:
    """Distances (n,) in mm from points (n, 3) to a closed surface, negative inside."""
    distances, *_ = igl.signed_distance(*_asked(points, surface))
    return np.asarray(distances)


def _asked(points: NDArray[np.float64], surface: Surface) -> tuple[NDArray[Any], ...]:
    """Points, corners and faces as libigl takes them."""
    asked, corners = (np.asarray(each, np.float64, order="C") for each in (points, surface.points))
    return asked, corners, np.asarray(surface.faces, np.int64, order="C")


def apart(one: Surface, other: Surface) -> float:
    """The greatest distance in mm between two surfaces, from the points of each to the other."""
    if _same(one, other):
        return 0.0
    return float(max(far(one.points, other).max(), far(other.points, one).max()))


def mirrored_id(id_: str) -> str:
    """The structure id on the patient's other side."""
    return "/".join({"left": "right", "right": "left"}.get(word, word) for word in id_.split("/"))
