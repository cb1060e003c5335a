"""Findings at all their severities: one after the other, each in a process that ends when nobody waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .asset import Asset
from .process import BEAT, Job
from .turns import Turns

R = TypeVar("R")
Steps = AsyncGenerator[dict[str, int | bool], None]
BEHIND, FAR_BEHIND = 5, 15  # how nice the processes are


@dataclass(eq=False)
class Build:
    """One of them under way."""

    task: asyncio.Task[Asset] = field(init=False)
    job: Job | None = None  # once it has its turn
    followers: int = 0

    def step(self) -> dict[str, int | bool]:
        """How it stands: ``{"waiting"}``, or ``{"made", "of"}`` as far as is known."""
        if self.job is None:
            return {"waiting": True}
        made, of = self.job.told or (0, 0)
        return {"made": made, "of": of}


class Wholes(Generic[R]):
    """Who asks for the same waits for the same build; when the last has gone, it ends.

    What is built ahead has a process far behind, and gives way: it begins again when nobody waits.
    """

    def __init__(self, start: Callable[[R, int], Job]) -> None:
        """``start`` begins one, so and so nice."""
        self._start = start
        self._turns = Turns()
        self._builds: dict[R, Build] = {}
        self._ahead: asyncio.Task[Asset] | None = None
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def followed(self, asked: R, keep: Callable[[R, Asset], None]) -> Steps:
        """Build one, saying how it stands as it goes; ``keep`` has it in the end, and to leave the loop lets go of it.

        Raises
        ------
        RuntimeError
            When the build broke.
        """
        build = self._builds.get(asked)
        if build is None or build.task.done():
            build = self._builds[asked] = Build()
            build.task = asyncio.create_task(self._in_turn(asked, build))
            self._quiet.clear()
            if self._ahead is not None:
                self._ahead.cancel()
        build.followers += 1
        try:
            while not build.task.done():
                yield build.step()
                await asyncio.wait([build.task], timeout=BEAT)
            keep(asked, build.task.result())
        finally:
            build.followers -= 1
            if not build.followers:
                build.task.cancel()
                if self._builds.get(asked) is build:
                    del self._builds[asked]
                if not self._builds:
                    self._quiet.set()

    async def ahead(self, asked: R, keep: Callable[[R, Asset], None]) -> None:
        """Build one that nobody waits for, whenever nobody waits for another.

        Raises
        ------
        RuntimeError
            When the build broke.
        """
        while True:
            await self._quiet.wait()
            self._ahead = asyncio.create_task(self._made(self._start(asked, FAR_BEHIND)))
            try:
                with suppress(asyncio.CancelledError):
                    return keep(asked, await asyncio.shield(self._ahead))
                if not self._ahead.cancelled():  # who waits for this has been cancelled
                    raise asyncio.CancelledError
            finally:
                self._ahead.cancel()

    async def _in_turn(self, asked: R, build: Build) -> Asset:
        async with self._turns.turn():
            build.job = self._start(asked, BEHIND)
            return await self._made(build.job)

    async def _made(self, job: Job) -> Asset:
        try:
            while (asset := job.finished()) is None:
                await asyncio.sleep(BEAT)
            return asset
        finally:
            job.stop()
