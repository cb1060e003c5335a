"""What a page shows where scripts do not run: a picture, and the words of its scenes."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import annotations as say
from ..annotations import SceneText
from ..scenes import all_scenes, resolve

Json = dict[str, Any]
NO_PICTURE = "<!-- picture -->"  # where a browser that saves the page puts its own


@dataclass(frozen=True)
class Still:
    """A picture as it is encoded, and what it shows."""

    data: bytes
    kind: str  # such as image/webp
    alt: str


def still_html(library: Json, picture: Still | None, case: str | None) -> str:
    """The picture and the patient's words of every scene of a library, as HTML."""
    conditions = _conditions(library)
    parts = [f"<h1>{html.escape(headline(library))}</h1>"]
    if picture:
        source = f"data:{picture.kind};base64,{base64.b64encode(picture.data).decode()}"
        parts.append(f'<img src="{source}" alt="{html.escape(picture.alt)}">')
    else:
        parts.append(NO_PICTURE)
    parts.append('<p class="hint">Open this file in a web browser to turn and explore the spine in 3D.</p>')
    told = {each["id"] for each in conditions}
    parts += [_scene(each, _entitled(each)) for each in conditions]
    parts += [_scene(scene, _title(scene)) for scene in library["scenes"] if scene["id"] not in told]
    parts.append(_red_flags())
    if case:
        parts.append(f'<p class="hint"><code>{html.escape(case)}</code></p>')
    return "\n".join(parts)


def _red_flags() -> str:
    """What must not wait."""
    flags = say.general("en")["patient"]["red_flags"]
    lines = [flags["lead"], *flags["lines"]]
    return f"<h2>{html.escape(flags['title'])}</h2>" + "".join(_line(line, {}) for line in lines)


def headline(library: Json) -> str:
    """What the page is about: the conditions of its case, each with its place, or the lower back."""
    return "; ".join(map(_entitled, _conditions(library))) or str(say.ui("en")["app"]["title"])


def _conditions(library: Json) -> list[Json]:
    """The conditions of the case that a library is about, each as its scene where it stands."""
    return [{**each, "id": each["scene"]} for each in library.get("conditions", [])]


def _entitled(shown: Json) -> str:
    """The title of a scene and where it stands: "Disc herniation, L4-L5, left"."""
    side = say.ui("en")["sides"][shown["side"]]["side"] if shown["side"] else None
    return ", ".join(part for part in (_title(shown), shown["level"], side) if part)


def _title(shown: Json) -> str:
    places = resolve(all_scenes()[shown["id"]], shown["level"], shown["side"])["places"]
    return say.fill(say.scene_text(shown["id"], "en", shown["level"]).title, places)


def _scene(shown: Json, title: str) -> str:
    """The words of one scene where it stands, under a title."""
    scene = all_scenes()[shown["id"]]
    places = resolve(scene, shown["level"], shown["side"])["places"]
    text: SceneText = say.scene_text(scene.id, "en", shown["level"])
    words = text.wording("patient")
    lines = [words.summary, *words.see, *(getattr(words, key) for key in ("common", "heals", "helps"))]
    return f"<h2>{html.escape(title)}</h2>" + "".join(_line(line, places) for line in _texts(lines))


def _texts(lines: Sequence[Any]) -> list[str]:
    """Lines that may be lists of lines, as one list without empty ones."""
    return [each for line in lines for each in ([line] if isinstance(line, str) else _texts(line)) if each]


def _line(text: str, places: dict[str, str]) -> str:
    return f"<p>{html.escape(say.fill(say.plain(text), places))}</p>"
