"""What the browser gets: the healthy spine once, and for each finding what it changes, severity by severity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from .cache import kept
from .case import NORMAL, Case, CaseError, combined, format_case, parse_case
from .condition import altered
from .findings import Finding, all_findings
from .fitting import fitted
from .gltf import Part, write_glb
from .levels import SEGMENTS, SIDES, Side, segment_of
from .measure import measure_level
from .spine import Spine, build
from .surface import Surface
from .thin import Rest, placed, rest, thinned

SEVERITIES = tuple(round(k / 10, 1) for k in range(11))
ATLAS_SEVERITIES = tuple(round(k / 5, 1) for k in range(6))
SAME = 0.06  # mm: points that move less than this stay where they are
FARTHEST_SAME = 30.0  # mm: what lies farther apart than this is not one point in two shapes
FIRST_SHOWN = 0.02  # severity at which something new is first drawn
LEAST_FIRST = 0.1  # severity of what is built first, at least: there is something to see
SOURCES = ("*.py", "findings/*.py", "data/*.csv")
GRADED = (*SOURCES, "../annotations/*.py", "../annotations/*.toml")  # what holds grades follows their tables

Grades = Callable[[Mapping[str, Any]], list[dict[str, Any]]]
Tell = Callable[[int, int], None]  # hears that so many are made, of so many


def base_glb(grades: Grades | None = None) -> bytes:
    """The healthy spine: one node a structure, and every measurement of it, graded where ``grades`` is given."""

    def made() -> bytes:
        parts = [Part(id_, surface) for id_, surface in healthy().surfaces.items()]
        return write_glb(parts, _healthy_extras(grades))

    return kept(f"base-{_told(grades)}", _sources(grades), made)


def atlas_base_glb(grades: Grades | None = None) -> bytes:
    """The healthy spine as the atlas carries it: ``base_glb`` with its points on a coarser grid."""

    def made() -> bytes:
        parts = [Part(id_, Surface(placed(s.points), s.faces)) for id_, s in healthy().surfaces.items()]
        return write_glb(parts, _healthy_extras(grades))

    return kept(f"atlas-base-{_told(grades)}", _sources(grades), made)


def finding_glb(
    kind: str,
    level: str,
    side: str | None,
    grades: Grades | None = None,
    tell: Tell = lambda made, of: None,
) -> bytes:
    """What a finding at a level and side changes, with a shape for each of ``SEVERITIES``.

    ``grades`` adds the grades that belong to the measurements of each severity; ``tell`` hears how many are made.

    Raises
    ------
    CaseError
        When there is no such finding, level or side.
    """
    findings = [_finding(kind, level, side, severity) for severity in SEVERITIES]
    return kept(
        _name("finding", findings[0], grades),
        _sources(grades),
        lambda: write_glb(*_change(findings, SEVERITIES, grades, tell)),
    )


def finding_first_glb(
    kind: str, level: str, side: str | None, severity: float, grades: Grades | None = None
) -> bytes:
    """What a finding changes at one severity: ``finding_glb`` for who can't wait, with shapes at 0 and there.

    It says ``"first": true`` of itself.

    Raises
    ------
    CaseError
        When there is no such finding, level or side.
    """
    severities = (0.0, max(severity, LEAST_FIRST))
    findings = [_finding(kind, level, side, each) for each in severities]
    parts, extras = _change(findings, severities, grades)
    return write_glb(parts, {**extras, "first": True})


def finding_thin(kind: str, level: str, side: str | None, grades: Grades | None = None) -> bytes:
    """What a finding changes as the atlas carries it: ``meshes/thin.py``, at ``ATLAS_SEVERITIES`` or fewer."""
    findings = [_finding(kind, level, side, severity) for severity in ATLAS_SEVERITIES]

    def made() -> bytes:
        parts, extras = _change(findings, ATLAS_SEVERITIES, grades)
        return thinned(_fitted(parts), _resting(), _uncited(extras))

    return kept(_name("thin", findings[0], grades), _sources(grades), made)


def _healthy_extras(grades: Grades | None) -> dict[str, Any]:
    """What is said of the healthy spine."""
    numbers = [measure_level(healthy(), level) for level in SEGMENTS]
    measurements = [_graded(numbers, "normal", grades)]
    return {"severities": [0.0], "cases": ["normal"], "measurements": measurements}


@cache
def _resting() -> dict[str, Rest]:
    """The healthy structures as the browser has them."""
    return kept("rest", SOURCES, lambda: {id_: rest(surface) for id_, surface in healthy().surfaces.items()})


def _name(what: str, finding: Finding, grades: Grades | None) -> str:
    """A file's name in the cache."""
    place = f"{finding.KIND}-{finding.level}-{finding.side or 'both'}"
    return f"{what}-{place}-{_told(grades)}"


def _told(grades: Grades | None) -> str:
    return "graded" if grades else "plain"


def _sources(grades: Grades | None) -> tuple[str, ...]:
    return GRADED if grades else SOURCES


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


def case_glb(code: str, grades: Grades | None = None) -> bytes:
    """What any case changes: shapes at severity 0, the healthy spine, and at 1, the case.

    The measurements are those of every level where one differs.

    Raises
    ------
    CaseError
        When the code spells no case.
    """
    return write_glb(*_case_change(parse_case(code), grades, 1.0))


def case_thin(case: Case, severity: float, grades: Grades | None = None) -> bytes:
    """What any case changes as the atlas carries it, the case itself at a severity and the healthy spine at 0."""
    parts, extras = _case_change(case, grades, severity)
    return thinned(_fitted(parts), _resting(), _uncited(extras))


def _uncited(extras: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of each severity without the sources of grades: the page has them by their scale."""
    measurements = [
        {**each, "grades": [{k: v for k, v in row.items() if k != "source"} for row in each["grades"]]}
        if "grades" in each
        else each
        for each in extras["measurements"]
    ]
    return {**extras, "measurements": measurements}


def _fitted(parts: Sequence[Part]) -> list[Part]:
    """The parts, those of a remodelled bone by the points of the healthy one."""
    return [fitted(part, healthy().surfaces.get(part.name)) for part in parts]


def _case_change(case: Case, grades: Grades | None, severity: float) -> tuple[list[Part], dict[str, Any]]:
    """The parts that a case changes, from the healthy spine on, and what is said of both."""
    spine = build(case)
    both = [[measure_level(each, level) for level in SEGMENTS] for each in (healthy(), spine)]
    changed = [k for k, (one, other) in enumerate(zip(*both, strict=True)) if not _agree(one, other)]
    extras = {
        "severities": [0.0, severity],
        "cases": [format_case(NORMAL), format_case(case)],
        "measurements": [
            _graded([numbers[k] for k in changed], numbers[0]["case"], grades) for numbers in both
        ],
        "altered": [{}, altered(spine.plan)],
    }
    return _changed_parts([_before(spine), spine.surfaces]), extras


@cache
def healthy() -> Spine:
    """The spine that everything is a change of."""
    return build(NORMAL)


def _agree(one: Any, other: Any) -> bool:
    """Whether two measurements hold the same numbers, to a hundredth or to 0.1 of their unit."""
    if isinstance(one, Mapping):
        numbers = (name for name in one if name != "case")
        return all(_agree(one[name], other[name]) for name in numbers)
    if isinstance(one, float):
        return bool(abs(one - other) <= max(0.1, 0.01 * abs(one)))
    return bool(one == other)


def _before(spine: Spine) -> dict[str, Surface]:
    """The healthy surfaces, point by point those of a case.

    Where a case has cut a bone in two, its pieces come from the case with each finding at severity 0.
    """
    before, after = dict(healthy().surfaces), spine.surfaces
    if any(len(surface.points) != len(after[id_].points) for id_, surface in before.items() if id_ in after):
        nothing = build(_at_nothing(spine.case)).surfaces
        before = {
            id_: s for id_, s in before.items() if id_ in after and len(s.points) == len(after[id_].points)
        }
        before = {**nothing, **before}
    return before


def _at_nothing(case: Case) -> Case:
    """The findings of a case, each at severity 0."""
    return combined(
        [
            type(one).at_severity(
                one.level, one.side, 0.0, **{word: getattr(one, word) for word in one.choices()}
            )
            for one in case
        ]
    )


def _change(
    findings: Sequence[Finding],
    severities: Sequence[float],
    grades: Grades | None,
    tell: Tell = lambda made, of: None,
) -> tuple[list[Part], dict[str, Any]]:
    """The parts that a finding changes, severity by severity, and what is said of each severity."""
    spines, numbers = [], []
    for finding in findings:
        spines.append(build(combined([finding])))
        numbers.append(measure_level(spines[-1], segment_of(finding.level)))
        tell(len(spines), len(findings))
    extras = {
        "severities": severities,
        "cases": [format_case(spine.case) for spine in spines],
        "measurements": [_graded([measured], measured["case"], grades) for measured in numbers],
        "altered": [altered(spine.plan) for spine in spines],
    }
    return _changed_parts([spine.surfaces for spine in spines]), extras


def _graded(numbers: Sequence[Mapping[str, Any]], case: str, grades: Grades | None) -> dict[str, Any]:
    """The measurements of several levels as one, with their grades."""
    found: dict[str, Any] = {"case": case, "levels": {}, "roots": {}}
    displaced: dict[str, Any] = {}  # the shapes of herniations: graded, not sent
    for measured in numbers:
        found["levels"] |= measured["levels"]
        found["roots"] |= measured["roots"]
        displaced |= measured.get("displaced", {})
    if grades is not None:
        found["grades"] = grades({**found, "displaced": displaced})
    return found


def _changed_parts(shapes: Sequence[Mapping[str, Surface]]) -> list[Part]:
    """Every structure that does not stay as it is in the healthy spine, from its surfaces at each severity."""
    ids = sorted({id_ for surfaces in shapes for id_ in surfaces})
    parts = (_changed(id_, _alike([surfaces.get(id_) for surfaces in shapes])) for id_ in ids)
    return [part for part in parts if part is not None]


def _alike(shapes: Sequence[Surface | None]) -> list[Surface | None]:
    """The shapes of a structure, all with as many points as the fullest.

    Points that a finding adds (a finer end-plate, a hollow) stand behind the bone's own; where they are not
    there yet, they lie as in the next shape that has them.
    """
    full = max((shape for shape in shapes if shape is not None), key=lambda shape: len(shape.points))
    alike: list[Surface | None] = []
    for shape in reversed(shapes):
        if shape is None or len(shape.points) == len(full.points):
            alike.append(shape)
            full = shape or full
            continue
        own = full.points[: len(shape.points)]
        points = full.points.copy()
        if _far(own, shape.points) < FARTHEST_SAME:
            points[: len(own)] = shape.points
        alike.append(Surface(points, full.faces))
    return alike[::-1]


def _changed(id_: str, shapes: Sequence[Surface | None]) -> Part | None:
    """The part of a structure that does not stay as it is in the healthy spine, or None."""
    at_rest = healthy().surfaces.get(id_)
    present = [shape for shape in shapes if shape is not None]
    if at_rest is not None and all(len(s.points) == len(at_rest.points) for s in present):
        if all(_far(shape.points, at_rest.points) < SAME for shape in present):
            return None
        poses = [_motion(at_rest.points, shape.points) for shape in present]
        if all(pose is not None for pose in poses) and len(present) == len(shapes):
            return Part(id_, None, poses=[pose for pose in poses if pose is not None])
    points = _filled(shapes)
    extras = {} if at_rest is not None or shapes[0] is not None else {"appears": FIRST_SHOWN}
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
