"""A view as a link: copied, opened, broken; and what is kept when the page is loaded again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Reader

OLD = (
    "#v1;case=herniation@L4-L5/left/subarticular:severity=0.35;scene=disc_herniation;"
    "eye=10,20,30,150,25,220;layers=bones.hidden;parts=root:H4l;words=clinician;lang=en"
)


def test_a_link_opens_the_view_it_was_made_of(enter: Callable[..., Reader]) -> None:
    reader = enter(at=OLD)
    assert (reader.chosen("scene"), reader.chosen("severity")) == ("disc_herniation", 0.35)
    state = reader.state()
    assert state["camera"]["azimuth"] == pytest.approx(150)
    assert state["camera"]["distance"] == pytest.approx(220)
    assert not {"L3/vertebra", "L4/root/left"} & set(state["visible"])
    assert reader.button("Clinical words").get_attribute("aria-pressed") == "true"
    reader.page.reload()
    reader.page.locator(".page").wait_for()
    assert reader.rest().state()["camera"]["distance"] == pytest.approx(220), "kept when it is loaded again"


def test_the_button_copies_the_link(enter: Callable[..., Reader]) -> None:
    reader = enter(permissions=["clipboard-read", "clipboard-write"])
    reader.button("Back", ".views").click()
    reader.rest()
    reader.button("Copy link").click()
    reader.page.get_by_role("status").filter(has_text="copied").wait_for(timeout=10_000)
    link = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert link.split("#")[1] == "v1;case=normal;scene=healthy;view=back;words=patient;lang=en"
    assert len(link) < 1024


@pytest.mark.parametrize(
    ("fragment", "sentence", "scene"),
    [
        ("#v1;%E0%A4%A", "can't be read", "healthy"),
        ("#v7;case=normal;scene=healthy", "newer lumbar", "healthy"),
        ("#v1;case=herniation@L9-S4/left:severity=0.4;scene=disc_herniation", "not here", "disc_herniation"),
    ],
)
def test_a_broken_link_gets_a_sentence_and_the_nearest_view(
    reader: Reader, fragment: str, sentence: str, scene: str
) -> None:
    reader.page.evaluate("fragment => { location.hash = fragment }", fragment)
    reader.page.get_by_role("status").filter(has_text=sentence).wait_for(timeout=10_000)
    assert reader.rest().chosen("scene") == scene
    assert reader.state()["visible"]


def test_what_was_said_of_a_link_is_read_before_that_its_spine_is_waited_for(
    enter: Callable[..., Reader],
) -> None:
    """However long the spine takes: the sentence stands its time first, then the wait is said."""
    reader = enter()  # of its own, as nothing more is answered
    reader.page.route("**/geometry/**", lambda _: None)  # and no answer
    fragment = "#v1;case=herniation@L9-S4/left:severity=0.4;scene=disc_herniation"
    reader.page.evaluate("fragment => { location.hash = fragment }", fragment)
    told = reader.page.get_by_role("status").filter(has_text="not here")
    told.wait_for(timeout=10_000)
    told.wait_for(state="hidden", timeout=20_000)
    reader.page.get_by_role("status").filter(has_text="Building").wait_for(timeout=10_000)


def test_the_language_is_the_browsers(enter: Callable[..., Reader]) -> None:
    """An unknown one gets English; the switch changes every word and what the document says of itself."""
    reader = enter(wait=False, locale="fi-FI")
    assert reader.page.locator("html").get_attribute("lang") == "en"
    assert reader.page.locator("html").get_attribute("dir") == "ltr"


def test_right_to_left_nothing_breaks(reader: Reader) -> None:
    """Turned round, the panels change sides and still fill the window, with nothing over an edge."""
    before = reader.page.locator(".words").bounding_box()
    reader.page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    after = reader.page.locator(".words").bounding_box()
    over = reader.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    spill = reader.page.evaluate("""() => [...document.querySelectorAll('.page *, .top *')].filter((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      const hidden = !each.checkVisibility() || each.closest('.skip, .unseen, svg');
      return width && !hidden && (left < -1 || right > innerWidth + 1);
    }).map((each) => each.outerHTML.slice(0, 100))""")
    reader.page.evaluate("() => { document.documentElement.dir = 'ltr' }")
    assert before is not None
    assert after is not None
    assert before["x"] > 600
    assert after["x"] == 0
    assert over == 0
    assert spill == []


def test_right_to_left_the_patients_sides_stay_where_they_are(reader: Reader) -> None:
    """The picture does not turn round with the script, so what names its sides must not either."""
    order = """selector => [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect().left)"""
    reader.pick_scene("disc_herniation")
    named = [".side > button", ".leg-sides > span"]
    before = [reader.page.evaluate(order, each) for each in named]
    reader.page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    after = [reader.page.evaluate(order, each) for each in named]
    reader.page.evaluate("() => { document.documentElement.dir = 'ltr' }")
    for one, other in zip(before, after, strict=True):
        assert len(one) >= 2
        pairs = range(0, len(one), 2)
        assert all(one[k] < one[k + 1] and other[k] < other[k + 1] for k in pairs), (one, other)
    assert reader.page.locator(".live bdi").count() > 0
    assert reader.page.locator(".numbers td bdi").count() > 0
