"""What goes wrong gets one clear sentence, and the words stay readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Playwright

if TYPE_CHECKING:
    from .conftest import Reader


def forgive(reader: Reader) -> None:
    """The browser itself reports these failures; the page has said its own."""
    reader.complaints.clear()


@pytest.fixture
def flat(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A browser that draws no 3D."""
    flags = ["--no-sandbox", "--disable-3d-apis", "--disable-gpu", "--no-first-run"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


def test_without_webgl_there_is_a_sentence_and_the_words(flat: Browser, address: str) -> None:
    page = flat.new_page()
    page.goto(address)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "WebGL" in alert.inner_text()
    page.locator("[data-scene=disc_herniation]").click()
    assert "disc" in page.locator(".words").inner_text().lower()


def test_geometry_that_does_not_load_is_said_and_tried_again(reader: Reader) -> None:
    reader.page.route("**/geometry/herniation/**", lambda route: route.abort())
    reader.page.locator("[data-scene=disc_herniation]").click()
    alert = reader.page.get_by_role("alert")
    alert.wait_for()
    assert "could not be loaded" in alert.inner_text()
    assert reader.canvas.is_visible(), "the spine stays"
    reader.page.unroute("**/geometry/herniation/**")
    reader.button("Try again").click()
    reader.page.locator(".numbers").wait_for()
    assert alert.count() == 0
    forgive(reader)


def test_a_spine_that_does_not_load_is_said_and_tried_again(enter: Callable[..., Reader]) -> None:
    reader = enter()
    reader.page.route("**/geometry/base.glb*", lambda route: route.fulfill(status=500, body="no"))
    reader.page.reload()
    alert = reader.page.get_by_role("alert")
    alert.wait_for()
    assert reader.page.locator("#words-title").is_visible()
    reader.page.unroute("**/geometry/base.glb*")
    reader.button("Try again").click()
    reader.rest()
    assert alert.count() == 0
    forgive(reader)
