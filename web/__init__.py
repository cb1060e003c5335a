"""The viewer element: its bundle as a trame module, and the widget that places it on a page."""

from __future__ import annotations

from pathlib import Path

SERVE = Path(__file__).parent / "serve"  # built by ``node web/build.mjs``, never committed
TISSUES = Path(__file__).parent / "tissues.json"  # structure name -> how it looks; render.py reads it too
NAME = "lumbar_view"  # the bundle's file and the global that it sets: a Vue plugin
PREFIX = "__lumbar_view"  # where the server serves the folder

module = {
    "serve": {PREFIX: str(SERVE)},
    "scripts": [f"{PREFIX}/{NAME}.js"],
    "vue_use": [NAME],
}
