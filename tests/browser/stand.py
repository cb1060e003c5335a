"""A page with nothing on it but the viewer, its attributes set by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trame_client
from playwright.sync_api import Page, Route

from lumbar.web import TISSUES

from .conftest import AT_REST, PATIENCE, pixels

CONTEXT = [
    name for name, look in json.loads(TISSUES.read_text("utf-8")).items() if look["layer"] == "context"
]
VUE = Path(trame_client.__file__).parent / "module" / "vue3-www" / "vue.global.js"
NAMES = ("ready", "pick", "isolate", "menu", "failed", "drawn", "finding_loaded")
HTML = """<!doctype html><meta charset="utf-8">
<style>body { margin: 0; min-height: 150vh; } #app { height: 100vh; }</style><div id="app"></div>
<script src="stand-vue.js"></script><script src="__lumbar_view/lumbar_view.js"></script><script>
window.attributes = Vue.reactive({ src: "geometry/base.glb", finding: null, severity: 0, opacity: {}, highlight: [],
  labels: [], camera: { view: "home", n: 0 }, theme: "light", motion: false, cut: null, compare: null });
window.told = [];
const listeners = {};
for (const name of NAMES) listeners["on" + name[0].toUpperCase() + name.slice(1)] = (what) => told.push([name, what]);
const app = Vue.createApp({ render: () => Vue.h(Vue.resolveComponent("SpineView"), { ...attributes, ...listeners }) });
app.use(lumbar_view);
app.mount("#app");
</script>"""


@dataclass
class Stand:
    """The viewer alone in a page."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    flights: int = 0

    def open(self) -> Stand:
        """Open the page and wait for the first picture."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.route("**/stand.html", self._page)
        self.page.route("**/stand-vue.js", lambda route: route.fulfill(path=VUE))
        self.page.goto(f"{self.address.rstrip('/')}/stand.html")
        self.rest()
        return self.set(opacity={})

    def _page(self, route: Route) -> None:
        names = str(list(NAMES))
        route.fulfill(body=HTML.replace("NAMES", names), content_type="text/html")

    def rest(self) -> Stand:
        """Wait until nothing moves, loads or waits to be drawn."""
        self.page.wait_for_function(AT_REST, timeout=PATIENCE)
        return self

    def set(self, **attributes: Any) -> Stand:
        """Set attributes; a camera flies there.  What stands around the spine is left out."""
        if "camera" in attributes:
            self.flights += 1
            attributes["camera"] = {**attributes["camera"], "n": self.flights}
        if "opacity" in attributes:
            around = [id_ for id_ in self._ids() if id_.split("/")[1] in CONTEXT]
            attributes["opacity"] = {**dict.fromkeys(around, 0), **attributes["opacity"]}
        self.page.evaluate(
            "async set => { Object.assign(attributes, set); await Vue.nextTick(); }", attributes
        )
        return self.rest()

    def _ids(self) -> list[str]:
        return list(self.page.evaluate("() => window.lumbar.view.model.ids()"))

    def state(self) -> dict[str, Any]:
        """What the viewer shows."""
        return dict(self.page.evaluate("() => window.lumbar.view.state()"))

    def faces(self, axis: str) -> dict[str, float]:
        """The areas in mm2 of the cut faces in one plane, by structure."""
        return {face["id"]: face["area"] for face in self.state()["faces"] if face["axis"] == axis}

    def told(self, name: str) -> list[Any]:
        """What the viewer said by events of this name since it was asked last."""
        return list(
            self.page.evaluate(
                "name => { const own = told.filter(([kind]) => kind === name).map(([, what]) => what); "
                "told = told.filter(([kind]) => kind !== name); return own; }",
                name,
            )
        )

    def spot(self, x: float, y: float) -> list[float]:
        """The colour 0-255 at a place of the page."""
        seen = pixels(self.page.screenshot())
        return [
            float(value)
            for value in seen[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].mean((0, 1))
        ]
