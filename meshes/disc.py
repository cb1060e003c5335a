"""Intervertebral discs: annulus, nucleus and end-plate cartilage between two end-plates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .chain import Plate, disc_frame
from .fields import Points
from .grid import Posed
from .obstacle import Obstacle, cast, leave
from .pose import Pose
from .surface import Surface
from .sweep import joined, ring, tube

AROUND = 80  # points around a disc
CAPS = np.array(
    [0.05, 0.15, 0.26, 0.37, 0.48, 0.58, 0.72, 0.80, 0.87, 0.93, 0.97]
)  # of the radius, on the end-plates
WALL = np.linspace(0.0, 1.0, 9)  # from the lower rim to the upper
GAP = 0.12  # mm between solids that touch
CARTILAGE = 0.8  # mm, end-plate cartilage in its middle
CARTILAGE_TO = 0.84  # of the radius
SHEARED = 6.0  # mm of a slip that the whole disc follows
NUCLEUS = 0.66  # of the radius: 45 % of the area (anatomy-facts A7: 40-50 %)
NUCLEUS_BACK = 1.5  # mm it lies behind the disc's middle (A7: slightly posterior)
WIDER = 1.32  # end-plate width over depth (anatomy-facts A1)
HEALTHY_BULGE = 0.5  # mm a healthy wall stands out over its rims
SKIN = 0.3  # mm of the wall before the nucleus in a fissure that goes all the way
NARROWER = 0.5  # of the step to the next place around by which a nucleus keeps off a fissure's flanks,
LOWER = 0.4  # and of its depth, in shares of the radius, by which it is lower than that,
SLID = 1.5  # and by which the fissure itself is in a disc that has slipped or sunk, whose plates have no more room
SUNK = (5.0, 2.0)  # mm of its back's height from which on a disc counts as sunk, and at which it does in full
SLOT = 1.2  # how soon a fissure is as deep as it gets, above and below: a slot over the middle of its disc
RING_DEPTH = 1.0  # mm inside the bone where the outline of an end-plate is read


@dataclass(frozen=True, eq=False)
class Disc:
    """The shape of one disc in its own frame: z across it, y posterior, x left."""

    frame: Pose
    ways: Points  # (n, 2) unit directions around
    outline: NDArray[np.float64]  # (n,) mm, radius of the wall at mid-height without bulge
    bottom: NDArray[np.float64]  # (k, n) mm, height of the lower end-plate at CAPS
    top: NDArray[np.float64]  # (k, n) mm, height of the upper end-plate at CAPS
    bulge: NDArray[np.float64]  # (n,) mm the wall stands out at mid-height
    slip: float  # mm its top stands in front of its bottom
    torn: NDArray[np.float64]  # (n,) of the way from nucleus to wall that a fissure, filled by it, has opened

    def at(self, share: NDArray[np.float64], height: NDArray[np.float64], swell: float = 0.0) -> Points:
        """Points (m, n, 3) of the spine's frame at shares (m, 1) or (m, n) of the radius and heights (m, n) mm."""
        radius = share * self.outline + swell
        low, high = (_between(values, share) for values in (self.bottom, self.top))
        local = np.concatenate([radius[..., None] * self.ways, height[..., None]], axis=2)
        local[..., 1] += _behind(share)
        rise = np.clip((height - low) / np.maximum(high - low, 0.1), 0.0, 1.0)
        local[..., 1] -= _sheared(self.slip, share) * (rise - 0.5)
        return self.frame.out(local.reshape(-1, 3)).reshape(local.shape)

    def wall_at(self, aside: float, height: float = 0.5) -> tuple[Points, Points]:
        """The point (3,) of the back wall at ``aside`` mm from the midline (left positive), and the way out of it."""
        wall = self.wall(np.array([height]))[0]
        local = self.frame.into(wall)
        behind = np.flatnonzero(self.ways[:, 1] > -0.35)
        reach = local[behind, 0].max() - 0.5
        j = int(behind[np.argmin(np.abs(local[behind, 0] - np.clip(aside, -reach, reach)))])
        along = local[(j + 1) % len(local)] - local[j - 1]
        out = np.array([along[1], -along[0], 0.0]) / np.hypot(along[0], along[1])
        point = local[j].copy()
        if abs(aside) < reach:
            point[0] = aside
        return self.frame.out(point[None])[0], self.frame.turned_out(out[None])[0]

    def wall_around(self) -> tuple[Points, Points]:
        """Points (k, 3) over the middle half of the wall's height all round, and the ways (k, 3) out of it."""
        shares = np.linspace(0.25, 0.75, 5)
        local = self.frame.into(self.wall(shares).reshape(-1, 3)).reshape(len(shares), -1, 3)
        along = np.roll(local, -1, axis=1) - np.roll(local, 1, axis=1)
        out = np.stack([along[..., 1], -along[..., 0], 0.0 * along[..., 0]], axis=2)
        out /= np.linalg.norm(out, axis=2, keepdims=True)
        return self.frame.out(local.reshape(-1, 3)), self.frame.turned_out(out.reshape(-1, 3))

    def height_behind(self) -> float:
        """The height of the back of the disc in mm."""
        j = int(np.argmax(self.ways[:, 1]))
        return float(self.top[-1, j] - self.bottom[-1, j])

    def wall(self, share: NDArray[np.float64]) -> Points:
        """Points (m, n, 3) of the outer wall at shares (m,) of its height."""
        inset = np.minimum(0.3, 0.2 * (self.top[-1] - self.bottom[-1]))
        low, high = self.bottom[-1] + inset, self.top[-1] - inset
        height = low + share[:, None] * (high - low)
        out = 1.0 + np.sin(np.pi * share)[:, None] * self.bulge / self.outline
        local = np.concatenate([(out * self.outline)[..., None] * self.ways, height[..., None]], axis=2)
        local[..., 1] -= self.slip * (share[:, None] - 0.5)
        return self.frame.out(local.reshape(-1, 3)).reshape(local.shape)

    def surface(self, structure: str) -> Surface:
        """One solid of the disc: its ``annulus``, ``nucleus`` or ``endplate_cartilage``."""
        return self._surfaces[structure]

    @cached_property
    def _surfaces(self) -> dict[str, Surface]:
        gap = np.clip(0.06 * (self.top - self.bottom), 0.01, GAP)
        low, high = self.bottom + gap, self.top - gap
        inner = np.flatnonzero(CAPS < NUCLEUS)
        outer = np.flatnonzero(CAPS > NUCLEUS)
        cover = CARTILAGE * np.clip(1.3 - (CAPS / 0.75) ** 2, 0.0, 1.0)[:, None]
        cover = np.minimum(cover, 0.25 * (high - low))
        soft_low, soft_high = low + cover, high - cover
        edge, caps = np.array([[NUCLEUS]]), CAPS[:, None]
        rim_low = (soft_low[inner[-1]] + soft_low[outer[0]])[None] / 2
        rim_high = (soft_high[inner[-1]] + soft_high[outer[0]])[None] / 2
        bend = np.linspace(0.15, 0.85, 5)[:, None]
        bowed = NUCLEUS + 0.02 * np.sin(np.pi * bend)
        out = self._fissure(bend, bowed)
        beside = np.stack([np.roll(out, 1, axis=1), np.roll(out, -1, axis=1)])
        flank = (out < beside.max(axis=0)) * np.maximum(out - beside.min(axis=0), 0.0)
        bed = bowed + out
        waist = bed - NARROWER * flank
        sunk = np.interp(self.height_behind(), SUNK[::-1], (1.0, 0.0))
        low_slot = SLID * max(min(self.slip / SHEARED, 1.0), float(sunk)) * out

        def height(share: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
            low, high = (_between(values, share) for values in (soft_low, soft_high))
            return low + (bend - lower * (bend - 0.5)) * (high - low)

        core = [
            self.at(caps[inner], soft_low[inner]),
            self.at(edge, rim_low),
            self.at(waist, height(waist, low_slot + LOWER * out)),
            self.at(edge, rim_high),
            self.at(caps[inner][::-1], soft_high[inner][::-1]),
        ]
        coat = [
            self.at(edge, rim_low, GAP),
            self.at(caps[outer], soft_low[outer]),
            self.wall(WALL),
            self.at(caps[outer][::-1], soft_high[outer][::-1]),
            self.at(edge, rim_high, GAP),
            self.at(bed[::-1], height(bed, low_slot)[::-1], GAP),
        ]
        around = ring(np.concatenate(coat).transpose(1, 0, 2))
        return {
            "annulus": replace(
                around, core=_middled(np.concatenate(coat), len(bend)).transpose(1, 0, 2).reshape(-1, 3)
            ),
            "nucleus": tube(np.concatenate(core), _middled(np.concatenate(core), 0)),
            "endplate_cartilage": joined(
                self._cartilage(low, 1.0, cover), self._cartilage(high, -1.0, cover)
            ),
        }

    def _fissure(self, bend: NDArray[np.float64], bed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shares (m, n) of the radius by which a nucleus leaves its bed (m, 1) at shares (m, 1) of its height."""
        wall = 1.0 + (np.sin(np.pi * bend) * self.bulge - SKIN) / self.outline
        slot = np.clip(SLOT * np.sin(np.pi * bend), 0.0, 1.0)
        reach: NDArray[np.float64] = self.torn * slot * (wall - bed)
        return reach

    def _cartilage(self, plate: NDArray[np.float64], up: float, cover: NDArray[np.float64]) -> Surface:
        held = np.flatnonzero(CAPS < CARTILAGE_TO)
        thick = np.maximum(cover[held] - np.minimum(GAP, 0.5 * cover[held]), 0.01)
        under = self.at(CAPS[held, None], plate[held])
        over = self.at(CAPS[held, None], plate[held] + up * thick)
        middle = (under + over) / 2
        return tube(np.concatenate([under, over[::-1]]), np.concatenate([middle, middle[::-1]]))


def disc(
    above: Posed,
    below: Posed,
    above_plate: Plate,
    below_plate: Plate,
    bulge: float,
    slip: float,
    uncovered: float,
) -> Disc:
    """The disc that fills the room between two end-plates (posed plates, posed bones).

    ``bulge`` is how far in mm the wall stands over the rims all round; a healthy wall stands
    out by half a millimetre.  ``slip`` is how far in mm the upper plate stands in front of the
    lower one, and ``uncovered`` how far behind the straight line from rim to rim the disc
    then lies: the pseudobulge.
    """
    frame = disc_frame(below_plate, above_plate)
    turn = (np.arange(AROUND) + 0.5) * 2 * np.pi / AROUND
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    rim_below = _rim(below, below_plate, -1.0, ways)
    rim_above = _rim(above, above_plate, 1.0, ways)
    outline = np.minimum((rim_below + rim_above) / 2, 1.06 * np.minimum(rim_below, rim_above))
    outline = _smooth(outline)
    top = _ceiling(frame, [above], ways, outline, 1.0, slip)
    bottom = -_ceiling(frame, [below], ways, outline, -1.0, slip)
    wall = HEALTHY_BULGE + bulge + uncovered * np.clip(ways[:, 1], 0.0, 1.0) ** 2
    return Disc(frame, ways, outline, bottom, top, wall, slip, np.zeros(AROUND))


def _middled(rings: Points, inner: int) -> Points:
    """The middle of the height (m, n, 3) at each point of rings that run from below up, then down ``inner`` more."""
    outer = len(rings) - inner
    opposite = np.concatenate([rings[:outer][::-1], rings[outer:][::-1]])
    return np.asarray((rings + opposite) / 2)


def _sheared(slip: float, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far in mm the top of a slipped disc stands before its bottom at shares of its radius.

    All of a short slip; of a long one less inside, where the plates have no more room between them.
    """
    core = min(slip, SHEARED)
    return core + (slip - core) * share**4


def _behind(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far in mm what lies at shares of the radius lies behind the middle: all a nucleus, no rim."""
    back: NDArray[np.float64] = NUCLEUS_BACK * np.clip((1.0 - share) / (1.0 - NUCLEUS), 0.0, 1.0)
    return back


def _between(values: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values (k, n) at CAPS of the radius, at other shares (m, 1) or (m, n) of it."""
    place = np.interp(share, CAPS, np.arange(len(CAPS)))
    low = np.minimum(place.astype(int), len(CAPS) - 2)
    part, column = place - low, np.arange(values.shape[1])
    found: NDArray[np.float64] = values[low, column] * (1 - part) + values[low + 1, column] * part
    return found


def _rim(bone: Posed, plate: Plate, inward: float, ways: Points) -> NDArray[np.float64]:
    """Radii (n,) mm of an end-plate's outline around the plate's centre."""
    lie = Pose.tipped(plate.tilt, plate.centre)
    half = float(np.linalg.norm(plate.posterior - plate.anterior)) / 2
    inside = 0.8 * half / np.hypot(ways[:, 0] / WIDER, ways[:, 1])  # past the hollow of the end-plate
    starts = np.column_stack([inside[:, None] * ways, np.full(len(ways), inward * RING_DEPTH)])
    out = np.column_stack([ways, np.zeros(len(ways))])
    return inside + leave(bone, lie.out(starts), lie.turned_out(out), 40.0)


def _ceiling(
    frame: Pose, bone: list[Obstacle], ways: Points, outline: NDArray[np.float64], up: float, slip: float
) -> NDArray[np.float64]:
    """Heights (k, n) mm from the mid-plane to an end-plate at CAPS of the outline."""
    flat = (CAPS[:, None] * outline)[..., None] * ways
    flat[..., 1] += _behind(CAPS)[:, None]
    starts = np.concatenate([flat, np.zeros((*flat.shape[:2], 1))], axis=2).reshape(-1, 3)
    starts[:, 1] -= 0.5 * up * np.repeat(_sheared(slip, CAPS), len(outline))
    before = min(slip, 6.0)  # mm: the plates of a slipped level cross the plane between them
    starts[:, 2] -= up * before
    way = np.repeat(frame.turned_out(np.array([[0.0, 0.0, up]])), len(starts), axis=0)
    height = cast(bone, frame.out(starts), way, 16.0 + before).reshape(flat.shape[:2]) - before
    for ring_ in range(1, len(CAPS)):  # where the ray slips past the rounded rim
        height[ring_] = np.clip(height[ring_], height[ring_ - 1] - 1.5, height[ring_ - 1] + 0.8)
    return height


def _smooth(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (n,) around, each averaged with its neighbours."""
    return (np.roll(radii, 1) + 2 * radii + np.roll(radii, -1)) / 4
