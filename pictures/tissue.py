"""Colours of tissues, the same as the viewer's: both read web/tissues.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

NERVES = 2  # the rank of the sac and of what runs in it
Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class State:
    """What has become of a tissue that has wholly gone to a state."""

    color: Rgb
    rimless: bool = False  # whether it then eats into bone


@dataclass(frozen=True)
class Tissue:
    """How one kind of structure looks."""

    color: Rgb  # sRGB, 0…1
    roughness: float  # 0 a mirror, 1 chalk
    within: str = "plain"  # what a cut shows
    within_color: Rgb = (1.0, 1.0, 1.0)
    rank: int = 4  # which one a cut shows where two overlap
    inside: str = ""  # the tissue in which it stands
    rimless: bool = False  # whether bone that it has eaten into has no cortex towards it
    grown: bool = False  # whether it is bone that has grown on bone, without a cortex between them
    bedded: bool = False  # whether it lies in fat
    fills: str = ""  # between what it closes narrow gaps on a cut face: endplates, hard, bone, discs, nerves
    melts: bool = False  # whether it is one with others that do, where little is between them
    layer: str = ""
    states: Mapping[str, State] = field(default_factory=dict)  # what it can become

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
        row.get("rimless", False),
        row.get("grown", False),
        row.get("bedded", False),
        row.get("fills", ""),
        row.get("melts", False),
        row["layer"],
        {
            name: State(_rgb(to["color"]), to.get("rimless", False))
            for name, to in row.get("states", {}).items()
        },
    )


def _rgb(text: str) -> Rgb:
    red, green, blue = (int(text[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue


def tissue(part: str, altered: Mapping[str, float] | None = None) -> Tissue:
    """How a structure looks, by its id, and how far (0 to 1) it has gone towards each state."""
    table = _table()
    look = table.get(part.split("/")[1], table["default"])
    for state, share in (altered or {}).items():
        to = look.states[state]
        look = replace(
            look,
            color=_between(look.color, to.color, share),
            within_color=_between(look.within_color, to.color, share),
            rimless=look.rimless or (to.rimless and share > 0.0),
        )
    return look


def _between(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a + share * (b - a) for a, b in zip(one, other, strict=True))
    return red, green, blue
