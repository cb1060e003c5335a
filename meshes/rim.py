"""Osteophytes along the rims of a disc: lips of bone at the edges of two end-plates that have come closer.

In front and at the side they are long; behind, a short ridge stands into one foramen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from .disc import Disc
from .fields import Points
from .grid import Posed
from .levels import Side, sign_of
from .obstacle import leave, pushed_out
from .surface import Surface
from .sweep import joined, slab

FROM, TO = (
    -90.0,
    30.0,
)  # degrees around the disc from straight sideways, back positive: midline to behind the side
RIDGE = (84.0, 12.0)  # degrees likewise, over which a ridge stands into the foramen
PAST = 0.004  # degrees past the midline, where the lips of both sides are one
STATIONS = 44
AT = np.array(
    [0.0, 0.05, 0.12, 0.22, 0.34, 0.48, 0.64, 0.82, 0.93, 1.0]
)  # of the way from the rim along the body
HIGH = 2.2  # mm that a lip reaches up or down its body, and as much as it stands out on top of that
EDGE = 0.7  # mm from the disc's wall to where a lip begins
INSIDE = 3.0  # mm within the rim from where the outside of the bone is looked for
EATEN = 0.1  # mm of bone outside that place below which its rim has been eaten away
FLARES = 2.0  # mm out of the rim up to which a lip follows its bone: what stands out farther is no rim
FILM, THIN = 0.06, 0.03  # mm between a lip and its bone, and its least thickness
HEM = 0.15  # mm that its edge dips into the bone, so that no slit is seen
TURNED = 0.4  # of its reach by which a lip turns towards the other one
RIDGE_HIGH = 3.0  # mm that a ridge reaches up its body, and as much as it stands out on top of that
SLENDER, FULL = 2.0, 1.5  # powers with which a lip, and a ridge, falls off from its crest along its bone
ENDS = 0.5  # power of the half wave along which a ridge rises and runs out
RUNS_OUT = 0.5  # of its length over which a lip runs out behind
UNEVEN = ((2.0, 0.10), (5.0, 0.05))  # waves from the midline on: how many half ones, share of the reach


def osteophytes(disc: Disc, side: Side, reach: float, below: Posed, above: Posed) -> Surface:
    """The two lips of one side, which stand ``reach`` mm out of the rims of the bones below and above at most."""
    return joined(_lip(disc, side, reach, below, 0.0), _lip(disc, side, reach, above, 1.0))


def ridge(disc: Disc, side: Side, reach: float, above: Posed) -> Surface:
    """The lip in one foramen, ``reach`` mm out of the lower rim of the bone above at most.

    The rim below has none: there the pedicle begins.
    """
    edge = _Edge.of(disc, side, 1.0, np.radians(np.linspace(*RIDGE, STATIONS)))
    stands_out = reach * np.sin(np.pi * np.linspace(0.0, 1.0, STATIONS)) ** ENDS
    return _raised(edge, RIDGE_HIGH + reach, stands_out, above, FULL, (0, -1))


def _lip(disc: Disc, side: Side, reach: float, bone: Posed, share: float) -> Surface:
    probed = np.linspace(FROM, TO, STATIONS // 2)
    edge = _Edge.of(disc, side, share, np.radians(probed))
    (out,) = edge.wall(bone, np.array([HIGH])).T
    edge = _Edge.of(disc, side, share, np.radians(_stations(_first_beyond(probed, out))))
    return _raised(edge, HIGH + reach, reach * _uneven(np.linspace(0.0, 1.0, STATIONS)), bone, SLENDER, (-1,))


def _raised(
    edge: _Edge,
    high: float,
    stands_out: NDArray[np.float64],
    bone: Posed,
    falls: float,
    ends: tuple[int, ...],
) -> Surface:
    """A lip along an edge, ``high`` mm up or down its bone, (m,) mm out of it, that runs into it at some ``ends``.

    From its crest it falls off along the bone with the power ``falls``.
    """
    steps = np.linspace(0.0, high, len(AT))
    wall = edge.wall(bone, steps)
    rise = AT * _unflared(wall, steps)[:, None]
    stands = np.array([np.interp(a, steps, row) for a, row in zip(rise, wall, strict=True)])
    stands = np.maximum(gaussian_filter(stands, (1.0, 0.5), mode="nearest"), stands) + FILM
    profile = (1.0 - AT) ** falls * (0.7 + 0.3 * np.minimum(AT / AT[2], 1.0))
    thick = np.maximum(stands_out[:, None] * profile / profile.max(), THIN)
    towards = TURNED * stands_out[:, None] * (1.0 - AT) ** 3
    lip = slab(edge.at(stands, EDGE + rise), edge.at(stands + thick, EDGE + rise - towards))
    return _grown(lip, bone, ends)


@dataclass(frozen=True, eq=False)
class _Edge:
    """A stretch of a disc's edge, and the places beside it."""

    disc: Disc
    share: float  # 0 the lower edge, 1 the upper one
    ways: NDArray[np.float64]  # (m, 2) unit directions in the disc's frame
    radius: NDArray[np.float64]  # (m,) mm
    height: NDArray[np.float64]  # (m,) mm

    @classmethod
    def of(cls, disc: Disc, side: Side, share: float, turn: NDArray[np.float64]) -> _Edge:
        """The edge over angles (m,) around."""
        ways = np.column_stack([sign_of(side) * np.cos(turn), np.sin(turn)])
        around = np.arctan2(disc.ways[:, 1], disc.ways[:, 0])
        order = np.argsort(around)
        wall = disc.frame.into(disc.wall(np.array([share]))[0])
        radius, height = (
            gaussian_filter1d(
                np.interp(np.arctan2(ways[:, 1], ways[:, 0]), around[order], values[order], period=2 * np.pi),
                1.0,
                mode="nearest",
            )
            for values in (disc.outline, wall[:, 2])
        )
        return cls(disc, share, ways, radius, height)

    def at(self, out: NDArray[np.float64], away: NDArray[np.float64]) -> Points:
        """Places (m, k, 3) that lie mm out of the edge, and mm away from the other one."""
        flat = (self.radius[:, None] + out)[..., None] * self.ways[:, None]
        flat[..., 1] -= self.disc.slip * (self.share - 0.5)
        high = self.height[:, None] + (2.0 * self.share - 1.0) * away
        local = np.concatenate([flat, high[..., None]], axis=2)
        return self.disc.frame.out(local.reshape(-1, 3)).reshape(local.shape)

    def wall(self, bone: Posed, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far (m, k) mm out of the edge a bone reaches, at steps (k,) mm along it."""
        away = np.tile(EDGE + steps, (len(self.ways), 1))
        across = self.disc.frame.turned_out(np.column_stack([self.ways, np.zeros(len(self.ways))]))
        starts, rays = self.at(0.0 * away - INSIDE, away), np.repeat(across, len(steps), axis=0)
        far = leave(bone, starts.reshape(-1, 3), rays, INSIDE + 2 * FLARES).reshape(away.shape)
        return _bridged(far, far < EATEN) - INSIDE


def _bridged(far: NDArray[np.float64], gone: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Values (m, k) along an edge, over the stretches of it that are ``gone`` (m, k) taken from beside them."""
    at, whole = np.arange(len(far)), far.copy()
    for column, lost in enumerate(gone.T):
        if lost.any() and not lost.all():
            whole[lost, column] = np.interp(at[lost], at[~lost], far[~lost, column])
    return whole


def _first_beyond(turn: NDArray[np.float64], out: NDArray[np.float64]) -> float:
    """The first of some angles (m,) at which a bone stands out of its rim by more than a flare, else the last."""
    beyond = np.flatnonzero(out > FLARES)
    if not len(beyond) or beyond[0] == 0:
        return float(turn[-1])
    last = slice(beyond[0] - 1, beyond[0] + 1)
    return float(np.interp(FLARES, out[last], turn[last]))


def _stations(last: float) -> NDArray[np.float64]:
    """Degrees (m,) around up to the last; one past the midline, so that both sides are shaded as one."""
    return np.insert(np.linspace(FROM, last, STATIONS - 1), 0, FROM - PAST)


def _grown(lip: Surface, bone: Posed, ends: tuple[int, ...]) -> Surface:
    """A lip that lies on its bone, and whose edges dip into it where it ends."""
    hem = np.zeros((STATIONS, 2, len(AT)), bool)
    hem[:, 0, -1] = hem[:, 1, 0] = True  # its back sheet runs the other way
    hem[list(ends)] = True
    held = hem.ravel()
    points = lip.points.copy()
    points[~held] = pushed_out(points[~held], [bone], FILM)
    room, slope = bone.look_up(points[held])
    unit = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 0.3)
    points[held] -= np.clip(room + HEM, 0.0, 1.0)[:, None] * unit
    return Surface(points, lip.faces, lip.core)


def _unflared(wall: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far (m,) mm along the body the bone stays at its rim: ``wall`` (m, k) mm out of it at ``steps`` (k,) mm."""
    beyond = np.maximum.accumulate(wall, axis=1) > FLARES
    first = np.where(beyond.any(axis=1), steps[beyond.argmax(axis=1)], steps[-1])
    eased: NDArray[np.float64] = gaussian_filter1d(np.maximum(first, HIGH / 2), 2.0, mode="nearest")
    return eased


def _uneven(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of the reach (m,) along a lip from the midline: it swells and ebbs, and runs out behind."""
    shares = np.full_like(along, 1.0 - sum(share for _, share in UNEVEN))
    for number, share in UNEVEN:
        shares -= share * np.cos(np.pi * number * along)
    left = np.clip((1.0 - along) / RUNS_OUT, 0.0, 1.0)
    ended = shares * left**2 * (3.0 - 2.0 * left)
    return np.asarray(ended / ended.max())
