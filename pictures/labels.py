"""Words on a picture: labels with leader lines, letters for the patient's sides, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ..meshes.surface import Surface
from ..scenes import layer_of
from .views import Camera
from .visible import anchors, covered, reach

INK = (38, 44, 52, 255)
FAINT = (96, 104, 114, 255)
HALO = (255, 255, 255, 235)
ENDS = (("L", "R"), ("P", "A"), ("S", "I"))  # the letters at the positive and negative end of each LPS axis
EDGE = 8.0  # % of the shorter side that labels keep from the edge
Font = ImageFont.FreeTypeFont
Pixel = tuple[float, float]


CROSSED, OVER = (
    60.0,
    4.0,
)  # what two lines that cross cost, and how much more a line does on its way over a finding


@dataclass(frozen=True)
class Callout:
    """A text and the structure it points at."""

    text: str
    part: str


def write_on(
    image: NDArray[np.uint8],
    parts: Mapping[str, Surface],
    opacity: Mapping[str, float],
    view: Camera,
    labels: tuple[Callout, ...],
    stamp: str,
) -> NDArray[np.uint8]:
    """The picture (height, width, 3 or 4) of the parts with labels, side letters and stamp written on it."""
    sheet = _Sheet(Image.fromarray(image))
    sheet.letters(view)
    sheet.stamp(stamp)
    if labels:
        size = (image.shape[1], image.shape[0])
        ends = anchors(parts, opacity, view, size, [label.part for label in labels])
        shown = [label for label in labels if label.part in ends]
        finding = [name for name in parts if layer_of(name) == "finding"]
        sheet.callouts(
            [(label.text, ends[label.part]) for label in shown],
            reach(parts, view, size),
            [covered(parts, view, size, (n for n in finding if n != label.part)) for label in shown],
        )
    return np.asarray(sheet.image)


class _Sheet:
    """A picture being written on."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.pen = ImageDraw.Draw(image)
        self.unit = min(image.size) / 100  # 1 % of the shorter side
        self.font = self._font(2.5)

    def _font(self, percent: float, bold: bool = False) -> Font:
        name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
        path = files("matplotlib") / "mpl-data" / "fonts" / "ttf" / name
        return ImageFont.truetype(str(path), max(9, round(percent * self.unit)))

    def _write(
        self, at: Pixel, text: str, anchor: str, font: Font, ink: tuple[int, int, int, int] = INK
    ) -> None:
        halo = max(1, round(self.unit / 3))
        self.pen.text(at, text, fill=ink, font=font, anchor=anchor, stroke_width=halo, stroke_fill=HALO)

    def letters(self, view: Camera) -> None:
        """Which side of the patient each edge of the picture is."""
        (width, height), gap = self.image.size, 2.4 * self.unit
        edges: tuple[tuple[NDArray[np.float64], tuple[Pixel, str], tuple[Pixel, str]], ...] = (
            (view.right, ((width - gap, height / 2), "rm"), ((gap, height / 2), "lm")),
            (view.up, ((width / 2, gap), "mt"), ((width / 2, height - gap), "mb")),
        )
        for axis, *places in edges:
            strongest = int(np.argmax(np.abs(axis)))
            letters = ENDS[strongest] if axis[strongest] > 0 else ENDS[strongest][::-1]
            for letter, (at, anchor) in zip(letters, places, strict=True):
                self._write(at, letter, anchor, self._font(3.0, bold=True), FAINT)

    def stamp(self, text: str) -> None:
        """What the picture shows, at its lower left."""
        gap = 2.4 * self.unit
        self._write((gap, self.image.size[1] - gap), text, "ls", self._font(2.1), FAINT)

    def callouts(
        self, shown: list[tuple[str, Pixel]], across: Pixel, avoid: list[tuple[NDArray[np.bool_], float]]
    ) -> None:
        """Labels left and right of what spans ``across`` pixels, in the order of their ends.

        Each goes to the side from which its line is short and crosses no other, nor what it is to ``avoid``.
        """
        plans = [self._placed(shown, across, sides) for sides in product((-1, 1), repeat=len(shown))]
        starts = min(plans, key=lambda starts: self._cost(shown, starts, avoid))
        for (text, end), (x, y) in zip(shown, starts, strict=True):
            sign = 1 if x > 0 else -1
            x = abs(x)
            self._line((x - sign * self.unit, y), end)
            self._write((x, y), text, "lm" if sign > 0 else "rm", self.font)

    def _placed(self, shown: list[tuple[str, Pixel]], across: Pixel, sides: tuple[int, ...]) -> list[Pixel]:
        """Where each text begins; at the left it ends there, and x is told as negative."""
        starts: dict[int, Pixel] = {}
        for sign, beside, edge in ((-1, across[0], 0), (1, across[1], self.image.size[0])):
            members = sorted(
                (k for k, side in enumerate(sides) if side == sign), key=lambda k: shown[k][1][1]
            )
            column = sign * beside + 4 * self.unit
            for k, y in zip(members, self._rows([shown[k][1][1] for k in members]), strict=True):
                inmost = sign * edge - EDGE * self.unit - self.pen.textlength(shown[k][0], self.font)
                starts[k] = min(column, inmost), y
        return [starts[k] for k in range(len(shown))]

    def _cost(
        self,
        shown: list[tuple[str, Pixel]],
        starts: list[Pixel],
        avoid: list[tuple[NDArray[np.bool_], float]],
    ) -> float:
        """How ill the lines lie, in percent of the shorter side."""
        lines = [((abs(x), y), end) for (x, y), (_, end) in zip(starts, shown, strict=True)]
        cost = sum(np.hypot(x - u, y - v) for (x, y), (u, v) in lines) / self.unit
        cost += CROSSED * sum(_cross(one, other) for one, other in combinations(lines, 2))
        for (start, end), (cells, width) in zip(lines, avoid, strict=True):
            way = np.linspace(start, end, 60)
            column, row = (
                np.clip((way[:, k] / width).astype(int), 0, cells.shape[1 - k] - 1) for k in (0, 1)
            )
            cost += OVER * float(cells[row, column].mean()) * np.hypot(*np.subtract(start, end)) / self.unit
        return float(cost)

    def _rows(self, wanted: list[float]) -> list[float]:
        """Heights near the wanted ones (ascending), far enough apart to be read."""
        gap, rows = 5 * self.unit, list(wanted)
        low, high = EDGE * self.unit, self.image.size[1] - EDGE * self.unit
        for _ in range(60):
            rows = [min(max(row, low), high) for row in rows]
            for k in range(len(rows) - 1):
                short = max(gap - (rows[k + 1] - rows[k]), 0.0)
                rows[k] -= short / 2
                rows[k + 1] += short / 2
        return rows

    def _line(self, start: Pixel, tip: Pixel) -> None:
        """A leader line with a dot at its end."""
        thick, dot = max(1, round(self.unit / 5)), 0.55 * self.unit
        self.pen.line([start, tip], fill=HALO, width=3 * thick)
        self.pen.line([start, tip], fill=INK, width=thick)
        self.pen.ellipse([tip[0] - dot, tip[1] - dot, tip[0] + dot, tip[1] + dot], fill=INK, outline=HALO)


def _cross(one: tuple[Pixel, Pixel], other: tuple[Pixel, Pixel]) -> bool:
    """Do two lines cross?"""

    def turn(a: Pixel, b: Pixel, c: Pixel) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return turn(a, b, c) != turn(a, b, d) and turn(c, d, a) != turn(c, d, b)
