"""Where in a picture a part can be seen, so that a label's line can end there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from ..meshes.surface import Surface
from .tissue import NERVES, tissue
from .views import Camera

MOST_PARTS = 64  # that the edge of a triangle is seen in
CELL_MM = 1.0  # width of the cells that the picture is divided into, at the spine
NEAR_MM = 0.3  # a part this close behind another counts as seen
VEILS = (0.05, 0.3, 0.65)  # what is fainter than this hides nothing: at first as little as can be
FEWEST = 3  # cells that must be seen of a part that is to be named
ROOM_MM = 4.0  # from the dot to the edge of what is seen of its part: more is no better
ENOUGH = 0.6  # the share of the room there is anywhere that will do near the middle
MIDDLE = 0.33  # of the shorter side: how far from the picture's middle is near it


@dataclass(frozen=True, eq=False)
class Depths:
    """How far from the camera each part lies in each cell of a picture."""

    parts: Mapping[str, NDArray[np.float64]]  # (rows, columns) mm, infinite where a part is not
    opacity: Mapping[str, float]
    cell: float  # pixels across a cell
    size: tuple[int, int]  # of the picture, pixels

    @classmethod
    def of(
        cls, parts: Mapping[str, Surface], opacity: Mapping[str, float], view: Camera, size: tuple[int, int]
    ) -> Depths:
        """Those of parts in a view."""
        depths = {name: _nearest(surface, view, size) for name, surface in parts.items()}
        return cls(depths, opacity, _cell(view, size), size)

    def front(self, least: float) -> NDArray[np.float64]:
        """Distance (rows, columns) in mm to the first part of at least this opacity in each cell."""
        shown = [depth for name, depth in self.parts.items() if self.opacity.get(name, 1.0) >= least]
        nothing = np.full_like(next(iter(self.parts.values())), np.inf)
        nearest: NDArray[np.float64] = np.min([nothing, *shown], axis=0)
        return nearest


def anchors(depths: Depths, wanted: Iterable[str]) -> dict[str, tuple[float, float]]:
    """The pixel well inside what is seen of each wanted part, near the picture's middle, with nothing before it.

    Where a part has no such place, the best there is; parts out of sight are left out.
    """
    fronts = [depths.front(least) for least in VEILS]
    found = {}
    for name in dict.fromkeys(wanted):
        if name not in depths.parts:
            continue
        bare = ~_overlaid(depths, name)
        rooms = [_room(bare & _seen(depths.parts[name], front)) for front in fronts]
        most = max(room.max() for room in rooms)
        if most > 0 and max((room > 0).sum() for room in rooms) >= FEWEST:
            room = next(room for room in rooms if room.max() >= ENOUGH * min(most, ROOM_MM / CELL_MM))
            row, column = _well_inside(room, depths.cell, depths.size)
            found[name] = ((column + 0.5) * depths.cell, (row + 0.5) * depths.cell)
    return found


def showing(depths: Depths, names: Iterable[str]) -> dict[str, NDArray[np.bool_]]:
    """The cells (rows, columns) of the picture in which each part is seen."""
    front = depths.front(VEILS[-1])
    return {name: _seen(depths.parts[name], front) for name in dict.fromkeys(names) if name in depths.parts}


def _seen(depth: NDArray[np.float64], front: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The cells in which what lies this deep is not behind the front."""
    seen: NDArray[np.bool_] = np.isfinite(depth) & (depth <= front + NEAR_MM)
    return seen


def _overlaid(depths: Depths, name: str) -> NDArray[np.bool_]:
    """The cells in which something that runs in the part shows instead of it, as on the face of a cut."""
    own, rank = depths.parts[name], tissue(name).rank
    held = [
        depth <= own + NEAR_MM
        for other, depth in depths.parts.items()
        if rank < tissue(other).rank <= NERVES and depths.opacity.get(other, 1.0) > 0
    ]
    overlaid: NDArray[np.bool_] = np.any([np.zeros(own.shape, bool), *held], axis=0)
    return overlaid


def _room(seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How far inside what is seen each cell (rows, columns) lies, in cells; 0 beyond."""
    room: NDArray[np.float64] = distance_transform_edt(np.pad(seen, 1))[1:-1, 1:-1]
    return room


def _well_inside(room: NDArray[np.float64], cell: float, size: tuple[int, int]) -> tuple[int, int]:
    """The cell amid those that have room around them, near the middle of the picture if any there has enough."""
    rows, columns = (np.arange(count) + 0.5 for count in room.shape)
    away = np.hypot(rows[:, None] * cell - size[1] / 2, columns[None] * cell - size[0] / 2)
    near = np.where(away <= MIDDLE * min(size), room, 0)
    if near.max() >= ENOUGH * min(room.max(), ROOM_MM / CELL_MM):
        room = near
    good = np.argwhere(room >= min(0.8 * room.max(), ROOM_MM / CELL_MM))
    row, column = good[np.argmin(np.abs(good - np.median(good, axis=0)).sum(axis=1))].tolist()
    return row, column


def reach(parts: Mapping[str, Surface], view: Camera, size: tuple[int, int]) -> tuple[float, float]:
    """The leftmost and the rightmost pixel that the parts cover."""
    columns = [view.project(surface.points, size)[:, 0] for surface in parts.values()]
    return float(min(c.min() for c in columns)), float(max(c.max() for c in columns))


def _cell(view: Camera, size: tuple[int, int]) -> float:
    """Width of a cell in pixels."""
    one = view.project(np.array([view.focus, view.focus + view.right]), size)
    return float(max(2.0, CELL_MM * (one[1, 0] - one[0, 0])))


def _nearest(surface: Surface, view: Camera, size: tuple[int, int]) -> NDArray[np.float64]:
    """Distance (rows, columns) in mm from the camera to the part in each cell, infinite where it is not."""
    cell = _cell(view, size)
    seen = view.project(_samples(surface), size)
    columns, rows = (np.floor(seen[:, k] / cell).astype(int) for k in (0, 1))
    shape = (int(size[1] // cell) + 1, int(size[0] // cell) + 1)
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    depth = np.full(shape, np.inf)
    np.minimum.at(depth, (rows[inside], columns[inside]), seen[inside, 2])
    return depth


def _samples(surface: Surface) -> NDArray[np.float64]:
    """Points (n, 3) all over a surface, no farther apart than half a cell."""
    a, b, c = (surface.points[surface.faces[:, k]] for k in range(3))
    longest = np.sqrt(np.max([((v - w) ** 2).sum(axis=1) for v, w in ((a, b), (b, c), (c, a))], axis=0))
    parts = np.clip(np.ceil(2.0 * longest / CELL_MM), 1, MOST_PARTS).astype(int)
    inner = [surface.points]
    for count in np.unique(parts):
        some = parts == count
        grid = [(i, j, count - i - j) for i in range(count + 1) for j in range(count + 1 - i)]
        shares = np.array(grid) / count if count > 1 else np.full((1, 3), 1 / 3)
        corners = np.stack([a[some], b[some], c[some]], axis=1)
        inner.append(np.einsum("sk,fkx->fsx", shares, corners).reshape(-1, 3))
    return np.concatenate(inner)
