"""The page's fonts and icons, cut down to the letters and icons that it uses."""

from __future__ import annotations

import base64
import io
import logging
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it remarks on dates in the fonts

WEIGHTS = ("400", "500")  # what the page is set in
LATIN = "".join(map(chr, (*range(32, 127), *range(160, 256)))) + "–—‘’“”…•²³°≤≥±×→←½"


def icon_css(texts: Iterable[str], sheet: str, font: Path) -> str:
    """The style and the font of the icons ``mdi-…`` that texts name, from the sheet of all icons."""
    names = set(re.findall(r"\bmdi-[a-z0-9-]+", "\n".join(texts)))
    codes = dict(re.findall(r"\.(mdi-[a-z0-9-]+)::before\s*\{\s*content:\s*\"\\([0-9A-Fa-f]+)\"", sheet))
    used = {name: codes[name] for name in sorted(names & set(codes))}
    face = _face("Material Design Icons", 400, _cut(font, frozenset(int(code, 16) for code in used.values())))
    rules = "".join(f'.{name}::before{{content:"\\{code}"}}' for name, code in used.items())
    plain = (
        "font:normal normal normal 24px/1 'Material Design Icons';font-size:inherit;text-rendering:auto;"
        "line-height:inherit;-webkit-font-smoothing:antialiased"
    )
    return f"{face}.mdi:before,.mdi-set{{display:inline-block;{plain}}}{rules}"


def text_css(sheet: str, folder: Path) -> str:
    """A style sheet of the font faces in ``WEIGHTS``, each with its letters of western Europe alone and inside."""
    faces = re.findall(r"font-weight:\s*(\d+).*?url\(\./([^)]+)\)", sheet, re.DOTALL)
    return "".join(
        _face("Roboto", int(weight), _cut(folder / name, frozenset(map(ord, LATIN))))
        for weight, name in faces
        if weight in WEIGHTS
    )


@cache
def _cut(font: Path, codes: frozenset[int]) -> bytes:
    """A font with some characters alone, as WOFF."""
    cutter = subset.Subsetter(
        subset.Options(hinting=False, layout_features=["kern", "liga"], notdef_outline=True)
    )
    cutter.populate(unicodes=codes)
    out = io.BytesIO()
    with TTFont(font, lazy=True) as opened:
        cutter.subset(opened)
        opened.flavor = "woff"
        opened.save(out)
    return out.getvalue()


def _face(family: str, weight: int, woff: bytes) -> str:
    source = f"url(data:font/woff;base64,{base64.b64encode(woff).decode()}) format('woff')"
    return f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:block;src:{source}}}"
