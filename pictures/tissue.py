"""Colours of tissues, the same as the viewer's: both read web/tissues.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Tissue:
    """How one kind of structure looks."""

    color: Rgb  # sRGB, 0…1
    roughness: float  # 0 a mirror, 1 chalk
    within: str = "plain"  # what a cut shows
    within_color: Rgb = (1.0, 1.0, 1.0)
    rank: int = 4  # which one a cut shows where two overlap
    inside: str = ""  # the tissue in which it stands

    @property
    def linear(self) -> tuple[float, float, float, float]:
        """The colour as glTF wants it: linear, opaque."""
        red, green, blue = (_linear(value) for value in self.color)
        return red, green, blue, 1.0


def _linear(value: float) -> float:
    """An sRGB channel in linear light."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


@cache
def _table() -> dict[str, Tissue]:
    rows = json.loads((files("lumbar") / "web" / "tissues.json").read_text(encoding="utf-8"))
    return {name: _tissue(row) for name, row in rows.items()}


def _tissue(row: Mapping[str, Any]) -> Tissue:
    color = row["color"]
    return Tissue(
        _rgb(color),
        row["roughness"],
        row.get("within", "plain"),
        _rgb(row.get("within_color", color)),
        row.get("rank", 4),
        row.get("inside", ""),
    )


def _rgb(text: str) -> Rgb:
    red, green, blue = (int(text[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue


def tissue(part: str) -> Tissue:
    """How a structure looks, by its id."""
    table = _table()
    return table.get(part.split("/")[1], table["default"])
