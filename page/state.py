"""What a reader chooses: keys of client state, which never leave the browser, and their values on opening."""

from __future__ import annotations

from typing import Any

from ..scenes import all_scenes

FIRST = next(iter(all_scenes().values()))

CLIENT: dict[str, Any] = {
    "scene": FIRST.id,
    "level": FIRST.level,
    "side": FIRST.side,
    "severity": FIRST.severity,
    "wanted": {"level": None, "side": None},  # asked for by hand: kept from scene to scene
    "view": None,  # a standard view, or the scene's own
    "focus": None,  # structure ids flown to
    "flight": 0,  # counted up to fly again to where one was
    "layers": {},  # layer -> shown, faded, hidden; missing: as the scene has it
    "touched": {},  # structure id -> faded, hidden
    "isolated": None,  # a structure id
    "picked": None,  # a structure id
    "term": None,  # a term of the text
    "labels_on": True,
    "layers_open": False,
    "audience": "patient",
    "theme": "auto",
    "tab": "choose",  # what stands in the one panel of a small screen
    "loaded": False,  # the base anatomy has been drawn
    "measured": None,  # what the finding's file says of itself
    "failed": None,  # what the viewer said last, {kind, message}
    "trame_error_report_msg": "",  # what trame's client says when the server is gone
    "attempt": 0,  # counted up to load again
}
