"""The geometry a browser asks for: built once, away from the event loop, and kept compressed, here and on disk.

What makes shapes is imported where it is needed: with a warm cache the server starts without it.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from ..meshes import cache

log = logging.getLogger(__name__)
TURN = 6.0  # s in which the page that opens has the processors to itself
SOURCES = (
    "*.py",
    "findings/*.py",
    "data/*.csv",
    "../annotations/*.py",
    "../annotations/*.toml",
    "../page/geometry.py",
)
"""What an asset is made from, seen from ``meshes``: shapes, their grades, and their packing."""


@dataclass(frozen=True)
class Request:
    """One GLB by name: the base anatomy, or what one finding at one level and side changes."""

    finding: str | None = None
    level: str = ""
    side: str | None = None

    @property
    def path(self) -> str:
        """The address relative to the page, as ``docs/architecture.md`` spells it."""
        if self.finding is None:
            return "geometry/base.glb"
        return f"geometry/{self.finding}/{self.level}/{self.side or 'both'}.glb"


@dataclass(frozen=True)
class Asset:
    """The gzipped bytes of one GLB, with the tag that names this very version."""

    zipped: bytes
    tag: str


def earlier(request: Request) -> Asset | None:
    """The asset of one request that an earlier run has kept."""
    found = cache.found(_name(request), SOURCES)
    return found if isinstance(found, Asset) else None


def kept(request: Request) -> Asset:
    """The asset of one request, kept on disk from now on; the slow part, run in a worker process."""
    return cache.kept(_name(request), SOURCES, lambda: build(request))


def _name(request: Request) -> str:
    return request.path.removesuffix(".glb").replace("/", "-")


def build(request: Request) -> Asset:
    """The asset of one request, built."""
    from ..annotations import grades
    from ..meshes import stream

    if request.finding is None:
        plain = stream.base_glb(grades)
    else:
        plain = stream.finding_glb(request.finding, request.level, request.side, grades)
    return packed(plain)


def build_first(request: Request, severity: float) -> Asset:
    """What the finding of a request changes at one severity, built."""
    from ..annotations import grades
    from ..meshes import stream

    return packed(
        stream.finding_first_glb(request.finding or "", request.level, request.side, severity, grades)
    )


def packed(plain: bytes) -> Asset:
    """The asset of a GLB."""
    tag = hashlib.sha256(plain).hexdigest()[:32]
    return Asset(gzip.compress(plain, 6, mtime=0), f'"{tag}"')


def two_workers() -> ProcessPoolExecutor:
    """Two processes that build much, behind the server and the browser."""
    return _workers(2, 5)


def a_patient_worker() -> ProcessPoolExecutor:
    """The process that builds all of a finding, and what readers are likely to ask for: all others go first."""
    return _workers(1, 15)


def a_quick_worker() -> ProcessPoolExecutor:
    """The process that builds what a reader waits for with nothing to see yet."""
    return _workers(1, 0)


def _workers(number: int, patience: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, context, initializer=stay_behind, initargs=(patience,))


def stay_behind(patience: int = 5) -> None:
    """Let the server and the browser go first, leave Ctrl+C to the server, and speak plainly."""
    cache.tell_plainly()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(patience)


class Turns:
    """One at a time; of those who wait, who came last goes first: it is what a reader looks at now."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[asyncio.Future[None]] = []

    @asynccontextmanager
    async def turn(self, last: bool = False) -> AsyncIterator[None]:
        """Wait for one's turn and have it; ``last`` lets all others go first."""
        if self._taken:
            ready = asyncio.get_running_loop().create_future()
            self._waiting.insert(0 if last else len(self._waiting), ready)
            await ready
        self._taken = True
        try:
            yield
        finally:
            if self._waiting:
                self._waiting.pop().set_result(None)
            else:
                self._taken = False


class Bench:
    """Where one asset after the other is made, by a worker that starts with the first."""

    def __init__(self, workers: Callable[[], Executor], make: Callable[..., Asset]) -> None:
        self._workers, self._make = workers, make
        self._executor: Executor | None = None
        self._turns = Turns()

    async def made(self, *asked: Any, last: bool = False) -> Asset:
        """What a worker makes of what is asked, in one's turn; ``last`` lets all others go first."""
        async with self._turns.turn(last):
            if self._executor is None:
                self._executor = self._workers()
            try:
                return await asyncio.get_running_loop().run_in_executor(self._executor, self._make, *asked)
            except BrokenExecutor:  # the worker died: the next request starts another
                self._executor = None
                raise

    def close(self) -> None:
        """End what has not begun."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None


class Geometry:
    """Every asset built so far; two browsers that ask for the same one wait for the same build."""

    def __init__(
        self,
        workers: Callable[[], Executor] = a_patient_worker,
        make: Callable[[Request], Asset] = kept,
        made: Callable[[Request], Asset | None] = earlier,
        quick: Callable[[], Executor] = a_quick_worker,
        make_first: Callable[[Request, float], Asset] = build_first,
    ) -> None:
        """``made`` gives what is there already; what is not, ``make`` and ``make_first`` make in a worker of theirs."""
        self._made = made
        self._all, self._soon = Bench(workers, make), Bench(quick, make_first)
        self._builds: dict[Request, asyncio.Task[Asset]] = {}
        self._firsts: dict[tuple[Request, float], asyncio.Task[Asset]] = {}

    async def build_ahead(self, requests: Iterable[Request]) -> None:
        """Build what readers are likely to ask for, one after the other; after the first, the browser has its turn."""
        for n, request in enumerate(requests):
            try:
                await asyncio.shield(self._task(request, ahead=True))
            except Exception:  # who asks for it will be told
                log.exception("%s could not be built", request.path)
            if n == 0:
                await asyncio.sleep(TURN)

    async def asset(self, request: Request) -> Asset:
        """The asset of a request; a build that failed is tried again by the next who asks."""
        return await asyncio.shield(self._task(request))

    async def first(self, request: Request, severity: float) -> Asset:
        """The asset of a finding where it is there, or else what is soon made: the finding at one severity."""
        task = self._builds.get(request)
        there = task is not None and task.done() and not task.cancelled() and task.exception() is None
        if there or await asyncio.to_thread(self._made, request) is not None:
            return await self.asset(request)
        wanted = (request, round(severity, 4))
        if wanted not in self._firsts:
            self._firsts[wanted] = asyncio.create_task(self._soon.made(*wanted))
            self._firsts[wanted].add_done_callback(lambda _: self._firsts.pop(wanted, None))
        return await asyncio.shield(self._firsts[wanted])

    def _task(self, request: Request, ahead: bool = False) -> asyncio.Task[Asset]:
        task = self._builds.get(request)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._builds[request] = asyncio.create_task(self._build(request, ahead))
        return task

    async def _build(self, request: Request, ahead: bool) -> Asset:
        asset = await asyncio.to_thread(self._made, request)
        return asset if asset is not None else await self._all.made(request, last=ahead)

    def close(self) -> None:
        """End the workers, in the middle of a build if need be."""
        for bench in (self._all, self._soon):
            bench.close()
        for child in multiprocessing.active_children():
            child.terminate()
