"""The roots in the leg: usual skin area, muscle and reflex of each, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._toml import words

LEG_ROOTS = ("L1", "L2", "L3", "L4", "L5", "S1", "S2")


@dataclass(frozen=True)
class RootText:
    """What a root serves; texts hold markup (see `markup`)."""

    skin: str
    muscle: str
    test: str
    reflex: str


@dataclass(frozen=True)
class LegMap:
    """The leg in one wording."""

    title: str
    varies: str  # how far the areas can be relied on
    sides: dict[str, str]  # "left", "right": whose left that is
    ui: dict[str, str]
    roots: dict[str, RootText]


@cache
def leg_map(wording: str, language: str = "en") -> LegMap:
    """The leg map, in a wording and a language."""
    said = words("leg_map", language)
    roots = said[wording]["roots"]
    return LegMap(
        said["title"],
        said[wording]["varies"],
        {side: said[wording][side] for side in ("left", "right")},
        said["ui"],
        {root: RootText(**roots[root]) for root in LEG_ROOTS},
    )
