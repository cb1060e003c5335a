"""Sizes of the sacrum: read once from ``data/sacrum.csv``, frozen, in mm and degrees.

Sections of the lofted parts stand at a ``height`` (z); x is lateral, y posterior, both in
the frame of the S1 end-plate.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .sizes import Lobe


@dataclass(frozen=True)
class BodySection:
    """A cross-section of the fused bodies."""

    height: float
    posterior: float  # of its centre
    half_width: float
    half_depth: float
    roundness_front: float  # superellipse exponents of the outline, 2 = ellipse
    roundness_back: float


@dataclass(frozen=True)
class LateralSection:
    """A cross-section of the fused costal and transverse processes, corner by corner around it."""

    height: float
    front_lateral: float  # where it leaves the bodies in front
    front_posterior: float
    rim_lateral: float  # front edge of the auricular surface, the pelvic brim
    rim_posterior: float
    ear_lateral: float  # middle of the auricular surface
    ear_posterior: float
    crest_lateral: float  # lateral sacral crest
    crest_posterior: float
    back_lateral: float  # where it meets the laminae behind
    back_posterior: float


@dataclass(frozen=True)
class WallSection:
    """A cross-section of the fused laminae, the roof of the canal."""

    height: float
    front_posterior: float  # in the midline, towards the canal
    side_lateral: float  # its lateral end
    side_front: float
    side_thickness: float
    back_posterior: float  # in the midline, without the median crest


@dataclass(frozen=True)
class CanalSection:
    """A cross-section of the triangular sacral canal."""

    height: float
    front_posterior: float  # the back of the bodies
    half_width: float
    side_depth: float  # of its lateral walls, behind the bodies
    back_posterior: float  # its roof


@dataclass(frozen=True)
class Foramen:
    """A sacral foramen: one chamber beside the canal that opens into it, forwards and backwards."""

    height: float  # of the chamber
    lateral: float
    posterior: float
    radius: float
    front_lateral: float  # of the anterior opening
    front_posterior: float
    front_height: float
    front_radius: float
    back_lateral: float  # of the posterior opening
    back_posterior: float
    back_height: float
    back_radius: float


@dataclass(frozen=True)
class Facet:
    """The superior articular process of S1: a plate whose hollow face looks backwards and inwards."""

    lateral: float  # centre of the joint's face
    posterior: float
    superior: float
    angle: float  # of the face to the sagittal plane
    lean: float  # of its upper end backwards
    half_width: float
    half_height: float
    half_thickness: float
    hollow_radius: float


@dataclass(frozen=True)
class AlaTop:
    """The slanting upper surface of the alae: a plane."""

    lateral: float
    posterior: float
    superior: float
    pitch: float  # how steeply it falls forwards
    roll: float  # how steeply it falls sideways


@dataclass(frozen=True)
class Shape:
    """Rounding of outlines and seams."""

    rim: float  # of the end-plate
    apex_rim: float
    lateral: float
    ala: float
    wall: float
    wall_rim: float
    canal: float
    seam_lateral: float
    seam_wall: float
    crest: float
    foramen: float
    groove: float
    apex: float  # height of the lower end of the bodies
    wall_top: float
    wall_bottom: float
    canal_bottom: float


BODIES = (
    "body_s1_upper", "body_s1", "body_s1_lower", "body_s2", "ridge_s2_s3", "body_s3", "ridge_s3_s4",
    "body_s4", "ridge_s4_s5", "body_s5", "apex",
)  # fmt: skip
LATERALS = tuple(f"lateral_{n}" for n in range(1, 12))
WALLS = tuple(f"lamina_s{n}" for n in range(1, 6))
CANALS = ("canal_inlet", "canal_s1", "canal_s2", "canal_s3", "canal_s4", "hiatus_top", "hiatus")
FORAMINA = tuple(f"foramen_s{n}" for n in range(1, 5))
LOBES = (
    "median_crest_s1", "median_crest_s2", "median_crest_s3", "median_crest_s4", "intermediate_crest_s2",
    "intermediate_crest_s3", "lateral_crest_s1", "lateral_crest_s2", "lateral_crest_s3", "sacral_cornu",
    "cornu_s5", "lamina_upper", "mammillary_s1", "pedicle_s1",
)  # fmt: skip
HOLLOWS = ("groove_s1", "groove_s2", "groove_s3", "sacral_tuberosity", "auricular_hollow")
PARTS: dict[str, type] = (
    dict.fromkeys(BODIES, BodySection)
    | dict.fromkeys(LATERALS, LateralSection)
    | dict.fromkeys(WALLS, WallSection)
    | dict.fromkeys(CANALS, CanalSection)
    | dict.fromkeys(FORAMINA, Foramen)
    | dict.fromkeys((*LOBES, *HOLLOWS), Lobe)
    | {"superior_articular": Facet, "ala_top": AlaTop, "shape": Shape}
)


@dataclass(frozen=True)
class SacrumSizes:
    """Everything that shapes the sacrum, from above down within each family of parts."""

    bodies: tuple[BodySection, ...]
    laterals: tuple[LateralSection, ...]
    walls: tuple[WallSection, ...]
    canals: tuple[CanalSection, ...]
    foramina: tuple[Foramen, ...]
    lobes: tuple[Lobe, ...]
    hollows: tuple[Lobe, ...]
    superior_articular: Facet
    ala_top: AlaTop
    shape: Shape


def sizes_from(values: Mapping[tuple[str, str], float]) -> SacrumSizes:
    """Sizes from (part, quantity) -> value."""
    grouped: dict[str, dict[str, float]] = {part: {} for part in PARTS}
    for (part, quantity), value in values.items():
        grouped[part][quantity] = value
    made: dict[str, Any] = {part: kind(**grouped[part]) for part, kind in PARTS.items()}

    def family(names: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(made[name] for name in names)

    return SacrumSizes(
        bodies=family(BODIES),
        laterals=family(LATERALS),
        walls=family(WALLS),
        canals=family(CANALS),
        foramina=family(FORAMINA),
        lobes=family(LOBES),
        hollows=family(HOLLOWS),
        superior_articular=made["superior_articular"],
        ala_top=made["ala_top"],
        shape=made["shape"],
    )


def sacrum_table() -> list[dict[str, str]]:
    """Rows of ``data/sacrum.csv``: part, quantity, unit, value, low, high, source."""
    text = (files(__package__) / "data" / "sacrum.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def sacrum_sizes() -> SacrumSizes:
    """Default sizes of the sacrum."""
    return sizes_from({(row["part"], row["quantity"]): float(row["value"]) for row in sacrum_table()})
