"""Cuts through the anatomy: filled faces, what is inside, picks and labels on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from .conftest import pixels

if TYPE_CHECKING:
    from .stand import Stand

DISC = {"axial": 75.0}  # mm above S1: through the middle of L3-L4, which lies level
FROM_ABOVE = {"from": [0, 0.02, 1], "parts": ["L3-L4/annulus"], "span": 70}
MIDDLE = (180, 130)


@pytest.fixture
def cut(stand: Stand) -> Stand:
    """The healthy spine, whole."""
    return stand.set(cut=None, opacity={}, labels=[], compare=None)


def test_a_disc_is_cut_in_annulus_and_nucleus(cut: Stand) -> None:
    """The nucleus takes 40-50 % of a lumbar disc's section (anatomy-facts A7)."""
    areas = cut.set(cut=DISC, camera=FROM_ABOVE).faces("axial")
    disc, nucleus = areas["L3-L4/annulus"], areas["L3-L4/nucleus"]  # the annulus with the bed of the nucleus
    assert 0.38 < nucleus / disc < 0.52
    assert 1200 < disc < 2300
    cut.page.mouse.click(*MIDDLE)
    assert cut.told("pick")[-1]["id"] == "L3-L4/nucleus"


def test_the_annulus_shows_its_lamellae(cut: Stand) -> None:
    """From the nucleus outwards light and dark rings take turns; the nucleus itself is even."""
    cut.set(cut=DISC, camera={**FROM_ABOVE, "span": 52})
    seen = pixels(cut.page.screenshot())[128:132].mean(axis=(0, 2))
    line = np.convolve(seen - np.convolve(seen, np.ones(15) / 15, "same"), np.ones(2) / 2, "same")
    ring, core = line[40:80], line[160:200]
    assert ring.std() > 2.5 * core.std()
    assert np.count_nonzero(np.diff(np.sign(ring))) >= 8


def test_the_sac_is_filled_and_its_strands_stand_in_it(cut: Stand) -> None:
    """Cut along, the sac is a band some 10 to 20 mm deep down to S2, its strands in it; whole, they are left out."""
    whole = cut.set(camera={"view": "right"}).state()["triangles"]
    areas = cut.set(cut={"sagittal": 0.3}).faces("sagittal")
    assert 1200 < areas["T12-S2/dural_sac"] < 5000
    assert areas["L1-S5/cauda_equina"] > 20
    assert cut.state()["triangles"] > whole
    assert {"L4/vertebra", "L3-L4/nucleus", "S1/sacrum"} <= set(areas)


def test_each_plane_keeps_the_side_that_is_asked_for(cut: Stand) -> None:
    shown = set(cut.set(cut={"axial": 60}).state()["visible"])
    assert "L1/vertebra" not in shown
    assert "S1/sacrum" in shown
    shown = set(cut.set(cut={"axial": 60, "keep": {"axial": "above"}}).state()["visible"])
    assert "L1/vertebra" in shown
    assert "S1/sacrum" not in shown
    left = {id_ for id_ in cut.set(cut={"sagittal": 0}).state()["visible"] if "/ganglion/" in id_}
    assert left
    assert all(id_.endswith("/left") for id_ in left)


def test_what_was_taken_away_cannot_be_picked(cut: Stand) -> None:
    cut.set(cut={"coronal": -10}, camera={"view": "front", "parts": ["L3/vertebra"], "span": 60})
    cut.page.mouse.click(*MIDDLE)
    hit = cut.told("pick")[-1]
    assert hit["id"] == "L3/vertebra"
    assert hit["point"][1] == pytest.approx(-10, abs=0.01)
    cut.set(cut={"coronal": -10, "keep": {"coronal": "front"}})
    cut.page.wait_for_timeout(400)  # or the second tap makes a double one
    cut.page.mouse.click(*MIDDLE)
    assert cut.told("pick")[-1]["point"][1] < -15


def test_a_label_stands_on_the_face_of_what_is_inside(cut: Stand) -> None:
    label: list[dict[str, Any]] = [{"id": "n", "text": "Nucleus", "part": "L3-L4/nucleus"}]
    cut.set(labels=label, camera={"view": "back", "parts": ["L3-L4/annulus"], "span": 80})
    assert cut.state()["labels"] == [], "nothing of it can be seen"
    placed = cut.set(cut=DISC, camera=FROM_ABOVE).state()["labels"][0]
    cut.page.mouse.click(placed["x"], placed["y"])
    assert cut.told("pick")[-1]["id"] == "L3-L4/nucleus"


def test_three_planes_stay_within_the_budget_of_draw_calls(cut: Stand) -> None:
    cut.set(cut={"axial": 41, "sagittal": 0.3, "coronal": -12}, opacity={"L4/vertebra": 0.3})
    assert cut.state()["calls"] <= 40
    cut.set(compare={"mode": "split"})
    assert cut.state()["calls"] <= 80
