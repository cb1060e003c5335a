"""What the growths share: how small is none, and which cannot stand beside each other."""

from __future__ import annotations

from ._finding import Finding

LEAST = 1.0  # mm: what is smaller is not there
OF_ROOTS = ("schwannoma", "neurofibroma")


def one_tumour_a_root(one: Finding, other: Finding) -> str | None:
    """Why two growths of roots cannot both be: they sit on the same root."""
    if other.KIND in OF_ROOTS and (one.level, one.side) == (other.level, other.side):
        return f"the {one.side} {one.level} root already bears a {other.KIND}"
    return None
