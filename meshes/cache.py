"""Things that take long to build, kept on disk between runs.

The key holds a digest of the sources and tables that the thing is made from, so what an
older version left behind is never read.  A cache that cannot be read or written is worked
without.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TextIO, TypeVar, cast

import numpy as np
from platformdirs import user_cache_path

T = TypeVar("T")
UNREADABLE = (
    *(OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError),
    *(
        LookupError,
        MemoryError,
        OverflowError,
        TypeError,
        ValueError,
    ),  # what the bytes of a broken file lead to
)


class CacheWarning(UserWarning):
    """The cache could not be written; everything still works, only slower next time."""


@cache
def _digest(sources: tuple[str, ...]) -> str:
    """A digest of the files of this package that match any of the patterns."""
    here = Path(__file__).parent
    summary = hashlib.sha256(np.__version__.encode())
    for path in sorted({path for pattern in sources for path in here.glob(pattern)}):
        summary.update(path.read_bytes())
    return summary.hexdigest()[:16]


def folder() -> Path:
    """Where things are kept: ``LUMBAR_CACHE`` or the user's cache folder."""
    return Path(os.environ.get("LUMBAR_CACHE") or user_cache_path("lumbar"))


def kept(name: str, sources: tuple[str, ...], make: Callable[[], T], of: str = "") -> T:
    """What ``make`` builds from ``sources`` (patterns of files in this package), or what it built in an earlier run.

    ``of`` says of whom or what it is built; nothing for the default.
    """
    path = _path(name, sources, of)
    with suppress(*UNREADABLE):
        return cast(T, pickle.loads(path.read_bytes()))
    with _alone(folder() / f"{name}.lock"):
        with suppress(*UNREADABLE):  # another process has made it meanwhile
            return cast(T, pickle.loads(path.read_bytes()))
        made = make()
        _write(path, made)
    return made


def found(name: str, sources: tuple[str, ...], of: str = "") -> object | None:
    """What ``kept`` has kept under this name, or None; nothing is made and nobody waits."""
    with suppress(*UNREADABLE):
        return cast(object, pickle.loads(_path(name, sources, of).read_bytes()))
    return None


def _path(name: str, sources: tuple[str, ...], of: str) -> Path:
    whose = f"-{hashlib.sha256(of.encode()).hexdigest()[:12]}" if of else ""
    return folder() / f"{name}{whose}-{_digest(sources)}.pickle"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process makes the same thing; where nothing can be written, nobody waits."""
    with ExitStack() as held:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            _lock(held.enter_context(path.open("w")))
        yield


def _lock(door: TextIO) -> None:
    """Lock a file until it is closed; on Windows nobody waits, and two make the same thing."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(door, fcntl.LOCK_EX)


def _write(path: Path, made: object) -> None:
    """Write beside, then rename, so that no reader ever sees half a file."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as opened:
            part = Path(opened.name)
            pickle.dump(made, opened, protocol=pickle.HIGHEST_PROTOCOL)
        part.replace(path)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        warnings.warn(f"nothing is kept in {folder()}: {error.strerror}", CacheWarning, stacklevel=3)
