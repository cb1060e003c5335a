"""Everything a reader reads: scene texts in two wordings, terms, names, sources, grades, words of the page.

Words lie in TOML files, one folder a language; a new language is new files and no code.
"""

from __future__ import annotations

from typing import Any

from ._toml import languages, words
from .causes import Cause, Causes, not_the_spine
from .codes import codes
from .grades import cited, graded, grades
from .help import Help, HelpOption, what_helps
from .leg_map import LEG_ROOTS, LegMap, RootText, leg_map
from .markup import fill, placeholders, plain, segments, source_keys, term_ids
from .scene_text import WORDINGS, SceneText, StageText, Wording, scene_text
from .sizes import chosen, healthy, sized
from .sources import Source, sources
from .vocabulary import StructureText, Term, structure, structures, terms

__all__ = [
    "LEG_ROOTS",
    "WORDINGS",
    "Cause",
    "Causes",
    "Help",
    "HelpOption",
    "LegMap",
    "RootText",
    "SceneText",
    "Source",
    "StageText",
    "StructureText",
    "Term",
    "Wording",
    "chosen",
    "cited",
    "codes",
    "fill",
    "general",
    "graded",
    "grades",
    "healthy",
    "honest",
    "languages",
    "leg_map",
    "not_the_spine",
    "placeholders",
    "plain",
    "scene_text",
    "segments",
    "sized",
    "source_keys",
    "sources",
    "structure",
    "structures",
    "term_ids",
    "terms",
    "ui",
    "unwelcome",
    "what_helps",
]


def ui(language: str = "en") -> dict[str, Any]:
    """Every word of the page itself: buttons, views, layers, measurements with units, tools, errors."""
    return {**words("ui", language), **words("page", language)}


def general(language: str = "en") -> dict[str, Any]:
    """Texts that belong to no single scene, such as red flags and what helps: by wording, then by panel."""
    return words("general", language)


def unwelcome(language: str = "en") -> tuple[str, ...]:
    """Words that frighten or blame, which no patient text may use."""
    return tuple(words("unwelcome", language)["words"])


def honest(language: str = "en") -> dict[str, tuple[str, ...]]:
    """Phrases with such a word that honesty asks for: by scene, or ``everywhere``."""
    return {where: tuple(phrases) for where, phrases in words("unwelcome", language)["honest"].items()}
