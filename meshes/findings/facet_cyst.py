"""Facet (synovial) cyst: a pouch of a worn facet joint in the canal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Cyst, Plan
from ._finding import Finding, quantity


@dataclass(frozen=True)
class FacetCyst(Finding):
    """A fluid-filled pouch from the front of a facet joint; sizes along the severity: anatomy-facts C12."""

    KIND: ClassVar[str] = "facet_cyst"
    ORDER: ClassVar[int] = 50

    diameter: float = quantity("mm", 0, 16, (0, 5, 9, 14))

    def apply(self, plan: Plan) -> Plan:
        """The plan with the pouch in the canal."""
        if self.diameter < 1.0 or self.side is None:
            return plan
        return replace(plan, cysts=(*plan.cysts, Cyst(self.level, self.side, self.diameter)))
