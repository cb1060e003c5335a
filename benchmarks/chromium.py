"""A headless Chromium with a stop watch on its draw calls and a scale under what it receives."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Page, Request, WebSocket, sync_playwright

FLAGS = [
    *("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),
    *("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]
STOP_WATCH = """
  window.watch = { start: 0, drawn: 0, corners: 0, full: 0 };
  for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"]) {
    const draw = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...args) {
      if (watch.start && !watch.drawn) watch.drawn = performance.now();
      watch.corners += args[name.startsWith("drawElements") ? 1 : 2];
      if (!watch.full && watch.corners > 250000) watch.full = performance.now();
      return draw.apply(this, args);
    };
  }
"""
QUIET = """() => new Promise(done => {
  const began = performance.now();
  let frames = 0, last = began;
  const frame = now => {
    frames = now - last < 50 ? frames + 1 : 0;
    last = now;
    if (frames === 6 || now - began > 10000) done(frames === 6);
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""  # six quick frames: the graphics process, here in software, has drawn what it was given
PATIENCE = 180_000  # ms


class Missing(RuntimeError):
    """A tool that a measurement needs is not there; one sentence."""


@dataclass
class Received:
    """Bytes that came over the wire: finished bodies as they were sent (compressed), and what sockets carried."""

    http: int = 0
    sockets: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.http + self.sockets


@contextmanager
def browser_page() -> Iterator[tuple[Page, Received]]:
    """An empty page at 1366×768, and what it receives."""
    received, program = Received(), shutil.which("chromium")
    if program is None:
        raise Missing("Chromium is not on the path (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(PATIENCE)
        page.add_init_script(STOP_WATCH)
        page.on("requestfinished", lambda request: _count(request, received))
        page.on("websocket", lambda socket: _listen(socket, received))
        yield page, received
        browser.close()


def body_size(request: Request) -> int:
    """Bytes of a finished request's body on the wire.

    What the browser had already (the page's icon, asked for anew whenever the address changes) has a negative size
    for Playwright, which takes the answer's head from what came: nothing came.
    """
    return max(0, request.sizes()["responseBodySize"])


def _count(request: Request, received: Received) -> None:
    received.http += body_size(request)


def _listen(socket: WebSocket, received: Received) -> None:
    def heard(payload: bytes | str) -> None:
        received.sockets += len(payload)

    socket.on("framereceived", heard)


def to_next_draw(page: Page, actions: list[str], settled: str) -> float:
    """Median milliseconds from a line of JavaScript to the next draw call; each starts once ``settled``.

    Where the machine is too busy for quiet frames, it is timed all the same and that is said.
    """
    times, restless = [], 0
    for action in actions:
        page.wait_for_function(settled)
        restless += not page.evaluate(QUIET)
        page.evaluate(f"() => {{ watch.drawn = 0; watch.start = performance.now(); {action}; }}")
        page.wait_for_function("() => watch.drawn > 0", polling=20)
        found: Any = page.evaluate("() => watch.drawn - watch.start")
        times.append(float(found))
        page.evaluate("() => { watch.start = 0; }")
    if restless:
        print(
            f"{restless} of {len(actions)} steps began before the browser had come to rest", file=sys.stderr
        )
    return median(times)
