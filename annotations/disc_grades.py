"""Grades of a disc: the class, size and place of what is displaced, and how far the disc has worn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ._toml import table
from .grade_row import row

SIDES = {"left": ("left",), "right": ("right",), "central": ("left", "right"), "all": ("left", "right")}


def displaced(level: str, place: str, shape: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The grades of displaced disc material on a side, or on both where it lies in the midline or all round."""
    rules = table("grades")
    kind = disc_class(shape)
    for side in SIDES[place]:
        yield row(rules["nomenclature"], level, side, kind)
        if kind != "bulge":
            yield row(rules["msu"], level, side, _msu(shape))
    if shape["canal_lost"] > 0:
        yield row(rules["canal_thirds"], level, None, _third(float(shape["canal_lost"])))


def disc_class(shape: Mapping[str, Any]) -> str:
    """The class of displaced disc material by its shape alone (disc nomenclature v2.0)."""
    rule = table("grades")["nomenclature"]
    if shape["arc_percent"] > rule["bulge_above"]:
        return "bulge"
    if shape["gap"] > 0:
        return "sequestration"
    base, edge = shape["base_width"], rule["edge"]
    wider = max(shape["width"], shape["depth"]) > base + edge
    return "extrusion" if wider or shape["height"] > shape["base_height"] + edge else "protrusion"


def pfirrmann(level: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Pfirrmann's grade estimated from signal and height, where both were measured."""
    rule = table("grades")["pfirrmann"]
    if not isinstance(values.get("disc_signal"), int | float) or "disc_height_lost" not in values:
        return
    if values["disc_height_lost"] > rule["collapsed_above"]:
        yield row(rule, level, None, "V")
        return
    below = sum(values["disc_signal"] < least for least in rule["signal_from"])
    yield row(rule, level, None, rule["values"][below])


def _third(lost: float) -> str:
    rule = table("grades")["canal_thirds"]
    return "mild" if lost <= rule["mild_to"] else "moderate" if lost <= rule["moderate_to"] else "severe"


def _msu(shape: Mapping[str, Any]) -> str:
    rule, reach = table("grades")["msu"], shape["msu_percent"]
    size = 1 if reach <= rule["half"] else 2 if reach <= rule["line"] else 3
    return f"{size}-{shape['msu_zone']}"
