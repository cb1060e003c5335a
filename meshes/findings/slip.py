"""Spondylolisthesis: one vertebra has slid forward on the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Plan
from ._drying import signal_left
from ._finding import Finding, Quantity, choice, quantity

KINDS = ("degenerative", "isthmic")
ISTHMIC_SLIP = Quantity("mm", 0, 10, (0, 4, 7.5, 9))  # beyond 10 mm the canal is not laid faithfully yet


@dataclass(frozen=True)
class Spondylolisthesis(Finding):
    """A forward slip: with the whole arch (degenerative) or with both partes interarticulares parted (isthmic).

    Isthmic slips stand at L5-S1 in 93-95 %, so that is the usual kind there, degenerative
    ones elsewhere (anatomy-facts C5).  Sizes along the severity: anatomy-facts C12.
    """

    KIND: ClassVar[str] = "slip"
    SIDED: ClassVar[bool] = False
    ORDER: ClassVar[int] = 40

    kind: str = choice(*KINDS)
    slip: float = quantity("mm", 0, 15, (0, 3, 6, 9))
    disc_loss: float = quantity("mm", 0, 4.5, (0, 1, 2.5, 4))

    def sizes(self) -> dict[str, Quantity]:
        """Isthmic slips go further than degenerative ones."""
        sizes = self.quantities()
        return {**sizes, "slip": ISTHMIC_SLIP} if self.kind == "isthmic" else sizes

    def usual(self, name: str) -> str:
        """Isthmic at L5-S1, degenerative elsewhere."""
        return "isthmic" if self.level == "L5-S1" else "degenerative"

    def apply(self, plan: Plan) -> Plan:
        """The plan with the upper vertebra forward, the disc lower and, if isthmic, the pars open."""
        segment = plan.at(self.level)
        slipped = replace(
            segment,
            slip=self.slip,
            disc_loss=max(segment.disc_loss, self.disc_loss),
            signal=min(segment.signal, signal_left(loss=self.disc_loss)),
            lysis=self.kind == "isthmic",
            pars_gap=0.9 * self.slip if self.kind == "isthmic" else 0.0,
        )
        return plan.with_segment(self.level, slipped)

    def clashes(self, other: Finding) -> str | None:
        """One level slips once."""
        if isinstance(other, Spondylolisthesis) and self.level == other.level:
            return f"{self.level} already slips"
        return None
