"""What every finding is: a frozen value in clinical units that changes a plan."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any, ClassVar, Self

from ..levels import SEGMENTS, SIDES, Side, place
from ..plan import Plan

SEVERITIES = (0.0, 1 / 3, 2 / 3, 1.0)  # none, mild, moderate, severe: anatomy-facts C12
MODERATE = 2 / 3


@dataclass(frozen=True)
class Quantity:
    """One adjustable size of a finding: its unit, its range, and its values evenly along the severity, none first."""

    unit: str
    low: float
    high: float
    at: tuple[float, ...]

    def value(self, severity: float) -> float:
        """The size at a severity from 0 to 1."""
        steps = len(self.at) - 1
        step = min(int(severity * steps), steps - 1)
        part = severity * steps - step
        return round(self.at[step] * (1 - part) + self.at[step + 1] * part, 2)

    def severity(self, value: float) -> float:
        """The severity at which a rising quantity has this size, at most 1."""
        for step, (below, above) in enumerate(pairwise(self.at)):
            if value <= above and above > below:
                return (step + max(value - below, 0.0) / (above - below)) / (len(self.at) - 1)
        return 1.0


def quantity(unit: str, low: float, high: float, at: tuple[float, ...]) -> Any:
    """A dataclass field for a size; left out, it follows from the finding's first size."""
    return field(default=math.nan, metadata={"quantity": Quantity(unit, low, high, at)})


def choice(*options: str) -> Any:
    """A dataclass field for one of a few words; left out, the finding decides."""
    return field(default="", metadata={"choice": options})


@dataclass(frozen=True)
class Finding:
    """A finding at a level (a segment or, as its ``LEVELS`` say, a vertebra) and, where it has one, on a side.

    Raises
    ------
    ValueError
        When a level, side, word or size is not one this finding can have.
    """

    KIND: ClassVar[str]
    SIDED: ClassVar[bool] = True
    ORDER: ClassVar[int] = 50
    LEVELS: ClassVar[tuple[str, ...]] = SEGMENTS

    level: str
    side: Side | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", place(self.level, self.LEVELS[0] not in SEGMENTS))
        if self.level not in self.LEVELS:
            raise ValueError(f"{self.KIND} has no level {self.level!r}; choose from {', '.join(self.LEVELS)}")
        if self.side is not None and self.side not in SIDES:
            raise ValueError(f"no side {self.side!r}; choose from {', '.join(SIDES)}")
        for name, options in self.choices().items():
            word = getattr(self, name) or self.usual(name)
            if word not in options:
                raise ValueError(f"no {name} {word!r} for {self.KIND}; choose from {', '.join(options)}")
            object.__setattr__(self, name, word)
        self._check_side()
        self._fill_sizes()

    def _check_side(self) -> None:
        if self.SIDED and self.side is None:
            raise ValueError(f"{self.KIND} at {self.level} needs a side: left or right")
        if not self.SIDED and self.side is not None:
            raise ValueError(f"{self.KIND} has no side; leave {self.side!r} out")

    def _fill_sizes(self) -> None:
        sizes = self.sizes()
        for name, size in sizes.items():
            value = getattr(self, name)
            if not isinstance(value, int | float) or isinstance(value, bool):
                raise ValueError(f"{name} of {self.KIND} must be a number, not {value!r}")
            if math.isinf(value) or not (math.isnan(value) or size.low <= value <= size.high):
                raise ValueError(
                    f"{name} of {self.KIND} must lie from {size.low:g} to {size.high:g} {size.unit}, not {value:g}"
                )
        lead, first = next(iter(sizes.items()))
        known = round(float(getattr(self, lead)), 2)
        severity = first.severity(first.value(MODERATE) if math.isnan(known) else known)
        for name, size in sizes.items():
            value, usual = getattr(self, name), size.value(severity)
            chosen = usual if math.isnan(value) or (abs(value - usual) < 0.015 and name != lead) else value
            object.__setattr__(self, name, round(float(chosen), 2))

    @classmethod
    def quantities(cls) -> dict[str, Quantity]:
        """The adjustable sizes by name; the first one leads the others."""
        return {f.name: f.metadata["quantity"] for f in fields(cls) if "quantity" in f.metadata}

    def sizes(self) -> dict[str, Quantity]:
        """The adjustable sizes of a finding with these words."""
        return self.quantities()

    @classmethod
    def choices(cls) -> dict[str, tuple[str, ...]]:
        """The words this finding takes, by name."""
        return {f.name: f.metadata["choice"] for f in fields(cls) if "choice" in f.metadata}

    def usual(self, name: str) -> str:
        """The word that stands where none was given."""
        return self.choices()[name][0]

    @classmethod
    def at_severity(cls, level: str, side: Side | None, severity: float, **given: Any) -> Self:
        """The finding at a severity from 0 (none) to 1 (severe); sizes in ``given`` stand as they are."""
        if not 0.0 <= severity <= 1.0:
            raise ValueError(f"severity must lie from 0 to 1, not {severity:g}")
        words = {name: word for name, word in given.items() if name in cls.choices()}
        sizes = {name: size.value(severity) for name, size in cls(level, side, **words).sizes().items()}
        return cls(level, side, **{**sizes, **given})

    def apply(self, plan: Plan) -> Plan:
        """The plan with this finding in it."""
        raise NotImplementedError

    def clashes(self, other: Finding) -> str | None:
        """Why this finding cannot stand beside another, or None."""
        if self.KIND == other.KIND and self.level == other.level and self.side == other.side:
            return f"there is already a {self.KIND} at {self.level}"
        return None
