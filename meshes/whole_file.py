"""Files that are there whole or not at all: written beside under another name, then renamed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file; where that fails, what was there before is still there, and nothing else.

    Raises
    ------
    OSError
        When it cannot be written, such as on a full disk; it names the file that was wanted.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as opened:
            opened.write(data)
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), str(path)) from error
    finally:
        part.unlink(missing_ok=True)
