"""axe-core finds nothing to complain of: on every state of the page, in every language, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from lumbar.annotations import languages
from lumbar.page.state import CLIENT

if TYPE_CHECKING:
    from .conftest import Reader

AXE = files("axe_playwright_python") / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HERNIATION = {"scene": "disc_herniation", "level": "L4-L5", "side": "left", "severity": 0.8}
ONE = {
    "finding": "geometry/herniation/L4-L5/left.glb",
    "first": True,
    "severities": [0, 0.8],
    "measurements": [],
}
STATES: dict[str, dict[str, Any]] = {
    "opening": {},
    "a condition": HERNIATION,
    "clinical words": {**HERNIATION, "audience": "clinician", "tab": "words"},
    "parts": {**HERNIATION, "tab": "parts", "unfolded": ["bones", "bones/L4"], "sorted_by": "system"},
    "a search": {"tab": "parts", "sought": "ligament"},
    "nothing found": {"tab": "parts", "sought": "gallbladder"},
    "comparison and cuts": {
        **HERNIATION,
        "tab": "look",
        "compare": "blend",
        "cuts": {"axial": 40, "sagittal": 0},
    },
    "a picked part": {**HERNIATION, "picked": "L5/root/left"},
    "a term": {**HERNIATION, "term": "sac"},
    "the menu": {"picked": "L4/vertebra", "menu": {"id": "L4/vertebra", "left": 500, "top": 200}},
    "help": {"helping": True},
    "the rest follows": {**HERNIATION, "measured": ONE, "rest": {"made": 3, "of": 11}},
    "the rest is stopped": {**HERNIATION, "measured": ONE, "stopped": ONE["finding"]},
    "a failure": {**HERNIATION, "failed": {"kind": "picture"}},
}
FOUND = """async rules => {
  const brief = ({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`;
  const { violations } = await axe.run(document, { runOnly: rules });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(brief)]);
}"""


@pytest.fixture(scope="module")
def judged(desk: Reader) -> Iterator[Reader]:
    """A reader whose page axe-core looks at, with what it needs already there."""
    desk.page.evaluate("state => window.trame.state.update(state)", {**HERNIATION, "tab": "choose"})
    desk.rest()
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    yield desk
    desk.page.evaluate("() => window.trame.state.update({ helping: false, menu: null })")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing(judged: Reader, reader: Reader, language: str, theme: str) -> None:
    """In the dark only the colours are other, so only they are looked at again."""
    rules = (
        {"type": "tag", "values": TAGS}
        if theme == "light"
        else {"type": "rule", "values": ["color-contrast"]}
    )
    plain = {key: CLIENT[key] for state in STATES.values() for key in state}
    plain["measured"] = judged.chosen("measured")
    found = {}
    for name, state in STATES.items():
        chosen = {**plain, **state, "language": language, "theme": theme}
        judged.page.evaluate("state => window.trame.state.update(state)", chosen)
        judged.page.wait_for_timeout(50)
        if bad := judged.page.evaluate(FOUND, rules):
            found[name] = bad
    judged.page.evaluate("state => window.trame.state.update(state)", plain)
    assert not found


@pytest.mark.parametrize("size", ["phone"])
def test_axe_finds_nothing_on_a_phone(sized: Reader) -> None:
    reader = sized
    reader.page.evaluate(AXE.read_text(encoding="utf-8"))
    for state in ({"more_open": True}, {"more_open": False, "tall": True, "tab": "words"}):
        reader.page.evaluate("state => window.trame.state.update(state)", state)
        assert reader.page.evaluate(FOUND, {"type": "tag", "values": TAGS}) == []
