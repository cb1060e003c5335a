"""Disc herniation: from protrusion to migrated extrusion, in any zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..plan import Herniated, Plan
from ._finding import Finding, choice, quantity

ZONES = ("subarticular", "central", "foraminal", "extraforaminal")  # disc nomenclature v2.0


@dataclass(frozen=True)
class DiscHerniation(Finding):
    """Disc material displaced beyond the margin over less than a quarter of it (Fardon 2014).

    Protrusion or extrusion is no input: it follows from the widths of neck and dome.
    Sizes along the severity: anatomy-facts C12.
    """

    KIND: ClassVar[str] = "herniation"
    ORDER: ClassVar[int] = 10

    zone: str = choice(*ZONES)
    depth: float = quantity("mm", 0, 12, (0, 3, 6, 10))
    neck: float = quantity("mm", 5, 20, (14, 14, 11, 8))
    dome: float = quantity("mm", 5, 20, (9, 10, 11.5, 12.5))
    migration: float = quantity("mm", -15, 15, (0, 0, -1, -6))

    def _check_side(self) -> None:
        if self.zone != "central" and self.side is None:
            raise ValueError(f"a {self.zone} herniation at {self.level} needs a side: left or right")

    @property
    def extruded(self) -> bool:
        """Whether the dome is wider than the neck: an extrusion, not a protrusion (v2.0)."""
        return self.dome > self.neck

    def apply(self, plan: Plan) -> Plan:
        """The plan with the displaced material behind the disc."""
        if self.depth < 0.2:
            return plan
        lesion = Herniated(self.level, self.side, self.zone, self.depth, self.neck, self.dome, self.migration)
        return Plan(plan.segments, (*plan.herniations, lesion), plan.cysts)

    def clashes(self, other: Finding) -> str | None:
        """A disc herniates once a side, or once in the midline."""
        if isinstance(other, DiscHerniation) and (self.level, self.side) == (other.level, other.side):
            return f"the {self.level} disc already herniates {f'to the {self.side}' if self.side else 'centrally'}"
        return None
