"""A remodelled bone told by the points of the healthy one: each goes to the nearest place on the new surface."""

from __future__ import annotations

from typing import Any

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import mutable, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData, vtkStaticCellLocator

from .fields import Points
from .gltf import Part
from .surface import Surface

NEAR = 0.1  # mm: a point this close stays where it was
REACH = 6.0  # mm: a bone that has lost more is told by a mesh of its own


def fitted(part: Part, healthy: Surface | None) -> Part:
    """The part by the healthy structure's own points where it has another mesh and is near enough, else as it is."""
    surface = part.surface
    if healthy is None or surface is None or np.array_equal(healthy.faces, surface.faces):
        return part
    shapes = [
        nearest(healthy.points, Surface(shape, surface.faces)) for shape in (surface.points, *part.targets)
    ]
    far = max(float(np.linalg.norm(shape - healthy.points, axis=1).max()) for shape in shapes)
    if far > REACH:
        return part
    return Part(part.name, Surface(shapes[0], healthy.faces), tuple(shapes[1:]), extras=part.extras)


def nearest(points: Points, surface: Surface) -> Points:
    """For each point (n, 3) the nearest on a surface, or itself where that is ``NEAR``."""
    corners, cells, solid = vtkPoints(), vtkCellArray(), vtkPolyData()
    corners.SetData(numpy_to_vtk(np.ascontiguousarray(surface.points), deep=True))
    offsets = np.arange(0, 3 * len(surface.faces) + 1, 3, dtype=np.int64)
    corner = surface.faces.astype(np.int64).ravel()
    cells.SetData(numpy_to_vtk(offsets, deep=True), numpy_to_vtk(corner, deep=True))
    solid.SetPoints(corners)
    solid.SetPolys(cells)
    locator = vtkStaticCellLocator()
    locator.SetDataSet(solid)
    locator.BuildLocator()
    found, closest = points.copy(), [0.0, 0.0, 0.0]
    cell: Any = mutable(0)
    part: Any = mutable(0)
    square: Any = mutable(0.0)
    for number, point in enumerate(points.tolist()):
        locator.FindClosestPoint(point, closest, cell, part, square)
        if float(square) > NEAR**2:
            found[number] = closest
    return found
