"""The two sides of the patient: mirror images in the healthy spine, and what is on the left is never on the right.

Anatomy-facts G35: the default anatomy is symmetric to 0.1 mm.
"""

from __future__ import annotations

import numpy as np
import pytest
from solids import apart, measured, mirrored_id, spine_of

from lumbar.meshes.context import VESSELS
from lumbar.meshes.levels import SIDES, Side
from lumbar.meshes.sweep import mirrored
from lumbar.scenes import healthy_ids

SAME = 0.1  # mm
MIRRORED = [
    "herniation@L4-L5/{}/subarticular:severity=0.8",
    "facet_cyst@L4-L5/{}:severity=0.67",
    "foraminal_stenosis@L5-S1/{}:severity=0.67",
]
HEALTHY = [id_ for id_ in healthy_ids() if not id_.endswith("/right") and id_ not in VESSELS]


@pytest.mark.parametrize("id_", HEALTHY)
def test_a_healthy_structure_is_the_mirror_image_of_its_other_half(id_: str) -> None:
    surfaces = spine_of("normal").surfaces
    assert apart(mirrored(surfaces[id_]), surfaces[mirrored_id(id_)]) < SAME


@pytest.mark.parametrize("code", MIRRORED)
def test_a_finding_on_the_right_is_the_mirror_image_of_one_on_the_left(code: str) -> None:
    left, right = (spine_of(code.format(side)).surfaces for side in SIDES)
    assert {mirrored_id(id_) for id_ in left} == set(right)
    healthy = spine_of("normal").surfaces
    changed = [
        id_ for id_, s in left.items() if id_ not in VESSELS and (id_ not in healthy or s is not healthy[id_])
    ]
    gaps = {id_: apart(mirrored(left[id_]), right[mirrored_id(id_)]) for id_ in changed}
    assert not {id_: round(gap, 2) for id_, gap in gaps.items() if gap > SAME}


@pytest.mark.parametrize("level", ["L3-L4", "L5-S1"])
def test_what_grows_on_both_joints_is_alike(level: str) -> None:
    surfaces = spine_of(
        f"degeneration@L2-L3:height_loss=32.8 + central_stenosis@{level}:flavum=1.09"
    ).surfaces
    grown = f"{level}/facet_overgrowth/left"
    assert apart(mirrored(surfaces[grown]), surfaces[mirrored_id(grown)]) < SAME


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("code", MIRRORED)
def test_the_aorta_stays_on_the_left_whatever_side_a_finding_is_on(code: str, side: Side) -> None:
    surfaces = spine_of(code.format(side)).surfaces
    aorta, cava = (surfaces[id_].points[:, 0].mean() for id_ in VESSELS)
    assert aorta > 0.0 > cava


@pytest.mark.parametrize("code", MIRRORED)
def test_measurements_change_sides_with_the_finding(code: str) -> None:
    left, right = (measured(code.format(side)) for side in SIDES)
    for level, values in left["levels"].items():
        for name, value in values.items():
            other = right["levels"][level][name]
            if isinstance(value, dict):
                value, other = [value["left"], value["right"]], [other["right"], other["left"]]
            assert value == pytest.approx(other, rel=0.01, abs=0.1), f"{name} at {level}"
    for root, values in left["roots"].items():
        other = right["roots"][mirrored_id(root)]
        assert values["compressed"] == other["compressed"], root
        assert values["displacement"] == pytest.approx(other["displacement"], abs=0.2), root
        assert values["clearance"] == pytest.approx(other["clearance"], abs=0.2), root
        assert mirrored_id(values["by"] or "") == (other["by"] or ""), root


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("code", MIRRORED)
def test_what_is_added_lies_on_the_side_it_was_asked_for(code: str, side: str) -> None:
    """LPS: +x is the patient's left."""
    spine, healthy = spine_of(code.format(side)), spine_of("normal")
    added = set(spine.surfaces) - set(healthy.surfaces)
    assert added
    for id_ in added:
        assert id_.endswith(f"/{side}")
        middle = float(np.mean(spine.surfaces[id_].points[:, 0]))
        assert middle > 2.0 if side == "left" else middle < -2.0, id_
