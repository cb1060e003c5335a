"""The page in a language that runs from right to left: made up, every Latin letter of the words a Hebrew one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Reader

SPEAK = """() => {
  const stays = /(\\{\\w+\\}|\\b(?:T12|[LS]\\d)(?:-[LS]\\d)?\\b|mm²?|°|%)/;
  const other = (letter) => String.fromCharCode(letter.toLowerCase().charCodeAt(0) + 1391);
  const moved = (piece, n) => n % 2 ? piece : piece.replace(/[a-z]/gi, other);
  const turned = (text) => text.split(stays).map(moved).join("");
  const names = ["id", "term", "source", "step"]; // read by the page, not by people
  const said = (value, key) => typeof value === "string" ? (names.includes(key) ? value : turned(value))
    : Array.isArray(value) ? value.map((each) => said(each, key))
    : value && typeof value === "object" ? all_said(value) : value;
  const all_said = (value) => Object.fromEntries(Object.entries(value).map(([name, each]) => [name, said(each, name)]));
  const library = structuredClone(JSON.parse(JSON.stringify(trame.state.get("library"))));
  library.words.xx = said(library.words.en);
  Object.assign(library.words.xx.ui, { direction: "rtl" });
  trame.state.update({ library, language: "xx" });
}"""
SPILT = """() => [...document.querySelectorAll(".page *")].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  const seen = width && each.checkVisibility() && !each.closest(".skip, .unseen, svg");
  return seen && (left < -1 || right > innerWidth + 1);
}).map((each) => each.outerHTML.slice(0, 100))"""
STAND = """([selector, words]) => { // px from the left at which each word begins, in the first text that has all
  const nodes = [...document.querySelectorAll(selector)].flatMap((each) => [...each.childNodes]);
  const texts = nodes.filter((each) => each.nodeType === 3);
  const text = texts.find((each) => words.every((word) => each.data.includes(word)));
  return words.map((word) => {
    const range = document.createRange(), at = text.data.indexOf(word);
    range.setStart(text, at);
    range.setEnd(text, at + word.length);
    return range.getBoundingClientRect().left;
  });
}"""


@pytest.fixture
def leftward(rooms: Callable[[str], Reader], size: str) -> Iterator[Reader]:
    """A reader of that language in front of a herniation."""
    reader = rooms(size).start_again()
    english = reader.chosen("library")
    reader.page.evaluate(SPEAK)
    reader.page.wait_for_function("() => document.documentElement.dir === 'rtl'")
    yield reader.pick_scene("disc_herniation")
    reader.page.evaluate("library => trame.state.update({ library, language: 'en' })", english)
    reader.page.wait_for_function("() => document.documentElement.dir === 'ltr'")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_nothing_is_over_an_edge(leftward: Reader) -> None:
    for tab in ("choose", "words", "parts", "look"):
        leftward.page.evaluate("tab => trame.state.set('tab', tab)", tab)
        leftward.rest()
        assert leftward.page.evaluate(SPILT) == [], tab
        assert leftward.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("size", ["desk"])
def test_what_names_a_side_does_not_change_places(leftward: Reader) -> None:
    """As the picture does not: neither the views nor the ends of the sagittal plane do."""
    page = leftward.page
    page.evaluate("() => trame.state.update({ tab: 'look', cuts: { sagittal: 10 } })")
    leftward.rest()

    def places(selector: str) -> list[float]:
        return list(
            page.evaluate(
                "selector => [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect().left)",
                selector,
            )
        )

    views = places(".views > button")
    assert views == sorted(views)
    low, high = places(".plane[data-axis=sagittal] .ends > span")
    assert low < high
    slider = page.locator(".plane[data-axis=sagittal] input")
    before = float(slider.input_value())
    slider.press("ArrowRight")
    assert float(slider.input_value()) > before, "to the patient's left, which is the right-hand end"


@pytest.mark.parametrize("size", ["desk"])
def test_numbers_and_keys_keep_their_order(leftward: Reader) -> None:
    page = leftward.page
    page.evaluate("() => trame.state.set('tab', 'look')")
    page.locator(".changes li", has_text="→").first.wait_for()
    line = page.locator(".changes li", has_text="→").first.inner_text()
    figures = line[line.index("\u2066") + 1 : line.index("\u2069")].split("→")
    before, after = figures[0].strip(), figures[1].split()[0]
    begin, arrow, end = page.evaluate(STAND, [".changes li", ["\u2066" + before, "→", after + "\u00a0"]])
    assert begin < arrow < end
    page.evaluate("() => trame.state.set('helping', true)")
    page.locator("kbd").first.wait_for()
    first, last = page.evaluate(STAND, ["kbd", ["1", "6"]])
    assert first < last
    page.evaluate("() => trame.state.set('helping', false)")
