"""The lamellae on the face of a cut disc: rings around its nucleus, from its inner wall to its outer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from ..meshes.surface import Surface

TURNS = 9.0  # lamellae from wall to wall
MANY = 0.7  # lamellae a mm that are seen clearly
WAVES = 8  # of a wall's outline, all the way round
FAR = 5.0  # times as far from a wall as most of its points: no longer on it, but on the rim
ROUNDS = 4  # in which what lies far off is told
STIFF = 3e-3  # how little a wall waves where few points tell it; short waves the least
FACING = 0.5  # a point whose normal points at least so much out of the disc, or into it, is on a wall
THIN = 0.5  # mm: no annulus is taken for thinner
PALE = np.array([0.80, 0.90, 0.94])  # towards what the colour goes at the inner wall,
PALER = 0.32  # and how far
Grey = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Walls:
    """The inner and the outer wall of an annulus in its own frame, at every angle and height."""

    centre: Grey  # (3,) mm
    axes: Grey  # (3, 3): two rows along the disc, the last across it
    inner: Grey  # how much there is of each of ``_shapes``
    outer: Grey

    def ring(self, points: Grey) -> Grey:
        """Where points (n, 3) mm lie between the walls: 0 at the inner, 1 at the outer."""
        u, v, height = ((points - self.centre) @ self.axes.T).T
        inner, outer = np.zeros((2, len(points)))
        for k, shape in enumerate(_shapes(np.arctan2(v, u), height)):
            inner += self.inner[k] * shape
            outer += self.outer[k] * shape
        ring: Grey = (np.hypot(u, v) - inner) / np.maximum(outer - inner, THIN)
        return ring


def walls_of(annulus: Surface) -> Walls:
    """The walls of an annulus: smooth ones through its points, so that they lean and bulge as it does."""
    centre = annulus.points.mean(axis=0)
    axes = np.linalg.eigh(np.cov((annulus.points - centre).T))[1].T[::-1]
    u, v, height = ((annulus.points - centre) @ axes.T).T
    radius = np.hypot(u, v)
    facing = (annulus.normals() @ axes.T)[:, :2]
    outwards = (facing[:, 0] * u + facing[:, 1] * v) / radius
    shapes = np.stack(list(_shapes(np.arctan2(v, u), height)), axis=1)
    inner, outer = (_fitted(shapes[on], radius[on]) for on in (outwards < -FACING, outwards > FACING))
    return Walls(centre, axes, inner, outer)


def _shapes(angle: Grey, height: Grey) -> Iterator[Grey]:
    """What a wall's radius is made of, each (n,): waves around the disc, each even, leaning or bowed."""
    for wave in range(WAVES + 1):
        for around in (np.cos(wave * angle), np.sin(wave * angle))[: 1 if wave == 0 else 2]:
            for power in range(3):
                yield around * (height / 10) ** power


def _fitted(shapes: Grey, radius: Grey) -> Grey:
    """How much of each shape there is in a wall; what lies far from it is left out in the end."""
    on = np.ones(len(radius), bool)
    stiff = STIFF * np.repeat([0.01, *np.repeat((np.arange(1, WAVES + 1) / 4) ** 4 + 0.01, 2)], 3)
    for _ in range(ROUNDS):
        wall = np.linalg.solve(
            shapes[on].T @ shapes[on] + np.diag(stiff * on.sum()), shapes[on].T @ radius[on]
        )
        off = np.abs(shapes @ wall - radius)
        on = off <= FAR * np.median(off)
    return np.asarray(wall, float)


def lamellae(colour: Grey, ring: Grey, dots: float) -> Grey:
    """The colours (rows, columns, 3) of a face whose dots lie at these places between the walls."""
    weave = gaussian_filter(np.random.default_rng(7).normal(size=ring.shape), 0.3 * dots)
    weave /= weave.std() + 1e-9
    turns = 2 * np.pi * TURNS * (ring + 0.004 * weave)
    band = _step(np.sin(turns) / 0.7 + 0.5) - 0.5
    groove = (0.5 + 0.5 * np.cos(turns)) ** 8
    rise = np.hypot(*np.gradient(np.pad(ring, 1, mode="edge")))[
        1:-1, 1:-1
    ]  # little where the cut runs along them
    clear = _step(TURNS * dots * rise / MANY)
    outwards = _step(ring + 0.1)[..., None]
    base = (colour + PALER * (PALE - colour)) * (1 - outwards) + colour * outwards
    shaded: Grey = base * (1 + clear * (0.24 * band - 0.16 * groove) + 0.02 * weave)[..., None]
    return shaded


def _step(share: Grey) -> Grey:
    """A smooth step from 0 to 1."""
    held = np.clip(share, 0, 1)
    step: Grey = held * held * (3 - 2 * held)
    return step
