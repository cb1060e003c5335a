"""What the browser gets: one GLB of the healthy spine, and one for each finding with a shape for each severity."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from solids import spine_of

from lumbar.meshes import stream
from lumbar.meshes.case import CaseError, format_case, parse_case
from lumbar.meshes.findings import all_findings
from lumbar.meshes.levels import SEGMENTS
from lumbar.meshes.measure import measure_level
from lumbar.meshes.stream import base_glb, case_glb, finding_glb
from lumbar.scenes import finding_ids, healthy_ids

KINDS = all_findings()
ALL = stream.SEVERITIES
SEVERITIES = (0.0, 0.5, 1.0)  # fewer than are shipped, so that the tests do not take minutes
SHIPPED = [("herniation", "L4-L5", "left"), ("slip", "L5-S1", None)]


@pytest.fixture(scope="module", autouse=True)
def built_here() -> Iterator[None]:
    """Nothing is read from an earlier run."""

    def made(name: str, sources: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        return make()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "SEVERITIES", SEVERITIES)
        patch.setattr(stream, "kept", made)
        yield


def content(glb: bytes) -> dict[str, Any]:
    """The JSON of a GLB (glTF 2.0, 4.4: a header of 12 bytes, then chunks of length, type and bytes)."""
    magic, version, length = struct.unpack_from("<4sII", glb)
    assert (magic, version, length) == (b"glTF", 2, len(glb))
    size, kind = struct.unpack_from("<I4s", glb, 12)
    assert kind == b"JSON"
    start = 20 + size
    binary, name = struct.unpack_from("<I4s", glb, start)
    assert name == b"BIN\0"
    assert start + 8 + binary == len(glb)
    return dict(json.loads(glb[20 : 20 + size]))


def content_of_nothing(glb: bytes) -> dict[str, Any]:
    """The document of a GLB file without a binary chunk."""
    return dict(json.loads(glb[20:]))


@cache
def finding(kind: str, level: str, side: str | None) -> dict[str, Any]:
    return content(finding_glb(kind, level, side))


def parts(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The nodes below the root ``lumbar`` by structure id."""
    (root,) = (document["nodes"][i] for i in document["scenes"][document["scene"]]["nodes"])
    assert root["name"] == "lumbar"
    return {document["nodes"][i]["name"]: document["nodes"][i] for i in root["children"]}


@cache
def base() -> bytes:
    return base_glb()


by_finding = pytest.mark.parametrize(("kind", "level", "side"), SHIPPED, ids=[kind for kind, _, _ in SHIPPED])


def test_the_base_holds_every_structure_of_the_healthy_spine_once() -> None:
    document = content(base())
    assert set(parts(document)) == set(healthy_ids())
    assert len(document["meshes"]) == len(healthy_ids())
    extras = document["scenes"][0]["extras"]
    assert extras["cases"] == ["normal"]
    assert set(extras["measurements"][0]["levels"]) == set(SEGMENTS)


def test_the_base_is_quantised_and_compressed_and_small() -> None:
    """Design 10: the healthy spine reaches the browser in at most 4 MB."""
    document = content(base())
    assert {"KHR_mesh_quantization", "EXT_meshopt_compression"} <= set(document["extensionsRequired"])
    assert len(base()) < 4_000_000


def test_the_severities_that_are_shipped_run_from_none_to_severe() -> None:
    assert list(ALL) == [k / 10 for k in range(11)]


@by_finding
def test_a_finding_says_which_case_stands_at_which_severity(kind: str, level: str, side: str | None) -> None:
    extras = finding(kind, level, side)["scenes"][0]["extras"]
    assert extras["severities"] == list(SEVERITIES)
    assert len(extras["cases"]) == len(extras["measurements"]) == len(SEVERITIES)
    where = f"{level}/{side}" if side else level
    for severity, code in zip(SEVERITIES, extras["cases"], strict=True):
        assert code == format_case(parse_case(f"{kind}@{where}:severity={severity}"))


@by_finding
def test_measurements_of_a_finding_are_those_of_its_cases(kind: str, level: str, side: str | None) -> None:
    extras = finding(kind, level, side)["scenes"][0]["extras"]
    for index in (0, len(SEVERITIES) - 1):
        measured = measure_level(spine_of(extras["cases"][index]), level)
        for group in ("case", "levels", "roots"):
            assert extras["measurements"][index][group] == measured[group]


@by_finding
def test_every_shape_has_a_target_for_each_severity_after_the_first(
    kind: str, level: str, side: str | None
) -> None:
    document = finding(kind, level, side)
    known = {*healthy_ids(), *finding_ids()}
    changed = parts(document)
    assert changed
    assert set(changed) <= known
    for name, node in changed.items():
        if "mesh" in node:
            for primitive in document["meshes"][node["mesh"]]["primitives"]:
                assert len(primitive["targets"]) == len(SEVERITIES) - 1, name
        else:
            poses = node["extras"]["poses"]
            assert len(poses) == len(SEVERITIES), name
            assert all(len(pose) == 7 for pose in poses), name
            assert all(abs(sum(q * q for q in pose[3:]) - 1.0) < 1e-6 for pose in poses), name
            assert name in healthy_ids()


def test_a_herniation_brings_itself_and_moves_its_root_but_no_bone() -> None:
    changed = parts(finding("herniation", "L4-L5", "left"))
    assert changed["L4-L5/herniation/left"]["extras"]["appears"] > 0
    assert "L5/root/left" in changed
    assert not any(name.endswith(("/vertebra", "/sacrum")) for name in changed)
    assert not any(name.startswith(("L1/", "L2/", "L1-L2/", "L2-L3/")) for name in changed)


def test_a_slip_moves_the_vertebrae_above_it_as_they_are() -> None:
    changed = parts(finding("slip", "L5-S1", None))
    for name in ("L1/vertebra", "L2/vertebra", "L3/vertebra", "L3-L4/annulus"):
        assert "mesh" not in changed[name], f"{name} only moves"
        assert changed[name]["extras"]["poses"][0][:3] == pytest.approx([0, 0, 0], abs=0.06)


def test_grades_are_added_where_they_are_asked_for() -> None:
    seen: list[list[str]] = []

    def grades(measured: Mapping[str, Any]) -> list[dict[str, Any]]:
        seen.append(list(measured["displaced"]))
        return [{"of": measured["case"]}]

    extras = content(finding_glb("herniation", "L4-L5", "left", grades))["scenes"][0]["extras"]
    assert [m["grades"] for m in extras["measurements"]] == [[{"of": code}] for code in extras["cases"]]
    assert seen[-1] == ["L4-L5/left"], "a herniation is named by its shape here as in `measure`"


MIX = "herniation@L4-L5/left:depth=6 + slip@L5-S1:kind=isthmic,slip=8"


@cache
def mixed() -> dict[str, Any]:
    return content(case_glb(MIX, lambda measured: [{"of": list(measured["levels"])}]))


def test_any_case_is_one_file_from_the_healthy_spine_to_the_case() -> None:
    extras = mixed()["scenes"][0]["extras"]
    assert extras["severities"] == [0.0, 1.0]
    assert extras["cases"] == ["normal", format_case(parse_case(MIX))]
    before, after = extras["measurements"]
    assert set(before["levels"]) == set(after["levels"]) >= {"L4-L5", "L5-S1"}
    assert "L1-L2" not in after["levels"]
    assert before["levels"]["L5-S1"]["slip"] < 1.0 < 6.0 < after["levels"]["L5-S1"]["slip"]
    assert after["grades"] == [{"of": list(after["levels"])}]


def test_every_shape_of_a_case_has_one_other_and_every_motion_two_poses() -> None:
    document = mixed()
    changed = parts(document)
    assert {"L4-L5/herniation/left", "L5/neural_arch", "T12-S2/dural_sac", "L3/vertebra"} <= set(changed)
    for name, node in changed.items():
        if "mesh" in node:
            (primitive,) = document["meshes"][node["mesh"]]["primitives"]
            assert len(primitive["targets"]) == 1, name
        else:
            assert len(node["extras"]["poses"]) == 2, name
    assert "mesh" not in changed["L3/vertebra"], "it only moves"


def test_the_arch_behind_a_pars_defect_is_there_from_the_start() -> None:
    node = parts(mixed())["L5/neural_arch"]
    assert "appears" not in node.get("extras", {})
    primitive = mixed()["meshes"][node["mesh"]]["primitives"][0]
    accessor = mixed()["accessors"][primitive["attributes"]["POSITION"]]
    assert max(accessor["max"]) * 0.02 > 15.0, "it starts at its size, mm"


def test_the_normal_case_changes_nothing() -> None:
    document = content_of_nothing(case_glb("normal"))
    assert [node["name"] for node in document["nodes"]] == ["lumbar"]


def test_a_code_that_spells_no_case_is_refused() -> None:
    with pytest.raises(CaseError, match="hernia"):
        case_glb("hernia@L4-L5/left")


@pytest.mark.parametrize(
    ("kind", "level", "side", "wrong", "right"),
    [
        ("hernia", "L4-L5", "left", "hernia", tuple(KINDS)),
        ("normal", "L4-L5", None, "normal", tuple(KINDS)),
        ("herniation", "L6-L7", "left", "L6-L7", SEGMENTS),
        ("herniation", "..", "left", "..", SEGMENTS),
        ("herniation", "L4-L5", "middle", "middle", ("left", "right")),
        ("herniation", "L4-L5", "both", "both", ("left", "right")),
        ("herniation", "L4-L5", None, "L4-L5", ("left", "right")),
        ("facet_cyst", "L4-L5", None, "L4-L5", ("left", "right")),
        ("slip", "L4-L5", "left", "left", ("no side",)),
        ("central_stenosis", "L4-L5", "right", "right", ("no side",)),
    ],
)
def test_what_there_is_not_is_refused_in_one_sentence(
    kind: str, level: str, side: str | None, wrong: str, right: tuple[str, ...]
) -> None:
    with pytest.raises(CaseError) as caught:
        finding_glb(kind, level, side)
    sentence = str(caught.value)
    assert wrong in sentence
    assert all(offer in sentence for offer in right)
    assert "\n" not in sentence


def test_what_is_built_first_is_the_finding_at_one_severity() -> None:
    """For who can't wait: its shapes and numbers there are those of the whole file."""
    first = content(stream.finding_first_glb("herniation", "L4-L5", "left", 0.5))
    extras, whole = (each["scenes"][0]["extras"] for each in (first, finding("herniation", "L4-L5", "left")))
    assert extras["first"] is True
    assert "first" not in whole
    assert extras["severities"] == [0.0, 0.5]
    assert [extras[key][1] for key in ("cases", "measurements")] == [
        whole[key][1] for key in ("cases", "measurements")
    ]
    least = content(stream.finding_first_glb("herniation", "L4-L5", "left", 0.0))["scenes"][0]["extras"]
    assert least["severities"] == [0.0, stream.LEAST_FIRST]
