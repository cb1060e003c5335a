"""Which scene shows a case: that of its first finding or one asked for, at the finding's own level and side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..meshes.case import Case, format_case
from ..meshes.findings import Finding
from ..scenes import Scene, all_scenes, resolve
from .refusal import Refusal


def scene_of_finding(finding: Finding) -> Scene:
    """The scene of a finding's kind, that of its own zone if there is one."""
    kind = [scene for scene in all_scenes().values() if scene.finding == finding.KIND]
    return next((scene for scene in kind if scene.zone == getattr(finding, "zone", None)), kind[0])


def shown(case: Case, scene: str | None = None) -> tuple[Scene, Mapping[str, Any]]:
    """The scene that shows a case, resolved there; of what needs no side, as the scene sees it; or the healthy one.

    A ``scene`` asked for by its id shows the finding of its kind, or whatever there is where it has none.
    """
    known = all_scenes()
    if scene is None:
        chosen = scene_of_finding(case[0]) if case else next(s for s in known.values() if s.finding is None)
    elif scene in known:
        chosen = known[scene]
    else:
        raise Refusal(f"no scene {scene!r}; choose from {', '.join(known)}")
    if chosen.finding is None:
        return chosen, resolve(chosen)
    finding = next((one for one in case if chosen.finding == one.KIND), None)
    if finding is None:
        raise Refusal(
            f"the scene {chosen.id!r} shows a {chosen.finding}, which is not in {format_case(case) or 'normal'!r}"
        )
    return chosen, resolve(chosen, finding.level, (finding.side or chosen.side) if chosen.sides else None)
