"""Metastasis: a deposit of a distant tumour in a vertebra."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ..levels import VERTEBRAE
from ..plan import BoneTumour, Plan
from ._finding import Finding, choice, quantity
from ._tumour import LEAST

KINDS = ("lytic", "blastic")


@dataclass(frozen=True)
class Metastasis(Finding):
    """A deposit in a vertebra's body, one pedicle and the canal; sizes along the severity: anatomy-facts C9, C12.

    A side names the pedicle it goes into; without one it stays in the midline.
    """

    KIND: ClassVar[str] = "metastasis"
    ORDER: ClassVar[int] = 100
    LEVELS: ClassVar[tuple[str, ...]] = VERTEBRAE

    kind: str = choice(*KINDS)
    body: float = quantity("% of the body", 0, 80, (0, 20, 50, 80))
    pedicle: float = quantity("% of the pedicle", 0, 100, (0, 10, 80, 100))
    epidural: float = quantity("mm", 0, 8, (0, 0, 3, 6))

    def _check_side(self) -> None:
        """A side is only needed for the pedicle."""

    def apply(self, plan: Plan) -> Plan:
        """The plan with the deposit in its vertebra."""
        if self.body < LEAST:
            return plan
        deposit = BoneTumour(
            self.level,
            self.side,
            self.kind == "blastic",
            self.body / 100.0,
            self.pedicle / 100.0 if self.side else 0.0,
            self.epidural,
        )
        return replace(plan, bone_tumours=(*plan.bone_tumours, deposit))

    def clashes(self, other: Finding) -> str | None:
        """One vertebra holds one deposit."""
        if isinstance(other, Metastasis) and self.level == other.level:
            return f"{self.level} already holds a metastasis; make that one larger"
        return None
