"""A plane through a room: the outlines of the solids that it cuts, and how far it is to them all round a point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .fields import Points
from .surface import Surface

Lines = NDArray[np.float64]  # (k, 2, 2) mm: both ends of each piece of an outline, in the plane's own axes
EDGES = ((0, 1), (1, 2), (2, 0))


@dataclass(frozen=True, eq=False)
class Section:
    """A room looked at in a plane from a point in it: along each ray as far as the first wall."""

    centre: Points  # (3,)
    across: Points  # (3,) unit, the way of the first ray
    over: Points  # (3,) unit, a quarter turn on
    reach: NDArray[np.float64]  # (n,) mm, where a room that is open ends; one a ray, evenly around

    @property
    def turns(self) -> NDArray[np.float64]:
        """Unit directions (n, 2) of the rays in the plane's own axes."""
        angle = np.arange(len(self.reach)) * 2 * np.pi / len(self.reach)
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)

    @property
    def ways(self) -> Points:
        """Unit directions (n, 3) of the rays."""
        return self.turns[:, :1] * self.across + self.turns[:, 1:] * self.over

    def outlines(self, solid: Surface) -> Lines:
        """Where the plane cuts the surface of a solid."""
        away = solid.points - self.centre
        height = away @ np.cross(self.across, self.over)
        height = np.where(height == 0.0, 1e-9, height)
        above = height[solid.faces] > 0.0
        cut = solid.faces[(above.any(axis=1)) & ~above.all(axis=1)]
        flat = np.stack([away @ self.across, away @ self.over], axis=1)
        ends, crosses = np.empty((len(cut), 3, 2)), np.empty((len(cut), 3), bool)
        for k, (i, j) in enumerate(EDGES):
            a, b = cut[:, i], cut[:, j]
            crosses[:, k] = (height[a] > 0.0) != (height[b] > 0.0)
            share = np.where(
                crosses[:, k], height[a] / np.where(crosses[:, k], height[a] - height[b], 1.0), 0.0
            )
            ends[:, k] = flat[a] + share[:, None] * (flat[b] - flat[a])
        lines: Lines = ends[crosses].reshape(-1, 2, 2)
        return lines

    def cut(self, solids: Iterable[Surface]) -> Lines:
        """Where the plane cuts the surfaces of solids."""
        return np.concatenate([np.zeros((0, 2, 2)), *(self.outlines(solid) for solid in solids)])

    def room(self, lines: Lines) -> NDArray[np.float64]:
        """How far (n,) mm it is to the first of some outlines along each ray."""
        start, along = lines[:, 0], lines[:, 1] - lines[:, 0]
        way = self.turns[:, None]
        turned = along[:, 0] * way[..., 1] - along[:, 1] * way[..., 0]
        turned = np.where(np.abs(turned) < 1e-12, np.inf, turned)
        far = (along[:, 0] * start[:, 1] - along[:, 1] * start[:, 0]) / turned
        share = (way[..., 0] * start[:, 1] - way[..., 1] * start[:, 0]) / turned
        met = np.where((share >= 0.0) & (share <= 1.0) & (far > 0.0), far, np.inf)
        room: NDArray[np.float64] = np.minimum(met.min(axis=1, initial=np.inf), self.reach)
        return room

    def narrowest(self, lines: Lines, heights: NDArray[np.float64]) -> float:
        """The least width (mm) across of the way that leads from the point up or down past heights along ``over``."""
        middle, least = 0.0, 2.0 * float(self.reach.max())
        for height in heights:
            (x0, y0), (x1, y1) = lines[:, 0].T, lines[:, 1].T
            meets = (y0 > height) != (y1 > height)
            walls = x0[meets] + (height - y0[meets]) / (y1 - y0)[meets] * (x1 - x0)[meets]
            low = float(walls[walls < middle].max(initial=-self.reach.max()))
            high = float(walls[walls >= middle].min(initial=self.reach.max()))
            middle, least = (low + high) / 2, min(least, high - low)
        return least

    def held(self, lines: Lines, height: float) -> NDArray[np.float64]:
        """From where to where (k, 2) mm across a way at a height over the point lies in the solid of an outline."""
        (x0, y0), (x1, y1) = lines[:, 0].T, lines[:, 1].T
        meets = (y0 > height) != (y1 > height)
        walls = np.sort(x0[meets] + (height - y0[meets]) / (y1 - y0)[meets] * (x1 - x0)[meets])
        return walls[: len(walls) // 2 * 2].reshape(-1, 2)
