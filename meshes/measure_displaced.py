"""Disc material beyond its margin, measured on the built shape: how far, how broad, on what base, where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .cauda import sacral
from .disc import HEALTHY_BULGE, Disc
from .fields import Points
from .levels import SEGMENTS, SIDES, upper
from .measure_canal import lost_room
from .obstacle import Shell
from .spine import Spine
from .surface import Surface
from .sweep import lengths

LEAST = 1.0  # mm beyond the margin below which nothing counts as displaced
FINE = 1440  # places around the margin
BASE = 0.9  # mm over the wall up to which a piece counts as its base
LIP = 0.7  # mm past the rims that a base may still reach
HELD = 0.4  # mm of gap up to which a piece still hangs together with the disc
CENTRAL = 0.55  # of the way to the pedicle: where the central zone ends and the subarticular begins
PLACES = (*SIDES, "central")


@dataclass(frozen=True, eq=False)
class Margin:
    """The healthy margin of a disc as a line around it: what is displaced is measured from here."""

    disc: Disc

    @cached_property
    def line(self) -> NDArray[np.float64]:
        """Points (FINE, 2) mm in the disc's frame."""
        ways = self.disc.ways
        loop = (self.disc.outline + HEALTHY_BULGE)[:, None] * ways
        at = np.arange(FINE) * len(ways) / FINE
        index = np.arange(len(ways) + 1)
        closed = np.concatenate([loop, loop[:1]])
        return np.stack([np.interp(at, index, column) for column in closed.T], axis=1)

    @cached_property
    def run(self) -> NDArray[np.float64]:
        """How far (FINE + 1,) mm along the line each place lies."""
        return lengths(np.concatenate([self.line, self.line[:1]]))

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.line)

    def over(self, points: Points) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """How far (n,) mm points (n, 3) of the disc's frame lie beyond the margin, and at which place."""
        place = self._tree.query(points[:, :2])[1]
        along = np.roll(self.line, -1, axis=0)[place] - np.roll(self.line, 1, axis=0)[place]
        out = np.column_stack([along[:, 1], -along[:, 0]]) / np.linalg.norm(along, axis=1)[:, None]
        out *= np.sign(np.einsum("ij,ij->i", out, self.line[place]))[:, None]  # round either way
        return np.einsum("ij,ij->i", points[:, :2] - self.line[place], out), place


def displaced(spine: Spine, levels: tuple[str, ...] = SEGMENTS) -> dict[str, dict[str, Any]]:
    """Displaced disc material by its place, ``L4-L5/left``; a mere bulge stands under ``L4-L5/all``.

    ``depth`` (mm) is its greatest reach beyond the healthy margin; ``arc_percent`` the share of
    the circumference over which it reaches at least half as far.  ``base_width`` and
    ``base_height`` (mm) are the edges of its base on the disc, around it and along the spine;
    ``width`` and ``height`` the greatest distances between its edges in the same two directions.
    ``gap`` (mm) is what parts it from the disc, 0 while it hangs together.  ``migration`` (mm) is
    how far above (+) or below (-) the middle of the disc its own middle lies.  ``canal_lost`` is
    the percentage of the canal's room that it takes where it takes most.  ``msu_percent`` is how
    far it reaches towards the line between the inner edges of the facet joints (Mysliwiec 2010).
    ``sacral_room`` (mm) is how near it comes to the roots S2 to S4 in the sac.
    """
    found: dict[str, dict[str, Any]] = {}
    for level in levels:
        margin = Margin(spine.discs[level])
        swelling = _swelling(margin)
        for place in PLACES:
            pieces = [
                spine.surfaces.get(f"{level}/{kind}/{place}") for kind in ("herniation", "free_fragment")
            ]
            if pieces[0] is not None:
                found[f"{level}/{place}"] = _piece(spine, level, margin, swelling, pieces[0], pieces[1])
        if not any(f"{level}/{place}" in found for place in PLACES) and swelling.max() >= LEAST:
            found[f"{level}/all"] = _bulge(spine, level, margin, swelling)
    return found


def _swelling(margin: Margin) -> NDArray[np.float64]:
    """How far (FINE,) mm the disc's own wall reaches beyond the margin, place by place."""
    wall = margin.disc.frame.into(margin.disc.wall(np.array([0.5]))[0])
    reach, place = margin.over(wall)
    order = np.argsort(place)
    return np.interp(np.arange(FINE), place[order], reach[order], period=FINE)


def _arc(margin: Margin, reach: NDArray[np.float64]) -> float:
    """The percentage of the circumference that reaches at least half as far as the farthest place."""
    steps = np.diff(margin.run)
    return float(100.0 * steps[reach >= max(reach.max() / 2, LEAST / 2)].sum() / margin.run[-1])


def _bulge(spine: Spine, level: str, margin: Margin, swelling: NDArray[np.float64]) -> dict[str, Any]:
    arc = _arc(margin, swelling)
    turn = 2j * np.pi * margin.run[:-1] / margin.run[-1]
    middle = np.angle((np.exp(turn) * (swelling >= swelling.max() / 2)).mean()) % (2 * np.pi)
    apex = margin.line[int(middle / (2 * np.pi) * FINE) % FINE]
    return {
        "depth": round(float(swelling.max()), 2),
        "arc_percent": round(arc, 1),
        "base_width": round(arc / 100 * float(margin.run[-1]), 2),
        "width": round(arc / 100 * float(margin.run[-1]), 2),
        "base_height": round(margin.disc.height_behind(), 2),
        "height": round(margin.disc.height_behind(), 2),
        "gap": 0.0,
        "migration": 0.0,
        "zone": _zone(spine, level, float(apex[0])),
        "canal_lost": 0.0,
        "msu_percent": round(_msu(spine, level, float(apex[1])), 1),
        "msu_zone": _msu_zone(spine, level, float(apex[0])),
        "sacral_room": None,
    }


def _piece(
    spine: Spine,
    level: str,
    margin: Margin,
    swelling: NDArray[np.float64],
    stump: Surface,
    fragment: Surface | None,
) -> dict[str, Any]:
    whole = [stump] if fragment is None else [stump, fragment]
    points = margin.disc.frame.into(np.concatenate([piece.points for piece in whole]))
    reach, place = margin.over(points)
    farthest = swelling.copy()
    np.maximum.at(farthest, place, reach)
    farthest = np.maximum(farthest, np.maximum(np.roll(farthest, 4), np.roll(farthest, -4)))
    stem = margin.disc.frame.into(stump.points)
    _, at = margin.over(stem)
    middle = int(np.median(at))
    around = ((margin.run[place] - margin.run[middle] + margin.run[-1] / 2) % margin.run[-1]) - margin.run[
        -1
    ] / 2
    inside = np.abs(stem[:, 2]) < margin.disc.height_behind() / 2 + LIP
    low = (reach[: len(stem)] - swelling[at] < BASE) & inside
    far = reach > 0.5 * reach.max()
    apex = points[int(reach.argmax())]
    return {
        "depth": round(float(farthest.max()), 2),
        "arc_percent": round(_arc(margin, farthest), 1),
        "base_width": round(float(np.ptp(around[: len(stem)][low])), 2),
        "width": round(float(np.ptp(around)), 2),
        "base_height": round(float(np.ptp(stem[low, 2])), 2),
        "height": round(float(np.ptp(points[:, 2])), 2),
        "gap": round(_gap(spine, level, stump, fragment), 2),
        "migration": round(float(points[far, 2].max() + points[far, 2].min()) / 2, 2),
        "zone": _zone(spine, level, float(apex[0])),
        "canal_lost": round(lost_room(spine, level, points[:, 2]), 1),
        "msu_percent": round(_msu(spine, level, float(points[:, 1].max())), 1),
        "msu_zone": _msu_zone(spine, level, float(apex[0])),
        "sacral_room": _sacral_room(spine, level, whole),
    }


def _gap(spine: Spine, level: str, stump: Surface, fragment: Surface | None) -> float:
    """How far (mm) a piece lies from the disc and from what has stayed on it; 0 where it hangs together."""
    if fragment is None:
        return 0.0
    kept = np.concatenate([stump.points, spine.surfaces[f"{level}/annulus"].points])
    gap = float(cKDTree(kept).query(fragment.points)[0].min())
    return gap if gap > HELD else 0.0


def _zone(spine: Spine, level: str, aside: float) -> str:
    """The zone (disc nomenclature v2.0) in which a place ``aside`` mm from the midline lies.

    The foraminal zone ends at the pedicle's lateral border, or where the exiting root has left the foramen.
    """
    marks = spine.landmarks[upper(level)]
    medial = marks["pedicle_medial/left"][0]
    door = next(root for root in spine.roots if root.name == upper(level))
    leaving = spine.discs[level].frame.into(door.way.rest[[door.foramen_end]])[0, 0]
    lateral = min(marks["pedicle_lateral/left"][0], abs(leaving))
    for zone, end in (("central", CENTRAL * medial), ("subarticular", medial), ("foraminal", lateral)):
        if abs(aside) <= end:
            return zone
    return "extraforaminal"


def _facet_edge(spine: Spine, level: str) -> Points:
    """The inner edge (3,) of the left facet joint in the disc's frame."""
    joint = spine.discs[level].frame.into(spine.surfaces[f"{level}/facet_cartilage/left"].points)
    edge: Points = joint[int(joint[:, 0].argmin())]
    return edge


def _msu(spine: Spine, level: str, back: float) -> float:
    """Percent of the way from the back of the disc to the line between the facet joints' inner edges."""
    start = float((spine.discs[level].outline[:, None] * spine.discs[level].ways)[:, 1].max())
    return 100.0 * (back - start) / (float(_facet_edge(spine, level)[1]) - start)


def _msu_zone(spine: Spine, level: str, aside: float) -> str:
    """A in the inner half of the line between the facet joints, B in its outer half, C beyond it."""
    edge = float(_facet_edge(spine, level)[0])
    return "A" if abs(aside) <= edge / 2 else "B" if abs(aside) <= edge else "C"


def _sacral_room(spine: Spine, level: str, pieces: list[Surface]) -> float | None:
    """The least distance (mm) from displaced material to the roots S2 to S4 in the sac, within 15 mm of the disc."""
    strands = sacral(spine.surfaces["L1-S5/cauda_equina"])
    near = strands[np.abs(spine.discs[level].frame.into(strands)[:, 2]) < 15.0]
    if not len(near):
        return None
    return round(max(min(float(Shell(piece).distance(near).min()) for piece in pieces), 0.0), 2)


def displaced_depth(found: dict[str, dict[str, Any]], level: str, side: str) -> float:
    """The greatest depth (mm) beyond the margin on one side of a level; 0 where nothing is displaced."""
    places = (f"{level}/{place}" for place in (side, "central", "all"))
    return max((float(found[place]["depth"]) for place in places if place in found), default=0.0)
