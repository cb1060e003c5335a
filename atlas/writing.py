"""One HTML file that holds everything, or a folder of files for any web server."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Any

from ..meshes.whole_file import write
from ..page import layout
from ..page.library import library
from ..page.workers import two_workers
from .letters import letters
from .selection import Selection, requests
from .shapes import Progress, Shape, shapes
from .shell import Shell, shell
from .still import Still, headline, still_html
from .take_home import exact

HERE = Path(__file__).parent / "assets"
POLICY = (
    "default-src 'none'; script-src '{boot}' blob: 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; connect-src {reach} blob: data:; worker-src blob:; base-uri 'none'; form-action 'none'"
)
"""One script by its digest; it starts what the file carries.  Vue compiles the layout, hence 'unsafe-eval'."""


def write_file(path: Path, selection: Selection, still: Still | None, progress: Progress) -> int:
    """Write the atlas as one file that needs no other, and return its size in bytes."""
    page = one_page(selection, still, progress).encode()
    write(path, page)
    return len(page)


def one_page(
    selection: Selection,
    still: Still | None,
    progress: Progress,
    workers: Callable[[], Executor] = two_workers,
) -> str:
    """The atlas as one page that needs no other file."""
    known = selection.of(library())
    carried = shapes(requests(known), progress, selection.special, workers)
    assets = "\n".join(
        f'<script type="text/plain" data-asset="{html.escape(each.url)}">{letters(each.zipped)}</script>'
        for each in carried
        if each.zipped is not None
    )
    return _page(known, selection, still, carried, {}, assets)


def write_folder(folder: Path, selection: Selection, still: Still | None, progress: Progress) -> int:
    """Write the atlas as a page and a file a shape, and return their bytes together."""
    known = selection.of(library())
    carried = shapes(requests(known), progress, selection.special)
    beside = {each.url: _beside(each.url) for each in carried if each.zipped is not None}
    for each in carried:
        if each.zipped is not None:
            target = folder / beside[each.url]
            target.parent.mkdir(parents=True, exist_ok=True)
            write(target, each.zipped)
    page = _page(known, selection, still, carried, beside, "").encode()
    folder.mkdir(exist_ok=True)
    write(folder / "index.html", page)
    return len(page) + sum(len(each.zipped or b"") for each in carried)


def _beside(url: str) -> str:
    """The file that a folder has for a URL; its name says that it is no GLB and zipped."""
    return url.removesuffix(".glb") + ".bin"


def _page(
    known: dict[str, Any],
    selection: Selection,
    still: Still | None,
    carried: Sequence[Shape],
    beside: Mapping[str, str],
    assets: str,
) -> str:
    """The HTML around what is carried."""
    boot = (HERE / "boot.js").read_text(encoding="utf-8")
    reach = "'self'" if beside else ""
    words = known["words"]["en"]["ui"]["app"]
    icon = (layout.HERE / "assets" / "favicon.svg").read_bytes()
    return Template((HERE / "frame.html").read_text(encoding="utf-8")).substitute(
        policy=POLICY.format(boot=_digest(boot), reach=reach),
        favicon=f"data:image/svg+xml;base64,{base64.b64encode(icon).decode()}",
        title=html.escape(headline(known)),
        loading=html.escape(words["loading"]),
        still=still_html(known, still, selection.case),
        aliases=json.dumps(_aliases(carried, beside)).replace("<", "\\u003c"),
        page=_packed(shell({"library": known, **selection.opening, **exact(selection)})),
        assets=assets,
        boot=boot,
    )


def _aliases(carried: Sequence[Shape], beside: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Where the page finds what it does not carry under its own URL."""
    found: dict[str, dict[str, Any]] = {url: {"at": file} for url, file in beside.items()}
    for each in carried:
        if each.mirrored is not None:
            found[each.url] = {"of": each.mirrored, "mirror": True}
    return found


def _packed(page: Shell) -> str:
    """The page's own texts as letters."""
    data = json.dumps(asdict(page), ensure_ascii=False, separators=(",", ":")).encode()
    return letters(gzip.compress(data, 9, mtime=0))


def _digest(script: str) -> str:
    """The name of a script in a Content-Security-Policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
