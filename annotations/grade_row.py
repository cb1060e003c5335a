"""One grade as a row: its scale, place, value and source."""

from __future__ import annotations

from typing import Any

from .sources import sources


def row(scale: dict[str, Any], level: str, side: str | None, value: str) -> dict[str, Any]:
    """A grade as ``lumbar measure --json`` shows it."""
    return {
        "scale": scale["name"],
        "level": level,
        "side": side,
        "value": value,
        "approximate": scale["approximate"],
        "source": sources()[scale["source"]].line,
    }
