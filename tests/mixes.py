"""Random mixes of findings, and what must hold of every one of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from scipy.spatial import cKDTree
from solids import far, mirrored_id, overlaps

from lumbar.meshes import nerves
from lumbar.meshes.case import Case, CaseError, combined, format_case, mirror_image
from lumbar.meshes.context import VESSELS
from lumbar.meshes.findings import Finding, all_findings
from lumbar.meshes.levels import SIDES
from lumbar.meshes.roots import AROUND
from lumbar.meshes.spine import Spine, build
from lumbar.meshes.surface import Surface
from lumbar.meshes.sweep import lengths, mirrored

SHARED = 1.0  # mm³ that two solids may share
STRETCH = 0.05  # share by which a root may grow longer or shorter
MIRRORED = 0.1  # mm between a mirrored case and the mirror image
JOINED = 0.5  # mm between the pieces of one root, and from its sleeve to the dura
SECONDS = 1.0  # to build a case once the healthy spine is there


@dataclass(frozen=True)
class Failure:
    """One thing that does not hold of a mix: its kind, what it concerns, and by how much."""

    kind: str
    what: str
    size: float


@dataclass(frozen=True)
class Looked:
    """One mix that has been built and looked at."""

    code: str
    seconds: float
    failures: tuple[Failure, ...]


def any_finding(chance: Random) -> Finding:
    """A finding of any kind, at any level and side it can have, with any words, at any severity."""
    kind = chance.choice(list(all_findings().values()))
    words = {name: chance.choice(options) for name, options in kind.choices().items()}
    level, side = chance.choice(kind.LEVELS), chance.choice(SIDES) if kind.SIDED else None
    return kind.at_severity(level, side, round(chance.uniform(0.15, 1.0), 2), **words)


def any_mix(seed: int) -> tuple[Case | None, str]:
    """The pair or triple of findings of a seed, or None and why they are refused together."""
    chance = Random(seed)
    findings = [any_finding(chance) for _ in range(chance.choice((2, 3)))]
    try:
        return combined(findings), ""
    except CaseError as refused:
        return None, str(refused)


def looked(case: Case) -> Looked:
    """A mix, built and looked at."""
    build(())
    began = time.process_time()
    spine = build(case)
    seconds = time.process_time() - began
    image = build(mirror_image(case))
    found = [*not_closed(spine), *too_close(spine), *strained(spine), *not_mirrored(spine, image)]
    if seconds > SECONDS:
        found.append(Failure("slow", "build", round(seconds, 2)))
    return Looked(format_case(case), round(seconds, 2), tuple(found))


def not_closed(spine: Spine) -> Iterator[Failure]:
    """Surfaces that are open, inside out, or not finite."""
    for id_, surface in spine.surfaces.items():
        if not np.isfinite(surface.points).all():
            yield Failure("not closed", id_, float("inf"))
        elif surface.open_edges() or surface.volume() <= 0.0:
            yield Failure("not closed", id_, float(surface.open_edges()))


def too_close(spine: Spine) -> Iterator[Failure]:
    """Named solids that share more than 1 mm³."""
    for (one, other), volume in overlaps(spine.surfaces, build(()).surfaces, above=SHARED).items():
        yield Failure("overlap", f"{one} | {other}", round(volume, 1))


def strained(spine: Spine) -> Iterator[Failure]:
    """Roots that have grown longer or shorter, or come apart from the sac or in themselves."""
    dura = spine.surfaces["T12-S2/dural_sac"]
    for root, was, now in zip(spine.roots, build(()).laid_roots, spine.laid_roots, strict=True):
        share = float(lengths(now.course.centre)[-1] / lengths(was.course.centre)[-1] - 1.0)
        if abs(share) > STRETCH:
            yield Failure("root length", root.id, round(100 * share, 1))
        steps = np.linalg.norm(np.diff(now.course.centre, axis=0), axis=1)
        healthy = np.linalg.norm(np.diff(was.course.centre, axis=0), axis=1)
        if (steps > 2.0 * healthy + 1.0).any():
            yield Failure("root torn", root.id, round(float((steps - healthy).max()), 1))
        sleeve = nerves.outside(spine.surfaces[root.id]).points[:AROUND]
        if (gap := float(far(sleeve, dura).min())) > JOINED:
            yield Failure("root off the sac", root.id, round(gap, 1))
        pieces = (spine.surfaces[id_].points for id_ in (root.id, f"{root.name}/ganglion/{root.side}"))
        if (gap := float(cKDTree(next(pieces)).query(next(pieces))[0].min())) > JOINED:
            yield Failure("root off its ganglion", root.id, round(gap, 1))


def not_mirrored(spine: Spine, image: Spine) -> Iterator[Failure]:
    """Solids that are not the mirror image of what the mirrored case has there."""
    if {mirrored_id(id_) for id_ in spine.surfaces} != set(image.surfaces):
        yield Failure("mirror", "other structures", float("inf"))
        return
    for id_, surface in spine.surfaces.items():
        if id_ in VESSELS:
            continue
        gap = _apart(mirrored(surface), image.surfaces[mirrored_id(id_)])
        if gap > MIRRORED:
            yield Failure("mirror", id_, round(gap, 2))


def _apart(one: Surface, other: Surface) -> float:
    """The greatest distance in mm from the points of one surface to another, nothing below ``MIRRORED`` worked out."""
    near, _ = cKDTree(other.points).query(one.points)
    doubtful = one.points[near > MIRRORED]
    return float(far(doubtful, other).max()) if len(doubtful) else 0.0
