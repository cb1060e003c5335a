"""Sizes of the bones: read once from the tables in ``data/``, frozen, in mm and degrees."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files

LEVELS = ("T12", "L1", "L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class Lobe:
    """A rounded part of bone: where its centre lies, its half axes, and how it is turned.

    Places are mm lateral, posterior and superior to the centre of the body; ``pitch``,
    ``roll`` and ``yaw`` turn it about the x, y and z axes, in degrees.  A squareness of 2 is
    an ellipsoid, more is boxier.
    """

    posterior: float
    superior: float
    half_width: float
    half_depth: float
    half_height: float
    lateral: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0
    squareness: float = 2.0


@dataclass(frozen=True)
class BodySizes:
    """The vertebral body: end-plates, walls, and the exit of the basivertebral vein; mm unless said."""

    width_superior: float
    width_inferior: float
    depth_superior: float
    depth_inferior: float
    height_anterior: float
    height_posterior: float
    offset: float  # upper end-plate behind the lower one
    waist_width: float  # how far the walls draw in at mid-height
    waist_front: float
    waist_back: float
    widest_superior: float  # where the end-plate is widest, as a fraction of its depth from the front
    widest_inferior: float
    roundness_back_superior: float  # superellipse exponents of the outline behind, 2 = ellipse
    roundness_back_inferior: float
    indent_superior: float  # how deep the back of the outline is notched
    indent_inferior: float
    hollow_superior: float  # depth of the end-plate's hollow
    hollow_inferior: float
    hollow_behind: float  # apex behind the middle of the end-plate
    hollow_share: float  # hollow's share of the end-plate's diameter
    rise_superior: float  # how far the side rims stand up beyond the front and back ones
    rise_inferior: float
    lip_superior: float  # how far the ring apophysis stands out beyond the wall's curve
    lip_inferior: float
    lip_height: float
    rim: float  # rounding of the rim
    vein_width: float  # basivertebral foramen
    vein_height: float
    vein_depth: float


@dataclass(frozen=True)
class CanalSizes:
    """The vertebral canal at the height of the pedicles, and how it changes above and below."""

    width: float  # between the pedicles
    depth: float  # posterior wall to lamina in the midline
    widest: float  # posterior wall to where it is widest
    triangularity: float  # 0 oval, 1 triangle
    slope: float  # degrees by which its back leans backwards as it descends
    widening: float  # gain of half width per mm below that height


@dataclass(frozen=True)
class Facing:
    """How a joint surface faces: degrees between its plane and the midsagittal plane."""

    angle: float


@dataclass(frozen=True)
class Blends:
    """How many mm the seams between parts are rounded over."""

    arch: float
    spinous: float
    transverse: float
    articular: float
    body: float


@dataclass(frozen=True)
class VertebraSizes:
    """Everything that shapes one vertebra; a part's name and a quantity's name make a table row."""

    level: str
    body: BodySizes
    canal: CanalSizes
    blends: Blends
    pedicle: Lobe
    isthmus: Lobe
    lamina: Lobe
    lamina_base: Lobe
    superior_articular: Lobe
    superior_facet: Lobe
    mammillary: Lobe
    inferior_articular: Lobe
    inferior_facet: Facing
    transverse_root: Lobe
    transverse_shaft: Lobe
    transverse_tip: Lobe
    accessory: Lobe
    spinous_root: Lobe
    spinous_blade: Lobe
    spinous_tip: Lobe

    def with_(self, **changes: float) -> VertebraSizes:
        """The same vertebra with some sizes changed, each named ``<part>_<quantity>``.

        Raises
        ------
        ValueError
            When no such size exists.

        """
        changed = self
        for name, value in changes.items():
            part, quantity = split_name(name)
            changed = replace(changed, **{part: replace(getattr(changed, part), **{quantity: value})})
        return changed


PARTS: dict[str, type] = {
    part.name: {"body": BodySizes, "canal": CanalSizes, "blends": Blends, "inferior_facet": Facing}.get(
        part.name, Lobe
    )
    for part in fields(VertebraSizes)
    if part.name != "level"
}


def split_name(name: str) -> tuple[str, str]:
    """``"pedicle_half_width"`` as its part and quantity.

    Raises
    ------
    ValueError
        When no such size exists.

    """
    for part in sorted(PARTS, key=len, reverse=True):
        if name.startswith(part + "_") and name[len(part) + 1 :] in {q.name for q in fields(PARTS[part])}:
            return part, name[len(part) + 1 :]
    raise ValueError(f"no size '{name}'; a size is a part ({', '.join(PARTS)}) and one of its quantities")


def sizes_from(level: str, values: Mapping[tuple[str, str], float]) -> VertebraSizes:
    """Sizes of one vertebra from (part, quantity) -> value."""
    grouped: dict[str, dict[str, float]] = {part: {} for part in PARTS}
    for (part, quantity), value in values.items():
        grouped[part][quantity] = value
    return VertebraSizes(level=level, **{part: PARTS[part](**grouped[part]) for part in PARTS})


def vertebra_table() -> list[dict[str, str]]:
    """Rows of ``data/vertebrae.csv``: part, quantity, unit, one column a level, low, high, source."""
    text = (files(__package__) / "data" / "vertebrae.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def vertebra_sizes(level: str) -> VertebraSizes:
    """Default sizes of a vertebra.

    Raises
    ------
    ValueError
        When there is no such vertebra.

    """
    if level not in LEVELS:
        raise ValueError(f"no vertebra '{level}'; choose from {', '.join(LEVELS)}")
    return sizes_from(level, {(row["part"], row["quantity"]): float(row[level]) for row in vertebra_table()})
