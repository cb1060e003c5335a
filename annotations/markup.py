"""The markup in texts: ``[word](term:id)`` links structures, ``[@key]`` cites, ``{level}`` is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._toml import words

_MARK = re.compile(r"\[(?P<text>[^\]@][^\]]*)\]\(term:(?P<term>\w+)\)|\s?\[@(?P<source>\w+)\]")
_PLACE = re.compile(r"\{(\w+)\}")


def segments(text: str) -> list[dict[str, str | None]]:
    """The text as runs ``{text, term, source}``: plain words, a word linked to a term, or a citation."""
    runs: list[dict[str, str | None]] = []
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            runs.append({"text": text[end : mark.start()], "term": None, "source": None})
        runs.append({"text": mark["text"] or "", "term": mark["term"], "source": mark["source"]})
        end = mark.end()
    if end < len(text):
        runs.append({"text": text[end:], "term": None, "source": None})
    return runs


def plain(text: str) -> str:
    """The text without links and citations."""
    return _MARK.sub(lambda mark: mark["text"] or "", text)


def term_ids(text: str) -> list[str]:
    """The terms a text links, in order."""
    return [mark["term"] for mark in _MARK.finditer(text) if mark["term"]]


def source_keys(text: str) -> list[str]:
    """The sources a text cites, in order."""
    return [mark["source"] for mark in _MARK.finditer(text) if mark["source"]]


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return set(_PLACE.findall(text))


def fill(text: str, places: Mapping[str, str], language: str = "en") -> str:
    """The text with its placeholders replaced, the side in words of the language.

    Raises ``ValueError`` for a placeholder that has no value here.
    """
    values = dict(places)
    for key in ("side", "other"):
        if places.get(key) in ("left", "right"):
            forms = words("ui", language)["sides"][places[key]]
            values |= {name.replace("side", key, 1): form for name, form in forms.items()}
    missing = placeholders(text) - values.keys()
    if missing:
        raise ValueError(
            f"no value for {', '.join(sorted(missing))} in {text!r}; there are {', '.join(values)}"
        )
    return _PLACE.sub(lambda place: values[place[1]], text)
