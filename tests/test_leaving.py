"""How roots leave the dural sac, in the healthy spine and where something has pushed sac and root apart."""

from __future__ import annotations

import numpy as np
import pytest
from solids import far, mask, shared

from lumbar.meshes import nerves
from lumbar.meshes.case import parse_case
from lumbar.meshes.fields import Points
from lumbar.meshes.leaving import SLEEVE, fellows
from lumbar.meshes.roots import AROUND
from lumbar.meshes.spine import build

PUSHED = (
    "normal",
    "herniation@L4-L5/left/subarticular:severity=0.8",
    "facet_cyst@L4-L5/left:severity=1",
    "infection@L3-L4:severity=1",
    "slip@L4-L5:kind=degenerative,slip=8",
)


@pytest.mark.parametrize("code", PUSHED)
def test_every_root_leaves_the_dura_itself(code: str) -> None:
    """Its sleeve is dura (anatomy-facts B2): there is nothing between the two."""
    spine = build(parse_case(code))
    dura = spine.surfaces["T12-S2/dural_sac"]
    gaps = {r.id: far(nerves.outside(spine.surfaces[r.id]).points[:AROUND], dura).min() for r in spine.roots}
    assert max(gaps.values()) < 0.5, gaps


@pytest.mark.parametrize(
    ("code", "root"),
    [
        ("facet_cyst@L1-L2/right:diameter=12.05 + infection@L1-L2:erosion=6", "L2/root/right"),
        ("facet_cyst@L2-L3/left:diameter=12.8", "L3/root/left"),
        ("facet_cyst@L3-L4/right:diameter=11.45", "L4/root/right"),
    ],
)
def test_rootlets_stay_in_a_sac_that_is_pressed_from_beside_them(code: str, root: str) -> None:
    """The flank of a deep dent stands closer than its bottom; they stood in the dura, up to 2 mm³."""
    spine = build(parse_case(code))
    assert shared(mask(spine.surfaces[root]), mask(spine.surfaces["T12-S2/dural_sac"])) < 0.5


def test_a_sleeve_begins_wider_than_its_root() -> None:
    spine = build(())
    for root in spine.roots:
        rings = nerves.outside(spine.surfaces[root.id]).points[: (SLEEVE + 1) * AROUND].reshape(-1, AROUND, 3)
        wide = np.linalg.norm(rings - rings.mean(axis=1, keepdims=True), axis=2).max(axis=1)
        assert wide[0] > wide[-1], root.id


def test_both_sides_of_an_even_case_leave_alike() -> None:
    spine = build(parse_case("slip@L5-S1:kind=isthmic,slip=8"))
    for root in spine.roots:
        if root.side == "left":
            left, right = (spine.surfaces[f"{root.name}/root/{side}"].points for side in ("left", "right"))
            assert np.abs(right[fellows(root)] - left * [-1.0, 1.0, 1.0]).max() < 1e-6


def _section(ring: Points) -> float:
    """The area in mm² that a ring (n, 3) spans."""
    away = ring - ring.mean(axis=0)
    return float(np.linalg.norm(np.cross(away, np.roll(away, -1, axis=0)).sum(axis=0))) / 2


@pytest.mark.parametrize(
    ("code", "root", "least"),
    [
        ("herniation@L3-L4/right/subarticular:severity=0.8", "L4/root/right", 3.0),
        ("herniation@L4-L5/left/subarticular:severity=0.8", "L5/root/left", 3.0),
        ("herniation@L4-L5/left/subarticular:severity=0.5", "L5/root/left", 3.0),
        ("herniation@L5-S1/left/subarticular:severity=0.8", "S1/root/left", 3.0),
        ("herniation@L4-L5/left/subarticular:severity=1", "L5/root/left", 0.5),  # behind a free fragment
        ("herniation@L5-S1/left/subarticular:severity=1", "S1/root/left", 3.0),
        ("facet_cyst@L4-L5/left:severity=1", "L5/root/left", 3.0),
        ("central_stenosis@L4-L5:severity=1", "L5/root/left", 3.0),
        ("lateral_recess@L4-L5/left:severity=1", "L5/root/left", 3.0),
    ],
)
def test_a_root_pressed_beside_its_sleeve_is_flat_but_there(code: str, root: str, least: float) -> None:
    """Nerves are flattened where the room is half of what it was (Schönström 1984; anatomy-facts B1); none vanishes.

    A sleeve that met a herniation was drawn back to a thread of 0.06 mm² over 8 mm.
    """
    spine = build(parse_case(code))
    rings = nerves.outside(spine.surfaces[root]).points[: (SLEEVE + 2) * AROUND].reshape(-1, AROUND, 3)
    assert min(_section(ring) for ring in rings[2:]) > least
