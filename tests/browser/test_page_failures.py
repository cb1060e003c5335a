"""What goes wrong gets one clear sentence, and the words stay readable."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Playwright, Route

from lumbar.annotations import grades
from lumbar.meshes import stream

if TYPE_CHECKING:
    from .conftest import Reader


def forgive(reader: Reader) -> None:
    """The browser itself reports these failures; the page has said its own."""
    reader.complaints.clear()


@pytest.fixture
def flat(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A browser that draws no 3D."""
    flags = ["--no-sandbox", "--disable-3d-apis", "--disable-gpu", "--no-first-run"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


def test_without_webgl_there_is_a_sentence_and_the_words(flat: Browser, address: str) -> None:
    page = flat.new_page()
    page.goto(address)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "WebGL" in alert.inner_text()
    page.locator("[data-scene=disc_herniation]").click()
    assert "disc" in page.locator(".words").inner_text().lower()


def test_geometry_that_does_not_load_is_said_and_tried_again(reader: Reader) -> None:
    reader.page.route("**/geometry/herniation/**", lambda route: route.abort())
    reader.page.locator("[data-scene=disc_herniation]").click()
    alert = reader.page.get_by_role("alert")
    alert.wait_for()
    assert "could not be loaded" in alert.inner_text()
    assert reader.canvas.is_visible(), "the spine stays"
    reader.page.unroute("**/geometry/herniation/**")
    reader.button("Try again").click()
    reader.page.locator(".numbers").wait_for()
    assert alert.count() == 0
    forgive(reader)


def test_a_spine_that_does_not_load_is_said_and_tried_again(enter: Callable[..., Reader]) -> None:
    reader = enter()
    reader.page.route("**/geometry/base.glb*", lambda route: route.fulfill(status=500, body="no"))
    reader.page.reload()
    alert = reader.page.get_by_role("alert")
    alert.wait_for()
    assert reader.page.locator("#words-title").is_visible()
    reader.page.unroute("**/geometry/base.glb*")
    reader.button("Try again").click()
    reader.rest()
    assert alert.count() == 0
    forgive(reader)


def test_the_rest_of_a_finding_can_be_stopped_and_taken_up_by_keyboard(reader: Reader) -> None:
    """The finding is there at one severity; what builds the others has not got far."""
    page, asked = reader.page, []
    glb = stream.finding_first_glb("facet_cyst", "L4-L5", "left", 0.67, grades)
    page.route(
        "**/geometry/facet_cyst/**", lambda route: route.fulfill(body=glb, content_type="model/gltf-binary")
    )

    def hold(route: Route) -> None:
        asked.append(route.request.post_data_json)  # and no answer

    page.route("**/wholes", hold)
    page.locator("[data-scene=facet_cyst]").click()
    stop = page.locator("[data-stop-rest]")
    stop.wait_for()
    page.wait_for_timeout(500)
    assert asked == [{"code": "geometry/facet_cyst/L4-L5/left.glb"}]
    page.evaluate("() => window.trame.state.set('rest', { made: 3, of: 11 })")
    assert "3 of 11" in page.get_by_role("status").filter(has=stop).inner_text()
    assert page.get_by_role("button", name="Stop building").count() == 1
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/wholes")):
        stop.focus()
        page.keyboard.press("Enter")
    stop.wait_for(state="detached")
    assert any("cyst" in part for part in reader.rest().state()["visible"]), "what is there stays"
    reader.button("Build the rest").press("Enter")
    stop.wait_for()
    page.wait_for_timeout(500)
    assert len(asked) == 2
    page.unroute("**/wholes")
    page.unroute("**/geometry/facet_cyst/**")
    forgive(reader)


@contextmanager
def serving_at(port: int) -> Iterator[None]:
    """A server of the page at a port, until the block ends."""
    command = [sys.executable, "-m", "lumbar", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "http://" in server.stdout.readline()
        yield
        server.terminate()
        server.wait(20)


def test_a_server_that_goes_while_the_page_opens_is_said_and_the_page_opens_once_it_is_back(
    browser: Browser,
) -> None:
    """Whatever of the page was missing then: nothing is left uncaught, and nobody has to load it again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = browser.new_page()
    uncaught: list[str] = []
    page.on("pageerror", lambda error: uncaught.append(str(error)))
    page.route("**/vuetify3.js", lambda route: route.abort())
    with serving_at(port):
        page.goto(f"http://localhost:{port}/")
    page.get_by_text("The page opens as soon as it is back.").wait_for(timeout=60_000)
    page.unroute("**/vuetify3.js")
    with serving_at(port):
        page.locator(".page").wait_for(timeout=120_000)
        page.close()
    assert not uncaught


def test_a_server_that_was_started_again_and_again_finds_the_case_as_it_was(
    entrance_to: Callable[[str], AbstractContextManager[Callable[..., Reader]]],
) -> None:
    """The loss is said and taken back by the page itself: nobody taps anything until the last server is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with entrance_to(f"http://localhost:{port}/") as enter:
        with serving_at(port):
            reader = enter()
            reader.pick_scene("disc_herniation")
            reader.page.evaluate("() => window.trame.state.set('severity', 0.4)")
            reader.rest()
            visible = reader.state()["visible"]
        lost = reader.page.get_by_text("The server can't be reached.")
        lost.wait_for()
        assert reader.state()["visible"] == visible, "what is seen stays"
        with serving_at(port):
            lost.wait_for(state="detached")
        lost.wait_for()
        with serving_at(port):
            lost.wait_for(state="detached")
            assert reader.chosen("severity") == 0.4
            assert reader.state()["visible"] == visible
            reader.pick_scene("facet_cyst")
            reader.page.wait_for_function("() => trame.state.get('measured').finding.includes('facet_cyst')")
        reader.page.wait_for_timeout(1000)  # the rest of that finding was still on its way
        reader.page.goto("about:blank")  # or it would ask for that once more after it is forgiven
        forgive(reader)
