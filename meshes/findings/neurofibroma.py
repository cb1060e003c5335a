"""Neurofibroma: a benign growth around one nerve root, which runs through it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..levels import VERTEBRAE
from ..plan import NerveTumour, Plan
from ._finding import Finding, quantity
from ._tumour import LEAST, one_tumour_a_root


@dataclass(frozen=True)
class Neurofibroma(Finding):
    """A spindle-shaped growth with the root inside it; sizes along the severity: anatomy-facts C12.

    The level is that of the root: ``L4`` is the root that leaves under the pedicle of L4.
    """

    KIND: ClassVar[str] = "neurofibroma"
    ORDER: ClassVar[int] = 90
    LEVELS: ClassVar[tuple[str, ...]] = VERTEBRAE

    diameter: float = quantity("mm", 0, 30, (0, 8, 14, 22))
    length: float = quantity("mm", 0, 50, (0, 16, 30, 45))

    def apply(self, plan: Plan) -> Plan:
        """The plan with the growth around its root."""
        if min(self.diameter, self.length) < LEAST or self.side is None:
            return plan
        grown = NerveTumour(self.level, self.side, True, self.diameter, self.length)
        return replace(plan, nerve_tumours=(*plan.nerve_tumours, grown))

    def clashes(self, other: Finding) -> str | None:
        """One root bears one growth."""
        return one_tumour_a_root(self, other)
