"""The atlas as one file, opened from the disk with the network off, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from lumbar.atlas import Selection, Still, take_home, write_file
from lumbar.meshes.case import parse_case
from lumbar.meshes.measure import measure
from lumbar.meshes.spine import build

PICTURE = Still(
    bytes.fromhex("52494646240000005745425056503820180000003001009d012a0100010002003425a400037000fefb940000"),
    "image/webp",
    "A drawing of the spine",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of one scene at one level, on both sides."""
    path = tmp_path_factory.mktemp("atlas") / "atlas.html"
    size = write_file(path, Selection(("disc_herniation",), ("L4-L5",)), PICTURE, lambda *_: None)
    assert size < 2_000_000
    return path


@pytest.fixture(scope="module")
def atlas(entrance_to: Any, file: Path) -> Iterator[Any]:
    """A reader of the file, without a network: nothing may be asked of anywhere, and no error told."""
    with entrance_to(file.as_uri()) as enter:
        yield enter(offline=True)


def test_the_file_opens_with_the_healthy_spine(atlas: Any) -> None:
    assert {"L1/vertebra", "L5/root/left", "L5/root/right"} <= set(atlas.state()["visible"])


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_finding_in_the_file_stands_where_it_is_built(atlas: Any, side: str) -> None:
    """The stream may lose a tenth of a millimetre along each axis; the right side is the left one in a mirror."""
    atlas.pick_scene("disc_herniation")
    atlas.page.locator(".side button").nth(("right", "left").index(side)).click()
    atlas.page.evaluate("() => trame.state.set('severity', 0.8)")
    atlas.rest()
    assert atlas.state()["severity"] == 0.8
    for part in (f"L4-L5/herniation/{side}", f"L5/root/{side}"):
        box = np.array(atlas.page.evaluate("id => window.lumbar.view.model.boxOf(id)", part))
        points = build(parse_case(f"herniation@L4-L5/{side}:severity=0.8")).surfaces[part].points
        assert np.abs(box - [*points.min(axis=0), *points.max(axis=0)]).max() < 0.35


def test_the_numbers_of_the_file_move_with_the_slider(atlas: Any) -> None:
    atlas.pick_scene("disc_herniation")
    shown = []
    for severity in (0.0, 1.0):
        atlas.page.evaluate("value => trame.state.set('severity', value)", severity)
        atlas.rest()
        shown.append(atlas.page.locator(".panel.words").inner_text())
    assert "mm²" in shown[0]
    assert shown[0] != shown[1]


def test_the_file_speaks_every_language(atlas: Any) -> None:
    for language in ("es", "en"):
        if language in atlas.page.evaluate("() => Object.keys(trame.state.get('library').words)"):
            atlas.page.evaluate("to => trame.state.set('language', to)", language)
            atlas.page.wait_for_function("to => document.documentElement.lang === to", arg=language)


def test_a_picture_can_be_saved_from_the_file(atlas: Any) -> None:
    size = atlas.page.evaluate(
        "async () => (await lumbar.view.picture({ width: 320, height: 240, transparent: false, labels: true })).size"
    )
    assert size > 5_000


def test_without_scripts_the_words_and_the_picture_stand(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.get_by_role("heading", name="Disc herniation").is_visible()
    assert page.get_by_alt_text("A drawing of the spine").is_visible()
    context.close()


def test_a_case_taken_home_shows_its_own_numbers_and_comes_back_to_them(
    entrance_to: Any, tmp_path: Path
) -> None:
    code = "herniation@L4-L5/right:severity=0.67"
    path = tmp_path / "case.html"
    write_file(path, take_home(parse_case(code)), PICTURE, lambda *_: None)
    area = measure(build(parse_case(code)))["levels"]["L4-L5"]["sac_area"]
    with entrance_to(path.as_uri()) as enter:
        reader = enter(offline=True)
        sac = reader.page.locator(".numbers tr", has_text="Room in the nerve sac").locator("td")
        assert sac.inner_text().split()[0] == f"{area:.0f}"
        reader.page.locator(".where input[type=range]").fill("0.5")
        assert sac.inner_text().split()[0] == "about"
        reader.pick_scene("healthy")
        reader.pick_scene("disc_herniation")
        assert reader.chosen("severity") == 0.67
        assert reader.chosen("side") == "right"
        assert sac.inner_text().split()[0] == f"{area:.0f}"
