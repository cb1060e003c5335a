"""What each finding does to the room, the sac and the roots: as the clinic has it, on the side it was asked for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from solids import mask, measured, shared, signed, spine_of, stages

from lumbar.annotations.grades import grades
from lumbar.meshes.levels import SEGMENTS, SIDES, Side, lower, mirrored, upper
from lumbar.meshes.sweep import girths, lengths

by_side = pytest.mark.parametrize("side", SIDES)
by_level = pytest.mark.parametrize("level", SEGMENTS)
PLACES = [(level, side) for level in SEGMENTS for side in SIDES]
CYSTS = [("L4-L5", "left"), ("L4-L5", "right"), ("L3-L4", "left"), ("L5-S1", "right")]
LOWER = [("L3-L4", "right"), ("L4-L5", "left"), ("L4-L5", "right"), ("L5-S1", "left")]


def level_of(code: str, level: str) -> dict[str, Any]:
    return dict(measured(code)["levels"][level])


def root_of(code: str, root: str) -> dict[str, Any]:
    return dict(measured(code)["roots"][root])


def meyerding(code: str, level: str) -> str | None:
    rows = grades(measured(code))
    return next((row["value"] for row in rows if row["scale"] == "Meyerding" and row["level"] == level), None)


# -- disc herniation ----------------------------------------------------------------------------------------------


def subarticular(level: str, side: str) -> str:
    return f"herniation@{level}/{side}/subarticular:severity=0.8"


@pytest.mark.parametrize(("level", "side"), PLACES)
def test_a_subarticular_herniation_hits_the_traversing_root(level: str, side: Side) -> None:
    """C1, G20: L3-4 hits L4, L4-5 hits L5, L5-S1 hits S1."""
    code = subarticular(level, side)
    hit = root_of(code, f"{lower(level)}/{side}")
    assert hit["by"] == f"{level}/herniation/{side}"
    assert hit["displacement"] >= 1.0 or hit["compressed"]


@pytest.mark.parametrize(("level", "side"), PLACES)
def test_a_subarticular_herniation_spares_the_exiting_root_and_the_other_side(level: str, side: Side) -> None:
    """C1, G20: L4-L5 paracentral contacts L5, not L4."""
    code, other = subarticular(level, side), mirrored(side)
    for root in (f"{upper(level)}/{side}", f"{upper(level)}/{other}", f"{lower(level)}/{other}"):
        spared = root_of(code, root)
        assert not spared["compressed"], root
        assert spared["displacement"] < 0.8, root
        assert spared["by"] != f"{level}/herniation/{side}", root


@pytest.mark.parametrize("zone", ["foraminal", "extraforaminal"])
@pytest.mark.parametrize(("level", "side"), LOWER)
def test_a_foraminal_or_far_lateral_herniation_hits_the_exiting_root(
    level: str, side: Side, zone: str
) -> None:
    """C1, G20: L4-L5 foraminal or far-lateral contacts L4, not L5; L5-S1 contacts L5."""
    code = f"herniation@{level}/{side}/{zone}:severity=0.8"
    hit, spared = (root_of(code, f"{name}/{side}") for name in (upper(level), lower(level)))
    assert hit["by"] == f"{level}/herniation/{side}"
    assert hit["displacement"] >= 1.0 or hit["compressed"]
    assert not spared["compressed"]
    assert spared["by"] != f"{level}/herniation/{side}"


def test_a_central_herniation_lies_in_the_midline_and_flattens_the_sac() -> None:
    """C1: a large central herniation hits the cauda equina."""
    code = "herniation@L4-L5/central:severity=1"
    points = spine_of(code).surfaces["L4-L5/herniation/central"].points
    assert abs(points[:, 0].mean()) < 0.5
    assert level_of(code, "L4-L5")["sac_area"] < 0.85 * level_of("normal", "L4-L5")["sac_area"]
    assert level_of(code, "L4-L5")["sac_depth"] < level_of("normal", "L4-L5")["sac_depth"] - 2.0


@pytest.mark.parametrize(("level", "side"), [("L4-L5", "left"), ("L5-S1", "right")])
def test_a_herniation_stands_as_far_out_as_asked(level: str, side: Side) -> None:
    """Depth beyond the disc's margin, to 15 % and half a millimetre; it starts in the disc."""
    code = f"herniation@{level}/{side}:depth=6,migration=0"
    spine = spine_of(code)
    frame = spine.discs[level].frame
    points = frame.into(spine.surfaces[f"{level}/herniation/{side}"].points)
    rim = frame.into(spine_of("normal").surfaces[f"{level}/annulus"].points)
    reach = points[:, 1].max()
    x = points[points[:, 1].argmax(), 0]
    beside = rim[np.abs(rim[:, 0] - x) < 1.5]
    assert reach - beside[:, 1].max() == pytest.approx(6.0, abs=1.4)


def test_an_extrusion_goes_down_as_far_as_asked() -> None:
    spine = spine_of("herniation@L4-L5/left:depth=8,migration=-8")
    frame = spine.discs["L4-L5"].frame
    low = frame.into(spine.surfaces["L4-L5/herniation/left"].points)[:, 2].min()
    level = spine_of("herniation@L4-L5/left:depth=6,migration=0")
    usual = level.discs["L4-L5"].frame.into(level.surfaces["L4-L5/herniation/left"].points)[:, 2].min()
    assert low < usual - 4.0


def test_a_larger_herniation_leaves_less_room() -> None:
    codes = [f"herniation@L4-L5/left/subarticular:severity={s}" for s in (0, 0.4, 0.8, 1)]
    shift = [root_of(code, "L5/left")["displacement"] for code in codes]
    assert all(a <= b + 0.1 for a, b in pairwise(shift))
    recess = [level_of(code, "L4-L5")["recess_depth"]["left"] for code in codes]
    assert all(a >= b - 0.05 for a, b in pairwise(recess))
    assert recess[-1] < recess[0] - 2.0


# -- central stenosis ---------------------------------------------------------------------------------------------


def narrowed(severity: float, level: str = "L4-L5") -> str:
    return f"central_stenosis@{level}:severity={severity:g}"


def test_stenosis_takes_room_from_the_sac_step_by_step() -> None:
    """C2; Bolender: under 100 mm² narrow, Schönström: 75 mm² critical; Verbiest: under 10 mm deep absolute."""
    steps = [level_of(narrowed(s), "L4-L5") for s in (0, 0.33, 0.67, 1)]
    for name in ("sac_area", "sac_depth", "canal_area"):
        values = [step[name] for step in steps]
        assert all(a > b for a, b in pairwise(values)), name
    flavum = [step["flavum_thickness"] for step in steps]
    assert all(a < b for a, b in pairwise(flavum))
    assert steps[-1]["sac_area"] < 75.0
    assert steps[-1]["sac_depth"] < 10.0
    assert steps[-1]["flavum_thickness"] >= 4.5  # G13


@by_level
def test_severe_stenosis_is_stenosis_at_every_level(level: str) -> None:
    """Bolender: a sac of less than 100 mm² is narrow."""
    assert level_of(narrowed(1, level), level)["sac_area"] < 100.0


def test_stenosis_is_even_on_both_sides() -> None:
    made = level_of(narrowed(0.67), "L4-L5")
    assert made["recess_depth"]["left"] == pytest.approx(made["recess_depth"]["right"], abs=0.1)


# -- foraminal stenosis -------------------------------------------------------------------------------------------


def doorway(severity: float, level: str = "L5-S1", side: str = "left") -> str:
    return f"foraminal_stenosis@{level}/{side}:severity={severity:g}"


def test_foraminal_stenosis_lowers_the_doorway_step_by_step() -> None:
    """C12: at severe, height 15 mm or less (Hasegawa 1995) and a posterior disc height of 1.5 mm."""
    steps = [level_of(doorway(s), "L5-S1") for s in (0, 0.33, 0.67, 1)]
    for name in ("foramen_height", "foramen_width", "foramen_area"):
        values = [step[name]["left"] for step in steps]
        assert all(a > b for a, b in pairwise(values)), name
    assert steps[-1]["foramen_height"]["left"] <= 15.0
    assert steps[-1]["disc_height_posterior"] == pytest.approx(1.5, abs=0.3)


def lee(code: str, level: str, side: str) -> int:
    """The (approximate) foraminal grade of Lee 2010."""
    rows = grades(measured(code))
    return next(
        int(row["value"])
        for row in rows
        if (row["scale"], row["level"], row["side"]) == ("Lee foraminal", level, side)
    )


@pytest.mark.parametrize(("level", "side"), [("L5-S1", "left"), ("L4-L5", "right")])
def test_the_foraminal_grade_rises_with_severity_and_is_3_only_where_the_root_is_deformed(
    level: str, side: Side
) -> None:
    """G26: Lee 2010, 0 to 3, monotone in the growth of the superior articular process and the loss of the disc."""
    codes = [doorway(s, level, side) for s in (0, 0.2, 0.4, 0.6, 0.8, 1)]
    found = [lee(code, level, side) for code in codes]
    assert found == sorted(found)
    assert found[-1] == 3
    for code, grade in zip(codes, found, strict=True):
        assert (grade == 3) == root_of(code, f"{upper(level)}/{side}")["compressed"], code


def test_the_foraminal_grade_never_falls_as_the_process_grows() -> None:
    """G26: the superior articular process alone."""
    grown = [f"foraminal_stenosis@L4-L5/left:disc_loss=1,facet={mm},osteophyte=0" for mm in (0, 2, 4, 6)]
    found = [lee(code, "L4-L5", "left") for code in grown]
    assert found == sorted(found)


@pytest.mark.parametrize(("level", "side"), [("L5-S1", "left"), ("L4-L5", "right")])
def test_foraminal_stenosis_is_of_its_side_and_hits_the_exiting_root(level: str, side: Side) -> None:
    """C4: the exiting root; on the other side only the disc's height is lost."""
    code = doorway(1, level, side)
    made = level_of(code, level)
    assert made["foramen_area"][side] < 0.9 * made["foramen_area"][mirrored(side)]
    assert made["foramen_width"][side] < made["foramen_width"][mirrored(side)]
    hit, spared = root_of(code, f"{upper(level)}/{side}"), root_of(code, f"{upper(level)}/{mirrored(side)}")
    assert hit["compressed"] or hit["displacement"] >= 1.0
    assert hit["clearance"] < 0.3
    assert not spared["compressed"]
    assert hit["by"] is not None
    assert hit["by"].split("/")[0] in (level, upper(level), lower(level))


def test_bone_that_a_lost_disc_brings_near_is_named() -> None:
    """What compresses a root has a name though no finding has brought it: L5 sinks with its pedicle onto the ala."""
    other = root_of(doorway(1, "L5-S1", "left"), "L5/right")
    assert other["compressed"]
    assert other["by"] in ("L5/vertebra", "S1/sacrum")


# -- spondylolisthesis --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "slip"),
    [
        ("L1-L2", "degenerative", 4),
        ("L2-L3", "isthmic", 6),
        ("L3-L4", "degenerative", 6),
        ("L4-L5", "degenerative", 3),
        ("L4-L5", "degenerative", 9),
        ("L5-S1", "isthmic", 10),
        ("L5-S1", "isthmic", 9),
    ],
)
def test_a_vertebra_slips_as_far_as_asked(level: str, kind: str, slip: float) -> None:
    """C5: the percentage is of the lower end-plate's depth; both to 2 %."""
    code = f"slip@{level}:kind={kind},slip={slip}"
    made = level_of(code, level)
    spine = spine_of("normal")
    plate = spine.plate(lower(level), "superior_endplate")
    depth = float(np.linalg.norm(plate.posterior - plate.anterior))
    assert made["slip"] == pytest.approx(slip, rel=0.02)
    assert made["slip_percent"] == pytest.approx(100 * slip / depth, rel=0.02)
    for other in SEGMENTS:
        if other != level:
            assert abs(level_of(code, other)["slip"]) < 0.1, other


def test_a_quarter_of_the_end_plate_is_the_first_boundary_of_meyerding() -> None:
    """G17: I up to 25 %, II above; the boundary belongs to the lower grade."""
    plate = spine_of("normal").plate("L5", "superior_endplate")
    quarter = 0.25 * float(np.linalg.norm(plate.posterior - plate.anterior))
    below, above = (f"slip@L4-L5:slip={quarter + d:.2f}" for d in (-0.2, 0.2))
    assert meyerding("normal", "L4-L5") is None
    assert meyerding(below, "L4-L5") == "I"
    assert meyerding(above, "L4-L5") == "II"


def test_a_degenerative_slip_narrows_the_canal_between_lamina_and_body() -> None:
    """G18, G19: 6 mm at L4-L5 take 4 to 7 mm from the depth of the canal."""
    before, after = level_of("normal", "L4-L5"), level_of("slip@L4-L5:slip=6", "L4-L5")
    assert 4.0 <= before["canal_depth"] - after["canal_depth"] <= 7.0
    assert after["sac_area"] < before["sac_area"]
    assert "L4/neural_arch" not in spine_of("slip@L4-L5:slip=6").surfaces


def test_an_isthmic_slip_lengthens_the_canal() -> None:
    """G18: wide-canal ratio 1.25 or more from about 30 % slip (Ulmer 1994); the arch stays behind."""
    before, after = level_of("normal", "L5-S1"), level_of("slip@L5-S1:kind=isthmic,slip=10", "L5-S1")
    assert after["canal_depth"] > before["canal_depth"]
    assert after["canal_depth"] >= 1.25 * level_of("normal", "L1-L2")["canal_depth"]
    spine = spine_of("slip@L5-S1:kind=isthmic,slip=10")
    assert "L5/neural_arch" in spine.surfaces
    arch, body = spine.surfaces["L5/neural_arch"].points, spine.surfaces["L5/vertebra"].points
    assert arch[:, 1].max() > body[:, 1].max()  # the spinous process is the arch's


def test_the_parted_arch_stays_where_the_body_leaves_it() -> None:
    """C5: body, pedicles and superior processes go forward; lamina, spine and inferior processes stay."""
    spine = spine_of("slip@L5-S1:kind=isthmic,slip=10")
    marks = spine_of("normal").landmarks["L5"]
    tip = spine_of("normal").poses["L5"].out(np.asarray(marks["spinous_tip"])[None])[0]
    points = spine.surfaces["L5/neural_arch"].points
    assert (
        np.linalg.norm(points - tip, axis=1).min() < 5.0
    )  # it moved with the disc's height, not with the slip


@pytest.mark.parametrize(
    "code",
    [
        "slip@L2-L3:kind=isthmic,slip=3.6 + degeneration@L2-L3:height_loss=44",
        "slip@L3-L4:kind=isthmic,slip=8.2",
        "slip@L4-L5:kind=isthmic,slip=8.4",
    ],
)
def test_a_loose_arch_and_a_body_that_sinks_onto_it_do_not_share_room(code: str) -> None:
    """Its joints bear the arch up where the disc has lost height; up to 13 mm³ of it stood in its own pedicles."""
    spine = spine_of(code)
    bone = code[len("slip@") :][:2]
    body, arch = (spine.surfaces[f"{bone}/{part}"] for part in ("vertebra", "neural_arch"))
    assert signed(arch.points, body).min() > 0.0
    assert shared(mask(body), mask(arch)) == 0.0


@pytest.mark.parametrize("code", ["slip@L5-S1:kind=isthmic,slip=10", "slip@L5-S1:kind=isthmic,slip=7"])
def test_an_isthmic_slip_at_the_sacrum_narrows_the_way_of_l5(code: str) -> None:
    """C5: the exiting root, L5 at L5-S1."""
    before, after = level_of("normal", "L5-S1"), level_of(code, "L5-S1")
    for side in SIDES:
        assert after["foramen_height"][side] < before["foramen_height"][side]


@pytest.mark.parametrize(
    "code",
    [
        "slip@L2-L3:kind=degenerative,slip=8.28 + facet_cyst@L2-L3/left:diameter=12.8",
        "central_stenosis@L2-L3:flavum=2.53 + facet_cyst@L2-L3/left:diameter=12.95",
    ],
)
def test_a_sac_with_no_room_left_is_flat_and_not_turned_inside_out(code: str) -> None:
    """Its wall went past its own middle by up to 3 mm, and into the flava by 22 mm³."""
    spine = spine_of(code)
    assert spine.laid_sac.dented.min() > 0.1
    sac = mask(spine.surfaces["T12-S2/dural_sac"])
    for side in SIDES:
        assert shared(sac, mask(spine.surfaces[f"L2-L3/ligamentum_flavum/{side}"])) < 1.0


# -- facet cyst ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "side"), CYSTS)
def test_a_cyst_lies_behind_and_beside_the_sac_on_its_side(level: str, side: Side) -> None:
    """C6, G34: posterolateral, from the joint; it does not cross the midline below 12 mm."""
    code = f"facet_cyst@{level}/{side}:diameter=10"
    spine = spine_of(code)
    sign = 1.0 if side == "left" else -1.0
    cyst = spine.surfaces[f"{level}/facet_cyst/{side}"]
    frame, points = spine.discs[level].frame, cyst.points
    middle = frame.into(points).mean(axis=0)
    resting = frame.into(spine_of("normal").laid_sac.course.centre)
    sac = resting[np.abs(resting[:, 2] - middle[2]).argmin()]
    assert middle[1] > sac[1] - 1.0
    assert sign * middle[0] > 4.0
    assert (sign * points[:, 0]).min() > 0.0
    joint = spine.joints[f"{level}/{side}"].centre
    assert np.linalg.norm(points - joint, axis=1).min() < 9.0


@pytest.mark.parametrize("side", SIDES)
def test_a_large_cyst_displaces_the_traversing_root_of_its_side(side: Side) -> None:
    """C12: at 14 mm the root is displaced by 3 mm or more; the sac gives way."""
    code = f"facet_cyst@L4-L5/{side}:severity=1"
    hit, spared = root_of(code, f"L5/{side}"), root_of(code, f"L5/{mirrored(side)}")
    assert hit["displacement"] >= 3.0
    assert hit["by"] == f"L4-L5/facet_cyst/{side}"
    assert spared["displacement"] < 0.8
    assert not spared["compressed"]
    assert level_of(code, "L4-L5")["sac_area"] < 0.95 * level_of("normal", "L4-L5")["sac_area"]


def test_a_larger_cyst_takes_more_room() -> None:
    codes = ["normal", *(f"facet_cyst@L4-L5/left:severity={s}" for s in (0.33, 0.67, 1))]
    sac = [level_of(code, "L4-L5")["sac_area"] for code in codes]
    assert all(a >= b - 0.5 for a, b in pairwise(sac))
    assert sac[-1] < sac[0]


def test_a_cyst_is_as_large_as_asked() -> None:
    """Between walls a fluid pouch keeps its volume: that of a ball of the asked diameter, to 40 %."""
    volume = spine_of("facet_cyst@L4-L5/left:diameter=10").surfaces["L4-L5/facet_cyst/left"].volume()
    assert volume == pytest.approx(np.pi / 6 * 10**3, rel=0.4)


# -- nerves -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for _, code in stages()], ids=[name for name, _ in stages()])
def test_roots_give_way_but_hardly_stretch(code: str) -> None:
    """Roots keep their length to 5 %: dura and nerve hardly stretch."""
    before, after = spine_of("normal"), spine_of(code)
    for root, was, now in zip(before.roots, before.laid_roots, after.laid_roots, strict=True):
        old, new = (lengths(laid.course.centre)[-1] for laid in (was, now))
        assert new == pytest.approx(old, rel=0.05), root.id


@pytest.mark.parametrize("code", [code for _, code in stages()], ids=[name for name, _ in stages()])
def test_the_sac_never_stretches(code: str) -> None:
    """Dura hardly stretches: no section grows beyond its healthy girth by 5 %."""
    before, after = spine_of("normal").laid_sac, spine_of(code).laid_sac
    most = np.maximum(girths(before.radii), girths(before.resting))
    assert (girths(after.radii) / most).max() <= 1.05
