"""Undo, comparison, cuts, the tree and its search, the menu, keys and the sheet of help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import Route

if TYPE_CHECKING:
    from .conftest import Reader


def test_whatever_changes_the_picture_is_undone_and_redone(reader: Reader) -> None:
    start = reader.state()["camera"]["azimuth"]
    reader.pick_scene("disc_herniation")
    reader.canvas.focus()
    reader.page.keyboard.press("ArrowLeft")
    turned = reader.rest().state()["camera"]["azimuth"]
    reader.page.keyboard.press("2")
    assert np.isclose(reader.rest().state()["camera"]["azimuth"], 0)
    reader.page.keyboard.press("Control+z")
    assert np.isclose(reader.rest().state()["camera"]["azimuth"], turned, atol=0.1), "the hand's turn"
    reader.button("Undo").click()
    reader.button("Undo").click()
    assert reader.rest().chosen("scene") == "healthy"
    assert np.isclose(reader.state()["camera"]["azimuth"], start, atol=0.1)
    for _ in range(3):
        reader.page.keyboard.press("Control+y")
    assert reader.rest().chosen("scene") == "disc_herniation"
    assert np.isclose(reader.state()["camera"]["azimuth"], 0)
    assert reader.button("Redo").is_disabled()


def test_the_right_picture_in_three_taps(reader: Reader) -> None:
    """Condition, level, side: and the way back by one."""
    for selector in ("[data-scene=facet_cyst]", ".level button >> nth=2", ".side button >> nth=0"):
        reader.page.locator(selector).click()
    assert [reader.chosen(key) for key in ("scene", "level", "side")] == ["facet_cyst", "L3-L4", "right"]
    assert "L3-L4, right" in reader.page.locator(".caption").inner_text()


def test_the_picture_is_told_in_words_of_the_case(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    told = reader.canvas.get_attribute("aria-label") or ""
    assert all(word in told for word in ("Disc herniation", "L4-L5", "left", "Extrusion")), told


def test_what_changed_is_listed_with_its_numbers(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    reader.page.locator("[data-tab=look]").click()
    lines = reader.page.locator(".changes li").all_inner_texts()
    assert any("nerve moved" in line and "\u00a0mm" in line for line in lines), lines
    assert any("→" in line for line in lines)
    reader.page.locator("[data-tab=choose]").click()
    reader.page.locator(".stages button").first.click()
    reader.page.locator("[data-tab=look]").click()
    assert len(reader.rest().page.locator(".changes li").all_inner_texts()) < len(lines)


def test_the_normal_spine_stands_beside_and_over_this_one(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    alone = reader.seen()
    reader.page.locator("[data-tab=look]").click()
    reader.page.locator("[data-compare=split]").click()
    assert reader.rest().differs(alone) > 0.1
    reader.page.locator("[data-compare=blend]").click()
    way = reader.page.get_by_role("slider", name="From normal to this spine")
    way.fill("0")
    normal = reader.rest().seen()
    way.fill("1")
    assert reader.rest().differs(normal) > 0.004, "from normal all the way to this spine"


def test_a_cut_opens_the_spine_and_moves(reader: Reader) -> None:
    reader.button("Above", ".views").click()
    whole = reader.rest().seen()
    reader.page.locator("[data-tab=look]").click()
    axial = reader.page.locator("[data-axis=axial]")
    axial.get_by_role("button").first.click()
    cut = reader.rest().seen()
    assert reader.differs(whole) > 0.02
    assert reader.state()["faces"], "its faces are filled"
    axial.get_by_role("slider").fill("60")
    assert reader.rest().differs(cut) > 0.01
    axial.get_by_role("button", name="Other half").click()
    assert reader.rest().chosen("cuts")["keep"] == {"axial": "above"}
    axial.get_by_role("button").first.click()
    assert reader.rest().state()["faces"] == []


def test_a_part_is_found_by_a_mistyped_name_and_hidden_by_one_tap(reader: Reader) -> None:
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("vertbra L3")
    row = reader.page.locator(".leaves .row").first
    assert "L3" in row.inner_text()
    row.locator("[data-how=hidden]").click()
    assert "L3/vertebra" not in reader.rest().state()["visible"]
    row.locator("[data-how=only]").click()
    assert reader.rest().state()["visible"] == ["L3/vertebra"]
    reader.page.locator("#search").fill("gallbladder")
    assert reader.page.locator(".near button").count() == 3


def test_the_tree_shows_fades_and_hides_a_whole_group(reader: Reader) -> None:
    reader.page.locator("[data-tab=parts]").click()
    reader.button("By level").click()
    group = reader.page.locator(".tree > li").filter(has_text="L4-L5").first
    group.locator("[data-how=hidden]").first.click()
    visible = reader.rest().state()["visible"]
    assert not [part for part in visible if part.startswith("L4-L5/")]
    assert "L4/vertebra" in visible


def test_the_case_is_taken_home_as_one_file_with_its_picture(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    asked: list[str] = []

    def packed(route: Route) -> None:
        asked.append(route.request.post_data or "")
        route.fulfill(body='{"done": true}\n')

    reader.page.route("**/files", packed)
    reader.page.route("**/file.html?*", lambda route: route.fulfill(body="<main><!-- picture --></main>"))
    with reader.page.expect_download() as download:
        reader.button("Take this home as one file", ".top").click()
    reader.page.unroute_all()
    assert "herniation@L4-L5/left" in asked[0]
    assert download.value.suggested_filename == "lumbar_disc_herniation_L4-L5_left_0.80.html"
    assert '<main><img src="data:image/webp' in download.value.path().read_text()


def test_what_is_packed_already_counts_no_nonsense(reader: Reader) -> None:
    page = reader.pick_scene("disc_herniation").page
    page.route("**/files", lambda route: route.fulfill(body='{"done": true}\n'))
    page.route("**/file.html?*", lambda route: None)  # it is long on its way
    reader.button("Take this home as one file", ".top").click()
    notice = page.locator(".frame .notice")
    notice.wait_for()
    page.wait_for_timeout(500)
    assert "Packing it as one file: 0 s" in notice.inner_text()
    reader.button("Stop building").press("Enter")
    notice.wait_for(state="detached")
    page.unroute_all()


def test_the_halves_of_a_split_picture_are_named(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    reader.page.keyboard.press("c")
    assert reader.rest().page.locator(".halves span").all_inner_texts() == ["Normal", "This spine"]
    reader.page.keyboard.press("c")
    assert reader.rest().page.locator(".halves").count() == 0


def test_a_cut_of_a_condition_goes_through_it_and_is_seen_from_its_face(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    assert {face["axis"] for face in reader.rest().state()["faces"]} == {"axial"}, "as the scene opens"
    reader.page.locator("[data-tab=look]").click()
    reader.page.keyboard.press("x")  # no cuts
    assert reader.rest().state()["faces"] == []
    for axis, azimuth in (("sagittal", -90), ("coronal", 180)):
        plane = reader.page.locator(f"[data-axis={axis}]")
        plane.get_by_role("button").first.click()
        now = reader.rest().state()
        assert "L4-L5/herniation/left" in [face["id"] for face in now["faces"]]
        assert np.isclose(now["camera"]["azimuth"], azimuth, atol=1)
        plane.get_by_role("button").first.click()
    reader.rest()


def test_the_picture_has_a_menu(reader: Reader) -> None:
    label = next(each for each in reader.state()["labels"] if each["part"] == "L3/vertebra")
    box = reader.canvas.bounding_box()
    assert box is not None
    reader.page.mouse.click(box["x"] + label["x"], box["y"] + label["y"], button="right")
    menu = reader.page.locator(".menu")
    menu.wait_for(timeout=10_000)
    assert "L3" in (menu.get_attribute("aria-label") or "")
    menu.locator("[data-act=hide]").click()
    assert "L3/vertebra" not in reader.rest().state()["visible"]
    assert menu.count() == 0


def test_the_menu_stays_where_the_picture_was_turned_by_hand(reader: Reader) -> None:
    """What the menu lights up is drawn anew; that is no move of the camera, which closes the menu."""
    box = reader.canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = reader.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 30, y, steps=3)
    mouse.up()
    reader.rest()
    label = next(each for each in reader.state()["labels"] if each["part"] == "L3/vertebra")
    mouse.click(box["x"] + label["x"], box["y"] + label["y"], button="right")
    reader.rest()
    assert reader.chosen("picked") == "L3/vertebra"
    assert reader.page.locator(".menu").is_visible()
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + 50, box["y"] + 20, steps=3)
    mouse.up()
    reader.page.locator(".menu").wait_for(state="detached", timeout=20_000)


def test_help_is_a_key_away_and_keeps_the_focus(reader: Reader) -> None:
    reader.page.keyboard.press("?")
    sheet = reader.page.locator("dialog.sheet")
    assert sheet.is_visible()
    for _ in range(6):
        reader.page.keyboard.press("Tab")
        assert reader.page.evaluate("() => !document.activeElement.closest('.page')")
    sheet.get_by_role("button", name="off").click()
    reader.page.keyboard.press("Escape")
    assert not sheet.is_visible()
    reader.page.keyboard.press("2")
    assert reader.chosen("view") is None, "single keys are off"


def test_every_task_by_keyboard(reader: Reader) -> None:
    """Level, side, severity, layers, a cut, words: no mouse."""
    reader.page.locator("[data-scene=disc_herniation]").focus()
    reader.page.keyboard.press("Enter")
    for key in ("s", "[", "x", "x", "w", "1"):  # the scene opens with a cut, which goes first
        reader.page.keyboard.press(key)
    assert reader.chosen("side") == "right"
    assert reader.chosen("severity") == 0.75
    assert "axial" in reader.chosen("cuts")
    assert reader.chosen("audience") == "clinician"
    assert reader.chosen("view") == "front"


def test_fat_around_the_nerves_stays_on_a_cut_when_something_else_is_hidden(reader: Reader) -> None:
    """Also when the cut has been set anew since what it opens was sliced; hidden itself, it goes."""
    bedded = "() => lumbar.view.model.pictures.map(({ bedding, fat }) => bedding && fat.length > 0)[0]"
    reader.pick_scene("foraminal_stenosis")
    reader.page.locator("[data-tab=look]").click()
    assert reader.page.evaluate(bedded)
    reader.page.locator("[data-axis=axial]").get_by_role("button").first.click()
    reader.rest().button("Undo").click()
    whole = reader.rest().seen()
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("left L1-L2 yellow")
    reader.page.locator(".leaves .row").first.locator("[data-how=hidden]").click()
    assert reader.rest().page.evaluate(bedded)
    assert reader.differs(whole) < 0.01
    reader.page.locator("#search").fill("epidural fat")
    for row in reader.page.locator(".leaves .row").all():
        row.locator("[data-how=hidden]").click()
    assert not reader.rest().page.evaluate(bedded)
