"""Infection: a disc that has lost height between eaten end-plates, and fluid in front of the sac."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..plan import Plan
from ._finding import Finding, quantity

TIPPED = 1.7  # degrees that the upper vertebra tips forward for every mm the disc loses
OF_THE_DISC = {
    "herniation": "the disc is infected and collapsed, so it cannot also be herniated",
    "degeneration": "the disc is infected, which already takes its height and shape",
    "slip": "an infected segment that also slips is not offered: the end-plates the slip is measured on are eaten away",
}


@dataclass(frozen=True)
class Infection(Finding):
    """Discitis with its two end-plates and an anterior epidural collection; sizes: anatomy-facts C8 and C12.

    The bodies settle towards each other, more in front than behind, as the disc between them goes (C8: up to 80 % of
    its height).  Along the severity the end-plates are eaten by less than that, so that the space narrows.
    """

    KIND: ClassVar[str] = "infection"
    SIDED: ClassVar[bool] = False
    ORDER: ClassVar[int] = 70

    erosion: float = quantity("mm", 0, 6, (0, 0.8, 2, 3))
    disc_loss: float = quantity("mm", 0, 4.5, (0, 1.2, 3, 4.4))
    collection: float = quantity("mm", 0, 8, (0, 0, 3, 7))

    def apply(self, plan: Plan) -> Plan:
        """The plan with a lower, wedged disc, eaten end-plates and the collection."""
        segment = plan.at(self.level)
        infected = replace(
            segment,
            disc_loss=max(segment.disc_loss, self.disc_loss),
            slip_angle=max(segment.slip_angle, TIPPED * self.disc_loss),
            erosion=self.erosion,
            collection=self.collection,
        )
        return plan.with_segment(self.level, infected)

    def clashes(self, other: Finding) -> str | None:
        """What else is said of a disc cannot be said of one that is infected."""
        if other.level == self.level and other.KIND in OF_THE_DISC:
            return OF_THE_DISC[other.KIND]
        return super().clashes(other)
