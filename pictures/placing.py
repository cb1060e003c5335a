"""Where the labels of a picture stand: near what they name, apart, and with lines that are in nothing's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

GAP = 5.0  # % of the picture's shorter side between the rows of labels
EDGE = 8.0  # % of it that labels keep from the edge
BESIDE = 4.0  # % of it between what is shown and the labels
ROWS = 10  # half gaps above and below its line's end that a label may stand
TALL = 1.5  # % of it that a text reaches above and below its middle
CLEAR = 4.5  # % of it that a text keeps over or under what it names, where that lies out beside its inner end
OVER_TEXT = 2.0  # % of it from the middle of a text to where a line over or under it starts
DOT = 1.0  # % of it around the end of a line that others keep out of
STEPS = 60  # places on a line that are looked at
# how ill it is,
LONG = 1.5  # for each % of a line
SLANT = 1.0  # for each % that a line rises or falls
OVER, UNDER = 4.0, 6.0  # for each % of a line over what is to be kept off, and of a text
CROSSED = 60.0  # for two lines that cross, or a line through a text or an end
OVERLAID = 400.0  # for two texts that leave no gap, or a text on what it names
Pixel = tuple[float, float]
Which = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Named:
    """The text of a label, as wide as it is in pixels, and what its line is to reach and to keep off."""

    width: float
    end: Pixel
    off: Numbers  # how much to keep off each cell (rows, columns) of the picture, 0 … 1


@dataclass(frozen=True)
class Place:
    """Where a text begins at the right of the picture, or where it ends at the left."""

    side: int  # -1 left, 1 right
    at: Pixel
    start: (
        Pixel  # of its line: beside its inner end, or over or under it where what it names lies farther out
    )


@dataclass(frozen=True)
class Sheet:
    """The picture that the labels stand on: its size, and how far to both sides what it shows reaches."""

    size: tuple[int, int]  # pixels
    across: Pixel
    cell: float  # pixels across one of the cells to keep off

    @property
    def unit(self) -> float:
        """1 % of the shorter side."""
        return min(self.size) / 100


def places(named: Sequence[Named], sheet: Sheet) -> list[Place]:
    """The places where all labels lie best: no two of them could be moved to the better."""
    options = [_Options(one, sheet) for one in named]
    costs = [
        each.costs([one.end for one in named if one is not own])
        for own, each in zip(named, options, strict=True)
    ]
    pairs = {(i, j): options[i].clashes(options[j]) for i, j in combinations(range(len(named)), 2)}
    pairs |= {(j, i): clashes.T for (i, j), clashes in pairs.items()}
    chosen = [int(np.argmin(cost)) for cost in costs]

    def given(k: int, but: int) -> Numbers:
        """What each place of a label costs beside those chosen for all but one other."""
        rest = [pairs[k, n][:, chosen[n]] for n in range(len(named)) if n not in (k, but)]
        total: Numbers = costs[k] + np.sum(rest, axis=0) if rest else costs[k]
        return total

    better = True
    while better:
        better = False
        for i, j in combinations(range(len(named)), 2):
            total = given(i, j)[:, None] + given(j, i)[None] + pairs[i, j]
            best = np.unravel_index(np.argmin(total), total.shape)
            if total[best] < total[chosen[i], chosen[j]] - 1e-6:
                chosen[i], chosen[j] = int(best[0]), int(best[1])
                better = True
    return [each.place(k) for each, k in zip(options, chosen, strict=True)]


class _Options:
    """All places that one label may have."""

    def __init__(self, one: Named, sheet: Sheet) -> None:
        self.one, self.sheet = one, sheet
        unit = sheet.unit
        low, high = EDGE * unit, sheet.size[1] - EDGE * unit
        rows = np.unique(np.clip(one.end[1] + np.arange(-ROWS, ROWS + 1) * GAP / 2 * unit, low, high))
        left = max(sheet.across[0] - BESIDE * unit, EDGE * unit + one.width)
        right = min(sheet.across[1] + BESIDE * unit, sheet.size[0] - EDGE * unit - one.width)
        self.side = np.repeat([-1, 1], len(rows))
        self.x, self.y = np.repeat([left, right], len(rows)), np.tile(rows, 2)
        outer = self.x + self.side * one.width
        self.text = np.stack([np.minimum(self.x, outer), np.maximum(self.x, outer)], axis=1)
        inner = self.x - self.side * unit
        self.beyond = self.side * (one.end[0] - inner) > 0.0
        aside = np.where(self.beyond, np.clip(one.end[0], *self.text.T), inner)
        aloft = np.where(self.beyond, np.sign(one.end[1] - self.y) * OVER_TEXT * unit, 0.0)
        self.line = np.stack([aside, self.y + aloft], axis=1)  # where it starts

    def place(self, k: int) -> Place:
        start = float(self.line[k, 0]), float(self.line[k, 1])
        return Place(int(self.side[k]), (float(self.x[k]), float(self.y[k])), start)

    def costs(self, ends: Sequence[Pixel]) -> Numbers:
        """How ill each place lies by itself, where these are the ends of the other lines."""
        unit, way = self.sheet.unit, self._way()
        long = np.hypot(*(self.line - self.one.end).T) / unit
        cost = long * (LONG + OVER * self._off(way).mean(axis=1))
        cost += SLANT * np.abs(self.y - self.one.end[1]) / unit
        level = np.abs(self.y - self.one.end[1]) < CLEAR * unit
        cost += OVERLAID * (level & self.beyond)
        across = np.linspace(self.text[:, 0], self.text[:, 1], STEPS, axis=1)
        for row in (-1, 0, 1):
            height = np.repeat(self.y[:, None] + row * TALL * unit, STEPS, axis=1)
            under = np.stack([across, height], axis=2)
            cost += UNDER / 3 * self.one.width / unit * self._off(under).mean(axis=1)
        for end in ends:
            near = (np.hypot(*np.moveaxis(way - np.array(end), 2, 0)) < DOT * unit).any(axis=1)
            cost += CROSSED * (near | self._under(np.array(end)[None, None])[:, 0, 0])
        total: Numbers = cost
        return total

    def clashes(self, other: _Options) -> Numbers:
        """How ill each place (rows) goes with each of another label (columns)."""
        near = np.abs(self.y[:, None] - other.y) < (GAP - 0.1) * self.sheet.unit
        cost = OVERLAID * ((self.side[:, None] == other.side) & near)
        cost = cost + CROSSED * _cross(self.line, self.one.end, other.line, other.one.end)
        through = self._under(other._way()).any(axis=2) | other._under(self._way()).any(axis=2).T
        total: Numbers = cost + CROSSED * through
        return total

    def _way(self) -> Numbers:
        """Places on each line (options, STEPS, 2)."""
        way: Numbers = np.linspace(self.line, np.broadcast_to(self.one.end, self.line.shape), STEPS, axis=1)
        return way

    def _off(self, points: Numbers) -> Numbers:
        """How much each of some points is to be kept off."""
        column, row = (
            np.clip((points[..., k] / self.sheet.cell).astype(int), 0, self.one.off.shape[1 - k] - 1)
            for k in (0, 1)
        )
        off: Numbers = self.one.off[row, column]
        return off

    def _under(self, points: Numbers) -> Which:
        """Which points (m, n, 2) lie under the text at each place (options, m, n)."""
        half = 0.4 * GAP * self.sheet.unit
        x, y = points[None, ..., 0], points[None, ..., 1]
        low, high = self.text[:, 0, None, None], self.text[:, 1, None, None]
        return (x >= low) & (x <= high) & (np.abs(y - self.y[:, None, None]) < half)


def _cross(one: Numbers, end: Pixel, other: Numbers, tip: Pixel) -> Which:
    """Do lines from each of some starts (m, 2) to their end cross those from others (n, 2) to theirs?"""
    a, c, b, d = one[:, None], other[None], np.array(end), np.array(tip)

    def turn(p: Numbers, q: Numbers, r: Numbers) -> Which:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) > (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )

    cross: Which = (turn(a, b, c) != turn(a, b, d)) & (turn(c, d, a) != turn(c, d, b))
    return cross
