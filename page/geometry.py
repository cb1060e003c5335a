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
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from dataclasses import dataclass

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


def packed(plain: bytes) -> Asset:
    """The asset of a GLB."""
    tag = hashlib.sha256(plain).hexdigest()[:32]
    return Asset(gzip.compress(plain, 6, mtime=0), f'"{tag}"')


def two_workers() -> ProcessPoolExecutor:
    """Two processes beside the server: while one builds ahead, the other is free for whoever asks."""
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), initializer=stay_behind)


def stay_behind() -> None:
    """Let the server and the browser go first, and leave Ctrl+C to the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)


class Geometry:
    """Every asset built so far; two browsers that ask for the same one wait for the same build."""

    def __init__(
        self,
        workers: Callable[[], Executor] = two_workers,
        make: Callable[[Request], Asset] = kept,
        made: Callable[[Request], Asset | None] = earlier,
    ) -> None:
        """``made`` gives what is there already; what is not, ``make`` makes in a worker."""
        self._workers, self._make, self._made = workers, make, made
        self._executor: Executor | None = None
        self._builds: dict[Request, asyncio.Task[Asset]] = {}

    async def build_ahead(self, requests: Iterable[Request]) -> None:
        """Build what readers are likely to ask for, one after the other; after the first, the browser has its turn."""
        for n, request in enumerate(requests):
            try:
                await self.asset(request)
            except Exception:  # who asks for it will be told
                log.exception("%s could not be built", request.path)
            if n == 0:
                await asyncio.sleep(TURN)

    async def asset(self, request: Request) -> Asset:
        """The asset of a request; a build that failed is tried again by the next who asks."""
        return await asyncio.shield(self._task(request))

    def _task(self, request: Request) -> asyncio.Task[Asset]:
        task = self._builds.get(request)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._builds[request] = asyncio.create_task(self._build(request))
        return task

    async def _build(self, request: Request) -> Asset:
        asset = await asyncio.to_thread(self._made, request)
        if asset is not None:
            return asset
        if self._executor is None:
            self._executor = self._workers()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, self._make, request)
        except BrokenExecutor:  # the worker died: the next request starts another
            self._executor = None
            raise

    def close(self) -> None:
        """End the workers, in the middle of a build if need be."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.terminate()
            self._executor = None
