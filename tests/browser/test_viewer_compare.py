"""The healthy spine beside this one, or on the way to it; a finding of the other side by mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from .conftest import pixels

if TYPE_CHECKING:
    from .stand import Stand

SLIP = "geometry/slip/L4-L5/both.glb"
HERNIATION = "geometry/herniation/L4-L5/left.glb"
VIEW = {"view": "right", "parts": ["L4/vertebra"], "span": 90}


@pytest.fixture
def viewer(stand: Stand) -> Stand:
    return stand.set(cut=None, compare=None, labels=[], finding=None, severity=0)


def test_split_shows_the_healthy_spine_at_the_left_and_this_one_at_the_right(viewer: Stand) -> None:
    viewer.set(compare={"mode": "split"}, camera=VIEW)
    left, right = np.split(pixels(viewer.page.screenshot())[:160, 8:352], 2, axis=1)
    assert (np.abs(left[:, :-8] - right[:, 8:]).max(axis=2) > 40).mean() < 0.02, (
        "one camera, two healthy spines"
    )
    viewer.set(finding=SLIP, severity=1, camera=VIEW)
    left, right = np.split(pixels(viewer.page.screenshot())[:160, 8:352], 2, axis=1)
    assert (np.abs(left[:, :-8] - right[:, 8:]).max(axis=2) > 40).mean() > 0.1, (
        "a slipped L4 stands elsewhere"
    )
    viewer.told("pick")
    for x in (90, 270):
        viewer.page.mouse.click(x, 130)
        viewer.page.wait_for_timeout(400)
    one, other = viewer.told("pick")
    assert (one["half"], other["half"]) == ("normal", "this")
    assert one["id"]
    assert other["id"]
    assert viewer.page.locator(".spine-compass:visible").count() == 2
    viewer.set(compare=None)
    assert viewer.page.locator(".spine-compass:visible").count() == 1


def test_what_is_changed_after_a_split_picture_is_drawn(viewer: Stand) -> None:
    faded = {f"L{n}/vertebra": 0.2 for n in range(1, 6)}
    before = pixels(viewer.set(opacity=faded, camera=VIEW).page.screenshot())
    viewer.set(opacity={}, compare={"mode": "split"})
    viewer.set(compare=None)
    after = pixels(viewer.set(opacity=faded, camera=VIEW).page.screenshot())
    viewer.set(opacity={})
    assert (np.abs(after - before).max(axis=2) > 24).mean() < 0.01


def test_blend_goes_from_the_healthy_shape_to_this_one(viewer: Stand) -> None:
    viewer.set(finding=SLIP, severity=0.8, compare={"mode": "blend", "share": 0}, camera=VIEW)
    start = pixels(viewer.page.screenshot())
    healthy = viewer.set(finding=None)
    assert (np.abs(pixels(healthy.page.screenshot()) - start).max(axis=2) > 24).mean() < 0.01
    viewer.set(finding=SLIP, compare={"mode": "blend", "share": 0.5})
    assert viewer.state()["severity"] == pytest.approx(0.4)
    viewer.set(compare={"mode": "blend", "share": 1})
    assert viewer.state()["severity"] == pytest.approx(0.8)
    assert (np.abs(pixels(viewer.page.screenshot()) - start).max(axis=2) > 24).mean() > 0.05


def test_a_mirrored_finding_is_the_one_of_the_other_side(viewer: Stand) -> None:
    box = "id => window.lumbar.view.model.boxOf(id)"
    viewer.told("finding_loaded")
    viewer.set(finding=HERNIATION, severity=1)
    left = viewer.page.evaluate(box, "L4-L5/herniation/left")
    viewer.set(finding={"url": HERNIATION, "mirror": True})
    right = viewer.page.evaluate(box, "L4-L5/herniation/right")
    assert "L4-L5/herniation/left" not in viewer.state()["visible"]
    assert np.allclose([-right[3], *right[1:3], -right[0], *right[4:]], left, atol=1e-4)
    own, seen = viewer.told("finding_loaded")
    assert own["cases"][-1] == seen["cases"][-1].replace("right", "left") != seen["cases"][-1]
    assert (own["mirror"], seen["mirror"]) == (False, True)
