"""What closes narrow gaps on cut faces: discs, ligaments, and deposits that are one with what has grown out of them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from lumbar.pictures.closing import narrowness
from lumbar.pictures.filling import NARROW, REACH, SLIT, filled, melted
from lumbar.pictures.tissue import tissue

ROOT = Path(__file__).parents[1]  # the sources of the viewer are not installed
DOTS = 4.0  # a mm
SIZE = 240  # dots
SAGITTAL, AXIAL = 0, 2


def box(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    """The dots of a rectangle, mm from the middle."""
    mask = np.zeros((SIZE, SIZE), bool)
    rows, columns = ([round(SIZE / 2 + DOTS * v) for v in ends] for ends in ((y0, y1), (x0, x1)))
    mask[slice(*rows), slice(*columns)] = True
    return mask


def at(mask: np.ndarray, x: float, y: float) -> bool:
    """Whether a place, mm from the middle, is among the dots."""
    return bool(mask[round(SIZE / 2 + DOTS * y), round(SIZE / 2 + DOTS * x)])


DISC = {
    "L3/vertebra": box(-15, 3, 15, 20),
    "L4/vertebra": box(-15, -20, 15, -3),
    "L3-L4/annulus": box(-15, -3, -6, 3),
    "L3-L4/nucleus": box(-4, -1.5, 10, 1.5),
}


def gaps(masks: dict[str, np.ndarray], axis: int = SAGITTAL) -> dict[str, np.ndarray]:
    """What fills the gaps between the faces of parts."""
    return filled(masks, {name: tissue(name) for name in masks}, axis, DOTS)


def test_a_disc_closes_the_corners_beside_its_end_plates() -> None:
    found = gaps(DISC)["L3-L4/annulus"]
    assert all(at(found, *place) for place in [(-5, 0), (-4.6, 2.3), (-5, -2.5)])
    assert not at(found, 6, 2.3), "far from the annulus"
    assert not at(found, -16.5, 0), "beyond the rim"
    assert not any((found & mask).any() for mask in DISC.values()), "nothing that is cut is covered"
    wide = {**DISC, "L3-L4/nucleus": box(0, -1.5, 10, 1.5)}
    assert not at(gaps(wide)["L3-L4/annulus"], -3, 0), "6 mm wide"


def test_across_a_disc_there_is_no_end_plate_beside_it() -> None:
    assert "L3-L4/annulus" not in gaps(DISC, AXIAL)
    front = {"L3/vertebra": box(-15, 3, 15, 20), "L1-S1/anterior_longitudinal_ligament": box(-8, 0, 8, 1.5)}
    assert at(gaps(front, AXIAL)["L1-S1/anterior_longitudinal_ligament"], 0, 2.2), (
        "a ligament lies on its bone there too"
    )


def test_what_lies_in_the_canal_bounds_no_gap_of_a_disc() -> None:
    canal = {"L3-L4/annulus": DISC["L3-L4/annulus"], "L3-L4/facet_cyst/left": box(-5, -3, 5, 3)}
    assert not gaps(canal)["L3-L4/annulus"].any()


def test_a_herniation_closes_the_gap_to_its_disc_and_none_to_a_joint() -> None:
    masks = {
        "L4-L5/annulus": box(-15, 5, 15, 15),
        "L4-L5/herniation/left": box(-4, -3, 4, 3),
        "L4-L5/facet_cartilage/left": box(-15, -8, -6, -1),
    }
    found = gaps(masks, AXIAL)["L4-L5/herniation/left"]
    assert at(found, 0, 4)
    assert not at(found, -5, -2)


def test_grown_bone_closes_the_slit_to_its_bone_and_leaves_a_joint_open() -> None:
    masks = {
        "L5/vertebra": box(-20, -10, -5, 10),
        "L4-L5/facet_overgrowth/left": box(-4, -10, 3, 10),  # 1 mm off the one,
        "L4/vertebra": box(5, -10, 20, 10),  # 2 mm off the other
    }
    found = gaps(masks, AXIAL)["L4-L5/facet_overgrowth/left"]
    assert at(found, -4.5, 0)
    assert not at(found, 4, 0)


def test_a_growth_closes_the_gap_to_the_root_that_runs_through_it() -> None:
    growth = box(-8, -8, 8, 8) & ~box(-3, -3, 3, 3)
    masks = {"L4/neurofibroma/left": growth, "L4/root/left": box(-2, -2, 2, 2)}
    assert at(gaps(masks)["L4/neurofibroma/left"], 2.5, 0)


def test_a_deposit_is_one_with_what_grew_out_of_it_but_lies_over_no_nerve() -> None:
    masks = {
        "L4/vertebra": box(-20, -4, 20, 20),
        "L4/metastasis": box(-10, -2, 10, 10),
        "L4/epidural_tumour": box(-6, -10, 6, -4),
        "L4/root/left": box(2, -3.5, 4, -2.5),
    }
    looks = {name: tissue(name) for name in masks}
    whole = melted(masks, looks, DOTS)
    assert whole is not None
    assert at(whole, -2, -3), "the wall between them"
    assert not at(whole, 3, -3), "a nerve stays"
    assert not at(whole, -15, -3), "bone beside them stays"
    assert melted({name: masks[name] for name in ("L4/vertebra", "L4/metastasis")}, looks, DOTS) is None


def test_a_gap_is_closed_up_to_its_width_and_no_farther() -> None:
    for wide, shut in ((2 * NARROW - 0.5, True), (2 * NARROW + 0.5, False)):
        assert (
            at(narrowness(box(-20, -20, -wide / 2, 20) | box(wide / 2, -20, 20, 20), NARROW, DOTS) > 0, 0, 0)
            is shut
        )


def test_the_viewer_closes_the_same_gaps() -> None:
    script = (ROOT / "web" / "src" / "filling.js").read_text(encoding="utf-8")
    found = dict(re.findall(r"const (NARROW|REACH|SLIT) = ([\d.]+);", script))
    assert {name: float(value) for name, value in found.items()} == {
        "NARROW": NARROW,
        "REACH": REACH,
        "SLIT": SLIT,
    }
