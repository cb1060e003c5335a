"""Displaced disc: its class follows from its shape, and which root it hits from where it lies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.spatial import cKDTree
from solids import measured, overlaps, spine_of

from lumbar.annotations.disc_grades import disc_class
from lumbar.meshes.case import CaseError, parse_case
from lumbar.meshes.levels import SEGMENTS, SIDES, Side, lower, mirrored, upper

ZONES = ("subarticular", "foraminal", "extraforaminal")
CASES = [(level, side, zone) for level in SEGMENTS for side in SIDES for zone in ZONES]
PLACE = "herniation@L4-L5/left/subarticular"


def shape(code: str, place: str = "L4-L5/left") -> dict[str, Any]:
    return dict(measured(code)["displaced"][place])


def roots(level: str, side: Side, zone: str) -> dict[str, dict[str, Any]]:
    return dict(measured(f"herniation@{level}/{side}/{zone}:severity=0.8")["roots"])


# -- which root ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "side", "zone"), CASES)
def test_a_herniation_compresses_the_root_of_its_zone(level: str, side: Side, zone: str) -> None:
    """C1, G20: subarticular the traversing root, foraminal and far lateral the exiting one."""
    name = lower(level) if zone == "subarticular" else upper(level)
    hit = roots(level, side, zone)[f"{name}/{side}"]
    assert hit["compressed"]
    assert hit["by"] == f"{level}/herniation/{side}"


@pytest.mark.parametrize(("level", "side", "zone"), CASES)
def test_a_herniation_spares_the_other_root_and_the_other_side(level: str, side: Side, zone: str) -> None:
    """C1, G20: L4-L5 subarticular spares L4; foraminal and far lateral spare L5."""
    spared = upper(level) if zone == "subarticular" else lower(level)
    found = roots(level, side, zone)
    for root in (f"{spared}/{side}", f"{upper(level)}/{mirrored(side)}", f"{lower(level)}/{mirrored(side)}"):
        assert not found[root]["compressed"], root
        assert found[root]["by"] != f"{level}/herniation/{side}", root


def test_a_large_central_herniation_reaches_the_sacral_roots_in_the_sac() -> None:
    """C1: central and large is a matter of the cauda equina; a small one leaves the sacral roots room."""
    large, small = (f"herniation@L4-L5/central:depth={d},migration=0,gap=0" for d in (11, 3))
    assert shape(large, "L4-L5/central")["sacral_room"] < 2.0
    assert shape(small, "L4-L5/central")["sacral_room"] > 4.0
    assert (
        measured(large)["levels"]["L4-L5"]["sac_area"]
        < 0.8 * measured("normal")["levels"]["L4-L5"]["sac_area"]
    )


# -- which class --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "kind"),
    [(0.25, "bulge"), (0.5, "protrusion"), (0.8, "extrusion"), (1.0, "sequestration")],
)
def test_the_stages_of_severity_have_the_shape_of_their_names(severity: float, kind: str) -> None:
    code = f"{PLACE}:severity={severity}"
    (found,) = measured(code)["displaced"].values()
    assert disc_class(found) == kind


def test_a_protrusion_becomes_an_extrusion_where_its_dome_outgrows_its_neck() -> None:
    """G23, to a millimetre."""
    base = f"{PLACE}:depth=6,migration=0,neck=12"
    assert disc_class(shape(f"{base},dome=11")) == "protrusion"
    assert disc_class(shape(f"{base},dome=13.5")) == "extrusion"


@pytest.mark.parametrize(("arc", "kind"), [(85, "protrusion"), (95, "bulge"), (360, "bulge")])
def test_more_than_a_quarter_of_the_circumference_is_a_bulge(arc: int, kind: str) -> None:
    """G23: more than 90 degrees is a bulge and never a herniation."""
    (found,) = measured(f"{PLACE}:depth=2,bulge=2,arc={arc}")["displaced"].values()
    assert found["arc_percent"] == pytest.approx(arc / 3.6, abs=1.5)
    assert disc_class(found) == kind


def test_a_piece_that_has_come_off_is_a_solid_of_its_own() -> None:
    code = f"{PLACE}:severity=1"
    assert "L4-L5/free_fragment/left" in spine_of(code).surfaces
    assert shape(code)["gap"] > 0.4
    assert "L4-L5/free_fragment/left" not in spine_of(f"{PLACE}:severity=0.8").surfaces


@pytest.mark.parametrize("migration", [-8, 6])
def test_a_herniation_migrates_up_and_down(migration: int) -> None:
    found = shape(f"{PLACE}:depth=8,gap=2,migration={migration}")
    assert found["migration"] == pytest.approx(migration, abs=1.5)


@pytest.mark.parametrize(("level", "side", "zone"), [case for case in CASES if case[0] in ("L3-L4", "L5-S1")])
def test_a_herniation_lies_in_the_zone_asked_for(level: str, side: Side, zone: str) -> None:
    found = measured(f"herniation@{level}/{side}/{zone}:severity=0.8")["displaced"][f"{level}/{side}"]
    assert found["zone"] == zone


def test_a_healthy_disc_has_nothing_displaced() -> None:
    assert "displaced" not in measured("normal")


# -- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("depth=13", "0 to 12 mm"),
        ("neck=4", "5 to 20 mm"),
        ("dome=21", "5 to 20 mm"),
        ("migration=-16", "-15 to 15 mm"),
        ("bulge=5", "0 to 4 mm"),
        ("arc=10", "20 to 360 degrees"),
        ("gap=6", "0 to 5 mm"),
    ],
)
def test_a_size_out_of_its_range_is_refused_with_the_range(setting: str, says: str) -> None:
    with pytest.raises(CaseError, match=says):
        parse_case(f"{PLACE}:{setting}")


def test_only_a_central_herniation_needs_no_side() -> None:
    assert parse_case("herniation@L4-L5/central:depth=6")
    with pytest.raises(CaseError, match="left or right"):
        parse_case("herniation@L4-L5/foraminal:depth=6")


# -- lateral recess and degeneration -------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "side"), [("L4-L5", "left"), ("L3-L4", "right")])
def test_a_narrow_recess_compresses_the_traversing_root(level: str, side: Side) -> None:
    """C3, G27: 3 mm or less is stenotic; the root of the lower number, on this side, is hit, the exiting one spared."""
    made = measured(f"lateral_recess@{level}/{side}:severity=1")
    assert made["levels"][level]["recess_depth"][side] <= 3.0
    assert made["roots"][f"{lower(level)}/{side}"]["compressed"]
    assert not made["roots"][f"{upper(level)}/{side}"]["compressed"]
    assert not made["roots"][f"{lower(level)}/{mirrored(side)}"]["compressed"]


def test_degeneration_takes_height_and_signal_and_adds_lips_on_both_sides() -> None:
    """C7, C12: 60 % of the height is lost where it is severe."""
    steps = [measured(f"degeneration@L5-S1:severity={s}")["levels"]["L5-S1"] for s in (0, 0.33, 0.67, 1)]
    for name, least in (("disc_height_lost", 58.0), ("disc_signal", 0.0)):
        values = np.array([step[name] for step in steps])
        assert (np.diff(values) * (1 if least else -1) > 0).all(), name
        assert values[-1] >= least
    surfaces = spine_of("degeneration@L5-S1:severity=1").surfaces
    assert {f"L5-S1/rim_osteophyte/{side}" for side in SIDES} <= surfaces.keys()


@pytest.mark.parametrize("level", SEGMENTS)
@pytest.mark.parametrize("asked", [15, 35, 60])
def test_a_worn_disc_loses_the_height_that_is_asked_for(level: str, asked: int) -> None:
    """What a caption says is what is measured: where the posterior rims allow no more, the front loses the rest."""
    made = measured(f"degeneration@{level}:height_loss={asked}")["levels"][level]
    assert made["disc_height_lost"] == pytest.approx(asked, abs=2.0)
    assert made["disc_height_anterior"] > made["disc_height_posterior"]


# -- the fissure --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", [*ZONES, "central"])
def test_what_has_left_a_disc_came_out_of_its_nucleus_through_a_fissure(zone: str) -> None:
    """C1, Fardon 2014: none behind a bulge, halfway out behind a small protrusion, through behind an extrusion."""

    def between(severity: float) -> float:
        """How far apart nucleus and annulus leave what has left, or will leave, the disc, in mm."""
        nucleus = spine_of(f"herniation@L4-L5/left/{zone}:severity={severity}").surfaces["L4-L5/nucleus"]
        return float(cKDTree(nucleus.points).query(extruded.points)[0].min())

    extruded = spine_of(f"herniation@L4-L5/left/{zone}:severity=0.8").surfaces["L4-L5/herniation/left"]
    whole, started, through = between(0.25), between(0.4), between(0.8)
    assert through < 0.8
    assert through + 1.0 < started < whole - 1.0
    assert whole > 4.0


@pytest.mark.parametrize("zone", ZONES)
def test_a_nucleus_fills_its_fissure_and_nothing_else(zone: str) -> None:
    found = spine_of(f"herniation@L4-L5/left/{zone}:severity=0.8").surfaces
    annulus, nucleus = found["L4-L5/annulus"], found["L4-L5/nucleus"]
    assert annulus.open_edges() == nucleus.open_edges() == 0
    assert overlaps({"annulus": annulus, "nucleus": nucleus}, {}, above=1.0) == {}
    healthy = spine_of("normal").surfaces["L4-L5/nucleus"]
    assert nucleus.volume() > 1.01 * healthy.volume()
