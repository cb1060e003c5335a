"""Structures: by their name, from the text and back, shown, faded, hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Reader


def pick(reader: Reader, part: str) -> None:
    """Tap a structure where its label says it is seen."""
    label = next(each for each in reader.state()["labels"] if each["part"] == part)
    box = reader.canvas.bounding_box()
    assert box is not None
    reader.page.mouse.click(box["x"] + label["x"], box["y"] + label["y"])
    reader.rest()


def test_a_click_on_a_structure_tells_its_name_and_marks_its_words(reader: Reader) -> None:
    reader.button("Back", ".views").click()
    reader.rest()
    pick(reader, "S1/sacrum")
    card = reader.page.locator(".card")
    assert card.locator("h2").inner_text().lower() == "sacrum"
    assert card.locator("[lang=la]").inner_text()
    assert reader.state()["highlight"] == ["S1/sacrum"]
    assert reader.page.locator(".term[data-term=sacrum]").first.get_attribute("aria-pressed") == "true"
    reader.button("Close", ".card").click()
    assert reader.rest().state()["highlight"] == []


def test_a_term_lights_its_structures_and_turns_to_them(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    reader.button("Front", ".views").click()
    reader.rest().canvas.focus()
    for _ in range(10):
        reader.page.keyboard.press("-")
    before = reader.rest().state()["camera"]
    reader.page.locator(".term[data-term=sac]").first.click()
    after = reader.rest().state()
    assert "T12-S2/dural_sac" in after["highlight"]
    assert after["camera"]["distance"] < 0.6 * before["distance"], "it comes to where the scene is"
    assert reader.page.locator(".card h2").is_visible()
    assert reader.page.locator(".term[data-term=sac]").first.get_attribute("aria-pressed") == "true"


def test_isolate_fade_hide_and_start_again(reader: Reader) -> None:
    pick(reader, "L3/vertebra")
    whole = reader.state()["visible"]
    reader.button("Show only this", ".card").click()
    assert reader.rest().state()["visible"] == ["L3/vertebra"]
    reader.button("Show only this", ".card").click()
    reader.button("Hide", ".card").click()
    assert set(reader.rest().state()["visible"]) == set(whole) - {"L3/vertebra"}
    reader.button("Start this view again").click()
    assert reader.rest().state()["visible"] == whole


def test_layers_are_shown_faded_and_hidden(reader: Reader) -> None:
    reader.page.locator("[data-tab=parts]").click()
    bones = reader.page.locator("[data-layer=bones]")
    picture = reader.seen()
    bones.get_by_role("button", name="hidden").click()
    assert "L3/vertebra" not in reader.rest().state()["visible"]
    bones.get_by_role("button", name="faded").click()
    assert "L3/vertebra" in reader.rest().state()["visible"]
    assert reader.differs(picture) > 0.01
    reader.button("Show everything").click()
    assert bones.get_by_role("button", name="shown").get_attribute("aria-pressed") == "true"


def test_labels_can_be_switched_off(reader: Reader) -> None:
    assert len(reader.state()["labels"]) >= 4
    reader.button("Labels").click()
    assert reader.rest().state()["labels"] == []
