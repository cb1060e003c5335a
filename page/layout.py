"""The layout: Vue templates that are expressions of client state, with Vuetify's pieces and the viewer in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trame.ui.vuetify3 import VAppLayout

from .. import __version__
from ..web.element import SpineView
from . import look

HERE = Path(__file__).parent
SERVED = f"__lumbar_page_{__version__}"

MODULE: dict[str, Any] = {
    "serve": {SERVED: str(HERE / "assets")},
    "styles": [f"{SERVED}/page.css"],
    "scripts": [f"{SERVED}/page.js"],
    "vue_use": ["lumbar_page"],
}
"""The page's own style and functions, in the form in which trame takes a module."""


_INCLUDE = re.compile(r"<!-- include ([\w/]+) -->")
_PANELS = "<!-- panels -->"
_TEXT = re.compile(r"<!-- text (.+?) -->")
_TERM_TEXT = (
    r'<term-text :runs="page.runs(spot, \1)" :marked="page.marked(spot, term, picked)" '
    r'@term="setAll(page.follow(spot, $event, flight))"></term-text>'
)


VIEWER = {
    "src": "page.again('geometry/base.glb', attempt)",
    "finding": "page.geometry(spot, attempt)",
    "severity": "severity",
    "opacity": "page.opacity(spot, layers, touched, isolated)",
    "highlight": "page.highlight(spot, picked, term)",
    "labels": "page.labels(spot, labels_on)",
    "camera": "page.camera(spot, view, focus, flight)",
    "theme": "page.theme(theme)",
    "motion": "page.motion()",
    "aria_label": "page.alt(spot, view)",
}
"""What the picture is, attribute by attribute: expressions of client state."""


def viewer() -> SpineView:
    """The viewer, told by client state and telling it."""
    return SpineView(
        **{name: (expression,) for name, expression in VIEWER.items()},
        classes="view",
        connect_parent=False,
        ready="setAll({ loaded: true, failed: null })",
        finding_loaded="setAll({ measured: $event, failed: null })",
        failed="failed = { ...$event, finding: page.geometry(spot, attempt) }",
        pick="setAll({ picked: $event.id, term: null })",
    )


def template(name: str) -> str:
    """The Vue template ``templates/<name>.html`` with what it includes, and its linked texts spelled out."""
    text = (HERE / "templates" / f"{name}.html").read_text(encoding="utf-8").replace(_PANELS, panels())
    return _INCLUDE.sub(lambda found: template(found[1]), _TEXT.sub(_TERM_TEXT, text))


def panels() -> str:
    """The panels below the words of a scene: every file of ``templates/panels``, by name."""
    names = sorted(path.stem for path in (HERE / "templates" / "panels").glob("*.html"))
    return "\n".join(f"<!-- include panels/{name} -->" for name in names)


def build(server: Any) -> VAppLayout:
    """The whole page of a server; it stays as it is when the connection to the server is lost."""
    with VAppLayout(server, vuetify_config=look.VUETIFY, theme=("page.theme(theme)",)) as ui:
        ui.root.add_child(template("page").replace("<!-- viewer -->", viewer().html))
    server.enable_module(MODULE)  # after Vuetify, whose style it overrides
    server.state.trame__template_error = ui.html
    return ui
