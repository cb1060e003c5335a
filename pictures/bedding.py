"""The fat in which sac and ganglia lie, on the face of a cut: what is free around them between solids that are cut."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, distance_transform_edt, label, zoom

from ..meshes.surface import Surface
from .closing import narrowness
from .cutting import Mask, Plane, face_of, outlines, with_points
from .tissue import Tissue, tissue

NARROW = 4.5  # mm: half the width of a gap that fat fills
REACH = 9.0  # mm around sac and ganglia: as far as it is drawn
COARSE = 4.0  # a mm: as finely as it is looked for
FAT = "fat"  # the layer of what lies there as a solid
NOTHING = Surface(np.empty((0, 3)), np.empty((0, 3), np.int32))


def is_fat(name: str) -> bool:
    """Whether a structure is fat itself."""
    return tissue(name).layer == FAT


def within(held: Mask, bedded: Mask, dots: float) -> NDArray[np.float64]:
    """How far (rows, columns) in mm each dot lies within the fat, below 0 beyond it and where that lies apart.

    ``held``: where anything is cut; ``bedded``: where that lies in fat; ``dots`` a mm.  The viewer draws
    the same (web/src/bedding.js).
    """
    if not bedded.any():
        return np.full(held.shape, -REACH)
    free = narrowness(held, NARROW, dots)
    near = REACH - distance_transform_edt(~bedded) / dots
    far = np.minimum(free, near)
    free = (far > 0.0) & ~held
    lies, _ = label(free | bedded)
    apart = free & ~np.isin(lies, lies[bedded])
    far = np.where(held & binary_dilation(apart), np.minimum(far, 0.0), far)
    return np.asarray(np.where(apart, -REACH, far))


def bed(masks: Mapping[str, Mask], looks: Mapping[str, Tissue], dots: float) -> Mask:
    """The dots of a face that lie within the fat, those of what stands in it included."""
    step = max(1, round(dots / COARSE))
    held = np.logical_or.reduce(list(masks.values()))
    bedded = np.logical_or.reduce([np.zeros_like(held), *(m for n, m in masks.items() if looks[n].bedded)])
    rows, columns = held.shape
    coarse = [mask[step // 2 :: step, step // 2 :: step] for mask in (held, bedded)]
    far = within(coarse[0], coarse[1], dots / step)
    fine = zoom(far, step, order=1, mode="nearest", grid_mode=True)[:rows, :columns]
    fine = np.pad(fine, [(0, rows - fine.shape[0]), (0, columns - fine.shape[1])], mode="edge")
    return np.asarray(fine > 0.0)


def _seen_on(plane: Plane, parts: Mapping[str, Surface]) -> NDArray[np.float64]:
    """The points (n, 3) of a plane at which fat shows between parts."""
    loops = {name: found for name, part in parts.items() if (found := outlines(part, plane))}
    looks = {name: tissue(name) for name in loops}
    bedded = [loop for name in loops if looks[name].bedded for loop in loops[name]]
    if not bedded:
        return np.empty((0, 3))
    near, margin = np.concatenate(bedded), REACH + 2 * NARROW
    low, high = near.min(axis=0) - margin, near.max(axis=0) + margin
    columns, rows = np.ceil((high - low) * COARSE).astype(int).tolist()
    masks = {name: face_of(loops[name], looks[name], plane, low, (columns, rows), COARSE) for name in loops}
    held = np.logical_or.reduce(list(masks.values()))
    up, along = np.nonzero(bed(masks, looks, COARSE) & ~held)
    return plane.points(low[0] + along / COARSE, low[1] + up / COARSE)


def with_bedding(
    left: Mapping[str, Surface], parts: Mapping[str, Surface], planes: tuple[Plane, ...]
) -> dict[str, Surface]:
    """What planes leave of parts, the pads of fat with points all over what is drawn as fat on the faces."""
    pads = {name: part for name, part in parts.items() if is_fat(name)}
    if not pads:
        return dict(left)
    points = np.concatenate([np.empty((0, 3)), *(_seen_on(plane, parts) for plane in planes)])
    for plane in planes:
        points = points[plane.beyond(points) < 1e-6]
    nearest = np.argmin([_away(pad, points) for pad in pads.values()], axis=0)
    filled = dict(left)
    for number, name in enumerate(pads):
        own = points[nearest == number]
        if len(own):
            filled[name] = with_points(left.get(name, NOTHING), own)
    return filled


def _away(pad: Surface, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far (n,) mm points lie from the box of a pad."""
    low, high = pad.points.min(axis=0), pad.points.max(axis=0)
    return np.asarray(np.linalg.norm(np.maximum(np.maximum(low - points, points - high), 0.0), axis=1))
