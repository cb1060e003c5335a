"""What a reader asks for and waits for, such as a case of several findings: made in a process that can be stopped."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from multiprocessing.connection import Connection
from typing import Any, Protocol

from ..meshes.case import CaseError, format_case, parse_case
from .geometry import Asset, packed, stay_behind

Steps = AsyncGenerator[dict[str, Any], None]
LONGEST = 600  # characters of a code
MOST = 3  # findings in a case
AT_ONCE = 2  # cases built beside each other
KEPT = 24  # cases kept for who asks again
BEAT = 0.4  # s between two words on how it goes


class Job(Protocol):
    """One build under way."""

    def finished(self) -> Asset | None:
        """What it made, once it is done.

        Raises ``RuntimeError`` when it broke.
        """

    def stop(self) -> None:
        """End it, in the middle if need be."""


def case_bytes(code: str) -> bytes:
    """The GLB of a case."""
    from ..annotations import grades  # late: the server itself builds nothing
    from ..meshes import stream

    return stream.case_glb(code, grades)


class Process:
    """The making of one case's bytes in a process beside the server."""

    def __init__(self, code: str, make: Callable[[str], bytes] = case_bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self._answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(theirs, code, make), daemon=True)
        self._process.start()
        theirs.close()

    def finished(self) -> Asset | None:
        """What it made, once it is done.

        Raises
        ------
        RuntimeError
            When the process broke; its own words.
        """
        if not self._answer.poll():
            return None
        try:
            answer: Asset | str = self._answer.recv()
        except EOFError:
            raise RuntimeError("the process ended without a word") from None
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def stop(self) -> None:
        """End it, in the middle if need be."""
        self._process.terminate()
        self._answer.close()


def _work(answer: Connection, code: str, make: Callable[[str], bytes]) -> None:
    stay_behind()
    try:
        answer.send(packed(make(code)))
    except Exception as error:  # said in the server's log; the reader gets a sentence of the page
        answer.send(f"{type(error).__name__}: {error}")


def checked(code: str) -> str:
    """The canonical spelling of a case that may be built.

    Raises
    ------
    CaseError
        With one sentence that names what is wrong with it.
    """
    if len(code) > LONGEST:
        raise CaseError(f"the case is longer than {LONGEST} characters")
    case = parse_case(code)
    if not 1 <= len(case) <= MOST:
        raise CaseError(f"a case has 1 to {MOST} findings, not {len(case)}")
    return format_case(case)


class Cases:
    """What was made of late, by case, and what is under way; ``read`` gives a code's one spelling or refuses it."""

    def __init__(self, start: Callable[[str], Job] = Process, read: Callable[[str], str] = checked) -> None:
        self._start, self.read = start, read
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[str, Asset] = OrderedDict()
        self._jobs: set[Job] = set()

    async def asset(self, code: str) -> Asset:
        """The asset of a case, built if need be.

        Raises
        ------
        CaseError, RuntimeError
            When the code is refused, or the build broke.
        """
        name = self.read(code)
        async with aclosing(self.build(name)) as steps:
            async for _ in steps:
                pass
        return self._kept[name]

    async def build(self, code: str) -> Steps:
        """Build a case, saying ``{"waiting"}`` or ``{"seconds"}`` as it goes; to leave the loop stops the build.

        Raises
        ------
        CaseError, RuntimeError
            When the code is refused, or the build broke.
        """
        name = self.read(code)
        while name not in self._kept and self._turns.locked():
            yield {"waiting": True}
            await asyncio.sleep(BEAT)
        async with self._turns:
            if name not in self._kept:
                async with aclosing(self._built(name)) as seconds:
                    async for each in seconds:
                        yield {"seconds": each}
        self._kept.move_to_end(name)

    async def _built(self, name: str) -> AsyncGenerator[float, None]:
        began, job = time.monotonic(), self._start(name)
        self._jobs.add(job)
        try:
            while (asset := job.finished()) is None:
                yield round(time.monotonic() - began, 1)
                await asyncio.sleep(BEAT)
        finally:
            self._jobs.discard(job)
            job.stop()
        self._kept[name] = asset
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def close(self) -> None:
        """End every build."""
        for job in list(self._jobs):
            job.stop()
