"""Areas measured a second time, apart from ``lumbar measure``: on distances sampled in the plane it cuts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull
from solids import polydata
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkDoubleArray
from vtkmodules.vtkFiltersCore import vtkImplicitPolyDataDistance

from lumbar.meshes.section import Section
from lumbar.meshes.surface import Surface

FINE = 0.1  # mm between samples


def signed(points: NDArray[np.float64], surface: Surface) -> NDArray[np.float64]:
    """Distances (n,) in mm from points (n, 3) to a closed surface, negative inside."""
    field, out = vtkImplicitPolyDataDistance(), vtkDoubleArray()
    field.SetInput(polydata(surface))
    field.FunctionValue(numpy_to_vtk(np.ascontiguousarray(points), deep=True), out)
    return np.asarray(vtk_to_numpy(out))


def free_area(section: Section, solids: Iterable[Surface]) -> float:
    """The area (mm²) seen from a section's centre before anything solid, by samples along its rays."""
    at = np.arange(0.0, section.reach.max(), FINE)
    points = section.centre + at[None, :, None] * section.ways[:, None]
    free = np.ones(points.shape[:2], bool)
    for solid in _near(solids, points.reshape(-1, 3)):
        free &= signed(points.reshape(-1, 3), solid).reshape(free.shape) > 0.0
    far = np.where(free.all(axis=1), section.reach, FINE * np.argmin(free, axis=1) - FINE / 2)
    far = np.clip(far, 0.0, section.reach)
    return abs(float(0.5 * np.sin(2 * np.pi / len(far)) * far @ np.roll(far, -1)))


def _near(solids: Iterable[Surface], points: NDArray[np.float64]) -> list[Surface]:
    low, high = points.min(axis=0), points.max(axis=0)
    return [s for s in solids if (s.points.min(axis=0) < high).all() and (s.points.max(axis=0) > low).all()]


def hull_area(section: Section, solids: Iterable[Surface]) -> float:
    """The area (mm²) of the tightest convex outline around what a plane cuts of some solids."""
    ends = np.concatenate([section.outlines(solid).reshape(-1, 2) for solid in solids])
    return float(ConvexHull(ends).volume)
