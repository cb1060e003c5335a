"""Where the words lie on disk, and reading them once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def languages() -> tuple[str, ...]:
    """The languages there are: every folder here that holds ``ui.toml``, English first."""
    found = sorted(path.parent.name for path in HERE.glob("*/ui.toml"))
    return tuple(sorted(found, key=lambda code: (code != "en", code)))


@cache
def table(name: str) -> dict[str, Any]:
    """A table that holds for every language, such as ``sources``."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, language: str) -> dict[str, Any]:
    """A file of one language, such as ``ui``.

    Raises ``ValueError`` for a language or a text that there is not.
    """
    if language not in languages():
        raise ValueError(f"no language {language!r}; choose from {', '.join(languages())}")
    path = HERE / language / f"{name}.toml"
    if not path.is_file():
        offer = ", ".join(sorted(each.stem for each in path.parent.glob("*.toml")))
        raise ValueError(f"no text {name!r} in {language!r}; choose from {offer}")
    return tomllib.loads(path.read_text(encoding="utf-8"))
