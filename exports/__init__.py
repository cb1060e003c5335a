"""Files of a spine for other programs: which parts, in which format, in one file or one a part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..meshes.surface import Surface
from ..meshes.whole_file import write
from .glb import glb_bytes
from .obj import obj_bytes
from .parts import PartsError, check_patterns, chosen
from .ply import ply_bytes
from .stl import stl_bytes
from .vtp import vtp_bytes

__all__ = ["FORMATS", "PartsError", "check_patterns", "chosen", "write_file", "write_folder"]

FORMATS = {".glb": glb_bytes, ".stl": stl_bytes, ".obj": obj_bytes, ".ply": ply_bytes, ".vtp": vtp_bytes}


def write_file(parts: Mapping[str, Surface], case: str, path: Path) -> None:
    """Write all parts of a case into one file, its format given by its suffix."""
    write(path, FORMATS[path.suffix.lower()](parts, case))


def write_folder(parts: Mapping[str, Surface], case: str, folder: Path, suffix: str) -> list[Path]:
    """Write one file a part, ``L4/root/left`` as ``L4_root_left.stl``, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / (part.replace("/", "_") + suffix) for part in parts]
    for path, (part, surface) in zip(paths, parts.items(), strict=True):
        write_file({part: surface}, case, path)
    return paths
