"""Soft solids between hard ones: a face that would cut into a neighbour is drawn back towards the solid's own core."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .fields import Points
from .obstacle import Obstacle, pushed_off, pushed_out, within
from .surface import Surface
from .watch import STEEPEST, TIED, Watch

ROUNDS = 7
THIN = 4.0  # mm from its core up to which a face that finds no room ends in it
CLEAR = 0.03  # mm a face keeps from what it touches
CORE_CLEAR = 0.08  # mm its core keeps
MOVES = 6  # rounds of moving faces off what they are close to
MOST_MOVED = 2.0  # mm in one
ENOUGH = 0.02  # mm that may be missing
FINE = 1.1  # mm between the places of a face that are looked at
FINEST = 4  # parts at most that the edge of a face is looked at in
ACROSS = 0.58  # of the longest edge of a face that a place of it lies from the nearest corner at most

# corners (p, 3) by index, their shares (p, 3), and how near obstacles can be
Places = tuple[NDArray[np.int64], NDArray[np.float64], Watch]


def fitted(
    surface: Surface, obstacles: Sequence[Obstacle], gap: float, settle: bool = True, rounds: int = ROUNDS
) -> Surface:
    """A surface whose points keep ``gap`` mm from obstacles, then drawn back where its faces still cut into them.

    How near the obstacles are is asked once for both: a point that is pushed out comes nearer by no more than its way.
    """
    reach = max(gap, CLEAR + _between_corners(_edges(surface.points, surface.faces)))
    obstacles = within(obstacles, surface.points, gap)
    if not obstacles:
        return surface
    watch = Watch(obstacles, surface.points)
    (held,) = (watch.clearance(surface.points, reach) < gap).nonzero()
    points = surface.points.copy()
    points[held] = pushed_off(points[held], watch.beside(held, np.zeros(len(held))), gap)
    watch.travelled(np.linalg.norm(points[held] - surface.points[held], axis=1), held)
    clear = Surface(points, surface.faces, surface.core)
    if surface.core is None:
        return clear
    places = _places(points, surface.faces.astype(np.int64), watch, CLEAR)
    return _drawn(clear, surface.core, places, obstacles, settle, rounds)


def drawn_back(
    surface: Surface,
    core: Points | None,
    obstacles: Sequence[Obstacle],
    settle: bool = True,
    rounds: int = ROUNDS,
    anew: NDArray[np.bool_] | None = None,
) -> Surface:
    """A surface whose points (n, 3) are drawn towards their core (n, 3) until no face cuts into an obstacle.

    Unlike a push along the obstacle's slope this cannot fold a thin solid over, and where there
    is no room at all the solid becomes a film or a thread of next to no volume.  A solid without
    a core stays as it is.  ``settle`` brings the core out of the obstacles first.  Where only some points (n,) lie
    ``anew``, the others cut into nothing.
    """
    obstacles = within(obstacles, surface.points if anew is None else surface.points[anew], CLEAR)
    if core is None or not obstacles:
        return surface
    return _drawn(surface, core, _looked_at(surface, obstacles, CLEAR, anew), obstacles, settle, rounds)


def _drawn(
    surface: Surface, core: Points, places: Places, obstacles: Sequence[Obstacle], settle: bool, rounds: int
) -> Surface:
    """A surface drawn towards its core (n, 3) until none of its ``places`` lies in an obstacle."""
    points, core = surface.points.copy(), core.copy()
    unsettled = np.full(len(points), settle)
    corners, shares, watch = places
    at = np.einsum("pk,pkx->px", shares, points[corners])
    looked = np.arange(len(at))  # where nothing has moved nothing changes
    for round_ in range(rounds):
        room, slope, _ = watch.nearest(at[looked], CLEAR, looked)
        cut = room < CLEAR - 0.005
        if not cut.any():
            break
        cutting, parts = corners[looked[cut]], shares[looked[cut]]
        held = np.unique(cutting)
        held = held[unsettled[held]]
        out = pushed_out(core[held], obstacles, CORE_CLEAR) if len(held) else core[held]
        unsettled[held] = (out != core[held]).any(axis=1)
        core[held] = out
        back = np.einsum("pk,pkx->px", parts, core[cutting]) - at[looked[cut]]
        kept = _kept(back, slope[cut], CLEAR - room[cut])
        if round_ == rounds - 1:
            kept = np.where((back**2).sum(axis=1) < THIN**2, 0.0, kept)
        factor = np.ones(len(points))
        touched = parts > 0.12
        np.minimum.at(factor, cutting[touched], np.repeat(kept[:, None], 3, axis=1)[touched])
        drawn = factor < 1.0
        points[drawn] = core[drawn] + factor[drawn, None] * (points[drawn] - core[drawn])
        looked = np.flatnonzero(drawn[corners].any(axis=1))
        now = np.einsum("pk,pkx->px", shares[looked], points[corners[looked]])
        watch.travelled(np.linalg.norm(now - at[looked], axis=1), looked)
        at[looked] = now
    return Surface(points, surface.faces, core)


def moved_off(
    surface: Surface, obstacles: Sequence[Obstacle], gap: float, away: Points | None = None
) -> Surface:
    """A surface without a core whose faces are moved off obstacles, along their slope, until ``gap`` mm is left.

    As ``trimmed`` does for points: what stands between the points of a large face moves its corners.  Where the
    slope leads against ``away`` (3,), what is thin having been passed through, they go that way instead.
    """
    obstacles = within(obstacles, surface.points, gap)
    if not obstacles:
        return surface
    points = surface.points.copy()
    corners, shares, watch = _looked_at(surface, obstacles, gap)
    at = np.einsum("pk,pkx->px", shares, points[corners])
    looked = np.arange(len(at))
    for _ in range(MOVES):
        room, slope, _ = watch.nearest(at[looked], gap, looked)
        missing = np.minimum(gap - room, MOST_MOVED)
        (close,) = (missing > ENOUGH).nonzero()
        if not len(close):
            break
        close = close[np.argsort(missing[close], kind="stable")]  # what is missing most has the last word
        unit = slope[close] / np.maximum(np.linalg.norm(slope[close], axis=1, keepdims=True), 0.3)
        if away is not None:
            unit = np.where((unit @ away < 0.0)[:, None], away, unit)
        touched = shares[looked[close]] > 0.12
        shift = np.zeros_like(points)
        pushes = np.repeat((missing[close, None] * unit)[:, None], 3, axis=1)
        shift[corners[looked[close]][touched]] = pushes[touched]
        points += shift
        (looked,) = (shift != 0.0).any(axis=1)[corners].any(axis=1).nonzero()
        now = np.einsum("pk,pkx->px", shares[looked], points[corners[looked]])
        watch.travelled(np.linalg.norm(now - at[looked], axis=1), looked)
        at[looked] = now
    return Surface(points, surface.faces)


def _kept(back: Points, slope: Points, missing: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share (p,) of their distance to the core that places keep to come out by what is ``missing`` (p,) mm."""
    far = np.maximum(np.linalg.norm(back, axis=1), 1e-6)
    unit = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 0.3)
    along = np.clip(np.einsum("px,px->p", back, unit) / far, 0.3, 1.0)
    kept: NDArray[np.float64] = np.clip(1.0 - missing / along / far, 0.4, 1.0)
    return kept


def _looked_at(
    surface: Surface,
    obstacles: Sequence[Obstacle],
    gap: float,
    anew: NDArray[np.bool_] | None = None,
) -> Places:
    """Places of a surface that may be closer than a gap to obstacles.

    Where only some points (n,) lie ``anew``, those at these.
    """
    points, faces = surface.points, surface.faces.astype(np.int64)
    used = np.arange(len(points))
    if anew is not None:
        used, inverse = np.unique(faces[anew[faces].any(axis=1)], return_inverse=True)
        points, faces = points[used], inverse.reshape(-1, 3)
    watch = Watch(obstacles, points)
    watch.clearance(points, gap + _between_corners(_edges(points, faces)))
    corners, shares, watch = _places(points, faces, watch, gap)
    return used[corners], shares, watch


def _places(points: Points, faces: NDArray[np.int64], watch: Watch, gap: float) -> Places:
    """Places that may be closer than a gap: points (n, 3) that are watched, and more of them all over larger faces."""
    edge, room = _edges(points, faces), watch.least()
    close = room[faces].min(axis=1) < gap + ACROSS * edge
    held = np.flatnonzero(room < gap)
    corners, shares = [np.repeat(held[:, None], 3, axis=1)], [np.repeat([[1.0, 0.0, 0.0]], len(held), axis=0)]
    parts = np.clip(np.ceil(edge / FINE), 1, FINEST).astype(int)
    for count in np.unique(parts[close]):
        inner = _inner(int(count))
        some = faces[close & (parts == count)]
        corners.append(np.repeat(some, len(inner), axis=0))
        shares.append(np.tile(inner, (len(some), 1)))
    places, parts_of = np.concatenate(corners), np.concatenate(shares)
    first = places[np.arange(len(places)), parts_of.argmax(axis=1)]
    far = np.linalg.norm(np.einsum("pk,pkx->px", parts_of, points[places]) - points[first], axis=1)
    near = room[first] - STEEPEST * far < gap + TIED
    return places[near], parts_of[near], watch.beside(first[near], far[near])


def _edges(points: Points, faces: NDArray[Any]) -> NDArray[np.float64]:
    """The longest edge (m,) mm of each face."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    longest: NDArray[np.float64] = np.sqrt(
        np.maximum.reduce([((v - w) ** 2).sum(axis=1) for v, w in ((a, b), (b, c), (c, a))])
    )
    return longest


def _between_corners(edges: NDArray[np.float64]) -> float:
    """How far (mm) a place of a face can be from the nearest corner, where it is looked at in finer steps."""
    return ACROSS * min(float(edges.max()), FINE * FINEST)


@cache
def _inner(count: int) -> NDArray[np.float64]:
    """Shares (p, 3) of the corners for the places that a face with edges in ``count`` parts has besides its corners."""
    grid = [(i, j, count - i - j) for i in range(count + 1) for j in range(count + 1 - i)]
    inner = [shares for shares in grid if max(shares) < count] + [(count / 3,) * 3] * (count < 3)
    return np.array(inner) / count
