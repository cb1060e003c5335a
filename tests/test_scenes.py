"""What every scene promises, tried at every level and side it may stand at."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from lumbar.annotations import scene_text, terms, ui
from lumbar.annotations.grades import grades
from lumbar.meshes.case import format_case, parse_case
from lumbar.meshes.measure import measure_level
from lumbar.meshes.spine import build
from lumbar.pictures.cutting import Plane, outlines, planes_of
from lumbar.scenes import (
    LAYERS,
    LEVELS,
    Scene,
    all_scenes,
    case,
    finding_ids,
    healthy_ids,
    layer_of,
    parts,
    places,
    resolve,
    scene,
)
from lumbar.scenes._planes import BACK_OF_DISC
from lumbar.scenes._root_plane import GANGLION

SCENES = tuple(all_scenes().values())
WITH_FINDING = tuple(each for each in SCENES if each.finding)
PLACED = [
    pytest.param(each, level, side, id="/".join(filter(None, (each.id, level, side))))
    for each in SCENES
    for level in each.levels or (None,)
    for side in each.sides or (None,)
]
END_PLATE_DEPTH = {"L1-L2": 34.0, "L2-L3": 34.8, "L3-L4": 35.0, "L4-L5": 34.8, "L5-S1": 33.0}  # mm, facts A1

by_scene = pytest.mark.parametrize("each", SCENES, ids=lambda each: each.id)
by_place = pytest.mark.parametrize(("each", "level", "side"), PLACED)


def test_the_healthy_spine_comes_first_and_what_is_not_the_spine_last() -> None:
    shown = list(all_scenes())
    assert shown[0] == "healthy"
    assert shown[-1] == "not_the_spine"
    common = ("disc_herniation", "central_stenosis", "foraminal_stenosis", "spondylolisthesis", "facet_cyst")
    assert [each for each in shown if each in common] == list(common)


@by_place
def test_every_structure_a_scene_names_exists(each: Scene, level: str | None, side: str | None) -> None:
    found = resolve(each, level, side)
    known = {*healthy_ids(), *finding_ids()}
    assert found["camera"]["parts"], "the camera frames nothing"
    named = {*found["opacity"], *found["camera"]["parts"], *(label["part"] for label in found["labels"])}
    assert named <= known


@by_place
def test_no_pattern_of_a_scene_is_idle(each: Scene, level: str | None, side: str | None) -> None:
    for fade in each.fades:
        for pattern in fade.parts:
            assert parts((pattern,), level, side), f"{pattern} names nothing at {level} {side}"


@by_place
def test_every_term_a_scene_links_lights_something(each: Scene, level: str | None, side: str | None) -> None:
    for term in each.terms:
        assert parts(terms()[term].parts, level, side), f"{term} lights nothing at {level} {side}"


@by_place
def test_what_a_scene_labels_is_not_hidden(each: Scene, level: str | None, side: str | None) -> None:
    found = resolve(each, level, side)
    for label in found["labels"]:
        assert found["opacity"].get(label["part"], 1.0) > 0.1, f"{label['part']} is labelled but hidden"


@by_place
def test_opacities_lie_between_hidden_and_solid(each: Scene, level: str | None, side: str | None) -> None:
    assert all(0 <= value <= 1 for value in resolve(each, level, side)["opacity"].values())


@by_place
def test_a_resolved_scene_is_plain_json_without_placeholders(
    each: Scene, level: str | None, side: str | None
) -> None:
    text = json.dumps(resolve(each, level, side))
    assert "{level}" not in text
    assert "*" not in text


@by_place
def test_the_case_code_of_a_scene_is_read_back_at_the_same_place(
    each: Scene, level: str | None, side: str | None
) -> None:
    read = parse_case(case(each, level, side))
    if each.finding is None:
        assert read == ()
        return
    (finding,) = read
    assert (finding.KIND, finding.level, finding.side) == (each.finding, level, side)
    assert parse_case(format_case(read)) == read


@by_place
def test_the_code_before_the_severity_makes_the_case_code(
    each: Scene, level: str | None, side: str | None
) -> None:
    if each.finding:
        assert resolve(each, level, side)["code"] + "0.25" == case(each, level, side, 0.25)


@by_place
def test_every_measure_a_scene_shows_has_a_name_and_a_unit(
    each: Scene, level: str | None, side: str | None
) -> None:
    for measure in resolve(each, level, side)["measures"]:
        assert ui()["measures"][measure["key"]].keys() == {"name", "plain", "unit", "digits"}
        assert measure["path"][0] in ("levels", "roots")
        assert measure["key"] in measure["path"]


@by_place
def test_stages_rise_within_the_severity_and_begin_before_they_stand(
    each: Scene, level: str | None, side: str | None
) -> None:
    stages = resolve(each, level, side)["stages"]
    assert bool(stages) == bool(each.finding)
    severities = [stage["severity"] for stage in stages]
    begins = [stage["begins"] for stage in stages]
    assert severities == sorted(set(severities))
    assert begins == sorted(set(begins))
    assert all(0 < b <= s <= 1 for b, s in zip(begins, severities, strict=True))
    assert all(after > before for before, after in zip(severities, begins[1:], strict=False))


@by_scene
def test_the_default_severity_stands_on_a_named_stage(each: Scene) -> None:
    if each.finding:
        assert each.severity in {stage.severity for stage in each.stages if each.level in stage.levels}


@by_scene
def test_words_and_scene_have_the_same_stages_and_labels(each: Scene) -> None:
    for level in each.levels or (None,):
        text = scene_text(each.id, level=level)
        for wording in (text.patient, text.clinician):
            assert wording.stages.keys() == {stage.id for stage in each.stages}
            assert wording.labels.keys() == {label.id for label in each.labels}


@pytest.mark.parametrize("each", [s for s in WITH_FINDING if s.sides], ids=lambda each: each.id)
def test_the_right_side_is_looked_at_from_the_mirrored_direction(each: Scene) -> None:
    left, right = (resolve(each, each.level, side)["camera"]["from"] for side in ("left", "right"))
    assert right == [-left[0], *left[1:]]
    if any(cut.axis == "axial" for cut in each.cuts):
        assert left[0] == 0, "a level cut is not turned in its picture"
    else:
        assert left[0] > 0, "left is +x: the camera of a left finding stands on the left"


@by_place
def test_a_scene_looks_at_the_face_of_its_cut(each: Scene, level: str | None, side: str | None) -> None:
    found = resolve(each, level, side)
    towards = np.array(found["camera"]["from"]) / np.linalg.norm(found["camera"]["from"])
    assert bool(planes_of(found["cut"])) == any(level in cut.levels for cut in each.cuts)
    for plane in planes_of(found["cut"]):
        assert towards @ plane.out > 0.6


@by_place
def test_the_cut_of_the_right_side_is_the_mirrored_one(
    each: Scene, level: str | None, side: str | None
) -> None:
    if side is None:
        return
    mirrored = [replace(p, way=-p.way, at=-p.at) if p.axis == 0 else p for p in _planes(each, level, "left")]
    assert _planes(each, level, "right") == mirrored


def _planes(each: Scene, level: str | None, side: str) -> list[Plane]:
    return list(planes_of(resolve(each, level, side)["cut"]))


@pytest.mark.parametrize("level", LEVELS)
def test_an_axial_cut_through_a_disc_stays_in_it_from_back_to_front(level: str) -> None:
    """As slices of an MRI are angled: the plane meets the disc's two walls in the middle half of their height."""
    (plane,) = _planes(all_scenes()["disc_herniation"], level, "left")
    disc = build().discs[level]
    low, high = (disc.wall(np.array([share]))[0] for share in (0.25, 0.75))
    midline = np.abs(low[:, 0]) < 2.0
    assert midline.sum() >= 4, "points of the back wall and of the front one"
    assert (plane.beyond(low[midline]) < 0.0).all()
    assert (plane.beyond(high[midline]) > 0.0).all()


def test_planes_stand_where_the_discs_of_the_healthy_spine_end_behind() -> None:
    spine = build()
    for level, known in BACK_OF_DISC.items():
        rims = [
            spine.plate(level.split("-")[0], "inferior_endplate").posterior,
            spine.plate(level.split("-")[1], "superior_endplate").posterior,
        ]
        assert np.abs(np.mean(rims, axis=0) - known).max() < 0.5, level


def test_cuts_along_roots_stand_where_the_ganglia_of_the_healthy_spine_lie() -> None:
    spine = build()
    for name, known in GANGLION.items():
        level = next(level for level in LEVELS if level.startswith(name))
        for side in ("left", "right"):
            middle = spine.surfaces[f"{name}/ganglion/{side}"].points.mean(axis=0)
            assert middle[1] - BACK_OF_DISC[level][1] == pytest.approx(known, abs=0.5), name


@pytest.mark.parametrize("severity", [0.33, 0.67, 1.0])
@pytest.mark.parametrize("id_", ["schwannoma", "neurofibroma"])
@pytest.mark.parametrize("name", GANGLION)
def test_a_cut_along_a_root_meets_what_grows_on_it_and_the_sac(name: str, id_: str, severity: float) -> None:
    """And so lays bare at every stage how the one lies to the other."""
    each = scene(id_)
    (plane,) = planes_of(resolve(each, name, "left")["cut"])
    built = build(parse_case(case(each, name, "left", severity))).surfaces
    for part in (f"{name}/{id_}/left", f"{name}/root/left", "T12-S2/dural_sac"):
        assert outlines(built[part], plane), part


@pytest.mark.parametrize("level", LEVELS)
def test_the_cut_of_central_stenosis_lays_the_narrow_place_bare(level: str) -> None:
    """From the first stage to the last the sac loses a third of its face or more, and is still there to be seen."""
    each = scene("central_stenosis")
    (plane,) = planes_of(resolve(each, level)["cut"])
    first, *_, last = (
        _sac_face(case(each, level, severity=stage["severity"]), plane)
        for stage in resolve(each, level)["stages"]
    )
    assert 15 < last < 0.67 * first


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "id_", ["disc_herniation", "central_stenosis", "lateral_recess_stenosis", "facet_cyst"]
)
def test_a_level_cut_meets_what_its_scene_is_about_from_an_early_stage_on(id_: str, level: str) -> None:
    """What lies wholly below the plane is hidden by the fat in which the sac lies.

    From the first stage on, but for a bulge, which has no part of its own, and the joints of a mild central stenosis
    at L5-S1: they end 5 mm below the back of the disc, where the sac has room.
    """
    each = scene(id_)
    (plane,) = planes_of(resolve(each, level, each.side)["cut"])
    kinds = ("herniation", "facet_overgrowth", "facet_cyst")
    second = id_ == "disc_herniation" or (id_, level) == ("central_stenosis", "L5-S1")
    stage = each.stages[1 if second else 0]
    built = build(parse_case(case(each, level, each.side, stage.severity))).surfaces
    brought = [solid for name, solid in built.items() if name.split("/")[1] in kinds]
    assert brought
    assert all(outlines(solid, plane) for solid in brought)


def _sac_face(code: str, plane: Plane) -> float:
    """The area of the sac that a plane lays bare, what it holds with it, in mm²."""
    sac = build(parse_case(code)).surfaces["T12-S2/dural_sac"]
    areas = [
        abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
        for x, y in (r.T for r in outlines(sac, plane))
    ]
    return float(max(areas))


def test_the_exiting_root_bears_the_upper_number_and_the_traversing_root_the_lower() -> None:
    assert places("L4-L5", "left")["exiting"] == "L4"
    assert places("L4-L5", "left")["traversing"] == "L5"
    assert places("L5-S1", "right")["traversing"] == "S1"
    assert places("L5-S1", "right")["lower_bone"] == "S1/sacrum"


def test_slips_are_isthmic_at_the_sacrum_and_degenerative_above() -> None:
    slip = scene("spondylolisthesis")
    assert "kind=isthmic" in case(slip, "L5-S1")
    assert "kind=degenerative" in case(slip, "L4-L5")


def test_a_herniation_is_called_an_extrusion_from_where_its_dome_is_wider_than_its_neck() -> None:
    herniation = scene("disc_herniation")
    extrusion = next(stage for stage in herniation.stages if stage.id == "extrusion")
    for severity in (0.1, 0.4, extrusion.begins - 0.01, extrusion.begins, extrusion.severity, 1.0):
        (finding,) = parse_case(case(herniation, "L4-L5", "left", severity))
        assert (finding.dome > finding.neck) == (severity >= extrusion.begins), severity  # type: ignore[attr-defined]


@pytest.mark.parametrize("level", END_PLATE_DEPTH)
def test_each_slip_stage_has_the_meyerding_grade_of_its_name(level: str) -> None:
    slip = scene("spondylolisthesis")
    for stage in resolve(slip, level)["stages"]:
        (finding,) = parse_case(case(slip, level, severity=stage["severity"]))
        slipped = finding.slip  # type: ignore[attr-defined]
        measured = {"slip": slipped, "slip_percent": 100 * slipped / END_PLATE_DEPTH[level]}
        grade = next(g for g in grades({"levels": {level: measured}}) if g["scale"] == "Meyerding")
        assert grade["value"] == {"meyerding_1": "I", "meyerding_2": "II"}[stage["id"]]


def test_a_slip_is_called_the_second_grade_only_where_it_is_measured_so() -> None:
    slip = scene("spondylolisthesis")
    second = next(stage for stage in resolve(slip, "L5-S1")["stages"] if stage["id"] == "meyerding_2")
    for severity, grade in ((slip.severity, "I"), (second["severity"], "II")):
        assert (severity >= second["begins"]) == (grade == "II")
        spine = build(parse_case(case(slip, "L5-S1", severity=severity)))
        found = grades(measure_level(spine, "L5-S1"))
        assert next(each["value"] for each in found if each["scale"] == "Meyerding") == grade


@by_scene
def test_what_is_built_is_what_scenes_can_name(each: Scene) -> None:
    built = set(build(parse_case(case(each))).surfaces)
    assert built <= {*healthy_ids(), *finding_ids()}
    assert set(healthy_ids()) <= built
    later = {label.id for label in each.labels if label.begins > each.severity}
    labelled = {label["id"]: label["part"] for label in resolve(each)["labels"]}
    assert {part for id_, part in labelled.items() if id_ not in later} <= built
    if later:
        grown = set(build(parse_case(case(each, severity=1.0))).surfaces)
        assert {labelled[id_] for id_ in later} <= grown - built, "it begins later, or is never there"


@pytest.mark.parametrize("each", WITH_FINDING, ids=lambda each: each.id)
def test_at_no_stage_is_something_labelled_that_is_not_there(each: Scene) -> None:
    found = resolve(each)
    for stage in found["stages"]:
        built = build(parse_case(case(each, severity=stage["severity"]))).surfaces
        named = {label["part"] for label in found["labels"] if label["begins"] <= stage["severity"]}
        assert named <= set(built), stage["id"]


def test_every_structure_belongs_to_one_layer() -> None:
    kinds = [kind for layer in LAYERS.values() for kind in layer]
    assert len(kinds) == len(set(kinds))
    assert {layer_of(part) for part in (*healthy_ids(), *finding_ids())} == set(LAYERS)


@pytest.mark.parametrize(
    ("id_", "level", "side", "sentence"),
    [
        (
            "disc_herniation",
            "L9-S1",
            "left",
            "disc_herniation has no level 'L9-S1'; choose from L1-L2, L2-L3",
        ),
        ("disc_herniation", "L4-L5", None, "disc_herniation needs a side; choose from left, right"),
        ("disc_herniation", "L4-L5", "up", "disc_herniation has no side 'up'; choose from left, right"),
        ("central_stenosis", "L4-L5", "left", "central_stenosis takes no side, got 'left'"),
        ("healthy", "L4-L5", None, "healthy has no level 'L4-L5'; it shows every level"),
    ],
)
def test_a_wrong_place_is_refused_with_what_there_is(
    id_: str, level: str, side: str | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        resolve(scene(id_), level, side)


@pytest.mark.parametrize("severity", [-0.1, 1.1, float("nan")])
def test_a_severity_outside_its_range_is_refused(severity: float) -> None:
    with pytest.raises(ValueError, match="is not within 0…1"):
        case(scene("facet_cyst"), "L4-L5", "left", severity)


def test_an_unknown_scene_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no scene 'whiplash'; choose from healthy, disc_herniation"):
        scene("whiplash")
