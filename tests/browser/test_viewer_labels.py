"""Labels while the camera flies, and where it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .stand import Stand

LABELS = [
    {"id": "body", "text": "Vertebra", "part": "L3/vertebra"},
    {"id": "sac", "text": "Sac", "part": "T12-S2/dural_sac"},
    {"id": "root", "text": "Root", "part": "L3/root/left"},
]
WATCH = """() => { // frame by frame: does the camera fly, how clear are the labels, where do their dots stand
  window.watched = [];
  const look = () => {
    const box = document.querySelector(".spine-labels"), dots = [...document.querySelectorAll(".spine-lines circle")];
    watched.push({
      flies: Boolean(lumbar.view.flight), clear: Number(getComputedStyle(box).opacity),
      dots: dots.map((dot) => [dot.style.visibility, dot.getAttribute("cx"), dot.getAttribute("cy")]),
    });
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""
BUSY = """late => { // so many ms of work between any two frames
  const work = () => { const end = performance.now() + late; while (performance.now() < end); };
  window.slow = setInterval(work, late + 20);
}"""
SEEN = "() => { cancelAnimationFrame(window.watching); return window.watched; }"


def flown(stand: Stand, motion: bool, busy: int = 0) -> list[dict[str, Any]]:
    """What was seen, frame by frame, from the start of a flight until all is at rest; each frame ``busy`` ms late."""
    stand.set(cut=None, compare=None, motion=False, labels=LABELS, camera={"view": "back"})
    stand.set(motion=motion)
    stand.page.evaluate(BUSY, busy)
    stand.page.evaluate(WATCH)
    stand.set(camera={"view": "left", "parts": ["L3/vertebra"], "span": 120})
    stand.page.evaluate("() => clearInterval(window.slow)")
    stand.page.wait_for_function("() => window.watched.at(-1).clear === 1")
    return list(stand.page.evaluate(SEEN))


@pytest.mark.parametrize("busy", [0, 250], ids=["idle", "busy"])
def test_labels_are_held_back_until_the_camera_rests(stand: Stand, busy: int) -> None:
    """Also where a frame takes longer than a rest: then they were placed on the way."""
    frames = flown(stand, motion=True, busy=busy)
    begun = next(n for n, frame in enumerate(frames) if frame["flies"])
    assert [frame["clear"] for frame in frames if frame["flies"]] == [0.0] * sum(f["flies"] for f in frames)
    shown = [frame for frame in frames[begun:] if frame["clear"] > 0]
    assert shown[-1]["clear"] == 1
    assert all(frame["dots"] == shown[-1]["dots"] for frame in shown), "at once where they stay"
    assert [dot[0] for dot in shown[-1]["dots"]].count("visible") >= 2


def test_after_a_jump_too(stand: Stand) -> None:
    frames = flown(stand, motion=False)
    jumped = next(n for n, frame in enumerate(frames) if frame["clear"] == 0)
    shown = [frame for frame in frames[jumped:] if frame["clear"] > 0]
    assert shown[-1]["clear"] == 1
    assert all(frame["dots"] == shown[-1]["dots"] for frame in shown)
    stand.set(labels=[])
