"""Where the words lie on disk, and reading them once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ENGLISH = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages there are: every folder here that holds ``ui.toml``, English first."""
    found = sorted(path.parent.name for path in HERE.glob("*/ui.toml"))
    return tuple(sorted(found, key=lambda code: (code != ENGLISH, code)))


@cache
def table(name: str) -> dict[str, Any]:
    """A table that holds for every language, such as ``sources``."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, language: str) -> dict[str, Any]:
    """A file of one language, such as ``ui``; what it does not say yet is said in English.

    Raises ``ValueError`` for a language or a text that there is not.
    """
    if language not in languages():
        raise ValueError(f"no language {language!r}; choose from {', '.join(languages())}")
    english = HERE / ENGLISH / f"{name}.toml"
    if not english.is_file():
        offer = ", ".join(sorted(each.stem for each in english.parent.glob("*.toml")))
        raise ValueError(f"no text {name!r} in {language!r}; choose from {offer}")
    path = HERE / language / f"{name}.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return said if path == english else _completed(said, words(name, ENGLISH))


def _completed(said: dict[str, Any], english: dict[str, Any]) -> dict[str, Any]:
    both = {key: _completed(said[key], each) for key, each in english.items() if _table(each, said.get(key))}
    return {**english, **said, **both}


def _table(*values: object) -> bool:
    return all(isinstance(value, dict) for value in values)
