"""From a case code and a person to a built spine, for every command that needs one."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import lru_cache
from typing import TYPE_CHECKING

from ..meshes.case import Case, format_case, parse_case
from ..meshes.person import DEFAULT, Person, format_person, known, parse_person
from .progress import working

if TYPE_CHECKING:
    from ..meshes.spine import Spine

EXAMPLES = "normal, herniation@L4-L5/left, slip@L5-S1:kind=isthmic,slip=10 + facet_cyst@L4-L5/right"


def add_case(parser: ArgumentParser) -> None:
    """The argument that every such command takes."""
    parser.add_argument("case", metavar="CASE", type=str, help=f"a case code: {EXAMPLES}")


def add_person(parser: ArgumentParser) -> None:
    """The option of every command that builds the spine of one person."""
    what = f"whose spine: any of {', '.join(known())}, as in sex=female,stature=160,canal_depth=14"
    parser.add_argument("--person", metavar="NAME=VALUE,…", default="", help=f"{what} (cm, mm)")


def read_case(text: str) -> Case:
    """The case that a code spells."""
    return parse_case(text)


def read_person(text: str) -> Person:
    """The person that a text spells; the default adult where it is empty."""
    return parse_person(text)


def title(case: Case, person: Person) -> str:
    """What is shown, in one line: the case code, and whose spine it is in."""
    whose = format_person(person)
    return f"{format_case(case)} in {whose}" if whose else format_case(case)


@lru_cache(maxsize=4)
def built(case: Case, person: Person = DEFAULT) -> Spine:
    """The spine of a case in a person."""
    from ..meshes.spine import build  # late: the page starts without it

    with working(f"building the spine of {title(case, person)}"):
        return build(case, person)
