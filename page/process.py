"""Something made in a process beside the server, which tells how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Protocol

from .asset import Asset
from .workers import CONTEXT, Patience, patience

Tell = Callable[[int, int], None]
"""Hears that so many are made, of so many."""
BEAT = 0.4  # s between two looks at how it goes


class Job(Protocol):
    """Something under way."""

    told: tuple[int, int] | None
    """How many are made, of how many; None before anything is known of it."""

    def finished(self) -> Asset | None:
        """What it made, once it is done.

        Raises ``RuntimeError`` when it broke.
        """

    def stop(self) -> None:
        """End it, in the middle if need be."""


class Process:
    """The making of one asset in a process beside the server, ``nice`` behind it."""

    def __init__(self, make: Callable[[Tell], Asset], nice: int = 5) -> None:
        self._answer, theirs = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=_work, args=(theirs, make, patience(nice)), daemon=True)
        self._process.start()
        theirs.close()
        self.told: tuple[int, int] | None = None

    def finished(self) -> Asset | None:
        """What it made, once it is done.

        Raises
        ------
        RuntimeError
            When the process broke; its own words.
        """
        while self._answer.poll():
            try:
                answer: Asset | tuple[int, int] | str = self._answer.recv()
            except EOFError:
                raise RuntimeError("the process ended without a word") from None
            if isinstance(answer, str):
                raise RuntimeError(answer)
            if isinstance(answer, Asset):
                return answer
            self.told = answer
        return None

    def stop(self) -> None:
        """End it, in the middle if need be."""
        self._process.terminate()
        self._answer.close()


def _work(answer: Connection, make: Callable[[Tell], Asset], behind: Patience) -> None:
    behind.take()
    try:
        answer.send(make(lambda made, of: answer.send((made, of))))
    except Exception as error:  # said in the server's log; the reader gets a sentence of the page
        answer.send(f"{type(error).__name__}: {error}")
