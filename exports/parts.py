"""Choosing parts of a spine by patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from ..meshes.surface import Surface


class PartsError(ValueError):
    """A pattern that names no part."""


def chosen(parts: Mapping[str, Surface], patterns: Iterable[str]) -> dict[str, Surface]:
    """The parts that fit any of the patterns, all of them when there is no pattern.

    Raises
    ------
    PartsError
        When a pattern fits nothing; the sentence offers what there is.
    """
    patterns = list(patterns)
    check_patterns(parts, patterns)
    return {p: s for p, s in parts.items() if not patterns or any(_matches(p, g) for g in patterns)}


def check_patterns(parts: Iterable[str], patterns: Iterable[str]) -> None:
    """Raise a PartsError for a pattern that fits none of the ids."""
    parts = list(parts)
    for pattern in patterns:
        if not any(_matches(part, pattern) for part in parts):
            raise PartsError(f"no part matches {pattern!r}; {_offer(parts)}")


def _matches(part: str, pattern: str) -> bool:
    """Whether an id fits a glob; a pattern without a slash fits any one word of the id."""
    words = [part] if "/" in pattern else part.split("/")
    return any(fnmatchcase(word, pattern) for word in words)


def _offer(parts: list[str]) -> str:
    """What a pattern may be made of, in one clause."""
    words = [part.split("/") for part in parts]
    levels = ", ".join(dict.fromkeys(word[0] for word in words))
    structures = ", ".join(sorted({word[1] for word in words}))
    return f"write LEVEL/STRUCTURE or a glob such as 'L4/*'; levels are {levels}; structures are {structures}"
