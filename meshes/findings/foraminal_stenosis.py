"""Foraminal stenosis: the disc has lost height and the joint has grown into the root's doorway."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Plan
from ._drying import signal_left
from ._finding import Finding, quantity


@dataclass(frozen=True)
class ForaminalStenosis(Finding):
    """Narrowing of one intervertebral foramen; sizes along the severity: anatomy-facts C12."""

    KIND: ClassVar[str] = "foraminal_stenosis"
    ORDER: ClassVar[int] = 30

    disc_loss: float = quantity("mm", 0, 4.5, (0, 1, 2.5, 4))
    facet: float = quantity("mm", 0, 6, (0, 1, 2.5, 4))
    osteophyte: float = quantity("mm", 0, 5, (0, 1, 2, 3))

    def apply(self, plan: Plan) -> Plan:
        """The plan with a lower disc (both sides) and the bone of one side grown."""
        segment = plan.at(self.level)
        narrowed = replace(
            segment,
            disc_loss=max(segment.disc_loss, self.disc_loss),
            bulge=max(segment.bulge, 0.4 * self.disc_loss),
            signal=min(segment.signal, signal_left(loss=self.disc_loss)),
            sap_rise=segment.sap_rise.raised(self.side, self.facet),
            osteophyte=segment.osteophyte.raised(self.side, self.osteophyte),
        )
        return plan.with_segment(self.level, narrowed)
