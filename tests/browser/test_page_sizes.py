"""A desk, a tablet and a phone; and the page by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Reader

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "wide": {"viewport": {"width": 1920, "height": 1080}},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
MAIN = (
    *(".frame canvas", ".choose .list", ".choose .level", ".choose .side", "input[type=range]", ".stages"),
    *(".views", ".steps"),
)
OVERFLOW = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [scrollWidth - innerWidth, scrollHeight - innerHeight, document.querySelector('.page').scrollTop];
}"""
SMALL = """least => [...document.querySelectorAll('button, input, a, summary')].filter((each) => {
  const { width, height } = each.getBoundingClientRect();
  const folded = !each.matches('summary') && each.closest('details:not([open])');
  const text = folded || each.matches('.term, .skip');
  return each.checkVisibility({ visibilityProperty: true }) && !text && (width < least || height < least);
}).map((each) => each.outerHTML.slice(0, 120))"""
NAMELESS = """() => [...document.querySelectorAll('button, input, a')].filter((each) =>
  !(each.getAttribute('aria-label') || each.getAttribute('aria-labelledby') || each.closest('label')
    || each.textContent.trim())
).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", SIZES)
def test_all_there_is_fits_the_screen(enter: Callable[..., Reader], size: str) -> None:
    reader = enter(**SIZES[size]).pick_scene("disc_herniation")
    width, height = (SIZES[size]["viewport"][key] for key in ("width", "height"))
    assert reader.page.evaluate(OVERFLOW) == [0, 0, 0]
    for selector in MAIN:
        box = reader.page.locator(selector).bounding_box()
        assert box is not None, f"{selector} is shown"
        assert box["x"] >= 0, selector
        assert box["x"] + box["width"] <= width + 1, selector
        assert box["y"] + box["height"] <= height + 1, selector
    assert reader.page.evaluate(SMALL, 24) == []
    assert reader.page.evaluate(NAMELESS) == []
    canvas = reader.canvas.bounding_box()
    assert canvas is not None
    least = 0.5 if size == "phone" else 0.34
    assert canvas["width"] * canvas["height"] >= least * width * height, "the picture has the most room"
    if size in ("tablet", "phone"):
        for tab, panel in (
            ("words", ".words"),
            ("parts", ".parts"),
            ("look", ".look"),
            ("choose", ".choose"),
        ):
            reader.page.locator(f".tabs [data-tab={tab}]").tap()
            assert reader.page.locator(panel).is_visible()
            assert reader.page.evaluate(OVERFLOW) == [0, 0, 0]


def test_every_control_is_reached_by_tab_and_seen_to_be(reader: Reader) -> None:
    reader.pick_scene("disc_herniation")
    reader.page.locator(".skip").focus()
    reached: set[str] = set()
    unmarked: set[str] = set()
    for _ in range(90):
        reader.page.keyboard.press("Tab")
        name, shown = reader.page.evaluate("""() => {
          const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
          const name = document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText ?? '';
          return [name, outlineStyle !== 'none' || boxShadow !== 'none'];
        }""")
        reached.add(name.strip())
        unmarked |= set() if shown else {name.strip()}
    names = {
        "Clinical words",
        "Foraminal stenosis",
        "L3-L4",
        "Extrusion",
        "Save picture",
        "Undo",
        "Parts",
        "Front",
    }
    assert names <= reached
    assert not unmarked & names, "what has the focus shows it"


def test_a_scene_is_picked_by_keyboard_alone(reader: Reader) -> None:
    reader.page.locator("[data-scene=facet_cyst]").focus()
    reader.page.keyboard.press("Enter")
    assert reader.rest().chosen("scene") == "facet_cyst"
    slider = reader.page.locator("input[type=range]")
    slider.focus()
    reader.page.keyboard.press("Home")
    assert reader.rest().chosen("severity") == 0
    assert slider.get_attribute("aria-valuetext") == "Normal"
