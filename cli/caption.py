"""What a picture shows, in words for whoever looks at it: condition, level, side and sizes with their units."""

from __future__ import annotations

from ..annotations import chosen, healthy, scene_text, sized, ui
from ..meshes.case import Case
from ..meshes.findings import Finding
from ..meshes.person import DEFAULT, Person, format_person
from .shown import scene_of_finding

BETWEEN = " · "


def caption(case: Case, person: Person = DEFAULT, language: str = "en") -> str:
    """One line: "Facet joint cyst · L4-L5 left · diameter 14 mm", for several findings joined by plus signs."""
    shown = " + ".join(_told(finding, language) for finding in case) or healthy(language)
    whose = format_person(person)
    return f"{shown}{BETWEEN}{whose}" if whose else shown


def _told(finding: Finding, language: str) -> str:
    title = scene_text(scene_of_finding(finding).id, language, finding.level).title
    side = [ui(language)["sides"][finding.side]["side"]] if finding.side else []
    words = [chosen(getattr(finding, name), language) for name in finding.choices()]
    return BETWEEN.join([title, " ".join([finding.level, *side]), *words, *_sizes(finding, language)])


def _sizes(finding: Finding, language: str) -> list[str]:
    """The size that leads, and those that do not follow from it."""
    lead, *others = finding.sizes()
    words = {name: getattr(finding, name) for name in finding.choices()}
    usual = type(finding)(finding.level, finding.side, **words, **{lead: getattr(finding, lead)})
    told = [lead, *(name for name in others if getattr(finding, name) != getattr(usual, name))]
    return [sized(name, getattr(finding, name), language) for name in told]
