"""Mouse, fingers and keys on the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from .conftest import Reader

Hands = dict[str, Any]


def middle(reader: Reader) -> tuple[float, float]:
    box = reader.canvas.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def viewpoint(reader: Reader) -> dict[str, Any]:
    return dict(reader.rest().state()["camera"])


def test_a_drag_turns_and_the_wheel_comes_closer(reader: Reader) -> None:
    picture, before = reader.seen(), viewpoint(reader)
    x, y = middle(reader)
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    reader.page.mouse.move(x + 120, y + 20, steps=4)
    reader.page.mouse.up()
    turned = viewpoint(reader)
    assert abs(turned["azimuth"] - before["azimuth"]) > 20
    assert reader.differs(picture) > 0.05
    reader.page.mouse.wheel(0, -400)
    assert viewpoint(reader)["distance"] < 0.9 * turned["distance"]
    assert reader.page.evaluate("() => scrollY + document.querySelector('.page').scrollTop") == 0


def test_keys_turn_and_zoom(reader: Reader) -> None:
    before = viewpoint(reader)
    reader.canvas.focus()
    reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("+")
    after = viewpoint(reader)
    assert after["azimuth"] != before["azimuth"]
    assert after["distance"] < before["distance"]
    reader.page.keyboard.press("h")
    assert np.isclose(viewpoint(reader)["distance"], before["distance"])
    reader.page.keyboard.press("l")
    assert reader.rest().state()["labels"] == []


@pytest.mark.parametrize("size", ["phone"])
def test_one_finger_turns_and_two_zoom(sized: Reader) -> None:
    reader = sized
    before, (x, y) = viewpoint(reader), middle(reader)
    touch = reader.page.context.new_cdp_session(reader.page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        named = [{"x": px, "y": py, "id": n} for n, (px, py) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": named})

    fingers("touchStart", (x, y))
    for step in (20, 40, 60, 80):
        fingers("touchMove", (x + step, y - step / 2))
    fingers("touchEnd")
    turned = viewpoint(reader)
    assert abs(turned["azimuth"] - before["azimuth"]) > 15
    assert np.isclose(turned["distance"], before["distance"])

    fingers("touchStart", (x - 30, y), (x + 30, y))
    for step in (40, 60, 80):
        fingers("touchMove", (x - step, y), (x + step, y))
    fingers("touchEnd")
    assert viewpoint(reader)["distance"] < 0.8 * turned["distance"]
    assert reader.page.evaluate("() => [scrollX, scrollY]") == [0, 0], "the page stays where it is"
