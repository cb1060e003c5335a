"""Where in a picture a part can be seen, so that a label's line can end there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ..meshes.surface import Surface
from .views import Camera

MOST_PARTS = 12  # that the edge of a triangle is seen in
CELL_MM = 1.5  # width of the cells that the picture is divided into, at the spine
NEAR_MM = 2.0  # a part this close behind another counts as seen
FAINT = 0.2  # what is fainter than this is as good as not there
SOLID = 0.65  # what is fainter than this hides nothing


def anchors(
    parts: Mapping[str, Surface],
    opacity: Mapping[str, float],
    view: Camera,
    size: tuple[int, int],
    wanted: Iterable[str],
) -> dict[str, tuple[float, float]]:
    """The pixel in the midst of what is seen of each wanted part, with nothing before it where that can be.

    Parts out of sight are left out.
    """
    depths = {name: _nearest(surface, view, size) for name, surface in parts.items()}
    clear, seen = (_front(depths, opacity, least) for least in (FAINT, SOLID))
    found = {}
    for name in dict.fromkeys(wanted):
        for front in (clear, seen) if name in depths else ():
            rows, columns = np.nonzero(np.isfinite(depths[name]) & (depths[name] <= front + NEAR_MM))
            if len(rows):
                cells = np.stack([columns, rows], axis=1).astype(float) + 0.5
                x, y = (_midst(cells) * _cell(view, size)).tolist()
                found[name] = (x, y)
                break
    return found


def _front(
    depths: Mapping[str, NDArray[np.float64]], opacity: Mapping[str, float], least: float
) -> NDArray[np.float64]:
    """Distance (rows, columns) in mm to the first part of at least this opacity in each cell."""
    shown = [depth for name, depth in depths.items() if opacity.get(name, 1.0) >= least]
    nothing = np.full_like(next(iter(depths.values())), np.inf)
    nearest: NDArray[np.float64] = np.min([nothing, *shown], axis=0)
    return nearest


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


def _midst(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """The one of the cells (n, 2) that has most of the others around it."""
    distances = np.abs(cells[:, None] - cells[None, :: max(1, len(cells) // 400)]).sum(axis=2)
    crowd = np.exp(-(distances**2) / 18).sum(axis=1)  # within some three cells
    best = cells[crowd >= 0.9 * crowd.max()]
    middle: NDArray[np.float64] = best[np.argmin(np.abs(best - np.median(cells, axis=0)).sum(axis=1))]
    return middle
