"""What the browser gets: the healthy spine once, and for each finding what it changes, severity by severity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from .cache import kept
from .case import NORMAL, CaseError, combined, format_case
from .findings import Finding, all_findings
from .gltf import Part, write_glb
from .levels import SIDES, Side
from .measure import measure_level
from .spine import Spine, build
from .surface import Surface

SEVERITIES = tuple(round(k / 10, 1) for k in range(11))
SAME = 0.06  # mm: points that move less than this stay where they are
FIRST_SHOWN = 0.02  # severity at which something new is first drawn
SOURCES = ("*.py", "findings/*.py", "data/*.csv")

Grades = Callable[[Mapping[str, Any]], list[dict[str, Any]]]


def base_glb() -> bytes:
    """The healthy spine: one node a structure."""
    return kept("base", SOURCES, lambda: write_glb(_parts(_healthy().surfaces), {"cases": ["normal"]}))


def finding_glb(kind: str, level: str, side: str | None, grades: Grades | None = None) -> bytes:
    """What a finding at a level and side changes, with a shape for each of ``SEVERITIES``.

    ``grades`` adds the grades that belong to the measurements of each severity.

    Raises
    ------
    CaseError
        When there is no such finding, level or side.
    """
    findings = [_finding(kind, level, side, severity) for severity in SEVERITIES]
    name = f"{kind}-{findings[0].level}-{findings[0].side or 'both'}-{'graded' if grades else 'plain'}"
    return kept(name, SOURCES, lambda: _finding_glb(findings, grades))


def _finding(kind: str, level: str, side: str | None, severity: float) -> Finding:
    found = all_findings().get(kind)
    if found is None:
        raise CaseError(f"no finding {kind!r}; choose from {', '.join(all_findings())}")
    if side not in (None, *SIDES):
        raise CaseError(f"no side {side!r}; choose from {', '.join(SIDES)}")
    chosen: Side | None = "left" if side == "left" else "right" if side == "right" else None
    try:
        return found.at_severity(level, chosen, severity)
    except ValueError as error:
        raise CaseError(str(error)) from None


@cache
def _healthy() -> Spine:
    return build(NORMAL)


def _finding_glb(findings: Sequence[Finding], grades: Grades | None) -> bytes:
    spines = [build(combined([finding])) for finding in findings]
    numbers = [measure_level(spine, finding.level) for spine, finding in zip(spines, findings, strict=True)]
    if grades is not None:
        for measured in numbers:
            measured["grades"] = grades(measured)
    extras = {
        "severities": SEVERITIES,
        "cases": [format_case(spine.case) for spine in spines],
        "measurements": numbers,
    }
    ids = sorted({id_ for spine in spines for id_ in spine.surfaces})
    parts = [part for id_ in ids if (part := _changed(id_, spines)) is not None]
    return write_glb(parts, extras)


def _parts(surfaces: Mapping[str, Surface]) -> list[Part]:
    return [Part(id_, surface) for id_, surface in surfaces.items()]


def _changed(id_: str, spines: Sequence[Spine]) -> Part | None:
    """The part of a structure that does not stay as it is in the healthy spine, or None."""
    shapes = [spine.surfaces.get(id_) for spine in spines]
    healthy = _healthy().surfaces.get(id_)
    present = [shape for shape in shapes if shape is not None]
    if healthy is not None and all(len(s.points) == len(healthy.points) for s in present):
        if all(_far(shape.points, healthy.points) < SAME for shape in present):
            return None
        poses = [_motion(healthy.points, shape.points) for shape in present]
        if all(pose is not None for pose in poses) and len(present) == len(spines):
            return Part(id_, None, poses=[pose for pose in poses if pose is not None])
    points = _filled(shapes)
    extras = {} if healthy is not None or shapes[0] is not None else {"appears": FIRST_SHOWN}
    return Part(id_, Surface(points[0], present[0].faces), tuple(points[1:]), extras=extras)


def _filled(shapes: Sequence[Surface | None]) -> list[NDArray[np.float64]]:
    """The points at every severity; where a part is not there yet, it is a speck where it will grow."""
    first = next(shape for shape in shapes if shape is not None)
    speck = first.points.mean(axis=0) + 0.02 * (first.points - first.points.mean(axis=0))
    return [speck if shape is None else shape.points for shape in shapes]


def _far(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(one - other, axis=1).max())


def _motion(before: NDArray[np.float64], after: NDArray[np.float64]) -> list[float] | None:
    """The rigid motion that carries points (n, 3) onto others as ``[tx, ty, tz, qx, qy, qz, qw]``, or None."""
    middle, goal = before.mean(axis=0), after.mean(axis=0)
    turn, _ = Rotation.align_vectors(after - goal, before - middle)
    shift = goal - turn.apply(middle)
    if _far(turn.apply(before) + shift, after) > SAME:
        return None
    return [*map(float, shift), *map(float, turn.as_quat())]
