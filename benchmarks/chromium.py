"""A headless Chromium with a stop watch on its draw calls and a scale under what it receives."""

from __future__ import annotations

import shutil
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
  let frames = 0, last = performance.now();
  const frame = now => {
    frames = now - last < 50 ? frames + 1 : 0;
    last = now;
    frames < 6 ? requestAnimationFrame(frame) : done();
  };
  requestAnimationFrame(frame);
})"""  # six quick frames: the graphics process, here in software, has drawn what it was given
PATIENCE = 180_000  # ms


@dataclass
class Received:
    """Bytes that came over the wire."""

    http: int = 0
    sockets: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.http + self.sockets


@contextmanager
def browser_page() -> Iterator[tuple[Page, Received]]:
    """An empty page at 1366×768, and what it receives."""
    received = Received()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(PATIENCE)
        page.add_init_script(STOP_WATCH)
        page.on("requestfinished", lambda request: _count(request, received))
        page.on("websocket", lambda socket: _listen(socket, received))
        yield page, received
        browser.close()


def _count(request: Request, received: Received) -> None:
    received.http += request.sizes()["responseBodySize"]


def _listen(socket: WebSocket, received: Received) -> None:
    def heard(payload: bytes | str) -> None:
        received.sockets += len(payload)

    socket.on("framereceived", heard)


def to_next_draw(page: Page, actions: list[str], settled: str) -> float:
    """Median milliseconds from a line of JavaScript to the next draw call; each starts once ``settled``."""
    times = []
    for action in actions:
        page.wait_for_function(settled)
        page.evaluate(QUIET)
        page.evaluate(f"() => {{ watch.drawn = 0; watch.start = performance.now(); {action}; }}")
        page.wait_for_function("() => watch.drawn > 0", polling=20)
        found: Any = page.evaluate("() => watch.drawn - watch.start")
        times.append(float(found))
        page.evaluate("() => { watch.start = 0; }")
    return median(times)
