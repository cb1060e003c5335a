"""The page as it opens, and how it keeps to itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .conftest import Reader


def test_it_opens_on_the_healthy_spine_and_asks_nobody_else(reader: Reader) -> None:
    """No error in the console and no request to elsewhere: the fixture sees to that."""
    assert reader.page.title() == "lumbar: the lower back in 3D"
    assert reader.chosen("scene") == "healthy"
    assert reader.state()["triangles"] > 10_000
    seen = reader.seen().astype(float)
    edge, middle = seen[:40, :40].reshape(-1, 3), seen[:, seen.shape[1] // 3 : 2 * seen.shape[1] // 3]
    spine = np.abs(middle - edge.mean(axis=0)).max(axis=2) > 24
    assert spine.mean() > 0.15, "a spine stands in the middle"


def test_the_page_bears_a_language_and_can_be_zoomed(reader: Reader) -> None:
    assert reader.page.locator("html").get_attribute("lang") == "en"
    viewport = reader.page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert not re.search("maximum-scale|user-scalable", viewport)
    assert reader.page.locator("h1").count() == 1


def test_two_readers_do_not_disturb_each_other(enter: Callable[..., Reader]) -> None:
    one, other = enter(), enter()
    one.pick_scene("spondylolisthesis")
    one.page.locator("input[type=range]").fill("0.3")
    one.rest()
    assert other.chosen("scene") == "healthy"
    assert other.page.locator("#words-title").inner_text() != one.page.locator("#words-title").inner_text()
    other.page.reload()
    other.page.locator(".page").wait_for()
    assert other.rest().chosen("severity") == 0, "nothing of one reader is kept on the server"


def test_dark_and_light(enter: Callable[..., Reader]) -> None:
    reader = enter(color_scheme="dark")
    assert reader.seen()[:30, :30].mean() < 80
    reader.button("Light").click()
    assert reader.rest().seen()[:30, :30].mean() > 180


def test_the_words_have_two_wordings(reader: Reader) -> None:
    reader.pick_scene("central_stenosis")
    plain = reader.page.locator(".words").inner_text()
    reader.button("Clinical words").click()
    clinical = reader.page.locator(".words").inner_text()
    assert plain != clinical
    assert "{" not in plain + clinical, "every place is filled in"
