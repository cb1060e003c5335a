"""Sections of a thin-walled tube that holds fluid: the wall is drawn taut and does not follow every corner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHARES = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.76])  # of the radius, where middles of circles are tried
FINE = 3  # places of a wall that are looked at, for each that is given


def rounded(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii (m, n) mm of sections (m, n) with rounded corners: what circles cover that lie in them, near the middle.

    An ellipse up to twice as wide as deep stays as it is, and so does a waist.
    """
    m, n = radii.shape
    way = _ways(n)
    wall = np.repeat(radii, FINE, axis=1)
    for part in range(1, FINE):
        wall[:, part::FINE] += part / FINE * (np.roll(radii, -1, axis=1) - radii)
    wall = wall[..., None] * _ways(FINE * n)
    middles = (SHARES[:, None] * radii[:, None])[..., None] * way
    middles = middles.reshape(m, -1, 2)
    reach = np.array([_closest(*pair) for pair in zip(middles, wall, strict=True)])  # mm², squared
    along = middles @ way.T
    within = (reach - (middles**2).sum(axis=2))[..., None] + along**2
    ends = np.where(within >= 0.0, along + np.sqrt(np.maximum(within, 0.0)), 0.0)
    return np.asarray(np.minimum(radii, ends.max(axis=1)))


def _ways(count: int) -> NDArray[np.float64]:
    """Directions (count, 2) once around."""
    turn = np.arange(count) * 2 * np.pi / count
    return np.stack([np.cos(turn), np.sin(turn)], axis=1)


def _closest(points: NDArray[np.float64], wall: NDArray[np.float64]) -> NDArray[np.float64]:
    """The squared distance (k,) of points (k, 2) to the closest one of a wall (j, 2)."""
    squared = (points**2).sum(axis=1)[:, None] + (wall**2).sum(axis=1) - 2.0 * points @ wall.T
    return np.asarray(np.maximum(squared.min(axis=1), 0.0))
