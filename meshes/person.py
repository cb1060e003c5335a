"""Whose spine it is: sex, stature and any size in ``data/person.csv``; and the one spelling of that.

sex=female,stature=160,canal_depth=14

A size is that of L4, or of the L4-L5 disc; the other levels differ from their means by as many standard deviations.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from .levels import VERTEBRAE, lower, segment, upper

Sex = Literal["female", "male"]

SEX_SCALE: dict[Sex | None, float] = {None: 1.0, "female": 0.95, "male": 1.05}  # Griffith 2016, Abbas 2021
STATURE: dict[Sex | None, float] = {
    None: 170.0,
    "female": 163.0,
    "male": 176.0,
}  # cm at that scale, our choice
STATURES = (140.0, 205.0)  # cm
WITHIN = 2.0  # standard deviations a size may lie from the mean of people of that sex and stature
ROUNDING = 0.05  # mm: limits are named to a tenth
PEOPLE = 4  # whose healthy spines are held in memory


class PersonError(ValueError):
    """A person spelled with something there is not, or with a size that healthy people do not have."""


@dataclass(frozen=True)
class Measure:
    """One size that people differ in."""

    place: str  # where it is asked for: a vertebra or a disc
    mean: float  # mm there, in the default spine
    scales: bool  # whether it goes with sex and stature
    deviation: dict[str, float]  # mm, by vertebra; a disc's stands under the vertebra above it


@cache
def measures() -> dict[str, Measure]:
    """Sizes that a person can have, by name, from ``data/person.csv``; the sources stand beside them."""
    with (files(__package__) / "data" / "person.csv").open(encoding="utf-8") as table:
        return {
            row["size"]: Measure(
                row["at"],
                float(row["mean"]),
                row["scales"] == "1",
                {name: float(row[name]) for name in VERTEBRAE},
            )
            for row in csv.DictReader(table)
        }


@dataclass(frozen=True)
class Person:
    """Sex, stature in cm, and sizes in mm by name; what is not given is the mean of such people.

    Raises
    ------
    PersonError
        When something is unknown or out of range.
    """

    sex: Sex | None = None
    stature: float | None = None
    sizes: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.sex not in SEX_SCALE:
            raise PersonError(f"no sex {self.sex!r}; choose from female, male, or leave it out")
        if self.stature is not None:
            _within("stature", self.stature, *STATURES, "cm")
        names = [name for name, _ in self.sizes]
        for name, value in self.sizes:
            if name not in measures():
                raise PersonError(f"a person has no {name!r}; choose from {', '.join(known())}")
            if names.count(name) > 1:
                raise PersonError(f"{name} of the person is given twice")
            _within(f"{name} at {measures()[name].place}", value, *self.limits(name), "mm")
        object.__setattr__(self, "sizes", tuple(sorted(self.sizes)))

    @property
    def scale(self) -> float:
        """How large the bones are, 1 for the default; isometric with stature, which is our own choice."""
        usual = STATURE[self.sex]
        return SEX_SCALE[self.sex] * (usual if self.stature is None else self.stature) / usual

    def mean(self, name: str) -> float:
        """The mean (mm) of a size among people of this sex and stature, where it is asked for."""
        return measures()[name].mean * (self.scale if measures()[name].scales else 1.0)

    def limits(self, name: str) -> tuple[float, float]:
        """The least and the greatest value (mm) that a size may have."""
        spread = WITHIN * measures()[name].deviation[_bone(measures()[name].place)]
        return round(self.mean(name) - spread, 1), round(self.mean(name) + spread, 1)

    def apart(self, name: str, place: str) -> float:
        """How far (mm) a size lies from this person's mean at a vertebra or disc."""
        of = measures()[name]
        deviations = (dict(self.sizes).get(name, self.mean(name)) - self.mean(name)) / of.deviation[
            _bone(of.place)
        ]
        return deviations * of.deviation[_bone(place)]


DEFAULT = Person()


def known() -> list[str]:
    """Everything that can be said of a person."""
    return ["sex", "stature", *measures()]


def parse_person(text: str) -> Person:
    """The person that a text such as ``sex=female,stature=160,canal_depth=14`` spells.

    Raises
    ------
    PersonError
        With one sentence that names the wrong thing and offers the right ones.
    """
    sex: Sex | None = None
    numbers: list[tuple[str, float]] = []
    given: list[str] = []
    for pair in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, raw = (piece.strip().lower() for piece in pair.partition("="))
        if name not in known() or not equals or not raw:
            raise PersonError(
                f"a person has no {pair!r}; choose from {', '.join(known())}, each as name=value"
            )
        if name in given:
            raise PersonError(f"{name} of the person is given twice")
        given.append(name)
        if name != "sex":
            numbers.append((name, _number(name, raw)))
        elif raw in ("female", "male"):
            sex = "female" if raw == "female" else "male"
        else:
            raise PersonError(f"no sex {raw!r}; choose from female, male, or leave it out")
    stature = dict(numbers).get("stature")
    return Person(sex, stature, tuple(pair for pair in numbers if pair[0] != "stature"))


def format_person(person: Person) -> str:
    """The canonical spelling of a person; ``parse_person`` gives the same person back, nothing for the default."""
    words = [f"sex={person.sex}"] if person.sex else []
    words += [f"stature={person.stature:g}"] if person.stature is not None else []
    return ",".join([*words, *(f"{name}={value:g}" for name, value in person.sizes)])


def _bone(place: str) -> str:
    """The vertebra whose column holds a place's deviation; T12 goes with L1, the sacrum with L5."""
    if "-" in place:
        return upper(segment(place))
    return {"T12": "L1", "S1": lower("L4-L5")}.get(place, place)


def _number(name: str, raw: str) -> float:
    try:
        return float(raw)
    except ValueError:
        raise PersonError(f"{name} of the person must be a number, not {raw!r}") from None


def _within(name: str, value: float, low: float, high: float, unit: str) -> None:
    if not (math.isfinite(value) and low - ROUNDING <= value <= high + ROUNDING):
        raise PersonError(f"{name} must be from {low:g} to {high:g} {unit} in this person, not {value:g}")
