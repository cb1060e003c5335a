"""Terms that texts link to structures, and the names of the structures themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ._toml import table, words
from .markup import fill


@dataclass(frozen=True)
class Term:
    """A word of the texts, the structure patterns it lights, and a sentence on it for each reader."""

    id: str
    word: str
    parts: tuple[str, ...]  # structure ids with the placeholders of `scenes.places` and *
    patient: str
    clinician: str


@dataclass(frozen=True)
class StructureText:
    """What a kind of structure is called and what it is."""

    kind: str  # the middle of a structure id
    name: str
    plain: str  # the patient's name for it
    latin: str  # Terminologia Anatomica
    synonyms: tuple[str, ...]
    codes: dict[str, str]  # TA98, TA2, FMA, where verified
    patient: str
    clinician: str


@cache
def terms(language: str = "en") -> dict[str, Term]:
    """Every term by id."""
    said = words("terms", language)
    return {
        key: Term(key, said[key]["word"], tuple(parts), said[key]["patient"], said[key]["clinician"])
        for key, parts in table("terms").items()
    }


@cache
def structures(language: str = "en") -> dict[str, StructureText]:
    """Every kind of structure; names hold ``{where}`` (a level or vertebra) and ``{side}``."""
    said = words("structures", language)
    return {kind: _structure(kind, said[kind], codes) for kind, codes in table("structures").items()}


@cache
def structure(part: str, language: str = "en") -> StructureText:
    """The words of one structure id, its name filled in: ``L4/ganglion/left`` is the left L4 dorsal root ganglion.

    Raises ``ValueError`` for an id of no known kind.
    """
    where, kind, side = (*part.split("/"), "", "")[:3]
    known = structures(language)
    if kind not in known:
        raise ValueError(f"no words for {part!r}; the kinds are {', '.join(known)}")
    text = known[kind]
    places = {"where": where, **({"side": side} if side else {})}
    special = table("structures")[kind].get("at", {}).get(where, {})
    return StructureText(
        kind,
        _capital(fill(text.name, places, language)),
        _capital(fill(text.plain, places, language)),
        text.latin,
        text.synonyms,
        {**text.codes, **special},
        text.patient,
        text.clinician,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _structure(kind: str, said: dict[str, Any], codes: dict[str, Any]) -> StructureText:
    return StructureText(
        kind,
        said["name"],
        said["plain"],
        codes["latin"],
        tuple(said.get("synonyms", ())),
        {key: value for key, value in codes.items() if key not in ("latin", "at")},
        said["patient"],
        said["clinician"],
    )
