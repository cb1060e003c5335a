"""Schwannoma: a benign growth beside one nerve root."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..levels import VERTEBRAE
from ..plan import NerveTumour, Plan
from ._finding import Finding, quantity
from ._tumour import LEAST, one_tumour_a_root


@dataclass(frozen=True)
class Schwannoma(Finding):
    """A growth of the sheath of one root, which runs beside it; sizes along the severity: anatomy-facts C12.

    The level is that of the root: ``L3`` is the root that leaves under the pedicle of L3.
    The diameter is that of its longest way; a large one is a dumbbell with its waist in the foramen.
    """

    KIND: ClassVar[str] = "schwannoma"
    ORDER: ClassVar[int] = 80
    LEVELS: ClassVar[tuple[str, ...]] = VERTEBRAE

    diameter: float = quantity("mm", 0, 40, (0, 8, 18, 32))

    def apply(self, plan: Plan) -> Plan:
        """The plan with the growth on its root."""
        if self.diameter < LEAST or self.side is None:
            return plan
        grown = NerveTumour(self.level, self.side, False, self.diameter, self.diameter)
        return replace(plan, nerve_tumours=(*plan.nerve_tumours, grown))

    def clashes(self, other: Finding) -> str | None:
        """One root bears one growth."""
        return one_tumour_a_root(self, other)
