"""The page: how soon it draws, what it receives, how long it takes to answer a hand."""

from __future__ import annotations

import time
from dataclasses import dataclass

from chromium import body_size, browser_page, to_next_draw
from servers import serving

SCENE = "disc_herniation"
REST = "() => { const now = window.lumbar?.view?.state(); return now?.ready && !now.pending; }"
COMMAND = ("-m", "lumbar", "--no-browser", "--port", "0")


@dataclass(frozen=True)
class Answer:
    """What one way of showing the scene costs."""

    first: float  # s from the start of the server to the first picture
    loaded: int  # bytes until then
    toggle: float  # ms to the next draw call
    step: float  # ms to the next draw call
    per_step: float  # bytes received a step
    memory: float  # MB of the server
    calls: int | None = None
    triangles: int | None = None
    base: int | None = None  # bytes of the base anatomy


DRAWN = "() => window.lumbar?.view?.state().calls > 0"


def warm_up() -> None:
    """Open the page once, as the day before: what it built lies in the cache."""
    with serving(*COMMAND) as server, browser_page() as (page, _):
        page.goto(server.address)
        page.wait_for_function(DRAWN, polling=50)


def measure() -> Answer:
    """The page with the disc herniation, its bones toggled and its severity moved."""
    warm_up()
    with serving(*COMMAND) as server, browser_page() as (page, received):
        sizes: dict[str, int] = {}
        page.on("requestfinished", lambda r: sizes.update({r.url.split("/")[-1]: body_size(r)}))
        page.goto(server.address)
        page.wait_for_function(DRAWN, polling=50)
        first = time.monotonic() - server.started
        page.wait_for_function(REST)
        loaded, state = received.total, page.evaluate("() => window.lumbar.view.state()")
        page.locator(f"[data-scene={SCENE}]").click()
        page.wait_for_function("() => window.lumbar.view.state().severity > 0")
        page.wait_for_function(REST)
        hidden = ["hidden", "shown"] * 6
        toggle = to_next_draw(page, [f"trame.state.set('layers', {{ bones: '{h}' }})" for h in hidden], REST)
        before = received.total
        steps = [f"trame.state.set('severity', {k / 25})" for k in range(5, 25)]
        step = to_next_draw(page, steps, REST)
        sent = (received.total - before) / len(steps)
        return Answer(
            first,
            loaded,
            toggle,
            step,
            sent,
            server.memory(),
            state["calls"],
            state["triangles"],
            sizes["base.glb"],
        )
