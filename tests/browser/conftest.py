"""A real server and a real Chromium for the tests of the page, and a reader's hands and eyes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from lumbar.page.state import CLIENT

SERVE = "from lumbar.app import serve; serve('127.0.0.1', 0, open_browser=False)"
FLAGS = (
    *("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),
    *("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)
DESK = {"width": 1200, "height": 540}  # three columns, and a small picture: software GL draws it
SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "wide": {"viewport": {"width": 1920, "height": 1080}},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
OF_THE_PAGE = (
    "flight",
    "loaded",
    "normal",
    "measured",
    "exact",
    "rest",
    "present",
    "attempt",
)  # what a reader does not choose
PATIENCE = 300_000  # ms; software GL and a cold cache share two cores
AT_REST = (
    "() => { const now = window.lumbar?.view?.state(); return Boolean(now && now.ready && !now.pending); }"
)


@dataclass
class Reader:
    """One reader in front of one page."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)  # errors in the console, and requests to elsewhere

    def open(self, wait: bool = True, at: str = "") -> Reader:
        """Open the page, at a fragment, and, if asked, wait for the first picture."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(self.address + at)
        self.page.locator(".page").wait_for(timeout=PATIENCE)
        return self.rest() if wait else self

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", self.address.replace("http", "ws"))):
            self.complaints.append(f"asked {request.url}")

    def rest(self) -> Reader:
        """Wait until nothing moves, loads or waits to be drawn."""
        self.page.wait_for_function(AT_REST, timeout=PATIENCE)
        return self

    def start_again(self) -> Reader:
        """Stand in front of the healthy spine, everything as on opening."""
        opening = {key: value for key, value in CLIENT.items() if key not in OF_THE_PAGE}
        self.page.evaluate(
            "state => window.trame.state.update(state)", {**opening, "flight": self.chosen("flight") + 1}
        )
        return self.rest()

    def state(self) -> dict[str, Any]:
        """What the viewer shows."""
        return dict(self.page.evaluate("() => window.lumbar.view.state()"))

    def chosen(self, key: str) -> Any:
        """A key of client state."""
        return self.page.evaluate("key => window.trame.state.get(key)", key)

    def pick_scene(self, id_: str) -> Reader:
        """Take a scene from the list."""
        self.page.locator(f"[data-scene={id_}]").click()
        return self.rest()

    def button(self, name: str, inside: str = "body") -> Locator:
        """A button by its name."""
        return self.page.locator(inside).get_by_role("button", name=name, exact=True)

    def differs(self, before: NDArray[np.int16]) -> float:
        """The share of the picture that is visibly other than it was."""
        return float((np.abs(self.seen() - before).max(axis=2) > 24).mean())

    @property
    def canvas(self) -> Locator:
        """Where the picture is drawn."""
        return self.page.locator(".frame canvas")

    def seen(self) -> NDArray[np.int16]:
        """The picture as it stands on the screen, (height, width, 3)."""
        box = self.page.locator(".frame").bounding_box()
        assert box is not None
        return pixels(self.page.screenshot(clip=box))  # type: ignore[arg-type]


def pixels(png: bytes) -> NDArray[np.int16]:
    """The pixels of a PNG, (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), np.int16)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where a server of the page listens."""
    command = [sys.executable, "-u", "-c", SERVE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as server:
        assert server.stdout is not None
        told = next((found for line in server.stdout if (found := re.search(r"http://\S+", line))), None)
        assert told, "the server said where it listens"
        yield told[0]
        server.terminate()
        server.wait(20)


Enter = Callable[..., Reader]


@contextmanager
def entrance(browser: Browser, address: str) -> Iterator[Enter]:
    """Lets readers in, each with a browser profile of their own; nobody may have had an error."""
    inside: list[tuple[Reader, BrowserContext]] = []

    def enter(wait: bool = True, at: str = "", **device: Any) -> Reader:
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **device})
        context.set_default_timeout(PATIENCE)
        reader = Reader(context.new_page(), address)
        inside.append((reader, context))
        return reader.open(wait, at)

    yield enter
    for reader, context in inside:
        context.close()
        assert not reader.complaints


@pytest.fixture(scope="session")
def entrance_to(browser: Browser) -> Callable[[str], AbstractContextManager[Enter]]:
    """Lets readers in at another address, such as that of a file."""
    return lambda address: entrance(browser, address)


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Enter]:
    """Let a reader in."""
    with entrance(browser, address) as enter:
        yield enter


@pytest.fixture(scope="session")
def desk(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader who stays for all the tests."""
    with entrance(browser, address) as enter:
        yield enter()


@pytest.fixture(scope="session")
def rooms(browser: Browser, address: str) -> Iterator[Callable[[str], Reader]]:
    """Readers who stay for all the tests, one at a screen of each size."""
    with entrance(browser, address) as enter:
        yield cache(lambda size: enter(**SIZES[size]))


@pytest.fixture
def sized(rooms: Callable[[str], Reader], size: str) -> Reader:
    """A reader at a screen of a size, in front of the healthy spine."""
    return rooms(size).start_again()


@pytest.fixture
def reader(desk: Reader) -> Iterator[Reader]:
    """A reader at a desk, in front of the healthy spine: all that is seen is what client state says."""
    yield desk.start_again()
    assert not desk.complaints


@pytest.fixture(scope="module")
def stand(browser: Browser, address: str) -> Iterator[Any]:
    """The viewer alone in a page, its attributes set by hand (see ``stand.py``)."""
    from .stand import Stand

    context = browser.new_context(viewport={"width": 360, "height": 260}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    viewer = Stand(context.new_page(), address).open()
    yield viewer
    context.close()
    assert not viewer.complaints
