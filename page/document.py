"""The HTML document around the page, in place of trame's own: named, in a language, free to zoom."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from string import Template

from trame_client.module import vue3

_SCRIPTS = re.compile(r'<script[^>]+src="[^"]+"[^>]*></script>|<link rel="stylesheet"[^>]+>')


def index_html(title: str, loading: str, gone: str, favicon: str) -> str:
    """The document that loads trame's client, whatever names its files bear in this release.

    ``gone`` is what it says when the server goes before the page has opened.

    Raises
    ------
    RuntimeError
        When trame's own document names no scripts.
    """
    own = (Path(vue3.www) / "index.html").read_text(encoding="utf-8")
    scripts = _SCRIPTS.findall(own)
    if not scripts:
        raise RuntimeError(
            "trame's index.html names no scripts; this release of trame is not known to lumbar"
        )
    frame = Template((Path(__file__).parent / "assets" / "index.html").read_text(encoding="utf-8"))
    return frame.substitute(
        title=html.escape(title),
        loading=html.escape(loading),
        gone=json.dumps(gone).replace("<", "\\u003c"),
        favicon=favicon,
        scripts="\n    ".join(scripts),
    )
