"""How each root leaves the sac: its rootlets go to a door in the dura, and the dura goes on as the root's sleeve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, median_filter

from .cauda import STRAND
from .dura import DURA, LOOSE, Inside, at_station, inner, outer, sac_filled
from .fields import Points
from .giving_way import FLATTEST, WIDEST, fitted
from .nerves import GAP, Laid, first_pole
from .obstacle import Obstacle, Shell, cast, clearance, pushed_out
from .roots import AROUND, Root
from .surface import Surface
from .sweep import EDGES, Course, Rings, lengths, tube

ROOTLETS = 1.1  # mm, radius of the rootlets of one root where they are about to leave the sac
SHARE = 0.28  # of the sac's half-width that the rootlets of one root may take
THREAD = 0.15  # mm, radius to which they thin where they go through the dura
FILM = 0.25  # mm between them and the dura
THROUGH = 1.0  # mm inside the dura from which on they go straight through it
FIRST = 11  # station of a root from which on it can leave the dura

SLEEVE = 5  # rings of a root that its sleeve takes
RUN = np.array(
    [0.0, 0.04, 0.21, 0.45, 0.72]
)  # of the way from the dura to the root itself; two rings hold its edge
FLARE = 1.25  # of the root's own section cut by the dura: how wide the sleeve begins on it
NECK = 0.85  # of the same: where it turns from the dura into the root,
LIFT = 0.3  # and by how many radii of the root that is over the dura
ONWARD = 0.4  # of the way from there to the root: how far before it the sleeve already runs as it does
STEEP = 0.7  # least sine of the angle between the two, so that it does not begin too long
YIELDING = 0.7  # of what it is pushed that a sleeve gives way to as a whole; by the rest it is flattened
NARROW = 2.2  # mm between a sleeve's middle and walls below which it is pressed between them, wholly at 0:
SLIM = 1.2  # mm its middle then keeps from them and from the dura,
BEGUN = 0.75  # and as wide it begins, as a share of the root's own section
OFF = 0.16  # mm between the dura and the sleeve that grows from it,
ROUND = 0.25  # and more in its middle, the dura being round

SHALLOW = 0.97 * (1.0 - np.arange(SLEEVE) / SLEEVE)  # of its half-width that its core reaches: it begins flat

OPPOSITE = -np.arange(AROUND) % AROUND  # the points of a root's ring, seen in a mirror


@dataclass(frozen=True, eq=False)
class _Dura:
    """The outer face of the sac."""

    inside: Inside
    solid: Obstacle

    def on(self, points: Points) -> tuple[Points, Points]:
        """The points (k, 3) of it straight out from the sac's middle through others, and the ways (k, 3) out there."""
        station, _, turn, _ = self.inside.coordinates(points)
        ones = np.ones(len(points))
        wall = self.inside.at(station, ones, turn)
        way = wall - self.inside.at(station, 0.0 * ones, turn)
        return wall, way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True, eq=False)
class Sleeve:
    """The funnel of dura in which a root leaves the sac."""

    root: Root
    line: Points  # (m, 3) mm, the root's way in the sac to its door
    door: Points  # (3,) mm, where the sleeve begins on the dura
    rings: Rings  # (SLEEVE, AROUND, 3) mm, in the place of the root's first rings outside the sac

    def on(self, outside: Surface) -> Surface:
        """The root outside the sac, as ``nerves.root_surface`` makes it, beginning as this sleeve."""
        pole, rings = first_pole(self.root), slice(SLEEVE * AROUND)
        points = outside.points.copy()
        points[rings], points[pole] = self.rings.reshape(-1, 3), self.door
        core = None if outside.core is None else outside.core.copy()
        if core is not None:
            middles = np.concatenate([self.door[None], self.rings[1:].mean(axis=1)])
            core[rings], core[pole] = np.repeat(middles, AROUND, axis=0), self.door
        return Surface(points, outside.faces, core)

    def settled(self, whole: Surface) -> Surface:
        """A whole root that lies, drawn back without notches, with a core that says how shallow its sleeve begins."""
        if whole.core is None:
            return whole
        first = len(self.line) * AROUND + 2
        rings = slice(first, first + SLEEVE * AROUND)
        points, core = whole.points.copy(), whole.core.copy()
        middles = core[rings].reshape(SLEEVE, AROUND, 3)
        far = points[rings].reshape(middles.shape) - middles
        wide = np.linalg.norm(far, axis=2)
        calm = np.minimum(median_filter(wide, (1, 3), mode="wrap"), wide)
        calm = np.minimum(gaussian_filter(calm, (0.0, 0.7), mode=EDGES), wide)
        left = middles + (calm / np.maximum(wide, 1e-6))[..., None] * far
        held = left.mean(axis=1, keepdims=True)
        points[rings] = left.reshape(-1, 3)
        core[rings] = (held + SHALLOW[:, None, None] * (left - held)).reshape(-1, 3)
        return Surface(points, whole.faces, core)

    def face(self) -> Points:
        """Points (n, 3) of it, more of them than its rings have."""
        return np.concatenate([self.rings, (self.rings[1:] + self.rings[:-1]) / 2]).reshape(-1, 3)


def sleeves(
    roots: Sequence[tuple[Root, Laid]],
    sac: Laid,
    surfaces: Mapping[str, Surface],
    walls: Sequence[Obstacle],
) -> dict[str, Sleeve]:
    """The sleeves of roots by their ids.

    ``surfaces`` are the roots outside the sac where they stand, as ``nerves.root_surface`` makes them, and ``walls``
    what no sleeve can enter.
    """
    dura = _Dura(outer(sac), Shell(sac_filled(sac)))
    return {root.id: _sleeve(root, laid, dura, surfaces[root.id], walls) for root, laid in roots}


def fellows(root: Root) -> NDArray[np.intp]:
    """For each point of a whole root the index (n,) of its image in the root of the other side."""
    outside = root.ganglion.start + 2 - root.leaves, len(root.radius) - root.ganglion.stop + 3
    pairs: list[NDArray[np.intp]] = []
    first = 0
    for rings in (root.leaves, *outside):
        at = first + AROUND * np.arange(rings)[:, None] + OPPOSITE
        first += rings * AROUND + 2
        pairs += [at.ravel(), np.array([first - 2, first - 1])]
    return np.concatenate(pairs)


def rootlets(grown: Mapping[str, Sleeve], sac: Laid) -> dict[str, Surface]:
    """The rootlets of roots on their way to their sleeves in the side of the ``sac``, by the root's id.

    They lie where the root came to lie, as far as the dura leaves room.
    """
    inside = inner(sac, ROOTLETS + LOOSE + 0.05)
    whole = outer(sac)
    wall = replace(whole, radii=np.maximum(whole.radii - DURA - FILM, FILM))
    return {id_: tube(_flattened(_rootlets(inside, sleeve), wall)) for id_, sleeve in grown.items()}


def _flattened(rings: Rings, wall: Inside) -> Rings:
    """Rings (m, n, 3) of rootlets flattened where a wall that is dented beside them has no room for all of them."""
    flat = rings.copy()
    station, out, turn, reach = wall.coordinates(rings[:-2].reshape(-1, 3))  # the last go through it
    (beyond,) = (out > reach).nonzero()
    if len(beyond):
        row, column = np.divmod(beyond, rings.shape[1])
        flat[row, column] = wall.at(station[beyond], np.ones(len(beyond)), turn[beyond])
    return flat


def _rootlets(inside: Inside, sleeve: Sleeve) -> Rings:
    """Rings (m, n, 3) of rootlets on their way to a sleeve: a strand, thicker, then a thread out through the dura."""
    root = sleeve.line
    run, line = np.linspace(0.0, 1.0, len(root)), root.copy()
    radius = np.interp(run, [0.0, 0.4, 0.86, 0.93], [STRAND, ROOTLETS, ROOTLETS, THREAD])
    for _ in range(3):  # smooth and yet inside
        station, out, turn, reach = inside.coordinates(line)
        radius = np.minimum(radius, SHARE * (reach + ROOTLETS))
        line = inside.at(station, np.minimum(out, reach + ROOTLETS - radius) / reach, turn)
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    line[-2:] = root[-2:]
    course = Course.along(line, (0.0, 1.0, 0.0))
    return course.rings(np.repeat(radius[:, None], AROUND, axis=1))


def _sleeve(root: Root, laid: Laid, dura: _Dura, outside: Surface, walls: Sequence[Obstacle]) -> Sleeve:
    """The sleeve of a root that stands outside the sac, from where its course comes out of the dura."""
    course = laid.course.centre[: root.leaves + 1]
    station = _door(course, dura)
    (foot,), (out,) = dura.on(pushed_out(dura.on(at_station(course, np.array([station])))[0], walls, SLIM))
    door = foot + (OFF + ROUND) * out
    line = at_station(course, np.linspace(1.0, station, root.leaves))
    line[-2:] = foot - THROUGH * out, door
    own = outside.points[: (SLEEVE + 2) * AROUND].reshape(SLEEVE + 2, AROUND, 3)
    rings = _aside(_funnel(foot, out, dura, *own[SLEEVE:]), walls)
    room = clearance(walls, rings[1:].mean(axis=1), NARROW).min()
    if room < NARROW:
        share = 1.0 - max(room, 0.0) / NARROW
        rings = rings + share * (_between(own[: SLEEVE + 2], foot, out, dura, walls) - rings)
    return Sleeve(root, line, door, rings)


def _between(own: Rings, foot: Points, out: Points, dura: _Dura, walls: Sequence[Obstacle]) -> Rings:
    """Rings from where a sleeve stands (3,) on the dura to its root's ``own`` rings (m, n, 3), where walls press it.

    Its middle goes out of their way, and its sections spread beside it, as the root's own do.
    """
    line = np.concatenate([foot[None], own[:-1].mean(axis=1)])
    far = lengths(line)
    middles = np.stack([np.interp(RUN * far[-1], far, values) for values in line.T], axis=1)
    middles[1:] = pushed_out(pushed_out(middles[1:], [dura.solid], OFF), walls, SLIM)  # the dura gives way
    halves = (middles[1:] + middles[:-1]) / 2
    push = pushed_out(halves, walls, SLIM) - halves
    middles[1:] += push
    middles[1:-1] += push[1:]
    middles[1:] = pushed_out(middles[1:], walls, SLIM / 3)  # between two walls there may be less room
    course = Course.along(np.concatenate([middles, own[-2:].mean(axis=1)]), (0.0, 1.0, 0.0))
    thick = np.linalg.norm(own[-1] - own[-1].mean(axis=0), axis=1).mean()
    resting = np.repeat(thick * np.interp(RUN, [0.0, 1.0], [BEGUN, 1.0])[:, None], AROUND, axis=1)
    ways = course.rays(AROUND)[:SLEEVE]
    reach = WIDEST * resting + GAP
    free = cast(walls, np.repeat(middles, AROUND, axis=0), ways.reshape(-1, 3), float(reach.max()))
    radii = fitted(resting, np.maximum(np.minimum(free.reshape(reach.shape), reach) - GAP, FLATTEST))
    rings = middles[:, None] + radii[..., None] * ways
    base, off = dura.on(foot + _cut(rings[1] - middles[1], out, out))
    rings[0] = base + OFF * off
    rings[1] = rings[0] + RUN[1] * (rings[2] - rings[0])
    return pushed_out(rings.reshape(-1, 3), [dura.solid], OFF).reshape(rings.shape)


def _funnel(foot: Points, out: Points, dura: _Dura, end: Points, after: Points) -> Rings:
    """Rings from where it stands (3,) on the dura, ``out`` (3,) the way out of it there, to two rings (n, 3)."""
    middle = end.mean(axis=0)
    thick = np.linalg.norm(end - middle, axis=1, keepdims=True)
    cut = _cut(end - middle, _steep(middle - foot, out), out)
    base, off = dura.on(foot + FLARE * cut)
    turn, _ = dura.on(foot + NECK * cut)
    start, bend, run = base + OFF * off, turn + LIFT * thick * out, RUN[:, None, None]
    along = (after - end) / np.linalg.norm(after - end, axis=1, keepdims=True)
    into = end - ONWARD * np.linalg.norm(end - bend, axis=1, keepdims=True) * along
    left = 1.0 - run
    funnel = left**3 * start + 3 * left**2 * run * bend + 3 * left * run**2 * into + run**3 * end
    return pushed_out(funnel.reshape(-1, 3), [dura.solid], OFF).reshape(funnel.shape)


def _aside(funnel: Rings, walls: Sequence[Obstacle]) -> Rings:
    """A sleeve that walls have pushed towards the sac, ring by ring, and then flattened."""

    def out(rings: Rings) -> Rings:
        return pushed_out(rings.reshape(-1, 3), walls, GAP).reshape(rings.shape)

    push = out(funnel) - funnel
    most = np.linalg.norm(push, axis=2).argmax(axis=1)
    return out(funnel + YIELDING * np.take_along_axis(push, most[:, None, None], axis=1))


def _door(line: Points, dura: _Dura) -> float:
    """The station at which a root's line (m, 3) comes out of the dura for good, or is nearest where it is never in."""
    _, far, _, reach = dura.inside.coordinates(line[FIRST:])
    gap = far - reach
    (within,) = (gap < 0.0).nonzero()
    if not len(within):
        return float(FIRST + np.argmin(gap))
    last = int(within[-1])
    part = gap[last] / (gap[last] - gap[last + 1]) if last + 1 < len(gap) else 0.0
    return float(FIRST + last + part)


def _steep(way: Points, out: Points) -> Points:
    """A unit way that makes no flat angle with the dura, whose way out is ``out``."""
    along = way - (way @ out) * out
    along /= max(float(np.linalg.norm(along)), 1e-9)
    sine = float(np.clip(way @ out / np.linalg.norm(way), STEEP, 1.0))
    unit: Points = sine * out + np.sqrt(1.0 - sine**2) * along
    return unit


def _cut(section: NDArray[np.float64], way: Points, out: Points) -> Points:
    """A root's section (n, 3) moved along its way until it lies in the plane across ``out``."""
    cut: Points = section - np.outer(section @ out / (way @ out), way)
    return cut
