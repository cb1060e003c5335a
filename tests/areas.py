"""Areas measured a second time, apart from ``lumbar measure``: on distances sampled in the plane it cuts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_fill_holes
from solids import signed

from lumbar.meshes.section import Section
from lumbar.meshes.surface import Surface

FINE = 0.1  # mm between samples


def free_area(section: Section, solids: Iterable[Surface]) -> float:
    """The area (mm²) seen from a section's centre before anything solid, by samples along its rays."""
    at = np.arange(0.0, section.reach.max(), FINE)
    points = section.centre + at[None, :, None] * section.ways[:, None]
    free = np.ones(points.shape[:2], bool)
    for solid in _near(solids, points.reshape(-1, 3)):
        free &= signed(points.reshape(-1, 3), solid).reshape(free.shape) > 0.0
    far = np.where(free.all(axis=1), section.reach, FINE * np.argmin(free, axis=1) - FINE / 2)
    far = np.clip(far, 0.0, section.reach)
    return abs(float(0.5 * np.sin(2 * np.pi / len(far)) * far @ np.roll(far, -1)))


def _near(solids: Iterable[Surface], points: NDArray[np.float64]) -> list[Surface]:
    low, high = points.min(axis=0), points.max(axis=0)
    return [s for s in solids if (s.points.min(axis=0) < high).all() and (s.points.max(axis=0) > low).all()]


def outline_area(section: Section, solid: Surface) -> float:
    """The area (mm²) of what a plane cuts of a solid, its hollow filled, by samples in rows."""
    cuts = section.outlines(solid)
    low, high = cuts.reshape(-1, 2).min(axis=0) - FINE, cuts.reshape(-1, 2).max(axis=0) + FINE
    x = np.arange(low[0], high[0], FINE)
    rows = [_row(cuts, height, x) for height in np.arange(low[1], high[1], FINE) + FINE / 3]
    return float(binary_fill_holes(np.array(rows)).sum()) * FINE**2


def _row(lines: NDArray[np.float64], height: float, x: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places (n,) of a row lie within closed outlines (k, 2, 2)."""
    (x0, y0), (x1, y1) = lines[:, 0].T, lines[:, 1].T
    meets = (y0 > height) != (y1 > height)
    at = x0[meets] + (height - y0[meets]) / (y1 - y0)[meets] * (x1 - x0)[meets]
    inside: NDArray[np.bool_] = np.searchsorted(np.sort(at), x) % 2 == 1
    return inside
