"""The panels below the words: the leg, what helps, and causes outside the spine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from .conftest import Reader

LIT = ".leg-area.lit"


def areas(reader: Reader, selector: str) -> set[str | None]:
    return {each.get_attribute("data-area") for each in reader.page.locator(selector).all()}


def choose(reader: Reader, **keys: object) -> None:
    reader.page.evaluate("keys => window.trame.state.update(keys)", keys)


def test_the_pressed_root_lights_its_area_on_the_patients_left_and_goes_out_with_it(reader: Reader) -> None:
    """A left subarticular herniation at L4-L5 presses L5; facing the reader the left leg is on the right."""
    assert not areas(reader, LIT)
    reader.pick_scene("disc_herniation")
    reader.page.locator(LIT).first.wait_for()
    assert areas(reader, LIT) == {"L5/left"}
    front = reader.page.locator(".leg-views figure").first
    lit, figure = front.locator(LIT).bounding_box(), front.locator("svg").bounding_box()
    assert lit is not None
    assert figure is not None
    assert lit["x"] > figure["x"] + figure["width"] / 2 - 1
    assert "L5, left leg" in reader.page.locator(".leg-told").inner_text()
    reader.page.locator("input[type=range]").first.fill("0.1")
    reader.rest()
    assert not areas(reader, LIT)


def test_a_tap_on_the_leg_lists_what_can_reach_it_and_leads_there(reader: Reader) -> None:
    front = reader.page.locator(".leg-views figure").first
    front.locator("[data-area='L4/right']").click(position={"x": 6, "y": 60})
    assert areas(reader, ".leg-area.picked") == {"L4/right"}
    told = reader.page.locator(".leg-told")
    assert "L3-L4" in told.inner_text()
    told.locator("[data-offer='disc_herniation/L3-L4']").click()
    chosen = [reader.chosen(key) for key in ("scene", "level", "side")]
    assert chosen == ["disc_herniation", "L3-L4", "right"]


def test_the_leg_is_pointed_at_by_keyboard_too(reader: Reader) -> None:
    button = reader.page.locator("[data-root='S1/left']")
    button.focus()
    reader.page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert "S1, left leg" in reader.page.locator(".leg-told").inner_text()
    reader.page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "false"


def test_what_helps_comes_in_order_and_the_other_causes_open_with_their_scene(reader: Reader) -> None:
    steps = [each.get_attribute("data-help") for each in reader.page.locator("[data-help]").all()]
    assert steps == ["activity", "physical_therapy", "medicines", "injections", "surgery"]
    assert not reader.page.locator("details.causes").evaluate("panel => panel.open")
    reader.pick_scene("not_the_spine")
    assert reader.page.locator("details.causes").evaluate("panel => panel.open")
    assert reader.page.locator(".cause").count() == 7


def test_weeks_of_exercise_are_not_offered_for_an_infection_or_a_growth(reader: Reader) -> None:
    """Infection and tumours need their own care at once (facts C8, C9)."""
    choose(reader, scene="infection", level="L3-L4", side=None)
    assert not reader.page.locator("[data-help]").count()
    assert "needs its own care" in reader.page.locator("details.helps").text_content()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_panels_have_no_barrier(reader: Reader, language: str, theme: str) -> None:
    choose(reader, language=language, theme=theme, leg="L5/left", scene="not_the_spine", audience="clinician")
    reader.rest()
    for each in reader.page.locator(".words details").all():
        each.evaluate("panel => { panel.open = true }")
    assert reader.page.locator("html").get_attribute("lang") == language
    found = Axe().run(reader.page, context=".words")
    assert not found.response["violations"], found.generate_report()
