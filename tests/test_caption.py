"""What stands under a picture: words for people, in every language, with level, side and units."""

from __future__ import annotations

import re

import pytest

from lumbar.annotations import chosen, languages, sized
from lumbar.cli.caption import caption
from lumbar.meshes.case import parse_case
from lumbar.meshes.findings import all_findings
from lumbar.meshes.person import DEFAULT, parse_person
from lumbar.scenes import Scene, all_scenes, case

PLACED = [
    pytest.param(each, level, side, id="/".join(filter(None, (each.id, level, side))))
    for each in all_scenes().values()
    if each.finding
    for level in each.levels
    for side in each.sides or (None,)
]
SIDES = {"en": {"left": "left", "right": "right"}, "es": {"left": "izquierdo", "right": "derecho"}}


@pytest.mark.parametrize(("each", "level", "side"), PLACED)
@pytest.mark.parametrize("language", languages())
def test_a_caption_names_level_and_side_and_is_no_code(
    language: str, each: Scene, level: str, side: str | None
) -> None:
    text = caption(parse_case(case(each, level, side)), DEFAULT, language)
    assert level in text
    assert not re.search(r"[=@_{}:]", text)
    for name, word in SIDES[language].items():
        assert (word in text) == (name == side)
    assert re.search(r"\d (mm|%)", text)


@pytest.mark.parametrize("language", languages())
def test_every_size_and_word_of_a_finding_can_be_said(language: str) -> None:
    for kind in all_findings().values():
        for name, size in kind.quantities().items():
            said = sized(name, size.high, language)
            assert (size.unit[0] if size.unit != "degrees" else "°") in said
            assert f"{size.high:g}" in said.replace(",", ".")
        for word in (word for words in kind.choices().values() for word in words):
            assert chosen(word, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Disc herniation · L4-L5 right · subarticular · depth 6.5 mm · migration −4 mm"),
        ("es", "Hernia de disco · L4-L5 lado derecho · subarticular · profundidad 6,5 mm · migración −4 mm"),
    ],
)
def test_the_sizes_that_were_chosen_are_told_as_the_language_writes_numbers(language: str, text: str) -> None:
    assert caption(parse_case("herniation@L4-L5/right:depth=6.5,migration=-4"), DEFAULT, language) == text


def test_several_findings_and_a_person_stand_in_one_line() -> None:
    case_ = parse_case("slip@L5-S1:kind=isthmic,slip=10 + facet_cyst@L4-L5/right")
    assert caption(case_, parse_person("sex=female")) == (
        "Facet joint cyst · L4-L5 right · diameter 9 mm + Spondylolisthesis · L5-S1 · isthmic · slip 10 mm"
        " · sex=female"
    )
    assert caption((), DEFAULT) == "Healthy spine"
