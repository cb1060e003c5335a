"""The atlas's own stream of a finding: a tenth of its GLB, good to about a tenth of a millimetre.

Of a structure of the healthy spine only the points that move are told, as changes from where they rest: first a few
far apart, then those between, each as what its nearest known neighbours did and a small correction, in steps of
``GRAIN``.  One that has points behind its own brings these, and the faces that are other.  A structure that the healthy
spine lacks brings its mesh along.  ``web/src/thin.js`` reads it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .entropy import ONE, Numbers, RangeEncoder
from .gltf import STEP, Part
from .meshopt import encode_triangles
from .ordering import walk
from .surface import Surface

MAGIC = b"thin"
GRAIN = 10  # STEPs between what can be told: at most half of it off along each axis
COARSE = 2  # STEPs between the places that points of the healthy spine may take
STILL = 0.2  # mm: points that never move further stay at rest
WIDEST, NARROWEST = 1024, 8  # STEPs between the points of the first net, and below which all are told
NEIGHBOURS = 4
CANDIDATES = 12  # asked of the tree, so that the nearest by distance and then by number are among them
SAME = 0.1  # mm between a part and the mirror image that stands for it
MOST = 6  # keys
CLOSE = 0.1  # mm, root mean square, by which blends of the shapes kept may miss those left out
NET_CLASSES, BESIDE_CLASSES, BEFORE_CLASSES = 3, 4, 4

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Rest:
    """A healthy structure as the browser has it: in the order of its GLB."""

    points: Whole  # (n, 3) STEPs, as placed
    built: Whole  # (n, 3) STEPs, as built: what a change is counted from
    order: NDArray[np.int64]  # (n,) which point of the surface each of them is
    faces: NDArray[np.int32]  # of the surface, in its own order
    drawn: NDArray[np.int32]  # the same in the order and the numbers of the browser


def rest(surface: Surface) -> Rest:
    """A healthy structure as the browser has it."""
    drawn, order = walk(surface.faces.astype(np.int32), len(surface.points))
    points = surface.points[order]
    return Rest(_steps(placed(points)), _steps(points), order, surface.faces, drawn)


def placed(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of the healthy spine (n, 3) mm where the atlas has them."""
    return np.asarray(np.round(points / (COARSE * STEP)) * (COARSE * STEP))


def thinned(parts: Sequence[Part], resting: Mapping[str, Rest], extras: Mapping[str, Any]) -> bytes:
    """Parts of a finding as one stream; lists in ``extras`` hold one entry a key and are cut to the keys kept."""
    keys = keys_needed(parts)
    writer = _Writer(keys)
    for part in parts:
        if (other := _mirrored(part, parts)) is not None:
            writer.nodes.append({"name": part.name, **part.extras, "mirrors": other.name})
        else:
            writer.add(part, resting.get(part.name))
    cut = {name: [values[key] for key in keys] for name, values in extras.items()}
    return writer.finish(cut)


def _mirrored(part: Part, parts: Sequence[Part]) -> Part | None:
    """The left part whose mirror image a right one is at every key, or None."""
    name = part.name.replace("/right", "/left")
    left = next((other for other in parts if other.name == name != part.name), None)
    if left is None or left.surface is None or part.surface is None:
        return None
    pairs = zip((left.surface.points, *left.targets), (part.surface.points, *part.targets), strict=True)
    far = max(float(cKDTree(one * (-1, 1, 1)).query(other)[0].max()) for one, other in pairs)
    return left if far < SAME else None


def keys_needed(parts: Sequence[Part]) -> list[int]:
    """The keys to keep, the first and the last among them: few enough that blends of two just stay ``CLOSE``.

    Where ``MOST`` are not enough, the ones whose blends are best.
    """
    shapes = [np.stack([part.surface.points, *part.targets]) for part in parts if part.surface is not None]
    moving = [np.ptp(shape, axis=0).max(axis=1) > STILL for shape in shapes]
    last = max(len(part.poses) - 1 if part.poses is not None else len(part.targets) for part in parts)
    every = [shape[:, moves] for shape, moves in zip(shapes, moving, strict=True)]
    points = np.concatenate([np.zeros((last + 1, 1, 3)), *every], axis=1)
    missed = {(a, b): _missed(points[a : b + 1]) for a, b in combinations(range(last + 1), 2)}
    for most in range(2, last + 2):
        choices = [(0, *inner, last) for inner in combinations(range(1, last), most - 2)]
        total = [sum(missed[pair] for pair in pairwise(keys)) for keys in choices]
        if min(total) <= (last + 1) * CLOSE**2 or most == MOST:
            return list(choices[int(np.argmin(total))])
    return list(range(last + 1))


def _missed(shapes: NDArray[np.float64]) -> float:
    """The mean squares, mm², by which a blend of the first and last of some shapes (k, n, 3) misses each, summed."""
    share = np.linspace(0.0, 1.0, len(shapes))[:, None, None]
    off = ((shapes[0] * (1 - share) + shapes[-1] * share - shapes) ** 2).sum(axis=2)
    return float(off.mean(axis=1).sum())


def _steps(points: NDArray[np.float64]) -> Whole:
    return np.round(points / STEP).astype(np.int64)


class _Writer:
    """The growing stream of one finding."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.keys = keys
        self.nodes: list[dict[str, Any]] = []
        self.motions: list[list[list[float]]] = []
        self.faces = bytearray()
        self.coder = RangeEncoder()
        self.flags = [ONE // 2] * 4
        self.kept = [ONE // 2] * 4
        self.places = Numbers(3)
        self.some = [ONE // 2] * (NET_CLASSES * BESIDE_CLASSES * BEFORE_CLASSES)
        self.changes = Numbers(NET_CLASSES * BESIDE_CLASSES * 3)

    def add(self, part: Part, healthy: Rest | None) -> None:
        """Append a part: its poses, its changes from rest, or its mesh and its changes."""
        node: dict[str, Any] = {"name": part.name, **part.extras}
        self.nodes.append(node)
        if part.poses is not None:
            node["poses"] = self._motion([part.poses[key] for key in self.keys])
        if part.surface is None:
            return
        shapes = [part.surface.points, *part.targets]
        every = np.stack([_steps(shapes[key]) for key in self.keys])
        if healthy is not None and np.array_equal(healthy.faces, part.surface.faces):
            change = every[:, healthy.order] - healthy.built
            self._shapes(healthy.points, change, self._moved(change))
        elif healthy is not None and _grown(part.surface, healthy):
            self._add_grown(node, part.surface.faces, every, healthy)
        else:
            faces, order = walk(part.surface.faces.astype(np.int32), len(part.surface.points))
            own = every[:, order]
            node |= {"points": own.shape[1], "faces": [len(faces), len(stream := encode_triangles(faces))]}
            self.faces += stream
            self._mesh(own[-1])
            self._shapes(own[-1], own[:-1] - own[-1], np.arange(own.shape[1]))

    def _add_grown(self, node: dict[str, Any], faces: NDArray[np.int32], every: Whole, healthy: Rest) -> None:
        """A healthy structure with points behind its own: which faces stay, the others, and where its points go."""
        own = len(healthy.points)
        number = np.concatenate([np.argsort(healthy.order), np.arange(own, every.shape[1])])
        there, wanted = _corners(healthy.drawn), _corners(number[faces])
        other = number[faces][~np.isin(wanted, there)].astype(np.int32)
        walked, order = walk(other, every.shape[1])
        other = order[walked].astype(np.int32)
        node |= {"added": every.shape[1] - own, "faces": [len(other), len(stream := encode_triangles(other))]}
        self.faces += stream
        self._flags(self.kept, np.isin(there, wanted))
        points = np.concatenate([healthy.points, every[0, own:]])
        change = np.concatenate(
            [every[:, healthy.order] - healthy.built, every[:, own:] - every[0, own:]], axis=1
        )
        moved = self._moved(change[:, :own])
        self._mesh(every[0, own:])
        self._shapes(points, change, np.concatenate([moved, np.arange(own, len(points))]))

    def _motion(self, poses: Sequence[Sequence[float]]) -> int:
        """The number of a motion in the list of them: bones and what hangs on them move as one."""
        motion = [[round(v, 2 if n < 3 else 5) + 0.0 for n, v in enumerate(pose)] for pose in poses]
        if motion not in self.motions:
            self.motions.append(motion)
        return self.motions.index(motion)

    def _moved(self, change: Whole) -> NDArray[np.int64]:
        """Which points move at all, told by a flag each."""
        moved = np.linalg.norm(change * STEP, axis=2).max(axis=0) > STILL
        self._flags(self.flags, moved)
        return np.flatnonzero(moved)

    def _flags(self, model: list[int], values: NDArray[np.bool_]) -> None:
        """Bits, each by the two before it."""
        before = 0
        for flag in values.astype(int).tolist():
            self.coder.bit(model, before, flag)
            before = (before << 1 | flag) & 3

    def _mesh(self, points: Whole) -> None:
        """The points of a new mesh, each as its difference from the one before."""
        differences = np.diff(points, axis=0, prepend=0)
        self.places.encode(self.coder, differences.ravel().tolist(), [0, 1, 2] * len(points))

    def _shapes(self, points: Whole, change: Whole, moved: NDArray[np.int64]) -> None:
        """How some of the points (n, 3) have changed at each key (k, n, 3)."""
        at, wanted = points[moved], change[:, moved]
        told = np.zeros_like(wanted)
        corrections = np.zeros_like(wanted)
        for number, (fresh, near) in enumerate(nets(at)):
            steps = np.diff(told, axis=0, prepend=0)
            guess = _guess(at, fresh, near, steps)
            before = np.zeros((len(fresh), 3), np.int64)
            for key in range(len(wanted)):
                missing = wanted[key, fresh] - before - guess[key]
                corrections[key, fresh] = np.floor(missing / GRAIN + 0.5).astype(np.int64)
                before = before + guess[key] + corrections[key, fresh] * GRAIN
                told[key, fresh] = before
            self._tell(corrections, fresh, near, number)

    def _tell(self, corrections: Whole, fresh: Whole, near: Whole, number: int) -> None:
        """The corrections of one net: whether there is one, by what is beside and at the key before, then its three."""
        size = np.abs(corrections).sum(axis=2)
        own = size[:, fresh]
        beside = size[:, near[:, :2]].sum(axis=2) if near.size else np.zeros_like(own)
        before = np.concatenate(
            [np.full_like(own[:1], BEFORE_CLASSES - 1), np.minimum(own[:-1], BEFORE_CLASSES - 2)]
        )
        context = min(number // 2, NET_CLASSES - 1) * BESIDE_CLASSES + np.minimum(beside, BESIDE_CLASSES - 1)
        context = (context * BEFORE_CLASSES + before).T.ravel().tolist()
        values = corrections[:, fresh].transpose(1, 0, 2).reshape(-1, 3)
        any_ = np.abs(values).sum(axis=1) > 0
        for some, where, three in zip(any_.tolist(), context, values.tolist(), strict=True):
            self.coder.bit(self.some, where, int(some))
            if some:
                self.changes.encode(
                    self.coder, three, (3 * (where // BEFORE_CLASSES) + axis for axis in range(3))
                )

    def finish(self, extras: Mapping[str, Any]) -> bytes:
        """The whole stream."""
        head = json.dumps(
            {"extras": extras, "motions": self.motions, "nodes": self.nodes},
            separators=(",", ":"),
            allow_nan=False,
        ).encode()
        return (
            MAGIC + struct.pack("<II", len(head), len(self.faces)) + head + self.faces + self.coder.finish()
        )


def _grown(surface: Surface, healthy: Rest) -> bool:
    """Whether a surface is the healthy one with points behind its own: most of its faces are still there."""
    if len(surface.points) <= len(healthy.points):
        return False
    return 2 * int(np.isin(_corners(healthy.faces), _corners(surface.faces)).sum()) > len(healthy.faces)


def _corners(faces: NDArray[Any]) -> Whole:
    """Triangles (m, 3) as a number each, whichever corner they begin at."""
    first = np.argmin(faces, axis=1)
    a, b, c = (
        np.take_along_axis(faces, ((first + k) % 3)[:, None], axis=1)[:, 0].astype(np.int64) for k in range(3)
    )
    return np.asarray((a << 42) | (b << 21) | c)


def nets(points: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Points (n, 3) net by net, each finer than the last: which are new (f,), and their nearest known ones (f, ≤ 4)."""
    known, cell = np.zeros(len(points), bool), WIDEST
    while not known.all():
        places = points // cell
        _, where = np.unique(places, axis=0, return_inverse=True)
        taken = np.zeros(where.max() + 1, bool)
        taken[where[known]] = True
        free = np.flatnonzero(~known & ~taken[where.ravel()])
        fresh = np.sort(free[np.unique(where.ravel()[free], return_index=True)[1]])
        if cell < NARROWEST:
            fresh = np.flatnonzero(~known)
        if len(fresh):
            yield fresh, _nearest(points, np.flatnonzero(known), fresh)
        known[fresh] = True
        cell //= 2


def _nearest(points: Whole, known: Whole, fresh: Whole) -> Whole:
    """For each fresh point its nearest known ones, by distance and then by number."""
    if not len(known):
        return np.zeros((len(fresh), 0), np.int64)
    asked = min(CANDIDATES, len(known))
    _, found = cKDTree(points[known].astype(float)).query(
        points[fresh].astype(float), k=np.arange(1, asked + 1)
    )
    near = known[found]
    square = ((points[near] - points[fresh][:, None]) ** 2).sum(axis=2)
    order = np.lexsort((near, square), axis=1)
    return np.asarray(np.take_along_axis(near, order, axis=1)[:, :NEIGHBOURS])


def _guess(points: Whole, fresh: Whole, near: Whole, steps: Whole) -> Whole:
    """What fresh points do from key to key (k, f, 3): the mean of their neighbours, by the inverse square of distance.

    Sums run in the order of the neighbours, so that a browser gets the very same numbers.
    """
    if not near.size:
        return np.zeros((len(steps), len(fresh), 3), np.int64)
    total, weights = np.zeros((len(steps), len(fresh), 3)), np.zeros(len(fresh))
    for column in near.T:
        weight = 1.0 / np.maximum(((points[column] - points[fresh]) ** 2).sum(axis=1), 1)
        total = total + weight[:, None] * steps[:, column]
        weights = weights + weight
    return np.floor(total / weights[:, None] + 0.5).astype(np.int64)
