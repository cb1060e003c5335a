"""The two themes: calm, near-neutral colours whose text keeps at least 4.5:1 on every ground it stands on."""

from __future__ import annotations

from typing import Any

LIGHT = {
    "background": "#eef2f3",
    "surface": "#ffffff",
    "on-surface": "#12242b",
    "primary": "#0b5c6b",
    "on-primary": "#ffffff",
    "strong": "#0a5260",  # primary as text
    "well": "#e6ecee",  # the ground of a row of choices
    "focus": "#b45309",
    "lit": "#ffd45e",  # the term that is lit in the picture
    "on-lit": "#2a2000",
}
DARK = {
    "background": "#10181b",
    "surface": "#182226",
    "on-surface": "#e8eff1",
    "primary": "#5cc2cf",
    "on-primary": "#04222a",
    "strong": "#83d6e0",
    "well": "#26343a",
    "focus": "#f5b13d",
    "lit": "#f2c14e",
    "on-lit": "#241b00",
}

VUETIFY: dict[str, Any] = {
    "theme": {
        "defaultTheme": "light",
        "themes": {"light": {"dark": False, "colors": LIGHT}, "dark": {"dark": True, "colors": DARK}},
    },
    "defaults": {"VBtn": {"ripple": False, "elevation": 0}},
}
