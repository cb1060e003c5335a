"""What findings make of a tissue's substance, beside its shape: shares that a picture can show."""

from __future__ import annotations

from collections.abc import Mapping

from .levels import SEGMENTS
from .plan import Plan, Segment

Altered = dict[str, Mapping[str, float]]
"""By structure id, how far (0 to 1) its substance has gone towards each state; what is healthy is left out."""
INFECTED_AT = 3.0  # mm of erosion from which all of a disc is infected: half of the most a finding takes
OF_A_DISC = ("annulus", "nucleus", "endplate_cartilage")


def altered(plan: Plan) -> Altered:
    """The discs that are not as in the healthy spine: ``dry`` as their signal is lost, ``infected`` as they are eaten.

    Dryness is 1 less the signal of the nucleus on T2 (Pfirrmann 2001: from bright over grey to black).
    """
    found: Altered = {}
    for level in SEGMENTS:
        states = _states(plan.at(level))
        if states:
            found.update({f"{level}/{part}": states for part in OF_A_DISC})
    return found


def _states(segment: Segment) -> dict[str, float]:
    shares = {"dry": 1.0 - segment.signal, "infected": min(segment.erosion / INFECTED_AT, 1.0)}
    return {state: round(share, 3) for state, share in shares.items() if share > 0.0}
