"""Saying what takes long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

PATIENCE = 1.0  # seconds before anything is said


@contextmanager
def working(what: str) -> Iterator[None]:
    """Name on stderr the work inside when it lasts longer than a moment."""
    notice = Timer(PATIENCE, lambda: print(f"lumbar: {what} …", file=sys.stderr, flush=True))
    notice.daemon = True
    notice.start()
    try:
        yield
    finally:
        notice.cancel()
