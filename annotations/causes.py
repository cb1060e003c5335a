"""Causes of leg pain outside the spine, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._toml import table, words


@dataclass(frozen=True)
class Cause:
    """One such cause; texts hold markup (see `markup`)."""

    id: str
    today: bool  # needs care on the same day
    name: str
    feels: str  # what it is like
    apart: str  # what tells it apart from a nerve of the back
    care: str


@dataclass(frozen=True)
class Causes:
    """The panel in one wording."""

    title: str
    lead: str
    headings: dict[str, str]  # of `feels`, `apart` and `today`
    causes: tuple[Cause, ...]


@cache
def not_the_spine(wording: str, language: str = "en") -> Causes:
    """The causes outside the spine, in a wording and a language."""
    said, order = words("causes", language), table("causes")
    causes = said[wording]["causes"]
    return Causes(
        said["title"],
        said[wording]["lead"],
        {key: said[key] for key in ("feels", "apart", "today")},
        tuple(Cause(key, each["today"], **causes[key]) for key, each in order.items()),
    )
