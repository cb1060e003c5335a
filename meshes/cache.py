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
from typing import Protocol, TextIO, TypeVar, cast

import numpy as np
from platformdirs import user_cache_path

from .whole_file import write

T = TypeVar("T")
SEAL = 32  # bytes of the digest that a file begins with
PROBE = 1_000_000  # bytes that are tried: less than most things have
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


TOLD = "LUMBAR_CACHE_TOLD"  # set in the environment of who has been told, for the processes that it starts


class CacheWarning(UserWarning):
    """The cache could not be written; everything still works, only slower next time."""


class Flag(Protocol):
    """What a process sets and others, beside it, see."""

    def is_set(self) -> bool:
        """Whether one of them has set it."""

    def set(self) -> None:
        """Set it for all."""


def tell_plainly(told: Flag | None = None) -> None:
    """From now on say a ``CacheWarning`` as a sentence on stderr, once in this process and those it starts.

    ``told`` is shared by processes that one of them speaks for.
    """
    usual = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not issubclass(category, CacheWarning):
            usual(message, category, filename, lineno, file, line)
        elif TOLD not in os.environ:
            os.environ[TOLD] = "yes"
            if told is not None:
                if told.is_set():
                    return
                told.set()
            print(f"lumbar: {message}", file=sys.stderr, flush=True)

    warnings.showwarning = show
    warnings.simplefilter("always", CacheWarning)


def try_out() -> None:
    """Warn if nothing can be kept, before there is anything to keep."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder()) as probe:
            probe.write(bytes(PROBE))
    except OSError as error:
        _warn(error)


def _warn(error: OSError) -> None:
    why = error.strerror or str(error)
    warnings.warn(
        f"nothing new can be kept in {folder()} ({why}); everything works, but slower",
        CacheWarning,
        stacklevel=4,
    )


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
        return cast(T, _read(path))
    with _alone(folder() / f"{name}.lock"):
        with suppress(*UNREADABLE):  # another process has made it meanwhile
            return cast(T, _read(path))
        made = make()
        _write(path, made)
    return made


def found(name: str, sources: tuple[str, ...], of: str = "") -> object | None:
    """What ``kept`` has kept under this name, or None; nothing is made and nobody waits."""
    with suppress(*UNREADABLE):
        return _read(_path(name, sources, of))
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


def _read(path: Path) -> object:
    """What a file holds; what is not as it was written is not looked into."""
    written = path.read_bytes()
    seal, held = written[:SEAL], written[SEAL:]
    if hashlib.sha256(held).digest() != seal:
        raise ValueError(f"{path} is broken")
    return cast(object, pickle.loads(held))


def _write(path: Path, made: object) -> None:
    """Write what is held behind its digest."""
    held = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, hashlib.sha256(held).digest() + held)
    except OSError as error:
        _warn(error)
