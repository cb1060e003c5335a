"""Smaller triangles where a surface is about to change its shape; the points there were stay first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .fields import Points
from .surface import Surface

Where = Callable[[Points], NDArray[np.bool_]]


def refined(surface: Surface, where: Where, longest: float) -> Surface:
    """The same solid, edges whose middle lies ``where`` it matters split until none is over ``longest`` mm."""
    points, faces = surface.points, surface.faces
    for _ in range(4):
        split = _split(points, faces, where, longest)
        if split is None:
            break
        points, faces = split
    return Surface(points, faces)


def _split(
    points: Points, faces: NDArray[np.int32], where: Where, longest: float
) -> tuple[Points, NDArray[np.int32]] | None:
    """Points and faces after every long edge has been halved once, or None where there is none."""
    corner = np.stack(
        [faces, np.roll(faces, -1, axis=1)], axis=2
    )  # (m, 3, 2): edge k runs from corner k to k + 1
    low, high = np.sort(corner.reshape(-1, 2).astype(np.int64), axis=1).T
    keys, number = np.unique(low * len(points) + high, return_inverse=True)
    edges = np.stack(np.divmod(keys, len(points)), axis=1)
    middle = (points[edges[:, 0]] + points[edges[:, 1]]) / 2
    long = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1) > longest
    long[long] = where(middle[long])
    if not long.any():
        return None
    new = np.full(len(edges), -1)
    new[long] = len(points) + np.arange(int(long.sum()))
    halves = new[number.reshape(-1, 3)]  # (m, 3): the new point on each edge, or -1
    return np.concatenate([points, middle[long]]), _pieces(points, faces, halves)


def _pieces(points: Points, faces: NDArray[np.int32], halves: NDArray[np.int64]) -> NDArray[np.int32]:
    """Every face cut at the new points (m, 3) on its edges, -1 where an edge has none; mirror images alike."""
    count = (halves >= 0).sum(axis=1)
    made = [faces[count == 0]]
    for k in range(3):  # turned so that the only split edge, or the only whole one, comes first
        a, b, c = (np.roll(faces, -k, axis=1)[:, i] for i in range(3))
        ab, bc, ca = (np.roll(halves, -k, axis=1)[:, i] for i in range(3))
        one = (count == 1) & (ab >= 0)
        made += [np.stack([a, ab, c], 1)[one], np.stack([ab, b, c], 1)[one]]
        two = (count == 2) & (ab < 0)
        a, b, c, bc, ca = (corner[two] for corner in (a, b, c, bc, ca))
        far = [((points[i] - (points[j] + points[c]) / 2) ** 2).sum(axis=1) for i, j in ((a, b), (b, a))]
        first = (far[0] < far[1])[:, None]  # the four corners that are left are cut along the shorter way
        made += [
            np.stack([bc, c, ca], 1),
            np.where(first, np.stack([a, b, bc], 1), np.stack([a, b, ca], 1)),
            np.where(first, np.stack([a, bc, ca], 1), np.stack([b, bc, ca], 1)),
        ]
    three = count == 3
    (a, b, c), (ab, bc, ca) = faces[three].T, halves[three].T
    made += [np.stack(t, 1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    return np.concatenate(made).astype(np.int32)
