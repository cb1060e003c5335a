"""A desk, a tablet and a phone; and the page by keyboard."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from lumbar.annotations import languages
from lumbar.scenes import all_scenes

from .conftest import SIZES

if TYPE_CHECKING:
    from .conftest import Reader

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
CROWDED = """() => [...document.querySelectorAll('.segments > button, .scene')].flatMap((each) => {
  const shown = each.checkVisibility({ visibilityProperty: true }) && !each.closest('.words');
  if (!shown || !each.innerText.trim()) return [];
  const words = document.createRange();
  words.selectNodeContents(each.querySelector('.word')?.clientWidth === 1 ? each.querySelector('b') : each);
  const [own, box] = [words.getBoundingClientRect(), each.getBoundingClientRect()];
  const air = Math.min(own.left - box.left, box.right - own.right, own.top - box.top, box.bottom - own.bottom);
  return air < 2 ? [`${each.innerText.trim()}: ${air.toFixed(1)} px`] : [];
})"""
PLACE = {"level": "L4-L5", "side": "left", "severity": 0.67}
CUT = """() => {
  const caption = document.querySelector('.caption'), words = document.createRange();
  words.selectNodeContents(caption);
  const [own, box] = [words.getBoundingClientRect(), caption.getBoundingClientRect()];
  return Math.max(own.right - box.right, own.bottom - box.bottom) - 2;
}"""
FILLED = """() => {
  const { view } = window.lumbar, { width, height, project } = view.pictureFrame();
  const seen = view.model.visible().flatMap((id) => view.model.sampleOf(id)).map(project);
  const range = (k, size) => [Math.min(...seen.map((p) => p[k])) / size, Math.max(...seen.map((p) => p[k])) / size];
  return [range(0, width), range(1, height)];
}"""


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_button_is_too_narrow_for_its_words(sized: Reader) -> None:
    """At every scene and in every language there is air around them."""
    reader, crowded = sized, {}
    for scene, language in product(all_scenes(), languages()):
        reader.page.locator(f"[data-scene={scene}]").dispatch_event("click")
        reader.page.evaluate("to => window.trame.state.set('language', to)", language)
        reader.page.wait_for_function("to => document.documentElement.lang === to", arg=language)
        if found := reader.page.evaluate(CROWDED):
            crowded[scene, language] = found
    assert not crowded


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", ["home", "back", "left"])
def test_the_healthy_spine_fills_the_picture(sized: Reader, view: str) -> None:
    """From edge to edge but for a little air, and all of it is in the picture."""
    sized.page.evaluate("view => window.lumbar.view.look({ view })", view)
    ranges = sized.rest().page.evaluate(FILLED)
    assert max(high - low for low, high in ranges) > 0.8
    assert all(low >= 0 and high <= 1 for low, high in ranges)


@pytest.mark.parametrize("size", ["desk"])
def test_level_and_side_are_never_cut(sized: Reader, size: str) -> None:
    """However narrow the picture is between its panels."""
    sized.page.evaluate("to => window.trame.state.update(to)", {"scene": "lateral_recess_stenosis", **PLACE})
    for width in (1366, 1200, 1024, 740, 390):
        sized.page.set_viewport_size({"width": width, "height": 768})
        assert "L4-L5, left" in sized.page.locator(".caption").inner_text()
        assert sized.page.evaluate(CUT) <= 0, width
    sized.page.set_viewport_size(SIZES[size]["viewport"])


@pytest.mark.parametrize("size", SIZES)
def test_all_there_is_fits_the_screen(sized: Reader, size: str) -> None:
    reader = sized.pick_scene("disc_herniation")
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
