"""Solids swept from rings of points: a fixed topology, so that one shape can turn into another.

Everything soft is one of three: a tube (rings along a curve, closed by a pole at each
end), a ring (rings around an axis, closed on themselves), or a slab (two sheets joined
at their rims).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .fields import Points
from .surface import Surface

Rings = NDArray[np.float64]  # (m, n, 3) mm
EDGES = ("nearest", "wrap")  # how values (m, n) by ring and point go on beyond their edges, in filters


def _quads(
    rows: int, columns: int, around_rows: bool, around_columns: bool, behind: int | None = None
) -> NDArray[np.int32]:
    """Faces (k, 3) of a grid of points numbered row by row.

    Their diagonals alternate from column to column, so that a grid seen in a mirror has the same ones.
    The columns from ``behind`` on run back over those before them; their diagonals lie on the same corners.
    """
    i = np.arange(rows if around_rows else rows - 1)
    j = np.arange(columns if around_columns else columns - 1)
    i, j = (a.ravel() for a in np.meshgrid(i, j, indexing="ij"))
    up, over = (i + 1) % rows, (j + 1) % columns
    a, b, c, d = i * columns + j, i * columns + over, up * columns + over, up * columns + j
    even = ((j % 2 == 0) != (j >= (columns if behind is None else behind)))[:, None]
    one = np.where(even, np.stack([a, b, c], 1), np.stack([a, b, d], 1))
    other = np.where(even, np.stack([a, c, d], 1), np.stack([b, c, d], 1))
    return np.concatenate([one, other]).astype(np.int32)


def _outward(points: Points, faces: NDArray[np.int32], core: Points) -> Surface:
    surface = Surface(points, faces, core)
    return surface if surface.volume() > 0 else Surface(points, np.ascontiguousarray(faces[:, ::-1]), core)


def tube(rings: Rings, core: Rings | None = None) -> Surface:
    """The solid inside rings (m, n, 3), closed by a pole at the mean of the first and the last ring.

    Its ``core`` (m, n, 3) is the middle of the rings when none is given.
    """
    m, n, _ = rings.shape
    points = _with_poles(rings)
    core = np.repeat(rings.mean(axis=1, keepdims=True), n, axis=1) if core is None else core
    j, over = np.arange(n), (np.arange(n) + 1) % n
    first = np.stack([np.full(n, m * n), over, j], 1)
    last = np.stack([np.full(n, m * n + 1), (m - 1) * n + j, (m - 1) * n + over], 1)
    faces = np.concatenate([_quads(m, n, False, True), first, last]).astype(np.int32)
    return _outward(points, faces, _with_poles(core))


def _with_poles(rings: Rings) -> Points:
    """The points of rings (m, n, 3), then the means of the first and the last."""
    return np.concatenate([rings.reshape(-1, 3), [rings[0].mean(axis=0), rings[-1].mean(axis=0)]])


def ring(rings: Rings) -> Surface:
    """The solid ring through closed sections (m, n, 3), the last joined to the first; its core is their middles."""
    m, n, _ = rings.shape
    core = np.repeat(rings.mean(axis=1), n, axis=0)
    return _outward(rings.reshape(-1, 3).copy(), _quads(m, n, True, True), core)


def slab(front: Rings, back: Rings) -> Surface:
    """The solid between two sheets (m, n, 3) of corresponding points."""
    m, n, _ = front.shape
    sections = np.concatenate([front, back[:, ::-1]], axis=1)  # (m, 2n, 3), each a closed loop
    faces = [_quads(m, 2 * n, False, True, n)]
    j = np.arange(n - 1)
    for row, flip in ((0, True), (m - 1, False)):
        a, b = row * 2 * n + j, row * 2 * n + j + 1
        c, d = row * 2 * n + 2 * n - 2 - j, row * 2 * n + 2 * n - 1 - j
        cap = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
        faces.append((cap[:, ::-1] if flip else cap).astype(np.int32))
    middle = (front + back) / 2
    core = np.concatenate([middle, middle[:, ::-1]], axis=1)
    return _outward(sections.reshape(-1, 3), np.concatenate(faces), core.reshape(-1, 3))


def joined(*surfaces: Surface) -> Surface:
    """Several closed surfaces as one solid of several pieces."""
    starts = np.cumsum([0, *(len(s.points) for s in surfaces[:-1])])
    return Surface(
        np.concatenate([s.points for s in surfaces]),
        np.concatenate([s.faces + start for s, start in zip(surfaces, starts, strict=True)]).astype(np.int32),
        np.concatenate([s.points if s.core is None else s.core for s in surfaces]),
    )


def mirrored(surface: Surface) -> Surface:
    """The mirror image across the midsagittal plane."""
    return Surface(surface.points * [-1.0, 1.0, 1.0], np.ascontiguousarray(surface.faces[:, ::-1]))


@dataclass(frozen=True, eq=False)
class Course:
    """A curve in space with two axes across it at every station."""

    centre: Points  # (m, 3) mm
    across: Points  # (m, 3) unit vectors, the direction of angle 0
    over: Points  # (m, 3) unit vectors, the direction of a quarter turn

    @classmethod
    def along(cls, centre: Points, across: tuple[float, float, float]) -> Course:
        """A course whose angle 0 keeps as close to a given direction as the curve allows."""
        way = np.gradient(centre, axis=0)
        way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
        aside = np.asarray(across, float)[None] - (way @ np.asarray(across, float))[:, None] * way
        aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
        return cls(centre, aside, np.cross(aside, way))

    def rays(self, count: int) -> Rings:
        """Unit directions (m, count, 3) across the curve, from angle 0 on."""
        angle = np.arange(count) * 2 * np.pi / count
        return self.across[:, None] * np.cos(angle)[:, None] + self.over[:, None] * np.sin(angle)[:, None]

    def backward(self, count: int) -> int:
        """Which of ``count`` rays (a multiple of 4) goes back, angle 0 being to the left."""
        return count // 4 if self.over[0, 1] > 0 else 3 * count // 4

    def rings(self, radii: NDArray[np.float64]) -> Rings:
        """Points (m, n, 3) at radii (m, n) mm around the curve."""
        return self.centre[:, None] + self.rays(radii.shape[1]) * radii[..., None]


def left_rays(count: int) -> NDArray[np.int64]:
    """Which of ``count`` rays (a multiple of 4) once around, the first to the left, go left or along the midline."""
    return np.arange(-(count // 4), count // 4 + 1)


def both_sides(left: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values (..., n) of rays once around, the same on both sides, from those of ``left_rays`` (..., n / 2 + 1)."""
    count = 2 * (left.shape[-1] - 1)
    whole, rays = np.empty((*left.shape[:-1], count)), left_rays(count)
    whole[..., rays] = whole[..., count // 2 - rays] = left
    return whole


def areas(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Areas (m,) mm² of the polar sections with radii (m, n) mm."""
    turn = np.sin(2 * np.pi / radii.shape[1])
    total: NDArray[np.float64] = 0.5 * turn * (radii * np.roll(radii, -1, axis=1)).sum(axis=1)
    return total


def girths(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """How long (m,) mm the polar sections with radii (m, n) mm are around."""
    after = np.roll(radii, -1, axis=1)
    turn = np.cos(2 * np.pi / radii.shape[1])
    total: NDArray[np.float64] = np.sqrt(radii**2 + after**2 - 2 * turn * radii * after).sum(axis=1)
    return total


def lengths(centre: Points) -> NDArray[np.float64]:
    """How far (m,) mm along a polyline each of its points lies."""
    steps = np.linalg.norm(np.diff(centre, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def eased(far: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values (m, n) over a sheet averaged with their neighbours along and across."""
    along = np.pad(far, ((1, 1), (0, 0)), mode="edge")
    far = (along[:-2] + 2 * along[1:-1] + along[2:]) / 4
    aside = np.pad(far, ((0, 0), (1, 1)), mode="edge")
    return (aside[:, :-2] + 2 * aside[:, 1:-1] + aside[:, 2:]) / 4
