"""The geometry an atlas carries: built in processes beside, kept in the cache, right sides as left ones mirrored."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace

from ..annotations import grades
from ..meshes import stream
from ..meshes.case import parse_case
from ..page.geometry import Request
from ..page.workers import two_workers

Progress = Callable[[int, int, str], None]  # done, of how many, what


@dataclass(frozen=True)
class Special:
    """A case that stands for a finding's shapes, at a severity of it."""

    code: str
    severity: float


@dataclass(frozen=True)
class Shape:
    """What stands for one URL of the live page: gzipped bytes, or those of another URL in a mirror."""

    url: str
    zipped: bytes | None
    mirrored: str | None = None  # the URL whose mirror image it is


def shapes(
    requests: Sequence[Request],
    progress: Progress,
    special: Mapping[Request, Special] | None = None,
    workers: Callable[[], Executor] = two_workers,
) -> list[Shape]:
    """The base and what each request asks for, each built once; ``special`` cases stand in place of some."""
    special = special or {}
    built = list(dict.fromkeys([Request(), *(r if r in special else _as_built(r) for r in requests)]))
    found: dict[Request, bytes] = {}
    with workers() as pool:
        running = {pool.submit(build, request, special.get(request)): request for request in built}
        for done in as_completed(running):
            found[running[done]] = done.result()
            progress(len(found), len(built), running[done].path)
    own = [Shape(request.path, found[request]) for request in built]
    return [*own, *(Shape(r.path, None, _as_built(r).path) for r in requests if r not in found)]


def _as_built(request: Request) -> Request:
    """The left side, of which the right one is the mirror image."""
    return replace(request, side="left") if request.side == "right" else request


def build(request: Request, special: Special | None = None) -> bytes:
    """The gzipped stream of one request; the slow part, run in a worker process."""
    if special is not None:
        data = stream.case_thin(parse_case(special.code), special.severity, grades)
    elif request.finding is None:
        data = stream.atlas_base_glb(grades)
    else:
        data = stream.finding_thin(request.finding, request.level, request.side, grades)
    return gzip.compress(data, 9, mtime=0)
