"""The order of triangles and vertices in which a surface compresses best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CACHE = 8  # recent vertices that a next triangle should use again


def walk(faces: NDArray[np.int32], count: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Faces (m, 3) of ``count`` vertices, reordered and renumbered by first use.

    The triangles go fan by fan, the next fan around a vertex seen lately (Sander, Nehab and Barczak 2007, "Fast
    triangle reordering for vertex locality").  Vertices that no face uses come last.

    Returns
    -------
    The new faces (m, 3), and for each new vertex the old one (count,).
    """
    order = _fans(faces, count)
    turned = faces[order]
    flat = turned.reshape(-1)
    used, first = np.unique(flat, return_index=True)
    used = used[np.argsort(first)]
    unused = np.setdiff1d(np.arange(count), used)
    old = np.concatenate([used, unused]).astype(np.int64)
    new = np.empty(count, np.int32)
    new[old] = np.arange(count, dtype=np.int32)
    return new[turned], old


def _fans(faces: NDArray[np.int32], count: int) -> list[int]:
    """The triangles' indices, fan by fan."""
    around = _triangles_around(faces, count)
    corners: list[list[int]] = faces.tolist()
    left = [len(ring) for ring in around]
    stamp = [-CACHE - 1] * count
    done = bytearray(len(corners))
    order: list[int] = []
    stack: list[int] = []
    clock, start, centre = 0, 0, 0
    while centre >= 0:
        fan = _turned([t for t in around[centre] if not done[t]], corners, centre, stamp)
        order += fan
        ring: list[int] = []
        for triangle in fan:
            done[triangle] = 1
            ring += corners[triangle]
        for vertex in ring:
            left[vertex] -= 1
            if clock - stamp[vertex] > CACHE:
                stamp[vertex] = clock
                clock += 1
        stack += ring
        centre = _next_centre(ring, left, stamp, clock)
        while centre < 0 and stack:
            vertex = stack.pop()
            centre = vertex if left[vertex] else -1
        while centre < 0 and start < count:
            centre = start if left[start] else -1
            start += 1
    return order


def _turned(triangles: list[int], corners: list[list[int]], centre: int, stamp: list[int]) -> list[int]:
    """Triangles around a vertex, each beside the one before where it can be, from the edge seen last."""
    onward: dict[int, tuple[int, int]] = {}
    for triangle in triangles:
        a, b, c = corners[triangle]
        onward |= (
            {b: (triangle, c)} if a == centre else {c: (triangle, a)} if b == centre else {a: (triangle, b)}
        )
    order: list[int] = []
    while onward:
        ends = {end for _, end in onward.values()}
        open_ends = [vertex for vertex in onward if vertex not in ends]
        vertex = max(open_ends or onward, key=stamp.__getitem__)
        while vertex in onward:
            triangle, vertex = onward.pop(vertex)
            order.append(triangle)
    # two faces on the same directed edge of a broken surface: keep both
    return order if len(order) == len(triangles) else triangles


def _next_centre(ring: list[int], left: list[int], stamp: list[int], clock: int) -> int:
    """The vertex of the last fan that was seen longest ago and will still be at hand when its fan is done."""
    best, priority = -1, -1
    for vertex in ring:
        if left[vertex]:
            age = clock - stamp[vertex]
            worth = age if age + 2 * left[vertex] <= CACHE else 0
            if worth > priority:
                best, priority = vertex, worth
    return best


def _triangles_around(faces: NDArray[np.int32], count: int) -> list[list[int]]:
    """For each vertex, the triangles that meet there."""
    flat = faces.reshape(-1)
    by_vertex = (np.argsort(flat, kind="stable") // 3).tolist()
    ends = np.cumsum(np.bincount(flat, minlength=count)).tolist()
    return [by_vertex[a:b] for a, b in zip([0, *ends], ends, strict=False)]
