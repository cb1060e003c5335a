"""Which scene shows a case: that of its first finding, at the finding's own level and side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..meshes.case import Case
from ..meshes.findings import Finding
from ..scenes import Scene, all_scenes, resolve


def scene_of_finding(finding: Finding) -> Scene:
    """The scene of a finding's kind, that of its own zone if there is one."""
    kind = [scene for scene in all_scenes().values() if scene.finding == finding.KIND]
    return next((scene for scene in kind if scene.zone == getattr(finding, "zone", None)), kind[0])


def shown(case: Case) -> tuple[Scene, Mapping[str, Any]]:
    """The scene that shows a case, resolved there; of what needs no side, as the scene sees it; or the healthy one."""
    if not case:
        healthy = next(scene for scene in all_scenes().values() if scene.finding is None)
        return healthy, resolve(healthy)
    scene = scene_of_finding(case[0])
    return scene, resolve(scene, case[0].level, (case[0].side or scene.side) if scene.sides else None)
