"""The layout: Vue templates that are expressions of client state, with Vuetify's pieces and the viewer in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trame.ui.vuetify3 import VAppLayout

from .. import __version__
from ..web.element import SpineView
from . import look
from .state import CLIENT

HERE = Path(__file__).parent
SERVED = f"__lumbar_page_{__version__}"

SCRIPTS = sorted(
    path.name for path in (HERE / "assets").glob("*.js")
)  # in any order: none needs another to load

MODULE: dict[str, Any] = {
    "serve": {SERVED: str(HERE / "assets")},
    "styles": [f"{SERVED}/page.css", f"{SERVED}/panels.css"],
    "scripts": [f"{SERVED}/{name}" for name in SCRIPTS],
    "vue_use": ["lumbar_page"],
}
"""The page's own style and functions, in the form in which trame takes a module."""

CHOICES = f"{{ {', '.join(CLIENT)} }}"
"""All client state as one expression; <spot> hands it on as ``choices``."""

_INCLUDE = re.compile(r"<!-- include ([\w/]+) -->")
_PANELS = "<!-- panels -->"
_TEXT = re.compile(r"<!-- text (.+?) -->")
_TERM_TEXT = (
    r'<term-text :runs="page.runs(spot, \1)" :marked="page.marked(spot, term, picked)" '
    r'@term="setAll(page.follow(spot, $event, choices))"></term-text>'
)

VIEWER = {
    "src": "page.again('geometry/base.glb', attempt)",
    "finding": "page.geometry(spot, choices)",
    "severity": "page.amount(spot, choices)",
    "whole": "stopped !== page.geometry(spot, choices)",
    "opacity": "page.opacity(spot, choices)",
    "highlight": "page.highlight(spot, picked, term)",
    "labels": "page.labels(spot, labels_on && !(page.narrow() && (tall || more_open)))",
    "camera": "page.camera(spot, choices)",
    "cut": "page.cut(spot.cuts)",
    "compare": "page.compared(spot, choices)",
    "theme": "page.theme(theme)",
    "motion": "page.motion()",
    "words": "page.same('letters', { ...library.ui.compass, letters: library.ui.directions })",
    "aria_label": "page.alt(spot, choices)",
}
"""What the picture is, attribute by attribute: expressions of client state."""

SAYS = {
    "base_loaded": "normal = $event.measurements?.[0] ?? null",
    "ready": "setAll({ loaded: true, failed: null, present: $event })",
    "finding_loaded": "setAll({ measured: $event, exact: page.exact_of($event, exact), failed: null, rest: null, "
    "present: page.present() })",
    "building": "rest = $event",
    "failed": "failed = { ...$event, finding: page.geometry(spot, choices) }",
    "pick": "setAll({ picked: $event.id, term: null, menu: null })",
    "isolate": "setAll({ isolated: $event.id ? [$event.id] : null, menu: null })",
    "menu": "setAll({ menu: $event, ...($event.id ? { picked: $event.id, term: null } : {}) })",
    "camera_moved": "$event.hand && setAll({ eye: page.eye($event), menu: null })",
}
"""What the viewer tells, and the keys that it sets."""


def viewer() -> SpineView:
    """The viewer, told by client state and telling it."""
    attributes = {name: (expression,) for name, expression in VIEWER.items()}
    return SpineView(**attributes, **SAYS, classes="view", connect_parent=False)


def template(name: str) -> str:
    """The Vue template ``templates/<name>.html`` with what it includes, and its linked texts spelled out."""
    text = (HERE / "templates" / f"{name}.html").read_text(encoding="utf-8")
    text = text.replace(_PANELS, panels()).replace("<!-- choices -->", CHOICES)
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
