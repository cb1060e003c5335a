"""Servers as processes of their own, ended with the block that started them."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    started: float  # time.monotonic() just before

    def memory(self) -> float:
        """MB of the server's process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


@contextmanager
def serving(*command: str) -> Iterator[Server]:
    """Run Python with these arguments until the block ends; it prints its address when it is ready."""
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://[\w.]+:\d+/?", line):
                yield Server(found[0], process, started)
                break
        else:
            raise RuntimeError(f"{' '.join(command)} ended before it served")
    finally:
        process.terminate()
        process.wait(20)
