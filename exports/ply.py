"""Binary PLY: every face says which part it belongs to, comments say the parts' names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..meshes.surface import Surface
from .merged import FRAME, code_lines, merged

FACE = np.dtype([("count", "u1"), ("corners", "<i4", 3), ("part", "<i4")])


def ply_bytes(parts: Mapping[str, Surface], case: str) -> bytes:
    """The parts as one PLY, in LPS millimetres."""
    whole = merged(parts.values())
    faces = np.zeros(len(whole.faces), FACE)
    faces["count"], faces["corners"], faces["part"] = 3, whole.faces, whole.part
    header = [
        "ply",
        "format binary_little_endian 1.0",
        f"comment lumbar {case}",
        f"comment {FRAME}",
        *(f"comment part {number} {part}" for number, part in enumerate(parts)),
        *(f"comment code {n} {line}" for n, part in enumerate(parts) for line in code_lines(part)),
        f"element vertex {len(whole.points)}",
        *(f"property float {axis}" for axis in "xyz"),
        f"element face {len(faces)}",
        "property list uchar int vertex_indices",
        "property int part",
        "end_header\n",
    ]
    return "\n".join(header).encode("ascii") + whole.points.astype("<f4").tobytes() + faces.tobytes()
