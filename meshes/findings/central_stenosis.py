"""Lumbar (central) stenosis: thick flavum, large facets and a bulging disc crowd the sac."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Plan
from ._drying import signal_left
from ._finding import Finding, quantity


@dataclass(frozen=True)
class CentralStenosis(Finding):
    """Narrowing of the canal from behind and in front; sizes along the severity: anatomy-facts C12."""

    KIND: ClassVar[str] = "central_stenosis"
    SIDED: ClassVar[bool] = False
    ORDER: ClassVar[int] = 20

    flavum: float = quantity("mm", 0, 5, (0, 0.8, 1.8, 3.2))
    facets: float = quantity("mm", 0, 6, (0, 1.2, 2.6, 5.2))
    bulge: float = quantity("mm", 0, 5, (0, 1, 2.5, 4.4))

    def apply(self, plan: Plan) -> Plan:
        """The plan with a thicker flavum, larger facets and a bulge at the level."""
        segment = plan.at(self.level)
        crowded = replace(
            segment,
            flavum=segment.flavum.raised(None, self.flavum),
            facet_growth=segment.facet_growth.raised(None, self.facets),
            bulge=max(segment.bulge, self.bulge),
            signal=min(segment.signal, signal_left(bulge=self.bulge)),
        )
        return plan.with_segment(self.level, crowded)
