"""One gesture to isolate or to ask for more, by mouse, finger and key; fingers that turn, shift and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from .stand import Stand

X, Y = 180, 130
BESIDE = (12, 12)


@pytest.fixture
def hands(stand: Stand) -> Stand:
    """L3 from behind, filling the picture."""
    stand.set(
        cut=None, compare=None, labels=[], camera={"view": "back", "parts": ["L3/vertebra"], "span": 60}
    )
    for name in ("pick", "isolate", "menu"):
        stand.told(name)
    return stand


def fingers(stand: Stand, *steps: tuple[tuple[float, float], ...], hold: int = 0) -> None:
    """Fingers put down, moved from step to step, held and taken up, as the browser gets them from a touch screen."""
    session = stand.page.context.new_cdp_session(stand.page)

    def send(kind: str, points: tuple[tuple[float, float], ...]) -> None:
        named: list[dict[str, Any]] = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": named})

    send("touchStart", steps[0])
    for points in steps[1:]:
        send("touchMove", points)
    stand.page.wait_for_timeout(hold)
    send("touchEnd", ())
    session.detach()


def test_a_double_click_isolates_and_beside_everything_takes_it_back(hands: Stand) -> None:
    hands.page.mouse.dblclick(X, Y)
    picked, isolated = hands.told("pick"), hands.told("isolate")
    assert [one["id"] for one in isolated] == [picked[0]["id"]]
    assert len(picked) == 1, "the second click is not a pick as well"
    assert isolated[0]["id"].startswith(("L3/", "L2-L3/", "L3-L4/", "L1-L5/"))
    hands.page.mouse.dblclick(*BESIDE)
    assert hands.told("isolate")[0]["id"] is None


def test_a_right_click_asks_for_more_and_a_right_drag_does_not(hands: Stand) -> None:
    hands.page.mouse.click(X, Y, button="right")
    (menu,) = hands.told("menu")
    assert menu["id"] is not None
    assert (menu["left"], menu["top"]) == (X, Y)
    assert hands.told("pick") == []
    hands.page.mouse.move(X, Y)
    hands.page.mouse.down(button="right")
    hands.page.mouse.move(X + 40, Y, steps=3)
    hands.page.mouse.up(button="right")
    assert hands.told("menu") == []


def test_the_menu_key_asks_for_what_stands_in_the_middle(hands: Stand) -> None:
    hands.page.locator("canvas").focus()
    hands.page.keyboard.press("Shift+F10")
    (menu,) = hands.told("menu")
    assert menu["id"] is not None
    assert (menu["x"], menu["y"]) == (X, Y)


def test_a_tap_picks_two_isolate_and_a_long_press_asks_for_more(hands: Stand) -> None:
    hands.page.touchscreen.tap(X, Y)
    hands.page.wait_for_timeout(450)
    assert len(hands.told("pick")) == 1
    hands.page.evaluate(
        "([x, y]) => { const at = document.querySelector('canvas'); at.setPointerCapture = () => {}; "
        "for (let n = 0; n < 2; n++) "
        "for (const type of ['pointerdown', 'pointerup']) at.dispatchEvent(new PointerEvent(type, "
        "{ clientX: x, clientY: y, pointerId: 7, pointerType: 'touch', isPrimary: true, bubbles: true })); }",
        [X, Y],
    )
    assert len(hands.told("isolate")) == 1
    hands.told("pick")
    fingers(hands, ((X, Y),), hold=800)
    assert hands.told("menu")[0]["id"] is not None
    assert hands.told("pick") == []


def test_one_finger_turns_two_shift_and_zoom_and_the_page_stays(hands: Stand) -> None:
    before = hands.state()["camera"]
    fingers(hands, *(((X + step, Y),) for step in (0, 20, 40, 60)))
    turned = hands.rest().state()["camera"]
    assert abs(turned["azimuth"] - before["azimuth"]) > 10
    assert turned["target"] == before["target"]
    fingers(hands, *(((X - 30, Y + step), (X + 30, Y + step)) for step in (0, 15, 30, 45)))
    shifted = hands.rest().state()["camera"]
    assert shifted["target"][2] - turned["target"][2] > 3, "down with the fingers, so the eye goes up"
    assert np.isclose(shifted["distance"], turned["distance"], rtol=0.02)
    assert np.isclose(shifted["azimuth"], turned["azimuth"])
    fingers(hands, *(((X - 20 - step, Y), (X + 20 + step, Y)) for step in (0, 15, 30)))
    assert hands.rest().state()["camera"]["distance"] < 0.6 * shifted["distance"]
    assert hands.page.evaluate("() => [scrollX, scrollY]") == [0, 0]
    assert hands.told("pick") == []
