"""The faces that planes lay bare, painted as the viewer has them: what each tissue looks like inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter

from ..meshes.surface import Surface
from .bedding import bed, is_fat
from .cutting import Mask, Plane, face_of, outlines
from .filling import filled, melted
from .lamellae import lamellae, walls_of
from .tissue import Tissue

DOTS, MOST = 16.0, 2400  # of a face: a mm, and along its longer side
LINE, DURA, SHELL = 0.22, 0.55, 1.0  # mm: the line around a face, the wall of the sac, the cortex of a bone
CLOSE = 0.8  # mm beside what has eaten into a bone, or has grown on it, where that has no cortex
SOLID = 0.5  # what is fainter shows what lies behind its face
LIFT = 0.02  # mm that a face lies before the plane, so that nothing shines through it
Image8 = NDArray[np.uint8]
Grey = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Face:
    """The picture of everything that a plane cuts, and where it hangs."""

    image: Image8  # (rows, columns, 4), the first row the highest: what is solid
    faint: Image8 | None  # over it, what is faded
    corners: NDArray[np.float64]  # (4, 3) mm: lower left, lower right, upper right, upper left

    def mesh(self) -> pv.PolyData:
        """The rectangle that bears the picture."""
        sheet = pv.PolyData(self.corners, faces=[4, 0, 1, 2, 3])
        sheet.active_texture_coordinates = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
        return sheet


@dataclass(frozen=True, eq=False)
class Ball:
    """The room that a picture shows: mm around a point."""

    centre: NDArray[np.float64]
    radius: float


def face(
    parts: Mapping[str, Surface],
    looks: Mapping[str, Tissue],
    opacity: Mapping[str, float],
    plane: Plane,
    planes: tuple[Plane, ...],
    within: Ball | None = None,
) -> Face | None:
    """What a plane lays bare of all parts that are shown, in a room, or None where it meets none."""
    shown = [name for name in parts if opacity.get(name, 1.0) > 0]
    loops = {name: found for name in shown if (found := outlines(parts[name], plane))}
    if not loops:
        return None
    every = np.concatenate([loop for found in loops.values() for loop in found])
    u, v = plane.across
    low, high = every.min(axis=0) - 1, every.max(axis=0) + 1
    if within is not None:
        middle = within.centre[[u, v]]
        low, high = np.maximum(low, middle - within.radius), np.minimum(high, middle + within.radius)
        if (low >= high).any():
            return None
    dots = min(DOTS, MOST / float((high - low).max()))
    columns, rows = np.ceil((high - low) * dots).astype(int).tolist()
    solid, faint = (np.zeros((rows, columns, 4)) for _ in range(2))
    masks = {name: face_of(loops[name], looks[name], plane, low, (columns, rows), dots) for name in loops}
    pads = [name for name in parts if is_fat(name) and opacity.get(name, 1.0) >= SOLID]
    if pads:
        fat = np.logical_or.reduce(
            [bed(masks, looks, dots), *(masks[name] for name in pads if name in masks)]
        )
        solid[fat] = (*looks[pads[0]].color, 1.0)
    for name, gaps in filled({n: masks[n] for n in masks if n not in pads}, looks, plane.axis, dots).items():
        solid[gaps] = (*_flat(looks[name]), 1.0)
    joins, whole = _Joins.of(masks, looks, dots), melted(masks, looks, dots)
    solids = sorted(set(loops) - set(pads))  # by name where the order says nothing
    for name in sorted(solids, key=lambda name: _order(looks[name], whole is not None)):
        look, seen = looks[name], opacity.get(name, 1.0)
        mask = masks[name] if whole is None or not look.melts else whole
        sheet, strength = (solid, 1.0) if seen >= SOLID else (faint, seen)
        ring = _ring(parts[name], plane, mask, low, dots) if look.within == "lamellae" else None
        _paint(sheet, mask, look, strength, dots, ring, joins.beside(look))
    ends = [np.array([0, columns, columns, 0]) / dots + low[0], np.array([0, 0, rows, rows]) / dots + low[1]]
    corners = plane.points(*ends) + LIFT * plane.out
    beside = [other for other in planes if other is not plane]
    if beside:
        along, up = np.meshgrid(np.arange(columns) / dots + low[0], np.arange(rows) / dots + low[1])
        dotted = plane.points(along.ravel(), up.ravel())
        for other in beside:
            gone = (other.beyond(dotted) > 0).reshape(rows, columns)
            for sheet in (solid, faint):
                sheet[gone] = 0
    return Face(_picture(solid), _picture(faint) if faint[..., 3].any() else None, corners)


def _picture(sheet: Grey) -> Image8:
    """The sheet as an image, with colour where it is clear too, so that the edge of a face does not darken."""
    clear = sheet[..., 3] <= 0
    if clear.any() and not clear.all():
        nearest = distance_transform_edt(clear, return_distances=False, return_indices=True)
        sheet[..., :3] = sheet[tuple(nearest)][..., :3]
    return (255 * np.clip(sheet, 0, 1)[::-1]).round().astype(np.uint8)


def _order(look: Tissue, melted: bool) -> tuple[bool, int, bool]:
    """What shows where two overlap comes last, and over all what is drawn as one with others."""
    return melted and look.melts, look.rank, bool(look.inside)


def _flat(look: Tissue) -> tuple[float, float, float]:
    """The one colour of a tissue where it is cut: of bone its cortex'."""
    if look.within == "marrow":
        return tuple(_cortex(np.array(look.color)).tolist())
    return look.color if look.within in ("plain", "bundles") else look.within_color


def _cortex(outer: Grey) -> Grey:
    """The colour of the cortex of a bone of some colour."""
    white: Grey = np.array([1.0, 0.97, 0.90])
    return 0.55 * outer + 0.45 * white


def _ring(disc: Surface, plane: Plane, mask: Mask, low: Grey, dots: float) -> Grey:
    """Where each dot of a disc's face lies between its walls."""
    rows, columns = np.nonzero(mask)
    points = plane.points(low[0] + (columns + 0.5) / dots, low[1] + (rows + 0.5) / dots)
    ring = np.zeros(mask.shape)
    ring[mask] = walls_of(disc).ring(points)
    return ring


@dataclass(frozen=True, eq=False)
class _Joins:
    """The dots close by which bone has no rim: at what has eaten into it, and where bone has grown on bone."""

    eaten: Mask | None
    grown: Mask | None
    hosts: Mask | None

    @classmethod
    def of(cls, masks: Mapping[str, Mask], looks: Mapping[str, Tissue], dots: float) -> _Joins:
        """Those of the faces of a plane."""

        def close(names: list[str]) -> Mask | None:
            if not names:
                return None
            held = np.logical_or.reduce([masks[name] for name in names])
            reach: Mask = distance_transform_edt(~held) <= CLOSE * dots
            return reach

        grown = [name for name in masks if looks[name].grown]
        hosts = [name for name in masks if grown and looks[name].within == "marrow" and not looks[name].grown]
        return cls(close([name for name in masks if looks[name].rimless]), close(grown), close(hosts))

    def beside(self, look: Tissue) -> Mask | None:
        """Where a tissue's face has no rim; None where it has one all around."""
        if look.within != "marrow":
            return None
        bare = [mask for mask in (self.eaten, self.hosts if look.grown else self.grown) if mask is not None]
        return np.logical_or.reduce(bare) if bare else None


def _paint(
    sheet: Grey, mask: Mask, look: Tissue, opacity: float, dots: float, ring: Grey | None, bare: Mask | None
) -> None:
    """Lay the face of one part on the sheet."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return
    beyond = round(2 * SHELL * dots)  # what bare bone goes on in
    box = (
        slice(max(rows[0] - beyond, 0), rows[-1] + 1 + beyond),
        slice(max(columns[0] - beyond, 0), columns[-1] + 1 + beyond),
    )
    inside = mask[box]
    solid = inside if bare is None else inside | bare[box]
    depth = distance_transform_edt(np.pad(solid, 1))[1:-1, 1:-1] / dots
    outer, inner = np.array(look.color), np.array(look.within_color)
    colour = (
        _inner(look.within, outer, inner, depth, dots) if ring is None else lamellae(inner, ring[box], dots)
    )
    colour *= (0.68 + 0.32 * np.clip((depth - 0.08) / LINE, 0, 1))[..., None]  # a fine line around each face
    held = sheet[box]
    over = np.where(inside, opacity, 0.0)[..., None]
    alpha = over + held[..., 3:] * (1 - over)
    held[..., :3] = np.divide(
        colour * over + held[..., :3] * held[..., 3:] * (1 - over),
        alpha,
        out=held[..., :3].copy(),
        where=alpha > 0,
    )
    held[..., 3:] = alpha


def _inner(kind: str, outer: Grey, inner: Grey, depth: Grey, dots: float) -> Grey:
    """The colours of a tissue's inside, at each depth (mm) under its outline."""
    if kind == "marrow":
        bone = _cortex(outer)
        struts = gaussian_filter(np.random.default_rng(7).normal(size=depth.shape), 0.28 * dots)
        struts = np.clip(0.5 + struts / (4 * struts.std() + 1e-9), 0, 1)[..., None]
        core = inner * (0.86 + 0.12 * struts) + (bone - inner) * 0.30 * struts
        return _mixed(bone, core, (depth - SHELL) / 0.5)
    if kind == "fluid":
        return _mixed(0.94 * outer, inner, (depth - DURA) / 0.2)
    if kind == "gel":
        return _mixed(inner, 0.75 * inner + 0.25, depth / 2.5)
    return np.broadcast_to(outer, (*depth.shape, 3)).copy()


def _mixed(one: Grey, other: Grey, share: Grey) -> Grey:
    amount = np.clip(share, 0, 1)[..., None]
    mixed: Grey = one * (1 - amount) + other * amount
    return mixed
