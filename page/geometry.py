"""The geometry a browser asks for: built once, away from the event loop, and kept compressed, here and on disk.

What makes shapes is imported where it is needed: with a warm cache the server starts without it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from ..meshes import cache
from .asset import Asset, packed
from .process import Job, Process, Tell
from .turns import Turns
from .wholes import Steps, Wholes
from .workers import a_quick_worker

T = TypeVar("T")

log = logging.getLogger(__name__)
KEPT = 500  # numbers of a finding at one severity
TURN = 6.0  # s in which the page that opens has the processors to itself
SOURCES = (
    "*.py",
    "findings/*.py",
    "data/*.csv",
    "../annotations/*.py",
    "../annotations/*.toml",
    "../page/geometry.py",
    "../page/asset.py",
)
"""What an asset is made from, seen from ``meshes``: shapes, their grades, and their packing."""


@dataclass(frozen=True)
class Request:
    """One GLB by name: the base anatomy, or what one finding at one level and side changes."""

    finding: str | None = None
    level: str = ""
    side: str | None = None

    @property
    def place(self) -> str:
        """The finding at its level and side, as a case code spells it."""
        return f"{self.finding}@{self.level}" + (f"/{self.side}" if self.side else "")

    @property
    def path(self) -> str:
        """The address relative to the page, as ``docs/architecture.md`` spells it."""
        if self.finding is None:
            return "geometry/base.glb"
        return f"geometry/{self.finding}/{self.level}/{self.side or 'both'}.glb"


def earlier(request: Request) -> Asset | None:
    """The asset of one request that an earlier run has kept."""
    found = cache.found(_name(request), SOURCES)
    return found if isinstance(found, Asset) else None


def kept(request: Request, tell: Tell = lambda made, of: None) -> Asset:
    """The asset of one request, kept on disk from now on; the slow part, run in a worker process."""
    return cache.kept(_name(request), SOURCES, lambda: build(request, tell))


def _name(request: Request) -> str:
    return request.path.removesuffix(".glb").replace("/", "-")


def build(request: Request, tell: Tell = lambda made, of: None) -> Asset:
    """The asset of one request, built; ``tell`` hears how many of its severities are made."""
    from ..annotations import grades
    from ..meshes import stream

    if request.finding is None:
        plain = stream.base_glb(grades)
    else:
        plain = stream.finding_glb(request.finding, request.level, request.side, grades, tell)
    return packed(plain)


def build_first(request: Request, severity: float) -> Asset:
    """What the finding of a request changes at one severity, built."""
    from ..annotations import grades
    from ..meshes import stream

    return packed(
        stream.finding_first_glb(request.finding or "", request.level, request.side, severity, grades)
    )


def build_numbers(request: Request, severity: float) -> Asset:
    """What is measured of the finding of a request at one severity, as JSON: its levels, its roots, its grades."""
    from ..annotations import grades
    from ..meshes.case import parse_case
    from ..meshes.levels import segment_of
    from ..meshes.measure import measure_level
    from ..meshes.spine import build

    spine = build(parse_case(f"{request.place}:severity={severity}"))
    found = measure_level(spine, segment_of(request.level))
    told = {"levels": found["levels"], "roots": found["roots"], "grades": grades(found)}
    return packed(json.dumps(told).encode())


def warm() -> None:
    """Have at hand what every finding is a change of."""
    from ..meshes import stream

    stream.healthy()


def a_process(request: Request, nice: int) -> Job:
    """The making of all of a finding in a process beside the server."""
    return Process(partial(kept, request), nice)


class Quick:
    """The worker that makes what a reader waits for with nothing to see yet; it starts with the first."""

    def __init__(self, worker: Callable[[], Executor]) -> None:
        self._worker = worker
        self._executor: Executor | None = None
        self._turns = Turns()

    async def made(self, make: Callable[..., T], *asked: Any) -> T:
        """What the worker makes of what is asked, in one's turn."""
        async with self._turns.turn():
            if self._executor is None:
                self._executor = self._worker()
            try:
                return await asyncio.get_running_loop().run_in_executor(self._executor, make, *asked)
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
        worker: Callable[[], Executor] = a_quick_worker,
        start: Callable[[Request, int], Job] = a_process,
        *,
        made: Callable[[Request], Asset | None] = earlier,
        make: Callable[[Request], Asset] = kept,
        make_first: Callable[[Request, float], Asset] = build_first,
        make_numbers: Callable[[Request, float], Asset] = build_numbers,
        make_ready: Callable[[], None] = warm,
    ) -> None:
        """``made`` gives what is there already.

        The rest is made: by ``make`` in the quick worker the healthy spine, there too by ``make_first`` a finding at
        one severity and by ``make_numbers`` what is measured of it, and by ``start`` in a process of its own all of a
        finding.
        """
        self._made, self._make, self._make_ready = made, make, make_ready
        self._make_first, self._make_numbers = make_first, make_numbers
        self._quick, self._wholes = Quick(worker), Wholes(start)
        self._there: dict[Request, Asset] = {}
        self._numbers: OrderedDict[tuple[Request, float], Asset] = OrderedDict()
        self._soon: dict[tuple[Any, ...], asyncio.Task[Asset]] = {}

    async def build_ahead(self, likely: Iterable[Request], offered: Iterable[Request]) -> None:
        """Build the healthy spine, have the quick worker ready, and build what readers are likely to ask for.

        After the first the browser that opens has the processors to itself for a while.  Where all that is
        ``offered`` is there, no worker need be ready.
        """
        await self._tried(self.asset(Request()), "the healthy spine")
        await asyncio.sleep(TURN / 2)
        if not await self._all_there(offered):
            await self._tried(self._quick.made(self._make_ready), "what findings change")
        await asyncio.sleep(TURN / 2)
        for request in likely:
            if await self._found(request) is None:
                await self._tried(self._wholes.ahead(request, self._keep), request.path)

    async def _tried(self, work: Awaitable[object], what: str) -> None:
        try:
            await work
        except Exception:  # who asks for it will be told
            log.exception("%s could not be built", what)

    async def _all_there(self, requests: Iterable[Request]) -> bool:
        """Whether all of them are there, or on the left, of which the page makes the right."""
        return all([await self._found(one) is not None for one in requests if one.side != "right"])

    async def asset(self, request: Request) -> Asset:
        """The asset of a request; a build that failed is tried again by the next who asks.

        Raises
        ------
        Exception
            Whatever the build raised.
        """
        if (found := await self._found(request)) is not None:
            return found
        if request.finding is None:
            self._keep(request, await self._shared(self._make, request))
        else:
            async with aclosing(self.whole(request)) as steps:
                async for _ in steps:
                    pass
        return self._there[request]

    async def first(self, request: Request, severity: float) -> Asset:
        """The asset of a finding where it is there, or else what is soon made: the finding at one severity."""
        if (found := await self._found(request)) is not None:
            return found
        return await self._shared(self._make_first, request, round(severity, 4))

    async def numbers(self, request: Request, severity: float) -> Asset:
        """What is measured of a finding at one severity, be it one of those that its asset holds or not."""
        wanted = (request, round(severity, 4))
        if wanted not in self._numbers:
            self._numbers[wanted] = await self._shared(self._make_numbers, *wanted)
        self._numbers.move_to_end(wanted)
        while len(self._numbers) > KEPT:
            self._numbers.popitem(last=False)
        return self._numbers[wanted]

    async def whole(self, request: Request) -> Steps:
        """Have all of a finding built, saying how it stands as it goes; to leave the loop lets go of it.

        Raises
        ------
        RuntimeError
            When the build broke.
        """
        if await self._found(request) is None:
            async with aclosing(self._wholes.followed(request, self._keep)) as steps:
                async for step in steps:
                    yield step

    async def _found(self, request: Request) -> Asset | None:
        if request not in self._there and (found := await asyncio.to_thread(self._made, request)):
            self._keep(request, found)
        return self._there.get(request)

    def _keep(self, request: Request, asset: Asset) -> None:
        self._there[request] = asset

    async def _shared(self, make: Callable[..., Asset], *asked: Any) -> Asset:
        """What the quick worker makes of what is asked; who asks for the same waits for the same."""
        wanted = (make, *asked)
        if wanted not in self._soon:
            self._soon[wanted] = asyncio.create_task(self._quick.made(make, *asked))
            self._soon[wanted].add_done_callback(lambda _: self._soon.pop(wanted, None))
        return await asyncio.shield(self._soon[wanted])

    def close(self) -> None:
        """End the workers, in the middle of a build if need be."""
        self._quick.close()
        for child in multiprocessing.active_children():
            child.terminate()
