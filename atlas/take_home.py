"""The atlas of one case: its scenes at their places, opened where the case stands."""

from __future__ import annotations

import gzip
import json
from typing import Any

from ..meshes.case import Case, format_case
from ..meshes.findings import Finding
from ..page.geometry import Request, build_numbers
from ..scenes import Scene, all_scenes
from .selection import Selection, SelectionError
from .shapes import Special


def take_home(case: Case) -> Selection:
    """What a reader takes home of a case; the healthy spine alone where there is no finding.

    The scene of the first finding shows the whole case, at that finding's severity.

    Raises
    ------
    SelectionError
        When no scene shows a finding of the case.
    """
    places = [(finding, _scene(finding)) for finding in case]
    if not places:
        return Selection(scenes=("healthy",), case=format_case(case))
    first, scene = places[0]
    conditions = tuple(
        {"scene": shown.id, "level": found.level, "side": found.side, "severity": _severity(found)}
        for found, shown in places
    )
    opening, severity = dict(conditions[0]), _severity(first)
    alone = len(case) == 1 and first == _usual(first, scene, severity)
    special = (
        {} if alone else {Request(first.KIND, first.level, first.side): Special(format_case(case), severity)}
    )
    return Selection(
        scenes=tuple(dict.fromkeys(shown.id for _, shown in places)),
        places={shown.id: (finding.level, finding.side) for finding, shown in reversed(places)},
        opening=opening,
        case=format_case(case),
        conditions=conditions,
        special=special,
    )


def exact(selection: Selection) -> dict[str, Any]:
    """What is measured at the very severity where a take-home opens, as its state holds it.

    Nothing where it opens elsewhere than at a finding of the library, or holds the case itself.
    """
    opening = selection.opening
    if not opening or selection.special:
        return {}
    request = Request(all_scenes()[opening["scene"]].finding, opening["level"], opening["side"])
    numbers = json.loads(gzip.decompress(build_numbers(request, opening["severity"]).zipped))
    return {"exact": {"finding": request.path, "severity": opening["severity"], "numbers": numbers}}


def _scene(finding: Finding) -> Scene:
    """The scene that shows a finding, in its own zone if there is one."""
    shown = [scene for scene in all_scenes().values() if scene.finding == finding.KIND]
    if not shown:
        kinds = dict.fromkeys(scene.finding for scene in all_scenes().values() if scene.finding)
        raise SelectionError(f"no scene shows {finding.KIND!r}; choose from {', '.join(kinds)}")
    zone = getattr(finding, "zone", None)
    return next((scene for scene in shown if scene.zone == zone), shown[0])


def _severity(finding: Finding) -> float:
    """The severity of a finding, read from its first size; at least a hundredth."""
    name, lead = next(iter(finding.sizes().items()))
    return max(0.01, round(lead.severity(getattr(finding, name)), 2))


def _usual(finding: Finding, scene: Scene, severity: float) -> Finding | None:
    """The finding as its scene shows it at a severity, or None where it can't."""
    words = {option.key: option.value for option in scene.options if finding.level in option.levels}
    if scene.zone:
        words["zone"] = scene.zone
    return type(finding).at_severity(finding.level, finding.side, severity, **words)
