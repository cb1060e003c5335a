"""Where a file goes: refused before the long work, not after it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

from .refusal import Refusal


def writable_file(text: str, suffixes: tuple[str, ...]) -> Path:
    """The path of a file that can be written, its suffix one of ``suffixes``."""
    path = Path(text)
    if path.suffix.lower() not in suffixes:
        raise Refusal(f"{text!r} does not end in {' or '.join(suffixes)}")
    if path.is_dir():
        raise Refusal(f"{text!r} is a folder; name a file in it")
    check_folder(path.parent)
    return path


def check_folder(folder: Path) -> None:
    """Refuse a folder that is missing or cannot be written in."""
    if not folder.is_dir():
        raise Refusal(f"there is no folder {str(folder)!r}; make it first, or name another")
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(f"the folder {str(folder)!r} cannot be written in: {error.strerror}") from None
