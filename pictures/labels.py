"""Words on a picture: labels with leader lines, letters for the patient's sides, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ..meshes.surface import Surface
from ..scenes import layer_of
from .placing import Named, Place, Sheet, places
from .views import Camera
from .visible import Depths, anchors, reach, showing

INK = (38, 44, 52, 255)
FAINT = (96, 104, 114, 255)
HALO = (255, 255, 255, 235)
ENDS = (("L", "R"), ("P", "A"), ("S", "I"))  # the letters at the positive and negative end of each LPS axis
Font = ImageFont.FreeTypeFont
Pixel = tuple[float, float]


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
    page = _Page(Image.fromarray(image))
    page.letters(view)
    page.stamp(stamp)
    if labels:
        size = (image.shape[1], image.shape[0])
        depths = Depths.of(parts, opacity, view, size)
        ends = anchors(depths, [label.part for label in labels])
        shown = [label for label in labels if label.part in ends]
        worth = {name: _worth(name, name in ends) for name in parts}
        seen = showing(depths, (name for name in worth if worth[name]))
        named = []
        for label in shown:
            others = [worth[name] * cells for name, cells in seen.items() if name != label.part]
            off = np.max(others, axis=0) if others else np.zeros((1, 1))
            named.append(Named(page.width(label.text), ends[label.part], off))
        found = places(named, Sheet(size, reach(parts, view, size), depths.cell))
        for label, one, place in zip(shown, named, found, strict=True):
            page.callout(label.text, one.end, place)
    return np.asarray(page.image)


def _worth(part: str, named: bool) -> float:
    """How much lines had better keep off a part."""
    layer = layer_of(part)
    if layer == "finding":
        return 1.0
    if layer == "bones":  # behind everything
        return 0.15 * named
    if layer == "nerves":
        return 1.0 if named else 0.4
    return 1.0 * named


class _Page:
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
        for axis, *both in edges:
            strongest = int(np.argmax(np.abs(axis)))
            letters = ENDS[strongest] if axis[strongest] > 0 else ENDS[strongest][::-1]
            for letter, (at, anchor) in zip(letters, both, strict=True):
                self._write(at, letter, anchor, self._font(3.0, bold=True), FAINT)

    def stamp(self, text: str) -> None:
        """What the picture shows, at its lower left, in as many lines as it takes."""
        (width, height), gap, font = self.image.size, 2.4 * self.unit, self._font(2.1)
        for line in reversed(self._lines(text, width - 2 * gap, font)):
            self._write((gap, height - gap), line, "ls", font, FAINT)
            height -= round(3.2 * self.unit)

    def _lines(self, text: str, width: float, font: Font) -> list[str]:
        """A text broken between words into lines no wider than that."""
        first, *words = text.split(" ")
        lines = [first]
        for word in words:
            longer = f"{lines[-1]} {word}"
            if self.pen.textlength(longer, font) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def width(self, text: str) -> float:
        """How wide a label is, in pixels."""
        return float(self.pen.textlength(text, self.font))

    def callout(self, text: str, end: Pixel, place: Place) -> None:
        """A label at its place, with a line to its end."""
        self._line(place.start, end)
        self._write(place.at, text, "lm" if place.side > 0 else "rm", self.font)

    def _line(self, start: Pixel, tip: Pixel) -> None:
        """A leader line with a dot at its end."""
        thick, dot = max(1, round(self.unit / 5)), 0.55 * self.unit
        self.pen.line([start, tip], fill=HALO, width=3 * thick)
        self.pen.line([start, tip], fill=INK, width=thick)
        self.pen.ellipse([tip[0] - dot, tip[1] - dot, tip[0] + dot, tip[1] + dot], fill=INK, outline=HALO)
