"""``VtkLocalView`` with the same scene, moved by the same hand."""

from __future__ import annotations

import time
from pathlib import Path

from chromium import browser_page, to_next_draw
from ours import Answer
from servers import serving

SERVER = str(Path(__file__).parent / "vtk_local_server.py")
DRAWN = "() => watch.drawn > 0"


def measure() -> Answer:
    """The disc herniation in ``VtkLocalView``, its bones toggled and its severity moved."""
    with serving(SERVER) as server, browser_page() as (page, received):
        page.goto(server.address)
        page.evaluate("() => { watch.start = performance.now(); }")
        page.wait_for_function(DRAWN, polling=50)
        first = time.monotonic() - server.started
        page.wait_for_timeout(5000)
        loaded = received.total
        toggle = to_next_draw(page, [f"trame.state.set('bones', {b})" for b in ("false", "true") * 6], DRAWN)
        page.wait_for_timeout(3000)
        before = received.total
        steps = [f"trame.state.set('step', {k % 5})" for k in range(12)]
        step = to_next_draw(page, steps, DRAWN)
        page.wait_for_timeout(3000)
        sent = (received.total - before) / len(steps)
        return Answer(first, loaded, toggle, step, sent, server.memory())
