"""Saving a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from .conftest import Reader


def test_the_saved_png_is_what_is_seen_at_twice_the_size(reader: Reader, tmp_path: Path) -> None:
    reader.pick_scene("disc_herniation")
    with reader.page.expect_download() as coming:
        reader.button("Save picture").click()
    saved = tmp_path / coming.value.suggested_filename
    coming.value.save_as(saved)
    assert saved.name == "lumbar_disc_herniation_L4-L5_left_0.80.png"
    box = reader.canvas.bounding_box()
    assert box is not None
    picture = Image.open(saved)
    assert picture.format == "PNG"
    assert picture.size == (round(2 * box["width"]), round(2 * box["height"]))
    small = picture.convert("RGB").resize((round(box["width"]), round(box["height"])))
    away = np.abs(np.asarray(small, np.int16) - reader.seen()).max(axis=2)
    assert np.median(away) < 16, "it shows what the page shows"
    assert np.asarray(small).std() > 15


def test_a_picture_to_keep_is_as_large_as_asked_and_may_have_no_background(
    reader: Reader, tmp_path: Path
) -> None:
    reader.pick_scene("disc_herniation")
    reader.page.locator("[data-tab=look]").click()
    reader.page.locator("[data-size='4K']").click()
    reader.page.locator("[data-clear]").click()
    with reader.page.expect_download() as coming:
        reader.page.locator("[data-keep]").click()
    saved = tmp_path / "picture.png"
    coming.value.save_as(saved)
    picture = Image.open(saved)
    assert max(picture.size) == 3840
    assert picture.mode == "RGBA"
    assert picture.getpixel((3, picture.height // 2))[3] == 0, "nothing behind the spine"
    assert np.asarray(picture)[..., 3].max() == 255
    reader.page.locator("[data-clear]").click()
    reader.page.locator("[data-size=screen]").click()
