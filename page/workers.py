"""Processes beside the server: how far behind it they stay, and that what they all have to say is said once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing.synchronize import Event

from ..meshes.cache import tell_plainly

CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Patience:
    """How a process behaves towards the server, the browser and its like."""

    nice: int
    told: Event

    def take(self) -> None:
        """Let the server and the browser go first, leave Ctrl+C to the server, and speak plainly, one for all."""
        tell_plainly(self.told)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(os, "nice"):
            os.nice(self.nice)


def patience(nice: int) -> Patience:
    """The patience of a process to be started: 0 to 19, as ``nice`` counts."""
    return Patience(nice, _told())


@cache
def _told() -> Event:
    """Whether one of the processes has said that nothing can be kept."""
    return CONTEXT.Event()


def two_workers() -> ProcessPoolExecutor:
    """Two processes that build much, behind the server and the browser."""
    return _workers(2, 5)


def a_quick_worker() -> ProcessPoolExecutor:
    """The process that builds what a reader waits for with nothing to see yet."""
    return _workers(1, 0)


def _workers(number: int, nice: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, CONTEXT, initializer=patience(nice).take)
