"""Grades at exactly their published cut-offs."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lumbar.annotations import sources, ui
from lumbar.annotations.grades import grades, scales

LEVEL = "L4-L5"


def graded(scale: str, *, roots: dict[str, Any] | None = None, **values: object) -> dict[str | None, str]:
    rows = grades({"levels": {LEVEL: values}, "roots": roots or {}})
    return {row["side"]: row["value"] for row in rows if row["scale"] == scale}


@pytest.mark.parametrize(
    ("percent", "grade"),
    [
        (24.9, "I"),
        (25, "I"),
        (25.1, "II"),
        (50, "II"),
        (50.1, "III"),
        (75, "III"),
        (75.1, "IV"),
        (100, "IV"),
        (100.1, "V"),
    ],
)
def test_a_meyerding_boundary_belongs_to_the_lower_grade(percent: float, grade: str) -> None:
    """G17: boundaries at 25, 50, 75 and 100 % (Meyerding 1932), here to 0.1 %."""
    assert graded("Meyerding", slip=9.0, slip_percent=percent) == {None: grade}


@pytest.mark.parametrize(("slip", "grade"), [(0.0, {}), (0.99, {}), (1.0, {None: "I"}), (-4.0, {})])
def test_less_than_a_millimetre_forward_is_no_slip(slip: float, grade: dict[str | None, str]) -> None:
    assert graded("Meyerding", slip=slip, slip_percent=slip / 0.348) == grade


@pytest.mark.parametrize(
    ("area", "flag", "schizas", "lee"),
    [
        (160.0, None, "A", "0"),
        (110.1, None, "A", "0"),
        (110.0, None, "B", "0"),
        (100.0, None, "B", "0"),
        (99.9, "relative", "B", "1"),
        (80.0, "relative", "B", "1"),
        (79.9, "relative", "C", "1"),
        (75.0, "relative", "C", "1"),
        (74.9, "absolute", "C", "2"),
        (55.0, "absolute", "C", "2"),
        (54.9, "absolute", "D", "3"),
        (0.0, "absolute", "D", "3"),
    ],
)
def test_the_sac_area_is_flagged_below_100_and_below_75(
    area: float, flag: str | None, schizas: str, lee: str
) -> None:
    """G29: Bolender 1985, Schönström 1984; Schizas and Lee by our own reading."""
    assert graded("Dural sac area", sac_area=area) == ({None: flag} if flag else {})
    assert graded("Schizas", sac_area=area) == {None: schizas}
    assert graded("Lee central", sac_area=area) == {None: lee}


@pytest.mark.parametrize(
    ("depth", "flag"), [(9.9, "absolute"), (10.0, "relative"), (12.0, "relative"), (12.1, None), (16.0, None)]
)
def test_the_canal_is_absolutely_narrow_below_10_and_relatively_to_12(depth: float, flag: str | None) -> None:
    """G28: Verbiest 1977, at the exact values."""
    assert graded("Canal AP diameter", canal_depth=depth) == ({None: flag} if flag else {})


@pytest.mark.parametrize(("depth", "flag"), [(9.9, "stenosis"), (10.0, None)])
def test_a_sac_less_than_10_deep_is_flagged(depth: float, flag: str | None) -> None:
    assert graded("Dural sac AP diameter", sac_depth=depth) == ({None: flag} if flag else {})


def test_a_recess_of_3_is_stenotic_and_of_5_is_not_narrowed() -> None:
    """G27: Steurer 2011."""
    assert graded("Lateral recess depth", recess_depth={"left": 3.0, "right": 3.1}) == {
        "left": "stenotic",
        "right": "narrowed",
    }
    assert graded("Lateral recess depth", recess_depth={"left": 4.99, "right": 5.0}) == {"left": "narrowed"}


def test_a_foramen_of_15_and_a_posterior_disc_of_4_are_critical() -> None:
    assert graded("Foramen height", foramen_height={"left": 15.0, "right": 15.01}) == {"left": "critical"}
    assert graded("Posterior disc height", disc_height_posterior=4.0) == {None: "critical"}
    assert graded("Posterior disc height", disc_height_posterior=4.01) == {}


@pytest.mark.parametrize(
    ("height", "width", "root", "grade"),
    [
        (18.0, 8.0, {}, "0"),
        (15.0, 8.0, {}, "1"),
        (18.0, 4.0, {}, "1"),
        (15.0, 4.0, {}, "2"),
        (18.0, 8.0, {"clearance": 0, "by": f"{LEVEL}/herniation/left", "compressed": False}, "1"),
        (18.0, 8.0, {"clearance": 0, "by": "L3-L4/herniation/left", "compressed": True}, "0"),
        (15.0, 4.0, {"clearance": 0, "by": "L5/vertebra", "compressed": True}, "3"),
        (15.0, 4.0, {"clearance": 1.2, "by": None, "compressed": False}, "2"),
    ],
)
def test_lee_foraminal_counts_the_directions_without_fat_and_the_deformed_exiting_root(
    height: float, width: float, root: dict[str, object], grade: str
) -> None:
    found = graded(
        "Lee foraminal",
        roots={"L4/left": root},
        foramen_height={"left": height},
        foramen_width={"left": width},
    )
    assert found == {"left": grade}


def test_grades_have_exactly_the_promised_shape() -> None:
    rows = grades({"levels": {LEVEL: {"slip": 9.0, "slip_percent": 26.0, "recess_depth": {"left": 2.0}}}})
    assert [row.keys() for row in rows] == [{"scale", "level", "side", "value", "approximate", "source"}] * 2
    assert rows[0] == {
        "scale": "Meyerding",
        "level": LEVEL,
        "side": None,
        "value": "II",
        "approximate": False,
        "source": sources()["meyerding1932"].line,
    }


@pytest.mark.parametrize("value", [None, math.nan, "wide"])
def test_what_was_not_measured_is_not_graded(value: object) -> None:
    assert grades({"levels": {LEVEL: {"sac_area": value, "slip": value, "slip_percent": value}}}) == []
    assert grades({}) == []


SCALES = scales()


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale["id"])
def test_every_scale_has_a_source_a_rule_and_words(scale: dict[str, Any]) -> None:
    assert scale["source"] in sources()
    assert scale["rule"]
    assert scale["name"] in ui()["scales"]
    values = [*(band["value"] for band in scale.get("bands", ())), *scale.get("values", ())]
    worded = {value for value in values if len(value) > 3}
    assert worded <= ui()["values"].keys()


def test_the_mappings_that_are_our_own_say_so() -> None:
    assert {scale["id"] for scale in SCALES if scale["approximate"]} == {
        "escc",
        "schizas",
        "lee_central",
        "lee_foraminal",
        "pfirrmann",
    }


def test_worse_numbers_never_give_a_better_grade() -> None:
    order = ["A", "B", "C", "D"]
    found = [order.index(graded("Schizas", sac_area=area)[None]) for area in range(200, 0, -1)]
    assert found == sorted(found)


# -- discs --------------------------------------------------------------------------------------------------------

SHAPE = {
    "depth": 5.0,
    "arc_percent": 10.0,
    "base_width": 12.0,
    "width": 12.0,
    "base_height": 7.0,
    "height": 7.0,
    "gap": 0.0,
    "canal_lost": 0.0,
    "msu_percent": 40.0,
    "msu_zone": "B",
}


def of_shape(scale: str, place: str = "left", **values: Any) -> dict[str | None, str]:
    rows = grades({"levels": {}, "displaced": {f"{LEVEL}/{place}": {**SHAPE, **values}}})
    return {row["side"]: row["value"] for row in rows if row["scale"] == scale}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, "protrusion"),
        ({"width": 12.25, "height": 7.25}, "protrusion"),
        ({"width": 12.26}, "extrusion"),
        ({"height": 7.26}, "extrusion"),
        ({"depth": 12.26}, "extrusion"),
        ({"gap": 0.5}, "sequestration"),
        ({"arc_percent": 25.0}, "protrusion"),
        ({"arc_percent": 25.1}, "bulge"),
        ({"arc_percent": 100.0, "width": 130.0}, "bulge"),
    ],
)
def test_a_displaced_disc_is_named_by_its_shape(values: dict[str, Any], kind: str) -> None:
    """G23, disc nomenclature v2.0: a dome wider than its base, no continuity, more than 25 % of the circumference."""
    assert of_shape("Disc nomenclature", **values) == {"left": kind}


@pytest.mark.parametrize(
    ("reach", "zone", "grade"),
    [(50.0, "A", "1-A"), (50.1, "B", "2-B"), (100.0, "B", "2-B"), (100.1, "C", "3-C")],
)
def test_msu_counts_from_half_the_way_to_the_facet_line(reach: float, zone: str, grade: str) -> None:
    """G24: size 2 starts at more than 50 % of the distance, 3 beyond the line."""
    assert of_shape("MSU", msu_percent=reach, msu_zone=zone) == {"left": grade}
    assert of_shape("MSU", arc_percent=40.0, msu_percent=reach) == {}


@pytest.mark.parametrize(
    ("lost", "grade"),
    [(0.1, "mild"), (33.3, "mild"), (33.4, "moderate"), (66.6, "moderate"), (66.7, "severe")],
)
def test_the_canal_is_taken_by_thirds(lost: float, grade: str) -> None:
    """G25: mild to one third, moderate to two, severe above."""
    assert of_shape("Canal compromise", canal_lost=lost) == {None: grade}


def test_what_lies_in_the_midline_is_graded_on_both_sides() -> None:
    assert of_shape("Disc nomenclature", place="central") == {"left": "protrusion", "right": "protrusion"}


@pytest.mark.parametrize(
    ("signal", "lost", "grade"),
    [
        (1.0, 0.0, "I"),
        (0.9, 5.0, "I"),
        (0.89, 5.0, "II"),
        (0.7, 5.0, "II"),
        (0.69, 10.0, "III"),
        (0.4, 10.0, "III"),
        (0.39, 35.0, "IV"),
        (0.1, 50.0, "IV"),
        (0.1, 50.1, "V"),
    ],
)
def test_only_the_fifth_grade_of_pfirrmann_is_a_matter_of_height(
    signal: float, lost: float, grade: str
) -> None:
    """C7: height does not part I to IV, only V (Salamat 2016)."""
    assert graded("Pfirrmann", disc_signal=signal, disc_height_lost=lost) == {None: grade}


def test_the_sides_of_a_grade_stand_in_the_order_of_the_numbers() -> None:
    """The JSON is the same again in every process: it stood left or right first as chance had it."""
    for level in ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"):
        values = {
            "foramen_height": {"left": 14.0, "right": 14.0},
            "foramen_width": {"left": 8.0, "right": 8.0},
        }
        rows = grades({"levels": {level: values}, "roots": {}})
        assert [row["side"] for row in rows if row["scale"] == "Lee foraminal"] == ["left", "right"]
