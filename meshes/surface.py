"""Triangle surfaces, and the one maker of them from fields."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

from .fields import Field, Points

COARSE = 5  # fine cells along the edge of a coarse block
WELD = 1e-4  # mm from the midplane within which a point lies in it
MIRROR = np.array([-1.0, 1.0, 1.0])
STEEPEST = 1.6  # how fast a field may change per mm before a block could be missed


class SurfaceError(ValueError):
    """A field has no closed surface in its box."""


@dataclass(frozen=True)
class Surface:
    """A closed triangle surface, oriented outwards."""

    points: NDArray[np.float64]  # (n, 3) mm
    faces: NDArray[np.int32]  # (m, 3), counter-clockwise seen from outside
    core: NDArray[np.float64] | None = (
        None  # (n, 3) mm, where each point of a swept solid can be drawn back to
    )

    def upright(self) -> NDArray[np.float64]:
        """What stands on each face (m, 3), outwards, as long as twice its area in mm²."""
        a, b, c = (self.points.take(self.faces[:, k], axis=0) for k in range(3))
        (x, y, z), (u, v, w) = (b - a).T, (c - a).T
        return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=1)

    def normals(self) -> NDArray[np.float64]:
        """Unit normals (n, 3) at the points, weighted by the area of the faces around."""
        return self.normals_of(self.upright())

    def normals_of(self, upright: NDArray[np.float64]) -> NDArray[np.float64]:
        """Unit normals (n, 3) at the points, from what stands ``upright`` (m, 3) on the faces."""
        corners, count = self.faces.T.ravel(), len(self.points)
        total = np.stack(
            [np.bincount(corners, np.tile(part, 3), minlength=count) for part in upright.T], axis=1
        )
        return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))

    def volume(self) -> float:
        """Enclosed volume in mm³, positive when oriented outwards."""
        a, b, c = (self.points[self.faces[:, k]] for k in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)

    def open_edges(self) -> int:
        """How many edges do not belong to exactly two faces."""
        edges = np.sort(np.concatenate([self.faces[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
        keys = edges[:, 0].astype(np.int64) * len(self.points) + edges[:, 1]
        return int((np.unique(keys, return_counts=True)[1] != 2).sum())


def sample(field: Field, spacing: float) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Field values on a regular grid that leaves one block of air around the field's box.

    Only blocks that the surface can cross are sampled finely; elsewhere the values are
    interpolated between the centres of the blocks, which keeps their sign.

    Returns
    -------
    The grid's first corner (3,) in mm and the values (nx, ny, nz) in mm.
    """
    block = COARSE * spacing
    low = (np.floor(np.asarray(field.box.low) / block) - 1.0) * block  # 0 is a node: mirror images stay so
    counts = np.ceil((np.asarray(field.box.high) + block - low) / block).astype(int)
    starts = np.array(list(product(*(range(n) for n in counts))))
    at_centre = field(low + (starts + 0.5) * block - spacing / 2)
    coarse = at_centre.reshape(counts)
    for axis, count in enumerate(counts):
        coarse = np.moveaxis(np.tensordot(_between_centres(count), coarse, (1, axis)), 0, axis)
    values: NDArray[np.float32] = coarse.astype(np.float32, order="C")
    crossed = starts[np.abs(at_centre) < STEEPEST * block * np.sqrt(3) / 2 + spacing]
    inner = np.array(list(product(range(COARSE), repeat=3)))
    for chunk in np.array_split(crossed, max(1, len(crossed) // 2000)):
        index = (chunk[:, None, :] * COARSE + inner).reshape(-1, 3)
        values[tuple(index.T)] = field(low + index * spacing)
    return low, values


def _between_centres(count: int) -> NDArray[np.float64]:
    """Weights (count * COARSE, count) that interpolate linearly between the centres of blocks."""
    at = np.clip((np.arange(count * COARSE) + 0.5) / COARSE - 0.5, 0.0, count - 1.0)
    return np.maximum(1.0 - np.abs(at[:, None] - np.arange(count)), 0.0)


def contour(low: NDArray[np.float64], values: NDArray[np.float32], spacing: float) -> Surface:
    """The surface at zero of values (nx, ny, nz) on a grid that starts at ``low`` mm."""
    image = vtkImageData()
    image.SetDimensions(*values.shape)
    image.SetSpacing(spacing, spacing, spacing)
    image.SetOrigin(*low)
    flat = values.ravel(order="F")
    image.GetPointData().SetScalars(numpy_to_vtk(flat))
    edges = vtkFlyingEdges3D()
    edges.SetInputData(image)
    edges.SetValue(0, 0.0)
    edges.ComputeNormalsOff()
    edges.ComputeGradientsOff()
    edges.Update()
    found = edges.GetOutput()
    if found.GetNumberOfPoints() == 0:
        raise SurfaceError("the field has no surface in its box")
    points = vtk_to_numpy(found.GetPoints().GetData()).astype(float)
    faces = vtk_to_numpy(found.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int32)
    return Surface(points, faces)


def outward(surface: Surface) -> Surface:
    """A closed surface, its faces turned to look outwards."""
    if surface.volume() > 0:
        return surface
    return Surface(surface.points, np.ascontiguousarray(surface.faces[:, ::-1]))


def doubled(half: Surface) -> Surface:
    """The closed surface whose half at x >= 0 this is: itself and its mirror image, welded at x = 0."""
    points, faces = half.points, half.faces
    beside = np.abs(points[:, 0]) > WELD
    other = np.arange(len(points))
    other[beside] = len(points) + np.arange(beside.sum())
    both = np.concatenate(
        [points * np.column_stack([beside, np.ones((len(points), 2))]), points[beside] * MIRROR]
    )
    return outward(Surface(both, np.concatenate([faces, other[faces][:, ::-1]]).astype(np.int32)))


def settle(points: Points, field: Field, steps: int = 2, reach: float = 0.3) -> Points:
    """Points (n, 3) moved along the field's slope onto its surface, at most ``reach`` mm a step."""
    h = 0.05
    for _ in range(steps):
        value = field(points)
        slope = np.stack([field(points + h * axis) - field(points - h * axis) for axis in np.eye(3)], axis=1)
        slope /= 2 * h
        square = np.maximum((slope**2).sum(axis=1), 0.05)
        points = points - np.clip(value / square, -reach, reach)[:, None] * slope
    return points


def polygonise(field: Field, spacing: float) -> Surface:
    """The closed surface of a field, its triangles about ``spacing`` mm wide.

    Raises
    ------
    SurfaceError
        When the field has no surface in its box or reaches out of it.
    """
    low, values = sample(field, spacing)
    surface = contour(low, values, spacing)
    if surface.open_edges():
        raise SurfaceError(f"{surface.open_edges()} open edges: the solid reaches its box {field.box}")
    return outward(surface)
