"""Planes that open a spine: what they leave of each part, and the outlines in which they cut it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw
from scipy.ndimage import binary_fill_holes
from vtkmodules.vtkCommonDataModel import vtkPlane, vtkPlaneCollection
from vtkmodules.vtkFiltersGeneral import vtkClipClosedSurface

from ..meshes.surface import Surface
from .tissue import NERVES, Tissue, tissue

Cut = Mapping[str, Any]
"""As scenes and the viewer spell it: ``{"axial": z, "sagittal": x, "coronal": y, "keep": {"axial": "above"}}``, mm.

``tilt``: degrees by which the axial plane rises backward; ``axial`` is then its height at y = 0.
"""
AXES: Mapping[
    str, tuple[int, Mapping[str, int], str]
] = {  # axis, the way out by the side kept, the side kept by default
    "sagittal": (0, {"left": -1, "right": 1}, "left"),
    "coronal": (1, {"back": -1, "front": 1}, "back"),
    "axial": (2, {"above": -1, "below": 1}, "below"),
}
COARSE = 4.0  # a mm: where a label may stand on what the sac holds
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Plane:
    """What lies beyond ``at`` mm along ``way`` (1 or -1) of an axis is gone."""

    axis: int
    way: int
    at: float  # at y = 0 where it rises
    rise: float = 0.0  # mm up for each mm back: only that of an axial plane

    @property
    def out(self) -> NDArray[np.float64]:
        """The way out of the face."""
        out: NDArray[np.float64] = self.way * (np.eye(3)[self.axis] - [0.0, self.rise, 0.0])
        return np.asarray(out / np.linalg.norm(out))

    @property
    def origin(self) -> NDArray[np.float64]:
        """A point of the plane."""
        origin: NDArray[np.float64] = self.at * np.eye(3)[self.axis]
        return origin

    @property
    def across(self) -> tuple[int, int]:
        """The axes that run along the rows and up the columns of its picture."""
        return ((1, 2), (0, 2), (0, 1))[self.axis]

    def beyond(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far beyond the plane points (n, 3) lie, mm."""
        return np.asarray((points - self.origin) @ self.out)

    def points(self, along: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
        """The points (n, 3) of it that its picture shows at places (n,), (n,) along its rows and up its columns."""
        points = np.zeros((len(along), 3))
        points[:, self.across[0]], points[:, self.across[1]] = along, up
        points[:, self.axis] = self.at + self.rise * points[:, 1]
        return points


def planes_of(cut: Cut | None) -> tuple[Plane, ...]:
    """The planes of a cut."""
    found = []
    for name, (axis, ways, kept) in AXES.items():
        at = (cut or {}).get(name)
        if at is not None:
            keep = (cut or {}).get("keep", {}).get(name, kept)
            rise = np.tan(np.radians((cut or {}).get("tilt", 0.0))) if name == "axial" else 0.0
            found.append(Plane(axis, ways[keep], float(at), float(rise)))
    return tuple(found)


def opened(parts: Mapping[str, Surface], planes: tuple[Plane, ...]) -> dict[str, Surface]:
    """What the planes leave of each part, closed by its faces; parts that are gone are left out."""
    left = {}
    for name, surface in parts.items():
        heights = [plane.beyond(surface.points) for plane in planes]
        if any(height.min() >= 0 for height in heights):
            continue
        if all(height.max() <= 0 for height in heights):
            left[name] = surface
        elif tissue(name).within == "fluid":
            fillings = np.concatenate([_filling(surface, plane) for plane in planes])
            left[name] = with_points(_closed(surface, planes), fillings)
        else:
            left[name] = _closed(surface, planes)
    return {name: surface for name, surface in left.items() if len(surface.faces)}


def _closed(surface: Surface, planes: tuple[Plane, ...]) -> Surface:
    clip = vtkClipClosedSurface()
    clip.SetInputData(pv.PolyData.from_regular_faces(surface.points, surface.faces.astype(int)))
    sides = vtkPlaneCollection()
    for plane in planes:
        side = vtkPlane()
        side.SetOrigin(*plane.origin)
        side.SetNormal(*-plane.out)
        sides.AddItem(side)
    clip.SetClippingPlanes(sides)
    clip.Update()
    found = pv.wrap(clip.GetOutput()).triangulate()
    return Surface(np.asarray(found.points, float), found.regular_faces.astype(np.int32))


def _filling(surface: Surface, plane: Plane) -> NDArray[np.float64]:
    """Points (n, 3) on the face of what a wall holds."""
    loops = outlines(surface, plane)
    if not loops:
        return np.empty((0, 3))
    low = np.min([loop.min(axis=0) for loop in loops], axis=0)
    size = np.ceil((np.max([loop.max(axis=0) for loop in loops], axis=0) - low) * COARSE).astype(int) + 1
    mask = mask_of(loops, low, (int(size[0]), int(size[1])), COARSE, ImageChops.logical_or)
    rows, columns = np.nonzero(mask if plane.axis == 2 else between(mask))
    return plane.points(low[0] + columns / COARSE, low[1] + rows / COARSE)


def with_points(solid: Surface, single: NDArray[np.float64]) -> Surface:
    """A solid, and single points (n, 3) as triangles without extent."""
    points = np.concatenate([solid.points, single])
    lone = np.arange(len(solid.points), len(points), dtype=np.int32)
    return Surface(points, np.concatenate([solid.faces, np.stack([lone, lone, lone], axis=1)]))


def trimmed(mesh: pv.PolyData, planes: tuple[Plane, ...]) -> pv.PolyData:
    """The mesh on the side that all planes keep, open where they cut it."""
    for plane in planes:
        if mesh.n_points and plane.beyond(np.asarray(mesh.points)).max() > 0:
            mesh = mesh.clip(normal=plane.out, origin=plane.origin)
    return mesh


def outlines(surface: Surface, plane: Plane) -> list[NDArray[np.float64]]:
    """The outlines (n, 2) mm in which a plane cuts a surface."""
    beyond = plane.beyond(surface.points)
    if beyond.min() >= 0 or beyond.max() <= 0:
        return []
    mesh = pv.PolyData.from_regular_faces(surface.points, surface.faces.astype(int))
    lines = mesh.slice(normal=plane.out, origin=plane.origin).strip(join=True)
    loops = [np.asarray(lines.get_cell(k).points)[:, plane.across] for k in range(lines.n_cells)]
    return [loop for loop in loops if len(loop) > 3]


def mask_of(
    loops: list[NDArray[np.float64]],
    low: NDArray[np.float64],
    size: tuple[int, int],
    dots: float,
    join: Callable[[Image.Image, Image.Image], Image.Image] = ImageChops.logical_xor,
) -> Mask:
    """The dots between the outlines, or with ``logical_or`` within any; the first row is the lowest."""
    mask = Image.new("1", size)
    for loop in loops:
        one = Image.new("1", size)
        ImageDraw.Draw(one).polygon([(x, y) for x, y in ((loop - low) * dots).tolist()], fill=1)
        mask = join(mask, one)
    return np.asarray(mask)


def face_of(
    loops: list[NDArray[np.float64]],
    look: Tissue,
    plane: Plane,
    low: NDArray[np.float64],
    size: tuple[int, int],
    dots: float,
) -> Mask:
    """The dots of the face of a tissue that a plane cuts in some outlines."""
    whole = look.rank <= NERVES or look.within == "gel"  # has no holes, and its pieces may overlap
    mask = mask_of(loops, low, size, dots, ImageChops.logical_or if whole else ImageChops.logical_xor)
    if look.within == "fluid" and plane.axis != 2:
        mask = between(mask)
    if look.within == "lamellae":  # what a nucleus leaves of its bed is drawn as annulus
        mask = np.asarray(binary_fill_holes(mask))
    return mask


def between(mask: Mask) -> Mask:
    """Each row filled from its first dot to its last: a tube cut lengthwise, with what it holds."""
    found: Mask = np.maximum.accumulate(mask, axis=1) & np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    return found
