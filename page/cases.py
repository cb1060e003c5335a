"""What a reader asks for and waits for, such as a case of several findings: made in a process that can be stopped."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial
from typing import Any

from ..meshes.case import CaseError, format_case, parse_case
from .asset import Asset, packed
from .process import BEAT, Job, Process, Tell

Steps = AsyncGenerator[dict[str, Any], None]
LONGEST = 600  # characters of a code
MOST = 3  # findings in a case
AT_ONCE = 2  # cases built beside each other
KEPT = 24  # cases kept for who asks again


def case_bytes(code: str) -> bytes:
    """The GLB of a case."""
    from ..annotations import grades  # late: the server itself builds nothing
    from ..meshes import stream

    return stream.case_glb(code, grades)


def a_process(code: str, make: Callable[[str], bytes] = case_bytes) -> Process:
    """The making of one case's bytes in a process beside the server."""
    return Process(partial(_packed, code, make))


def _packed(code: str, make: Callable[[str], bytes], tell: Tell) -> Asset:
    return packed(make(code))


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

    def __init__(self, start: Callable[[str], Job] = a_process, read: Callable[[str], str] = checked) -> None:
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
