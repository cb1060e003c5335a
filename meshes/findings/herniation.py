"""Disc herniation: from bulge to sequestered fragment, in any zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Herniated, Plan
from ._finding import Finding, Quantity, choice, quantity

ZONES = ("subarticular", "central", "foraminal", "extraforaminal")  # disc nomenclature v2.0
BESIDE = ("foraminal", "extraforaminal")
TORN = 0.5  # mm: a smaller gap still holds together


@dataclass(frozen=True)
class DiscHerniation(Finding):
    """Disc material displaced beyond the margin (Fardon 2014).

    Bulge, protrusion, extrusion or sequestration is no input: it follows from the shape.
    Sizes at none, bulge, protrusion, extrusion, sequestration: anatomy-facts C1, C12.
    """

    KIND: ClassVar[str] = "herniation"
    ORDER: ClassVar[int] = 10

    zone: str = choice(*ZONES)
    depth: float = quantity("mm", 0, 12, (0, 1.5, 5, 8.5, 11))
    neck: float = quantity("mm", 5, 20, (14, 14, 14, 9, 8))
    dome: float = quantity("mm", 5, 20, (9, 9, 10.5, 12.5, 14.5))
    migration: float = quantity("mm", -15, 15, (0, 0, 0, -2, -4))
    bulge: float = quantity("mm", 0, 4, (0, 1.5, 1.5, 1.5, 1.5))
    arc: float = quantity("degrees", 20, 360, (150, 150, 150, 150, 150))
    gap: float = quantity("mm", 0, 5, (0, 0, 0, 0, 1.2))

    def sizes(self) -> dict[str, Quantity]:
        """What leaves beside the canal goes to the root, not down behind the next body; far out it is larger."""
        sizes = self.quantities()
        if self.zone in BESIDE:
            sizes["migration"] = replace(sizes["migration"], at=(0, 0, 0, 0, 0))
        if self.zone == "extraforaminal":
            sizes["depth"] = replace(sizes["depth"], at=(0, 2, 6, 9.5, 11))
        return sizes

    def _check_side(self) -> None:
        if self.zone != "central" and self.side is None:
            raise ValueError(f"a {self.zone} herniation at {self.level} needs a side: left or right")

    def apply(self, plan: Plan) -> Plan:
        """The plan with the displaced material at the disc."""
        if self.depth < 0.2:
            return plan
        lesion = Herniated(
            self.level,
            self.side,
            self.zone,
            self.depth,
            self.neck,
            self.dome,
            self.migration,
            min(self.bulge, self.depth),
            self.arc,
            self.gap if self.gap >= TORN else 0.0,
        )
        return replace(plan, herniations=(*plan.herniations, lesion))

    def clashes(self, other: Finding) -> str | None:
        """A disc herniates once a side, or once in the midline."""
        if isinstance(other, DiscHerniation) and (self.level, self.side) == (other.level, other.side):
            return f"the {self.level} disc already herniates {f'to the {self.side}' if self.side else 'centrally'}"
        return None
