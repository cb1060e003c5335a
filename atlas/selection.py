"""Which scenes an atlas holds, at which levels and sides, and where it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from ..page.geometry import Request
from .shapes import Special

Json = dict[str, Any]


class SelectionError(ValueError):
    """A scene or level that there is not, in one sentence that offers what there is."""


@dataclass(frozen=True)
class Selection:
    """A part of the library; empty means all of it."""

    scenes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, str | None]] = field(
        default_factory=dict
    )  # the one level and side of a scene
    opening: Json = field(default_factory=dict)  # choices that differ from the page's own on opening
    case: str | None = None  # the code of the one case it is about
    conditions: tuple[Json, ...] = ()  # that case's own, each {scene, level, side, severity}
    special: Mapping[Request, Special] = field(
        default_factory=dict
    )  # cases in place of a finding's own shapes

    def of(self, library: Json) -> Json:
        """The library with the scenes, levels and sides that are chosen; scenes without a finding stay.

        The scene on which it opens is taken again as it opened.

        Raises
        ------
        SelectionError
            When a scene or a level is asked for that there is not.
        """
        _check("scene", self.scenes, [scene["id"] for scene in library["scenes"]])
        _check("level", self.levels, [level for scene in library["scenes"] for level in scene["levels"]])
        chosen = deepcopy(library)
        scenes = [
            self._cut(scene)
            for scene in chosen["scenes"]
            if not self.scenes or scene["id"] in self.scenes or not scene["levels"]
        ]
        chosen["scenes"] = [scene for scene in scenes if scene["places"]]
        if self.conditions:
            chosen["conditions"] = list(self.conditions)
        return chosen

    def _cut(self, scene: Json) -> Json:
        place = self.places.get(scene["id"], (None, None))
        for one, offered in zip(("level", "side"), place, strict=True):
            wanted = (offered,) if offered else self.levels if one == "level" else ()
            kept = [each for each in scene[f"{one}s"] if not wanted or each in wanted]
            scene[f"{one}s"] = kept
            if scene[one] not in kept:
                scene[one] = kept[0] if kept else None
        if scene["id"] == self.opening.get("scene"):
            scene["severity"] = self.opening.get("severity", scene["severity"])
        keys = {_key(level, side) for level in scene["levels"] or [None] for side in scene["sides"] or [None]}
        scene["places"] = {key: found for key, found in scene["places"].items() if key in keys}
        return scene


def _key(level: str | None, side: str | None) -> str:
    return "/".join(part for part in (level, side) if part)


def _check(what: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for each in wanted:
        if each not in known:
            raise SelectionError(f"no {what} {each!r}; choose from {', '.join(dict.fromkeys(known))}")


def requests(library: Json) -> list[Request]:
    """Every geometry that the scenes of a library show."""
    paths = [place["geometry"] for scene in library["scenes"] for place in scene["places"].values()]
    found = []
    for path in dict.fromkeys(path for path in paths if path):
        _, finding, level, side = path.removesuffix(".glb").split("/")
        found.append(Request(finding, level, None if side == "both" else side))
    return found
