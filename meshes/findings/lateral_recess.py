"""Lateral recess stenosis: the passing root is pinched by the edge of the joint, just above its own doorway."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Plan
from ._drying import signal_left
from ._finding import Finding, quantity


@dataclass(frozen=True)
class LateralRecessStenosis(Finding):
    """Superior articular process grown forward and inward, the flavum before it thick, the disc's margin proud.

    Sizes along the severity: anatomy-facts C3, C12.
    """

    KIND: ClassVar[str] = "lateral_recess"
    ORDER: ClassVar[int] = 25

    facet: float = quantity("mm", 0, 6, (0, 1.5, 3.2, 5.5))
    flavum: float = quantity("mm", 0, 3, (0, 0.5, 1.2, 2))
    margin: float = quantity("mm", 0, 3, (0, 0.5, 1.2, 2))

    def apply(self, plan: Plan) -> Plan:
        """The plan with more joint and flavum on this side, and a little disc."""
        segment = plan.at(self.level)
        narrowed = replace(
            segment,
            facet_growth=segment.facet_growth.raised(self.side, self.facet),
            flavum=segment.flavum.raised(self.side, self.flavum),
            bulge=max(segment.bulge, self.margin),
            signal=min(segment.signal, signal_left(bulge=self.margin)),
        )
        return plan.with_segment(self.level, narrowed)
