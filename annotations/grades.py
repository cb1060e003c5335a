"""Published grades as functions of measured numbers; cut-offs and sources stand in grades.toml."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from . import disc_grades
from ._toml import table
from .grade_row import row
from .sources import sources

Measured = Mapping[str, Any]
OTHERS = (
    "lee_foraminal",
    "nomenclature",
    "canal_thirds",
    "msu",
    "pfirrmann",
)  # scales with a rule of their own


def grades(measured: Measured) -> list[dict[str, Any]]:
    """The grades of a measurement (the JSON of ``lumbar measure``), level by level.

    A scale without a normal grade is left out where nothing is met; what was not measured is not graded.
    """
    rows: list[dict[str, Any]] = []
    for level in measured.get("levels", {}):
        for scale in table("grades")["scale"]:
            rows += _graded(scale, level, measured)
        rows += _lee_foraminal(level, measured)
        rows += disc_grades.pfirrmann(level, measured["levels"][level])
    for place, shape in measured.get("displaced", {}).items():
        level, side = place.split("/")
        rows += disc_grades.displaced(level, side, shape)
    return rows


def graded() -> dict[str, str]:
    """The measure that each scale grades, by the scale's name."""
    return {scale["name"]: scale["measure"] for scale in scales()}


def cited() -> dict[str, str]:
    """The source of each scale, by the scale's name."""
    return {scale["name"]: sources()[scale["source"]].line for scale in scales()}


def scales() -> list[dict[str, Any]]:
    """Every scale as grades.toml has it."""
    return [*table("grades")["scale"], *(table("grades")[name] for name in OTHERS)]


def _graded(scale: dict[str, Any], level: str, measured: Measured) -> Iterator[dict[str, Any]]:
    values = measured["levels"][level]
    if any(_number(values.get(key)) < least for key, least in scale.get("at_least", {}).items()):
        return
    for side, value in _sides(values.get(scale["measure"])):
        grade = _band(scale["bands"], _number(value))
        if grade is not None:
            yield row(scale, level, side, grade)


def _band(bands: list[dict[str, Any]], value: float) -> str | None:
    """The value of the first band that holds the number (``at_most`` includes its bound, ``below`` not)."""
    if math.isnan(value):
        return None
    for band in bands:
        if value <= band.get("at_most", -math.inf) or value < band.get("below", -math.inf):
            return str(band["value"])
        if "at_most" not in band and "below" not in band:
            return str(band["value"])
    return None


def _lee_foraminal(level: str, measured: Measured) -> Iterator[dict[str, Any]]:
    """Lee's foraminal grade from the room that is left and the state of the exiting root: approximate."""
    rule = table("grades")["lee_foraminal"]
    values, upper = measured["levels"][level], level.split("-")[0]
    heights, widths = dict(_sides(values.get("foramen_height"))), dict(_sides(values.get("foramen_width")))
    for side in [side for side in heights if side in widths]:
        height, width = _number(heights[side]), _number(widths[side])
        if side is None or math.isnan(height) or math.isnan(width):
            continue
        root = measured.get("roots", {}).get(f"{upper}/{side}", {})
        here = _is_at(root.get("by"), level)
        touched = here and _number(root.get("clearance")) <= rule["touching_at_most"]
        lost = (height <= rule["height_at_most"]) + (width <= rule["width_at_most"] or touched)
        yield row(rule, level, side, "3" if here and root.get("compressed") else str(lost))


def _is_at(cause: object, level: str) -> bool:
    """Whether what narrows a root's way belongs to this level; a cause without a place may."""
    if not isinstance(cause, str):
        return False
    place = cause.split("/")[0] if "/" in cause else level
    return place == level or place in level.split("-")


def _sides(value: object) -> Iterator[tuple[str | None, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    else:
        yield None, value


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
