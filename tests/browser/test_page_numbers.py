"""Numbers between two severities that were built: about right at once, exact once the slider rests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Route

from lumbar.meshes.case import parse_case
from lumbar.meshes.measure import measure_level
from lumbar.meshes.spine import build

if TYPE_CHECKING:
    from .conftest import Reader

SAC = "Room in the nerve sac"
WHOLE = "() => { const it = trame.state.get('measured'); return it?.finding.includes('herniation') && !it.first; }"


def test_where_the_slider_rests_the_numbers_are_measured(reader: Reader) -> None:
    """On the right too, and a server that does not answer leaves them about right."""
    page = reader.page
    reader.pick_scene("disc_herniation")
    page.locator(".side button").first.click()  # the right one
    page.wait_for_function(WHOLE)
    held: list[Route] = []
    page.route("**/numbers/**", lambda route: held.append(route))
    page.locator(".where input[type=range]").fill("0.67")
    sac = page.locator(".numbers tr", has_text=SAC).locator("td")
    sac.get_by_text("about").wait_for()
    page.wait_for_timeout(1500)
    assert [route.request.headers["x-severity"] for route in held] == ["0.6700"], "asked once it rests"
    assert "/numbers/herniation/L4-L5/right.json" in held[0].request.url
    assert "about" in sac.inner_text()
    held[0].continue_()
    sac.get_by_text("about").wait_for(state="detached")
    exact = measure_level(build(parse_case("herniation@L4-L5/right:severity=0.67")), "L4-L5")
    area = exact["levels"]["L4-L5"]["sac_area"]
    assert (found := re.search(r"[\d.]+", sac.inner_text()))
    assert float(found[0]) == round(area)
    page.unroute("**/numbers/**")
    page.route("**/numbers/**", lambda route: route.fulfill(status=500, body="no"))
    page.locator(".where input[type=range]").fill("0.63")
    sac.get_by_text("about").wait_for()
    page.wait_for_timeout(1500)
    assert "about" in sac.inner_text()
    page.unroute("**/numbers/**")
    reader.complaints.clear()  # the browser itself reports the 500
