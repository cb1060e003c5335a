"""Disc degeneration: a disc that has dried out and lost height, with lips of bone at its rims."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

from ..chain import LEAST_POSTERIOR, disc_sizes
from ..plan import Plan
from ._finding import Finding, quantity

PLATE_DEPTH = 34.5  # mm from rim to rim, data/person.csv
CENTRE = {"L1-L2": 8.9, "L2-L3": 10.1, "L3-L4": 10.7, "L4-L5": 11.5, "L5-S1": 11.4}  # mm, anatomy-facts A1


@dataclass(frozen=True)
class DiscDegeneration(Finding):
    """Height loss in percent of the mean of front, centre and back; sizes along the severity: anatomy-facts C7, C12.

    ``signal`` is how bright the nucleus would be on T2, from 0 (black) to 1 (as fluid).
    """

    KIND: ClassVar[str] = "degeneration"
    SIDED: ClassVar[bool] = False
    ORDER: ClassVar[int] = 15

    height_loss: float = quantity("%", 0, 70, (0, 15, 35, 60))
    osteophyte: float = quantity("mm", 0, 5, (0, 1, 2.5, 4))
    bulge: float = quantity("mm", 0, 4, (0, 0.7, 1.4, 2.2))
    signal: float = quantity("of fluid", 0, 1, (1, 0.55, 0.3, 0.1))

    @property
    def mean_loss(self) -> float:
        """The height lost in mm, as the mean of front, centre and back."""
        size = disc_sizes()[self.level]
        return self.height_loss / 100 * (size.anterior + CENTRE[self.level] + size.posterior) / 3

    @property
    def disc_loss(self) -> float:
        """What is lost in mm all over, as far as the posterior rims allow."""
        return min(self.mean_loss, disc_sizes()[self.level].posterior - LEAST_POSTERIOR)

    @property
    def tipped(self) -> float:
        """How far in degrees the upper vertebra tips forward, so that front and centre lose the rest."""
        return math.degrees(2 * (self.mean_loss - self.disc_loss) / PLATE_DEPTH)

    def apply(self, plan: Plan) -> Plan:
        """The plan with a lower, drier disc that bulges, and lips of bone on both sides."""
        segment = plan.at(self.level)
        worn = replace(
            segment,
            disc_loss=max(segment.disc_loss, round(self.disc_loss, 3)),
            slip_angle=max(segment.slip_angle, round(self.tipped, 3)),
            bulge=max(segment.bulge, self.bulge),
            rim=max(segment.rim, self.osteophyte),
            signal=min(segment.signal, self.signal),
        )
        return plan.with_segment(self.level, worn)
