"""From a case code to a built spine, for every command that needs one."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import lru_cache

from ..meshes.case import Case, format_case, parse_case
from ..meshes.spine import Spine, build
from .progress import working

EXAMPLES = "normal, herniation@L4-L5/left, slip@L5-S1:kind=isthmic,slip=10 + facet_cyst@L4-L5/right"


def add_case(parser: ArgumentParser) -> None:
    """The argument that every such command takes."""
    parser.add_argument("case", metavar="CASE", type=str, help=f"a case code: {EXAMPLES}")


def read_case(text: str) -> Case:
    """The case that a code spells."""
    return parse_case(text)


@lru_cache(maxsize=4)
def built(case: Case) -> Spine:
    """The spine of a case."""
    with working(f"building the spine of {format_case(case)}"):
        return build(case)
