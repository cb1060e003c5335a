"""Picking what to see: scene, level, side, severity."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from playwright.sync_api import Route

from lumbar.scenes import all_scenes

if TYPE_CHECKING:
    from .conftest import Reader

CONDITIONS = ("disc_herniation", "central_stenosis", "foraminal_stenosis", "spondylolisthesis", "facet_cyst")


def camera(reader: Reader) -> np.ndarray:
    return np.array(reader.state()["camera"]["position"])


def borrowing(url: str) -> Callable[[Route], None]:
    """Answer with what stands at another address of the server."""
    return lambda route: route.continue_(url=url)


def test_every_condition_shows_itself_and_says_what_it_is(reader: Reader) -> None:
    healthy, title = reader.seen(), reader.page.locator("#words-title").inner_text()
    for id_ in CONDITIONS:
        reader.pick_scene(id_)
        assert reader.differs(healthy) > 0.05, f"{id_} looks unlike the healthy spine"
        assert reader.page.locator("#words-title").inner_text() != title
        assert reader.page.locator(f"[data-scene={id_}]").get_attribute("aria-pressed") == "true"
        assert reader.page.locator(".numbers tr").count() >= 3, "its measurements are shown"


def test_severity_moves_the_anatomy_and_not_the_camera(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    before, place = reader.seen(), camera(reader)
    numbers = reader.page.locator(".numbers").inner_text()
    reader.page.locator("input[type=range]").fill("0.2")
    assert reader.rest().state()["severity"] == pytest.approx(0.2)
    assert reader.differs(before) > 0.002
    assert reader.page.locator(".numbers").inner_text() != numbers
    assert np.allclose(camera(reader), place)
    reader.page.locator(".stages button").last.click()
    last = all_scenes()["disc_herniation"].stages[-1]
    assert reader.rest().state()["severity"] == pytest.approx(last.severity)
    assert (
        reader.page.locator(".now h3").inner_text() == reader.page.locator(".stages button").last.inner_text()
    )


def test_level_and_side_fly_to_the_place_and_are_kept(reader: Reader) -> None:
    """Only the camera and the choices are looked at: other places borrow the geometry of the scene's own."""
    for finding, own in (("herniation", "L4-L5"), ("foraminal_stenosis", "L5-S1")):
        url = f"{reader.address}geometry/{finding}/{own}/left.glb"
        reader.page.route(f"**/geometry/{finding}/**", borrowing(url))
    reader.pick_scene("disc_herniation")
    left = camera(reader)
    assert left[0] > 0, "from the patient's left"
    reader.button("Right", ".choose .side").click()
    right = camera(reader.rest())
    assert right[0] < 0, "from the patient's right"
    reader.button("L3-L4").click()
    assert camera(reader.rest())[2] > right[2] + 20, "a level higher"
    assert "right" in reader.page.locator(".eyebrow").inner_text()
    reader.pick_scene("foraminal_stenosis")
    assert (reader.chosen("level"), reader.chosen("side")) == ("L3-L4", "right")
    reader.pick_scene("healthy")
    assert reader.page.locator(".choose .side").count() == 0
    reader.page.unroute_all()


def test_standard_views_and_home(reader: Reader) -> None:
    home = camera(reader)
    for name, axis, sign in (
        ("Front", 1, -1),
        ("Back", 1, 1),
        ("Left", 0, 1),
        ("Right", 0, -1),
        ("Above", 2, 1),
    ):
        reader.button(name, ".views").click()
        state = reader.rest().state()["camera"]
        away = np.array(state["position"]) - np.array(state["target"])
        assert np.argmax(np.abs(away)) == axis
        assert np.sign(away[axis]) == sign, name
    reader.button("Home", ".views").click()
    reader.rest()
    assert np.allclose(camera(reader), home, atol=1)
