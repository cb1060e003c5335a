"""The page without a browser: its library and its layout."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any

import pytest

from lumbar.app import Page
from lumbar.page import layout
from lumbar.page.document import index_html
from lumbar.page.library import library, offered
from lumbar.page.state import CLIENT
from lumbar.scenes import all_scenes

TEMPLATE = layout.template("page")


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return library()


@pytest.fixture(scope="module")
def app() -> Page:
    return Page("test_app")


# --- the library and the layout -----------------------------------------------------------------------------------


def test_the_library_is_json(known: dict[str, Any]) -> None:
    assert json.loads(json.dumps(known)) == known


@pytest.mark.parametrize("id_", all_scenes())
def test_a_scene_has_words_and_a_place_for_every_level_and_side(known: dict[str, Any], id_: str) -> None:
    scene = next(each for each in known["scenes"] if each["id"] == id_)
    count = max(1, len(scene["levels"])) * max(1, len(scene["sides"]))
    assert len(scene["places"]) == count
    for place, spoken in product(scene["places"].values(), known["words"].values()):
        assert place["camera"]["parts"], "the camera frames something"
        assert scene["group"] in spoken["ui"]["groups"]
        for stage in place["stages"]:
            for words in spoken["scenes"][id_]["words"][""].values():
                assert stage["id"] in words["stages"]


def test_every_text_can_be_filled_in_at_every_place(known: dict[str, Any]) -> None:
    for scene, spoken in product(known["scenes"], known["words"].values()):
        asked = set(re.findall(r"\{(\w+)\}", json.dumps(spoken["scenes"][scene["id"]])))
        for place in scene["places"].values():
            forms = {
                form.replace("side", key)
                for key in ("side", "other")
                for form in spoken["ui"]["sides"].get(place["places"].get(key), {})
            }
            assert asked <= place["places"].keys() | forms


def test_every_geometry_that_a_place_names_is_offered(known: dict[str, Any]) -> None:
    paths = {request.path for request in offered()}
    named = {place["geometry"] for scene in known["scenes"] for place in scene["places"].values()}
    assert paths == {"geometry/base.glb", *(named - {None})}


def test_every_word_that_the_layout_asks_for_exists(known: dict[str, Any]) -> None:
    for path in re.findall(r"library\.ui\.([\w.]+)", TEMPLATE):
        for language, words in known["words"].items():
            branch: Any = words["ui"]
            for key in path.split("."):
                assert key in branch, f"annotations/{language}/ui.toml and page.toml lack {path}"
                branch = branch[key]


def test_every_function_that_the_layout_calls_exists() -> None:
    scripts = [(layout.HERE / "assets" / name).read_text(encoding="utf-8") for name in layout.SCRIPTS]
    offers = [
        block for text in scripts for block in re.findall(r"Object\.assign\(page, \{(.*?)\}\);", text, re.S)
    ]
    said = TEMPLATE + " ".join([*layout.VIEWER.values(), *layout.SAYS.values(), *scripts])
    used = set(re.findall(r"\bpage\.(\w+)\(", said))
    assert used <= set(re.findall(r"\w+", " ".join(offers)))


def test_all_choices_are_client_state(app: Page) -> None:
    assert set(CLIENT) <= set(app.state.trame__client_only)
    assert app.state.scene == "healthy"


def test_the_layout_outlives_the_connection(app: Page) -> None:
    assert "<spine-view" in app.ui.html
    assert app.state.trame__template_error == app.ui.html


def test_no_choice_is_sent_to_the_server() -> None:
    assert "trigger(" not in TEMPLATE


def test_the_document_is_named_in_a_language_and_lets_one_zoom() -> None:
    text = index_html("A & B", "Wait", "Gone", "icon.svg")
    assert '<html lang="en"' in text
    assert "<title>A &amp; B</title>" in text
    assert "vue.global.js" in text
    assert not re.search(r"maximum-scale|user-scalable|http-equiv", text)
