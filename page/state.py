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
    "mix": [],  # further conditions, {scene, level, side, severity}
    "built": None,  # the case code of the mix that the server has built
    "view": None,  # a standard view, or the scene's own
    "focus": None,  # structure ids flown to
    "eye": None,  # where the reader's hand has left the camera, {target, azimuth, elevation, distance}
    "flight": 0,  # counted up to fly again to where one was
    "layers": {},  # layer -> shown, faded, hidden; missing: as the scene has it
    "touched": {},  # structure id -> shown, faded, hidden
    "isolated": None,  # structure ids
    "picked": None,  # a structure id
    "term": None,  # a term of the text
    "menu": None,  # where the menu of a structure stands, {id, left, top}
    "labels_on": True,
    "cuts": None,  # planes in mm, as the viewer takes them; None for those with which the scene opens
    "compare": None,  # split or blend: the healthy spine beside this one
    "blend": 0.5,  # from the healthy spine to this one
    "picture_size": "screen",  # of the picture that is saved: screen, 4K, 8K
    "picture_clear": False,  # it has no background
    "drawing": False,  # it is being made
    "leg": None,  # a root in the leg that the reader points at, "L5/left"
    "audience": "patient",
    "language": "auto",
    "theme": "auto",
    "keys_on": True,  # single letters are commands
    "helping": False,  # the sheet of help is open
    "more_open": False,  # the tools that a small screen folds away
    "tab": "choose",  # what stands in the panel: choose, words, parts, look
    "tall": False,  # the sheet of a phone is drawn up
    "sought": "",  # a structure looked for
    "sorted_by": "system",  # the tree of structures
    "unfolded": [],  # ids of groups of that tree
    "present": [],  # structure ids that the viewer holds
    "loaded": False,  # the base anatomy has been drawn
    "normal": None,  # the measurements of the healthy spine
    "measured": None,  # what the finding's file says of itself
    "exact": None,  # what is measured at one severity of it, {finding, severity, numbers}
    "rest": None,  # how the building of a finding's other severities stands, {waiting} or {made, of}
    "stopped": None,  # the finding of which the reader wants no other severities
    "failed": None,  # what the viewer said last, {kind, message}
    "trame_error_report_msg": "",  # what trame's client says when the server is gone
    "attempt": 0,  # counted up to load again
}
