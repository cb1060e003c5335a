"""The names of vertebrae, motion segments and sides, and how loosely they may be written."""

from __future__ import annotations

import re
from typing import Literal

Side = Literal["left", "right"]

SIDES: tuple[Side, ...] = ("left", "right")
VERTEBRAE = ("L1", "L2", "L3", "L4", "L5")
SEGMENTS = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")
ROOTS = ("L1", "L2", "L3", "L4", "L5", "S1")

_PAIR = re.compile(r"([LS])(\d)\s*[-/]\s*([LS]?)(\d)", re.IGNORECASE)


def segment(text: str) -> str:
    """The name of a motion segment, from any usual spelling: ``L4-5``, ``l4/l5``, ``L5/S1``.

    Raises
    ------
    ValueError
        When there is no such lumbar segment.
    """
    match = _PAIR.fullmatch(text.strip())
    bone = text.strip().upper()
    if bone in VERTEBRAE:
        raise ValueError(
            f"{text!r} is a vertebra, not a level between two; choose from {', '.join(SEGMENTS)}"
        )
    if match:
        letter, upper, other, lower = match.groups()
        name = f"{letter.upper()}{upper}-{(other or letter).upper()}{lower}"
        if name in SEGMENTS:
            return name
    raise ValueError(f"no level {text!r}; choose from {', '.join(SEGMENTS)}")


def vertebra(text: str) -> str:
    """The name of a lumbar vertebra, from any usual spelling: ``L3``, ``l3``, ``L 3``.

    Raises
    ------
    ValueError
        When there is no such vertebra; a segment is told from it.
    """
    name = text.replace(" ", "").upper()
    if name in VERTEBRAE:
        return name
    if _PAIR.fullmatch(text.strip()):
        raise ValueError(f"{text!r} lies between two vertebrae; choose one from {', '.join(VERTEBRAE)}")
    raise ValueError(f"no vertebra {text!r}; choose from {', '.join(VERTEBRAE)}")


def place(text: str, bones: bool) -> str:
    """The name of a vertebra where ``bones`` is asked for, else of a motion segment.

    Raises
    ------
    ValueError
        When there is no such place, or it is one of the other kind.
    """
    return vertebra(text) if bones else segment(text)


def around(place: str) -> tuple[str, ...]:
    """The segments at a place: the one of that name, or those above and below a vertebra."""
    return (place,) if place in SEGMENTS else tuple(level for level in SEGMENTS if place in level.split("-"))


def segment_of(place: str) -> str:
    """The segment that is looked at for a place: itself, or the one below a vertebra."""
    return around(place)[-1]


def rank(place: str) -> float:
    """Where a segment or vertebra stands from the top: L1 before L1-L2 before L2."""
    return 2.0 * SEGMENTS.index(place) + 1.0 if place in SEGMENTS else 2.0 * VERTEBRAE.index(place)


def upper(level: str) -> str:
    """The vertebra above a segment: ``L4`` of ``L4-L5``; its root is the one that exits there."""
    return level.split("-")[0]


def lower(level: str) -> str:
    """The vertebra below a segment: ``L5`` of ``L4-L5``; its root is the one that traverses there."""
    return level.split("-")[1]


def mirrored(side: Side) -> Side:
    """The other side."""
    return "right" if side == "left" else "left"


def mirrored_id(id_: str) -> str:
    """The id of the structure on the other side; one in the midline keeps its own."""
    place, _, side = id_.rpartition("/")
    return f"{place}/{SIDES[1 - SIDES.index(side)]}" if side in SIDES else id_


def sign_of(side: Side | None) -> float:
    """Which way a side lies along x: 1 left, -1 right, 0 in the midline."""
    return {"left": 1.0, "right": -1.0, None: 0.0}[side]


def bone_id(name: str) -> str:
    """The structure id of a bone: ``L5/vertebra``, ``S1/sacrum``."""
    return "S1/sacrum" if name == "S1" else f"{name}/vertebra"
