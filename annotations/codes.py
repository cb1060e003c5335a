"""Standard codes of a structure: what it is (FMA, Terminologia Anatomica) and at which level it stands (SNOMED CT)."""

from __future__ import annotations

from functools import cache

from ._toml import table
from .vocabulary import structure

LEVEL = "SNOMED CT level"


@cache
def codes(part: str) -> dict[str, str]:
    """The codes of a structure id that were verified, by system; a nerve bears its own number, not its level's.

    Raises ``ValueError`` for an id of no known kind.
    """
    where, kind = part.split("/")[:2]
    levels = table("levels")
    known = levels["vertebra"].get(where) if kind == "vertebra" else levels["interspace"].get(where)
    return {**structure(part).codes, **({LEVEL: known} if known else {})}
