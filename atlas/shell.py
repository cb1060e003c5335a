"""Everything of the live page but its server: what trame would send to the browser, as texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trame.app import get_server
from trame_client.module import vue3

from ..page import layout
from ..page.state import CLIENT
from .fonts import icon_css, text_css
from .styles import components, trimmed

HERE = Path(__file__).parent
ICON_FONT = (
    "v2-serve/fonts/materialdesignicons-webfont.*.ttf"  # the same icons as Vuetify 3's, which is WOFF2
)


@dataclass(frozen=True)
class Shell:
    """The page's styles, scripts, template and state."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    template: str
    plugins: tuple[str, ...]  # expressions, as trame evaluates them
    state: dict[str, Any]


def shell(opening: dict[str, Any]) -> Shell:
    """The page as it opens with some choices."""
    server = get_server(f"lumbar-atlas-{id(opening)}", create_if_needed=True)
    server.state.update({**CLIENT, **opening})
    layout.build(server)
    state = server.get_server_state()["state"]
    template = state["trame__template_main"]
    scripts = [_served(server, url).read_text(encoding="utf-8") for url in map(_url, state["trame__scripts"])]
    client = (Path(vue3.www) / "vue.global.js").read_text(encoding="utf-8")
    own = (HERE / "assets" / "static.js").read_text(encoding="utf-8")
    styles = [_style(_served(server, _url(url)), [template, *scripts[1:]]) for url in state["trame__styles"]]
    kept = {
        key: value for key, value in state.items() if not key.startswith("trame__") or key.endswith("_config")
    }
    return Shell(
        tuple(styles), (client, *scripts, own), template, tuple(map(_url, state["trame__vue_use"])), kept
    )


def _url(entry: Any) -> str:
    """The URL or expression of an entry, which may carry options behind it."""
    return str(entry[0] if isinstance(entry, list | tuple) else entry)


def _served(server: Any, url: str) -> Path:
    """The file behind a URL."""
    prefix, _, rest = url.partition("/")
    return Path(server.serve[prefix]) / rest


def _style(path: Path, texts: list[str]) -> str:
    """A style sheet that needs no file beside it."""
    sheet = path.read_text(encoding="utf-8")
    if path.name == "mdi.css":
        return icon_css([*texts, sheet[:0]], sheet, _icons(path))
    if path.name == "roboto.css":
        return text_css(sheet, path.parent)
    if "Vuetify" in sheet[:40]:
        return trimmed(sheet, components(texts[0]))
    return sheet


def _icons(sheet: Path) -> Path:
    """A font of the icons that can be cut without further libraries."""
    found = sorted(sheet.parent.parent.parent.glob(ICON_FONT))
    if not found:
        raise RuntimeError(
            "trame_vuetify holds no icon font that can be cut; this release is not known to lumbar"
        )
    return found[0]
