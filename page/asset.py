"""What the server hands out: gzipped bytes, and the tag that names this very version."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Asset:
    """The gzipped bytes of one file, with the tag that names this very version."""

    zipped: bytes
    tag: str


def packed(plain: bytes) -> Asset:
    """The asset of a file's bytes."""
    tag = hashlib.sha256(plain).hexdigest()[:32]
    return Asset(gzip.compress(plain, 6, mtime=0), f'"{tag}"')
