"""What is measured: the shape others build on, and that numbers come from the geometry, not from the order."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from solids import measured, spine_of

from lumbar.meshes.levels import ROOTS, SEGMENTS, SIDES, VERTEBRAE
from lumbar.meshes.measure import measure, measure_level

VERTEBRA = {
    "endplate_width_superior",
    "endplate_depth_superior",
    "body_height_anterior",
    "body_height_posterior",
    "pedicle_width",
    "transverse_span",
    "canal_width",
    "canal_depth",
}
LEVEL = {
    "disc_height_anterior",
    "disc_height_posterior",
    "disc_height_centre",
    "segment_angle",
    "slip",
    "slip_percent",
    "canal_area",
    "canal_depth",
    "sac_area",
    "sac_depth",
    "flavum_thickness",
    "canal_lost",
    "disc_height_lost",
    "disc_signal",
}
SIDED = {"recess_depth", "displaced_depth", "foramen_height", "foramen_width", "foramen_area"}
ROOT = {"clearance", "displacement", "compressed", "by"}
CASES = ["normal", "herniation@L4-L5/left/subarticular:severity=0.8", "slip@L5-S1:kind=isthmic,severity=0.6"]
ONE_MM = "foraminal_stenosis@L4-L5/left:disc_loss=1,facet=0,osteophyte=0"

by_case = pytest.mark.parametrize("code", CASES)


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [n for each in value.values() for n in numbers(each)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


@by_case
def test_measurements_have_the_agreed_names(code: str) -> None:
    made = measured(code)
    brought = {"displaced"} if code.startswith("herniation") else set()
    assert set(made) == {"case", "vertebrae", "levels", "roots"} | brought
    assert tuple(made["vertebrae"]) == VERTEBRAE
    assert tuple(made["levels"]) == SEGMENTS
    assert list(made["roots"]) == [f"{root}/{side}" for root in ROOTS for side in SIDES]
    assert all(set(values) == VERTEBRA for values in made["vertebrae"].values())
    assert all(set(values) == LEVEL | SIDED for values in made["levels"].values())
    assert all(list(values[name]) == list(SIDES) for values in made["levels"].values() for name in SIDED)
    assert all(set(values) == ROOT for values in made["roots"].values())


@by_case
def test_every_number_is_plain_finite_and_no_length_is_negative(code: str) -> None:
    made = measured(code)
    assert json.loads(json.dumps(made)) == made
    assert all(math.isfinite(n) for n in numbers(made))
    for level, values in made["levels"].items():
        for name in (LEVEL - {"slip", "slip_percent", "segment_angle"}) | SIDED:
            assert all(n >= 0.0 for n in numbers({"": values[name]})), f"{name} at {level}"
    for values in made["roots"].values():
        assert values["clearance"] >= 0.0
        assert values["displacement"] >= 0.0
        assert isinstance(values["compressed"], bool)


@by_case
def test_one_level_is_measured_as_the_whole_spine_is(code: str) -> None:
    part, whole = measure_level(spine_of(code), "L4-L5"), measured(code)
    assert part["levels"] == {"L4-L5": whole["levels"]["L4-L5"]}
    assert part["roots"] == {root: whole["roots"][root] for root in part["roots"]}
    assert set(part["roots"]) == {f"{root}/{side}" for root in ("L4", "L5") for side in SIDES}


@by_case
def test_measuring_twice_gives_the_same(code: str) -> None:
    assert measure(spine_of(code)) == measured(code)


@by_case
def test_what_touches_a_root_is_a_structure_of_that_spine(code: str) -> None:
    spine = spine_of(code)
    for root, values in measured(code)["roots"].items():
        assert values["by"] is None or values["by"] in spine.surfaces, root


def test_the_case_is_the_canonical_code() -> None:
    assert measured("cyst@L4/5/left:severity=0.67")["case"].startswith("facet_cyst@L4-L5/left:diameter=")


def test_a_millimetre_off_the_disc_is_a_millimetre_off_its_height_and_off_the_foramen() -> None:
    """G16: mean mesh, 0.8-1.2 mm of foraminal height and 12-25 mm² of its area a millimetre."""
    before, after = (measured(code)["levels"]["L4-L5"] for code in ("normal", ONE_MM))
    for end in ("anterior", "posterior", "centre"):
        name = f"disc_height_{end}"
        assert before[name] - after[name] == pytest.approx(1.0, abs=0.1), name
    for side in SIDES:
        assert 0.8 <= before["foramen_height"][side] - after["foramen_height"][side] <= 1.2
        assert 12.0 <= before["foramen_area"][side] - after["foramen_area"][side] <= 25.0


def test_only_the_segment_that_changes_is_measured_otherwise() -> None:
    before, after = measured("normal"), measured("herniation@L4-L5/left/subarticular:severity=0.8")
    assert before["vertebrae"] == after["vertebrae"]
    for level in ("L1-L2", "L2-L3"):
        for name, value in before["levels"][level].items():
            assert numbers({"": after["levels"][level][name]}) == pytest.approx(
                numbers({"": value}), abs=0.06
            ), name


def test_bones_do_not_change_size_with_a_finding() -> None:
    assert measured("normal")["vertebrae"] == measured("slip@L5-S1:kind=isthmic,severity=0.6")["vertebrae"]


def test_room_and_sac_agree() -> None:
    """The sac fits in its canal at every level, and its depth in the depth between disc and lamina."""
    for values in measured("normal")["levels"].values():
        assert values["sac_area"] < values["canal_area"]
        assert values["sac_depth"] < values["canal_depth"] + 2.0


@pytest.mark.parametrize(
    ("growth", "level"), [("neurofibroma@L4/left", "L4-L5"), ("schwannoma@L3/left", "L3-L4")]
)
def test_a_growth_on_a_root_widens_its_foramen(growth: str, level: str) -> None:
    """C9: sheath tumours widen the foramen; the growth itself is no wall of it."""
    codes = ["normal", *(f"{growth}:severity={share}" for share in (0.4, 0.7, 1.0))]
    areas = [measured(code)["levels"][level]["foramen_area"]["left"] for code in codes]
    assert all(b > a - 0.1 for a, b in pairwise(areas))
    assert areas[-1] > 1.05 * areas[0]
