"""``lumbar measure``: every measurement and grade of a case."""

from __future__ import annotations

import json
from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator, Mapping
from typing import Any

from ..annotations.grades import grades
from .parser import Parser
from .progress import working
from .spine import add_case, add_person, built, read_case, read_person

UNITS = {  # by the last word of a name; everything else is in mm
    "area": "mm²",
    "volume": "mm³",
    "angle": "°",
    **dict.fromkeys(("percent", "loss", "share", "inside"), "%"),
}


def add(commands: _SubParsersAction[Parser]) -> None:
    """Options of ``lumbar measure``."""
    parser = commands.add_parser("measure", help="print every measurement and grade of a case")
    add_case(parser)
    add_person(parser)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Print the measurements of a case."""
    from ..meshes.measure import measure  # late: the page starts without it

    spine = built(read_case(options.case), read_person(options.person))
    with working("measuring"):
        found = measure(spine)
        found = {**found, "grades": grades(found)}
    print(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) if options.json else table(found))


def table(found: Mapping[str, Any]) -> str:
    """Measurements as lines to read."""
    lines = [f"{word}  {found[word]}" for word in ("case", "person") if word in found]
    for group in ("vertebrae", "levels", "roots", "growths"):
        for place, values in found.get(group, {}).items():
            lines += ["", place, *(f"  {line}" for line in _lines(values))]
    lines += ["", "grades"]
    for grade in found["grades"]:
        where = " ".join(word for word in (grade["level"], grade["side"]) if word)
        about = ", approximate" if grade["approximate"] else ""
        lines.append(f"  {where:<12} {grade['scale']}: {grade['value']}  ({grade['source']}{about})")
    return "\n".join(lines)


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    """One line a measurement; two sides stand on one line."""
    for name, value in values.items():
        unit = UNITS.get(name.rsplit("_", 1)[-1], "mm")
        if isinstance(value, Mapping):
            shown = "  ".join(f"{side} {_number(each, unit)}" for side, each in value.items())
        else:
            shown = _number(value, unit)
        yield f"{name.replace('_', ' '):<26} {shown}"


def _number(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f} {unit}" if isinstance(value, int | float) else str(value or "–")
