"""The roots after they have given way: where they come to lie, and their surfaces outside the sac."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .fields import Points
from .giving_way import WIDEST, Way, fitted, moved, room_around
from .levels import ROOTS, SIDES
from .obstacle import Obstacle
from .roots import AROUND as ROOT_AROUND
from .roots import COUNTS, Root
from .surface import Surface
from .sweep import Course, Rings, areas, joined, tube

GAP = 0.10  # mm between solids that touch
SEAM = 0.02  # mm between a ganglion and its root
TIGHTEST = 2.0  # radii of a root over that of its bend: where more, its sections would run into each other
EASING = 60  # rounds of easing such a bend
EDGE = 0.02  # of the way to the next ring, where a sharp edge is held


@dataclass(frozen=True, eq=False)
class Laid:
    """A swept solid as it came to lie: its course and its radii."""

    course: Course
    radii: NDArray[np.float64]  # (m, n) mm
    resting: NDArray[np.float64]  # (m, n) mm, what it would have without what presses on it
    dented: NDArray[np.float64]  # (m, n) mm, the radii where softer neighbours have dented it too
    rest: Points  # (m, 3) mm, the course it would have without what presses on it

    @property
    def kept(self) -> NDArray[np.float64]:
        """The share (m,) of its resting area that each section has kept."""
        return areas(self.radii) / areas(self.resting)


def lay_roots(
    roots: Sequence[Root],
    walls: Sequence[Obstacle],
    settled: Sequence[tuple[Root, Laid]] = (),
    ahead: Sequence[Obstacle] = (),
) -> list[Laid]:
    """The roots where they come to lie between the walls, and beside those that lie ``settled`` already.

    What has come from before them, ``ahead``, they pass behind.
    """
    names = [root.id for root in roots] + [root.id for root, _ in settled]
    still = [
        Way(laid.course.centre, root.way.radius, np.zeros(len(root.radius)), 0.0) for root, laid in settled
    ]
    lines = moved([*(root.way for root in roots), *still], walls, _neighbours(names), ahead)
    if not roots:
        return []
    courses = [
        Course.along(_eased(line, root), (0.0, 1.0, 0.0))
        for root, line in zip(roots, lines, strict=False)  # what has settled lies already
    ]
    radii = [np.repeat(root.radius[:, None], ROOT_AROUND, axis=1) for root in roots]
    rooms = room_around(courses, radii, walls, WIDEST, GAP)
    laid = []
    for root, course, resting, room in zip(roots, courses, radii, rooms, strict=True):
        fit = fitted(resting, room)
        laid.append(Laid(course, fit, resting, fit, root.way.rest))
    return laid


def _eased(line: Points, root: Root) -> Points:
    """The way (m, 3) of a root with no bend too tight for it: there it cuts the corner, spaced as at rest."""
    eased, share = line.copy(), _spaced(root.way.rest)
    for _ in range(EASING):
        steps = np.diff(eased, axis=0)
        long = np.maximum(np.linalg.norm(steps, axis=1), 1e-9)
        ways = steps / long[:, None]
        turn = np.arccos(np.clip(np.einsum("mk,mk->m", ways[1:], ways[:-1]), -1.0, 1.0))
        (tight,) = (turn * root.radius[1:-1] > TIGHTEST * (long[1:] + long[:-1]) / 2).nonzero()
        if not len(tight):
            break
        part = share[tight, None]
        chord = (1.0 - part) * eased[tight] + part * eased[tight + 2]
        eased[tight + 1] = (eased[tight + 1] + chord) / 2
    return eased


def _spaced(line: Points) -> NDArray[np.float64]:
    """How far (m - 2,) each inner point of a line lies on the way from the point before it to the one after it."""
    long = np.maximum(np.linalg.norm(np.diff(line, axis=0), axis=1), 1e-9)
    share: NDArray[np.float64] = long[:-1] / (long[:-1] + long[1:])
    return share


def fellow(laid: Laid) -> Laid:
    """A root as it lies on the other side in a spine whose sides are the same."""
    course = Course.along(laid.course.centre * [-1.0, 1.0, 1.0], (0.0, 1.0, 0.0))
    around = -np.arange(laid.radii.shape[1])
    radii, resting, dented = (values[:, around] for values in (laid.radii, laid.resting, laid.dented))
    return Laid(course, radii, resting, dented, laid.rest * [-1.0, 1.0, 1.0])


def _neighbours(ids: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of roots that follow each other on one side, by their place among ids like ``L5/root/left``."""
    places = {id_: index for index, id_ in enumerate(ids)}
    follow = [
        (f"{one}/root/{side}", f"{other}/root/{side}") for side in SIDES for one, other in pairwise(ROOTS)
    ]
    return [(places[a], places[b]) for a, b in follow if a in places and b in places]


def root_surface(root: Root, laid: Laid, id_: str) -> Surface:
    """A root outside the sac, before and behind its ganglion: one solid of two pieces; or, by its id, the ganglion."""
    rings = laid.course.rings(laid.radii * root.sleeve[:, None])
    first, last = root.ganglion.start, root.ganglion.stop
    if id_ == root.id:
        return joined(
            tube(_edged(rings[root.leaves : first + 1], (-1,))), tube(_edged(rings[last - 1 :], (0, -1)))
        )
    return tube(_edged(_shrunk(rings[first:last], SEAM), (0, -1)))


def first_pole(root: Root) -> int:
    """The point of a root's surface outside the sac, as ``root_surface`` makes it, that closes it towards the sac."""
    rings: int = root.ganglion.start + 2 - root.leaves
    return rings * ROOT_AROUND


def outside(root: Surface) -> Surface:
    """A root without its rootlets, which are its first piece."""
    first = COUNTS[0] * ROOT_AROUND + 2
    faces = root.faces[root.faces[:, 0] >= first] - first
    core = None if root.core is None else root.core[first:]
    return Surface(root.points[first:], faces.astype(np.int32), core)


def _edged(rings: Rings, ends: Sequence[int]) -> Rings:
    """Rings (m, n, 3) with one more close before an end, so that its side is not shaded round towards its cap."""
    for end in ends:
        at, beside = (0, 1) if end == 0 else (len(rings) - 1, len(rings) - 2)
        edge = rings[at] + EDGE * (rings[beside] - rings[at])
        rings = np.insert(rings, 1 if end == 0 else at, edge, axis=0)
    return rings


def _shrunk(rings: Points, gap: float) -> Points:
    """Rings whose two ends stand back by a gap in mm."""
    result = rings.copy()
    for end, neighbour in ((0, 1), (-1, -2)):
        way = rings[neighbour].mean(axis=0) - rings[end].mean(axis=0)
        result[end] += gap * way / np.linalg.norm(way)
    return result
