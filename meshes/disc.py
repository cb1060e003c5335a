"""Intervertebral discs: annulus, nucleus and end-plate cartilage between two end-plates."""

from __future__ import annotations

from dataclasses import dataclass
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
NUCLEUS = 0.66  # of the radius: 45 % of the area (anatomy-facts A7: 40-50 %)
NUCLEUS_BACK = 1.5  # mm the nucleus lies behind the centre
WIDER = 1.32  # end-plate width over depth (anatomy-facts A1)
HEALTHY_BULGE = 0.5  # mm a healthy wall stands out over its rims
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

    def at(self, share: NDArray[np.float64], height: NDArray[np.float64], swell: float = 0.0) -> Points:
        """Points (m, n, 3) of the spine's frame at shares (m,) of the radius and heights (m, n) mm."""
        radius = share[:, None] * self.outline + swell
        local = np.concatenate([radius[..., None] * self.ways, height[..., None]], axis=2)
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
        low, high = self.bottom[-1] + 0.3, self.top[-1] - 0.3
        height = low + share[:, None] * (high - low)
        out = 1.0 + np.sin(np.pi * share)[:, None] * self.bulge / self.outline
        local = np.concatenate([(out * self.outline)[..., None] * self.ways, height[..., None]], axis=2)
        return self.frame.out(local.reshape(-1, 3)).reshape(local.shape)

    def surface(self, structure: str) -> Surface:
        """One solid of the disc: its ``annulus``, ``nucleus`` or ``endplate_cartilage``."""
        return self._surfaces[structure]

    @cached_property
    def _surfaces(self) -> dict[str, Surface]:
        low, high = self.bottom + GAP, self.top - GAP
        inner = np.flatnonzero(CAPS < NUCLEUS)
        outer = np.flatnonzero(CAPS > NUCLEUS)
        cover = CARTILAGE * np.clip(1.3 - (CAPS / 0.75) ** 2, 0.0, 1.0)[:, None]
        soft_low, soft_high = low + cover, high - cover
        edge = np.array([NUCLEUS])
        rim_low = (soft_low[inner[-1]] + soft_low[outer[0]])[None] / 2
        rim_high = (soft_high[inner[-1]] + soft_high[outer[0]])[None] / 2
        bend = np.linspace(0.15, 0.85, 5)
        waist_share = NUCLEUS + 0.02 * np.sin(np.pi * bend)
        waist = rim_low + bend[:, None] * (rim_high - rim_low)
        core = [
            self.at(CAPS[inner], soft_low[inner]),
            self.at(edge, rim_low),
            self.at(waist_share, waist),
            self.at(edge, rim_high),
            self.at(CAPS[inner][::-1], soft_high[inner][::-1]),
        ]
        coat = [
            self.at(edge, rim_low, GAP),
            self.at(CAPS[outer], soft_low[outer]),
            self.wall(WALL),
            self.at(CAPS[outer][::-1], soft_high[outer][::-1]),
            self.at(edge, rim_high, GAP),
            self.at(waist_share[::-1], waist[::-1], GAP),
        ]
        return {
            "annulus": ring(np.concatenate(coat).transpose(1, 0, 2)),
            "nucleus": tube(np.concatenate(core)),
            "endplate_cartilage": joined(
                self._cartilage(low, 1.0, cover), self._cartilage(high, -1.0, cover)
            ),
        }

    def _cartilage(self, plate: NDArray[np.float64], up: float, cover: NDArray[np.float64]) -> Surface:
        held = np.flatnonzero(cover[:, 0] > 0.05)
        thick = np.maximum(cover[held] - GAP, 0.04)
        under = self.at(CAPS[held], plate[held])
        over = self.at(CAPS[held], plate[held] + up * thick)
        return tube(np.concatenate([under, over[::-1]]))


def disc(above: Posed, below: Posed, above_plate: Plate, below_plate: Plate, bulge: float) -> Disc:
    """The disc that fills the room between two end-plates (posed plates, posed bones).

    ``bulge`` is how far in mm the wall stands over the rims all round; a healthy wall stands
    out by half a millimetre.
    """
    frame = disc_frame(below_plate, above_plate)
    turn = (np.arange(AROUND) + 0.5) * 2 * np.pi / AROUND
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    rim_below = _rim(below, below_plate, -1.0, ways)
    rim_above = _rim(above, above_plate, 1.0, ways)
    outline = np.minimum((rim_below + rim_above) / 2, 1.06 * np.minimum(rim_below, rim_above))
    outline = _smooth(outline)
    top = _ceiling(frame, [above], ways, outline, 1.0)
    bottom = -_ceiling(frame, [below], ways, outline, -1.0)
    return Disc(frame, ways, outline, bottom, top, np.full(AROUND, HEALTHY_BULGE + bulge))


def _rim(bone: Posed, plate: Plate, inward: float, ways: Points) -> NDArray[np.float64]:
    """Radii (n,) mm of an end-plate's outline around the plate's centre."""
    lie = Pose.tipped(plate.tilt, plate.centre)
    half = float(np.linalg.norm(plate.posterior - plate.anterior)) / 2
    inside = 0.8 * half / np.hypot(ways[:, 0] / WIDER, ways[:, 1])  # past the hollow of the end-plate
    starts = np.column_stack([inside[:, None] * ways, np.full(len(ways), inward * RING_DEPTH)])
    out = np.column_stack([ways, np.zeros(len(ways))])
    return inside + leave(bone, lie.out(starts), lie.turned_out(out), 40.0)


def _ceiling(
    frame: Pose, bone: list[Obstacle], ways: Points, outline: NDArray[np.float64], up: float
) -> NDArray[np.float64]:
    """Heights (k, n) mm from the mid-plane to an end-plate at CAPS of the outline."""
    flat = (CAPS[:, None] * outline)[..., None] * ways
    starts = np.concatenate([flat, np.zeros((*flat.shape[:2], 1))], axis=2).reshape(-1, 3)
    way = np.repeat(frame.turned_out(np.array([[0.0, 0.0, up]])), len(starts), axis=0)
    height = cast(bone, frame.out(starts), way, 16.0).reshape(flat.shape[:2])
    for ring_ in range(1, len(CAPS)):  # where the ray slips past the rounded rim
        height[ring_] = np.clip(height[ring_], height[ring_ - 1] - 1.5, height[ring_ - 1] + 0.8)
    return height


def _smooth(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (n,) around, each averaged with its neighbours."""
    return (np.roll(radii, 1) + 2 * radii + np.roll(radii, -1)) / 4
