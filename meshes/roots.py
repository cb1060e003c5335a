"""Nerve roots L1-S1: their way out of the sac, under their pedicle and through the foramen."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from .canal import Sac
from .chain import Landmarks
from .fields import Points
from .giving_way import Way
from .grid import Grid, Posed
from .levels import ROOTS, SIDES, VERTEBRAE, Side
from .obstacle import cast
from .pose import Pose
from .sweep import lengths

COUNTS = (
    16,
    8,
    8,
    6,
    16,
)  # stations: in the sac's side, to the ganglion, in it, to the foramen's end, beyond
AROUND = 18  # points around a root
OVER_ALA = ((30.0, 9.0, 7.0), (32.0, -5.0, 3.5), (32.5, -16.0, -10.0))  # mm, L5 in the sacrum's own frame
LOW = -11.5  # mm below the middle of the body, where the foramen's free room is looked up from
CLEAR_OF_GANGLION = 3.0  # mm of a root at least between the sac and its ganglion
EASE = 0.5  # mm a root keeps from bone where it can
FARTHEST = 2.5  # mm a root can be moved in the canal before the dura holds it
STRETCH = 0.75  # share of what it is pushed farther by which its ties stretch
TIED = 1.0  # mm it can be moved from its ganglion on, where ligaments of the foramen hold it
TIED_STRETCH = 0.5  # and those ligaments
SLEEVE = {"S1": 13.0}  # mm of the root that runs in the side of the sac before it leaves; 20 elsewhere
WITHIN = (
    0.5,
    0.65,
)  # of its radius that its rootlets and the dura over them take in the sac's side, and where it leaves
SLEEVE_TIP = 0.55  # of its radius that a root's sleeve has where it comes out of the dura


@dataclass(frozen=True)
class RootSize:
    """The healthy size of one root and its dorsal root ganglion."""

    diameter: float  # mm
    angle: float  # degrees to the sac's axis where it leaves
    ganglion_width: float  # mm
    ganglion_length: float  # mm
    ganglion_from_pedicle: float  # mm from the pedicle's medial border to the ganglion's middle
    spread: float  # mm it goes sideways beyond the foramen
    forward: float  # mm it goes forward beyond the foramen
    behind_wall: float  # mm behind the body's back wall (in the midline) it passes under its pedicle


@cache
def root_sizes() -> dict[str, RootSize]:
    """Roots by name, from ``data/roots.csv``."""
    with (files(__package__) / "data" / "roots.csv").open(encoding="utf-8") as table:
        return {
            row["root"]: RootSize(*(float(row[key]) for key in list(row)[1:-1]))
            for row in csv.DictReader(table)
        }


@dataclass(frozen=True, eq=False)
class Root:
    """One root at rest: its curve from sac to beyond the foramen, and its radius along it."""

    name: str
    side: Side
    way: Way
    radius: NDArray[np.float64]  # (m,) mm, within the sac that of the rootlets with the dura over them
    sleeve: NDArray[np.float64]  # (m,) share of its radius that it has where its sleeve grows out of the dura
    begins: int  # station from which its rootlets run by themselves; above, they are strands among others
    leaves: int  # station at which it leaves the sac
    ganglion: slice  # stations of the dorsal root ganglion
    foramen_end: int  # station at which it has passed the foramen

    @property
    def id(self) -> str:
        """Its structure id."""
        return f"{self.name}/root/{self.side}"

    @property
    def ganglion_id(self) -> str:
        """The structure id of its dorsal root ganglion."""
        return f"{self.name}/ganglion/{self.side}"


def resting_roots(
    landmarks: Mapping[str, Landmarks],
    poses: Mapping[str, Pose],
    bones: Mapping[str, Posed],
    sac: Sac,
    healthy: Sequence[Root] = (),
    scale: float = 1.0,
    carried: Mapping[str, Root] | None = None,
) -> list[Root]:
    """All twelve roots where they lie in a healthy spine of these poses, as long as the ``healthy`` ones.

    ``scale`` says how large the bones are, over the default's.  Roots that have been ``carried`` there from the
    healthy spine are not made again.
    """
    whole = {root.id: float(lengths(root.way.rest)[-1]) for root in healthy}
    there = carried or {}
    return [
        there.get(id_) or _root(name, side, landmarks, poses, bones, sac, whole.get(id_), scale)
        for name in ROOTS
        for side in SIDES
        for id_ in [f"{name}/root/{side}"]
    ]


def _root(
    name: str,
    side: Side,
    landmarks: Mapping[str, Landmarks],
    poses: Mapping[str, Pose],
    bones: Mapping[str, Posed],
    sac: Sac,
    length: float | None,
    scale: float,
) -> Root:
    size = root_sizes()[name]
    sign = 1.0 if side == "left" else -1.0
    if name in VERTEBRAE:
        free, ganglion_at, end_at = _under_pedicle(size, sign, landmarks[name], bones[name], LOW * scale)
        if name == "L5":
            free = [*free[:3], *_over_ala(free[2], sign, poses["S1"], scale)]
    else:
        free, ganglion_at, end_at = _through_sacrum(sign, landmarks["S1"], poses["S1"])
    start = _leaving(free[0], size, SLEEVE.get(name, 20.0), sign, sac)
    keys = np.array([*start, *free])
    places = (len(start) - 1, len(start) + ganglion_at, len(start) + end_at)
    at, rest, stops = _sampled(keys, places, size.ganglion_length / 2)
    if length is not None:  # a root neither stretches nor shrinks: more or less of its end is shown
        end = keys[-1] - keys[-2]
        keys[-1] += (length - lengths(rest)[-1]) * end / np.linalg.norm(end)
        at, rest, stops = _sampled(keys, places, size.ganglion_length / 2)
    leave, middle, last = stops[1], (stops[2] + stops[3]) / 2, stops[-1]
    bump = np.clip(1.0 - ((at - middle) / (0.62 * size.ganglion_length)) ** 2, 0.0, 1.0)
    clear = leave + size.diameter / 2 / np.tan(np.radians(size.angle))  # where it is clear of the dura
    clear = min(clear, stops[2])
    thin = np.interp(at, [0.0, leave / 3, leave, clear], [0.06, *WITHIN, 1.0])
    radius = size.diameter / 2 * thin + (size.ganglion_width - size.diameter) / 2 * np.sqrt(bump)
    radius *= np.interp(at, [last - 6.0, last], [1.0, 0.75])
    loose = np.interp(at, [0.0, 4.0], [0.0, 1.0])
    first, stop = sum(COUNTS[:2]), sum(COUNTS[:3])
    grown = np.clip((at - leave) / (clear - leave), 0.0, 1.0)
    sleeve = SLEEVE_TIP + (1.0 - SLEEVE_TIP) * np.sqrt(grown)  # round where it comes out of the dura
    farthest = np.interp(at, [leave, at[first]], [FARTHEST, TIED])
    give = np.interp(at, [leave, at[first]], [STRETCH, TIED_STRETCH])
    return Root(
        name,
        side,
        Way(rest, radius + EASE, loose, farthest, give),
        radius,
        sleeve,
        COUNTS[0] // 3,
        COUNTS[0],
        slice(first, stop + 1),
        sum(COUNTS[:4]),
    )


def _sampled(
    keys: Points, places: tuple[int, int, int], half: float
) -> tuple[NDArray[np.float64], Points, list[float]]:
    """Stations of a root along the curve through its keys: how far (m,) mm along, where (m, 3), and its stops.

    ``places`` are the keys where it leaves the sac, has the middle of its ganglion (``half`` its
    length in mm) and has passed the foramen.
    """
    run = lengths(keys)
    leave, middle, door = (run[place] for place in places)
    leave = min(leave, middle - half - CLEAR_OF_GANGLION)
    stops = np.array([0.0, leave, middle - half, middle + half, door, run[-1]]) + 0.2 * np.arange(6)
    ends = list(np.maximum.accumulate(stops))
    at = np.concatenate(
        [np.linspace(a, b, n, endpoint=False) for a, b, n in zip(ends[:-1], ends[1:], COUNTS, strict=True)]
    )
    return at, _rounded(PchipInterpolator(run, keys)(np.clip(at, 0.0, run[-1]))), ends


def _over_ala(out: Points, sign: float, pose: Pose, scale: float) -> list[Points]:
    """The way of L5 over the ala of the sacrum from where it has left its foramen: always onwards to the front."""
    ahead = float(pose.into(out[None])[0, 1])
    way = scale * np.array(OVER_ALA)
    way[:, 0] = np.maximum(way[:, 0], abs(pose.into(out[None])[0, 0]) + 0.5 * np.arange(1, len(way) + 1))
    back, high = way[:, 1].copy(), way[:, 2].copy()
    way[:, 1] = np.minimum(back, ahead - 3.5 * np.arange(1, len(way) + 1))
    way[:, 2] = np.interp(way[:, 1], back[::-1], high[::-1])
    return list(pose.out(way * [sign, 1.0, 1.0]))


def _leaving(first: Points, size: RootSize, sleeve: float, sign: float, sac: Sac) -> list[Points]:
    """Where the sleeve runs in the side of the sac, and where it leaves it on the way to ``first``."""
    fall = np.tan(np.radians(size.angle))
    exit_height = first[2] + 5.0
    for _ in range(4):  # the wall's place depends on the height and the height on the wall's place
        wall = sac.wall(exit_height, sign, 0.92)
        exit_height = first[2] + np.clip(abs(first[0] - wall[0]) / fall, 4.0, 16.0)
    ahead = np.array([0.0, -1.0, 0.0])
    places = (
        (1.0, 0.92),
        (0.5, 0.84),
        (0.0, 1.0),
    )  # share of the sleeve above its exit, and of the sac's half-width
    high, middle, low = (sac.wall(exit_height + up * sleeve, sign, share) for up, share in places)
    return [high, middle + 1.2 * ahead, low + 2.0 * ahead]


def _under_pedicle(
    size: RootSize, sign: float, marks: Landmarks, bone: Posed, low: float
) -> tuple[list[Points], int, int]:
    """Points from the medial border of the pedicle to beyond the foramen; which is the ganglion, which the end."""
    y, radius = marks["posterior_wall"][1] + size.behind_wall, size.diameter / 2
    medial, lateral = marks["pedicle_medial/left"][0], marks["pedicle_lateral/left"][0]
    drg_x = max(medial + size.ganglion_from_pedicle, medial + 1.5)
    out_x = float(np.clip(lateral, drg_x + 3.5, drg_x + 6.5)) + 1.0
    fall = max(size.ganglion_width / 2, radius) + EASE
    places = [(medial + 1.0, y), *((drg_x + aside, y) for aside in (-2.0, 0.0, 2.0)), (out_x, y - 1.0)]
    entry, *middle, exit_ = _undersides(bone.grid, places, low)
    first, second = entry - radius - EASE - 0.3, min(middle) - fall
    third = min(exit_ - fall, second - 1.5)
    points = [
        (medial - 0.8, y + 0.3, first + 0.4),
        (drg_x, y, second),
        (out_x, y - 1.0 - 0.12 * size.forward, third),
        (out_x + 0.6 * size.spread, y - 0.6 * size.forward, third - 8.5),
        (out_x + size.spread, y - size.forward, third - 20.0),
    ]
    return [bone.pose.out(np.array([[sign * a, b, c]]))[0] for a, b, c in points], 1, 2


def _undersides(bone: Grid, places: list[tuple[float, float]], low: float) -> list[float]:
    """The heights (mm, own frame) of a pedicle's lower edge over places in the foramen, looked up from ``low``."""
    starts = np.array([(x, y, low) for x, y in places])
    up = np.repeat([[0.0, 0.0, 1.0]], len(starts), axis=0)
    return [low + float(far) for far in cast([Posed(bone, Pose())], starts, up, 20.0)]


def _through_sacrum(sign: float, marks: Landmarks, pose: Pose) -> tuple[list[Points], int, int]:
    """Points of the S1 root from the L5-S1 disc through its anterior sacral foramen."""
    door = np.asarray(marks["anterior_foramen_s1/left"], float)
    inlet = np.asarray(marks["foramen_inlet_s1/left"], float)
    chamber = np.asarray(marks["foramen_s1/left"], float)
    back = np.asarray(marks["superior_endplate_posterior"], float)
    points = [
        np.array([10.0, back[1] + 4.5, 3.0]),
        np.array([10.5, back[1] + 5.5, -7.0]),
        inlet + [0.0, 0.0, 3.0],
        chamber,
        door,
        door + [2.0, -8.0, -10.0],
        door + [4.0, -14.0, -22.0],
    ]
    return [pose.out(p[None] * [sign, 1.0, 1.0])[0] for p in points], 2, 4


def _rounded(points: Points) -> Points:
    """A polyline with its corners eased, ends kept."""
    for _ in range(6):
        inner = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
        points = np.concatenate([points[:1], inner, points[-1:]])
    return points
