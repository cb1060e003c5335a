"""The words of a scene, in the patient's and in the clinician's wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from ._toml import words

WORDINGS = ("patient", "clinician")


@dataclass(frozen=True)
class StageText:
    """The name of a stage and a sentence on it."""

    name: str
    text: str


@dataclass(frozen=True)
class Wording:
    """What one kind of reader reads beside a scene; texts hold markup (see `markup`)."""

    title: str
    summary: str
    see: tuple[str, ...]  # three facts to look for
    common: str  # how common it is in people without pain
    heals: str  # how it goes without surgery
    helps: str  # what helps first
    stages: dict[str, StageText]
    labels: dict[str, str]

    def texts(self) -> Iterator[str]:
        """Every running text: all but titles, stage names and labels."""
        yield from (self.summary, *self.see, self.common, self.heals, self.helps)
        yield from (stage.text for stage in self.stages.values())


@dataclass(frozen=True)
class SceneText:
    """A scene's short title, for menus, and its two wordings."""

    id: str
    title: str
    patient: Wording
    clinician: Wording

    def wording(self, name: str) -> Wording:
        """The wording of that name.

        Raises ``ValueError`` for an unknown one.
        """
        if name not in WORDINGS:
            raise ValueError(f"no wording {name!r}; choose from {', '.join(WORDINGS)}")
        return self.patient if name == "patient" else self.clinician


@cache
def scene_text(id_: str, language: str = "en", level: str | None = None) -> SceneText:
    """The words of a scene; where they differ at a level, those of that level.

    Raises ``ValueError`` for a scene or language without words.
    """
    read = words(id_, language)
    return SceneText(id_, read["title"], *(_wording(read[name], level) for name in WORDINGS))


def _wording(read: dict[str, Any], level: str | None) -> Wording:
    values = {**read, **read.get("at", {}).get(level, {})}
    values["see"] = tuple(values["see"])
    values["stages"] = {key: StageText(**stage) for key, stage in values.get("stages", {}).items()}
    return Wording(**{each.name: values[each.name] for each in fields(Wording)})
