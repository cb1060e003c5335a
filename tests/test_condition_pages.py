"""A docs page a condition: there, with every stage pictured and numbered, and its words the present ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lumbar.annotations import fill, plain, scene_text
from lumbar.cli.gallery import plates_of
from lumbar.scenes import Scene, all_scenes, resolve

PAGES = Path(__file__).resolve().parent.parent / "docs" / "conditions"
CONDITIONS = [scene for scene in all_scenes().values() if scene.id != "healthy"]

of_every_condition = pytest.mark.parametrize("scene", CONDITIONS, ids=lambda scene: scene.id)
AGAIN = "run: python tools/condition_pages.py"


def read(scene: Scene) -> str:
    path = PAGES / f"{scene.id}.md"
    assert path.is_file(), AGAIN
    return path.read_text("utf-8")


@of_every_condition
def test_a_condition_has_a_page_with_its_stages_in_pictures_and_numbers(scene: Scene) -> None:
    page = read(scene)
    words = scene_text(scene.id, level=scene.level).clinician.stages
    for plate in plates_of(scene, stages=True):
        picture = f"{Path(plate.name).stem}.jpg"
        assert f"({picture})" in page, AGAIN
        assert (PAGES / picture).is_file(), AGAIN
        assert f"`{plate.case}`" in page or not scene.stages, AGAIN
    if scene.stages:
        names = [words[stage["id"]].name for stage in resolve(scene)["stages"]]
        assert page.count(f"|  | Healthy | {' | '.join(names)} |") >= 1, AGAIN
        assert re.search(r"^\| .*mm.* \| [\d.]+ \| ", page, re.MULTILINE), "a measure, and its healthy value"


@of_every_condition
def test_the_words_of_a_page_are_the_present_ones(scene: Scene) -> None:
    page, places = read(scene), resolve(scene)["places"]
    for wording in (scene_text(scene.id, level=scene.level).clinician, scene_text(scene.id).patient):
        sentence = re.split(r" ?\[@", wording.helps)[0]
        assert fill(plain(sentence), places) in page, AGAIN


def test_the_list_of_pages_names_each() -> None:
    index = (PAGES / "README.md").read_text("utf-8")
    assert re.findall(r"\((\w+)\.md\)", index) == [scene.id for scene in CONDITIONS], AGAIN
