"""Whose turn it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """One at a time; of those who wait, who came last goes first: it is what a reader looks at now."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[asyncio.Future[None]] = []

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn and have it."""
        if self._taken:
            ready = asyncio.get_running_loop().create_future()
            self._waiting.append(ready)
            try:
                await ready
            except asyncio.CancelledError:
                self._left(ready)
                raise
        self._taken = True
        try:
            yield
        finally:
            self._next()

    def _left(self, ready: asyncio.Future[None]) -> None:
        """Who waited has gone; where it was just its turn, the next has it."""
        if ready in self._waiting:
            self._waiting.remove(ready)
        else:
            self._next()

    def _next(self) -> None:
        if self._waiting:
            self._waiting.pop().set_result(None)
        else:
            self._taken = False
