"""The widget ``<spine-view>``."""

from __future__ import annotations

from typing import Any

from trame_client.widgets.core import AbstractElement

from . import module

ATTRIBUTES = (
    *("src", "finding", "severity", "opacity", "highlight", "labels", "camera", "theme", "motion", "words"),
    *("cut", "compare", "whole"),
    *(("aria_label", "aria-label"), "role"),
)
NAMED = (
    "camera_moved",
    "base_loaded",
    "finding_loaded",
)  # underscores in the browser too, not trame's dashes
EVENTS = (
    "ready",
    "pick",
    "hover",
    "isolate",
    "menu",
    "failed",
    "drawn",
    "building",
    *((name, name) for name in NAMED),
)


class SpineView(AbstractElement):  # type: ignore[misc]
    """The viewer on a page; attributes are values, ``("state expression",)`` or ``("key", initial)``.

    What each attribute and event holds stands in ``docs/architecture.md``.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__("spine-view", **attributes)
        self._attr_names += list(ATTRIBUTES)
        self._event_names += list(EVENTS)
        self.server.enable_module(module)
