"""What helps: each step with what it is and what is known of it, non-operative first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._toml import table, words

STEPS = ("first", "next", "occasionally")


@dataclass(frozen=True)
class HelpOption:
    """One thing that can be done; texts hold markup (see `markup`)."""

    id: str
    step: str  # one of `STEPS`
    name: str
    text: str  # what it is
    know: str  # what is known of it


@dataclass(frozen=True)
class Help:
    """The panel in one wording."""

    title: str
    lead: str
    other: str  # who needs other care
    steps: dict[str, str]  # their names, in order
    options: tuple[HelpOption, ...]


@cache
def what_helps(wording: str, language: str = "en") -> Help:
    """What helps, in a wording and a language."""
    said, order = words("help", language), table("help")
    options = said[wording]["options"]
    return Help(
        said["title"],
        said[wording]["lead"],
        said[wording]["other"],
        {step: said["steps"][step] for step in STEPS},
        tuple(HelpOption(key, each["step"], **options[key]) for key, each in order.items()),
    )
