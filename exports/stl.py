"""Binary STL: triangles only, the names and the frame in its 80-byte header."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..meshes.surface import Surface
from .merged import merged

RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("unused", "<u2")])
FRAME = "SPACE=LPS mm "  # 3D Slicer reads the first word


def stl_bytes(parts: Mapping[str, Surface], case: str) -> bytes:
    """The parts as one STL, in LPS millimetres."""
    whole = merged(parts.values())
    records = np.zeros(len(whole.faces), RECORD)
    corners = whole.points[whole.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    records["normal"] = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    records["corners"] = corners
    header = (FRAME + "lumbar " + " ".join([*parts][:4]) + " " + case).encode("ascii", "replace")
    return header[:80].ljust(80) + np.uint32(len(records)).tobytes() + records.tobytes()
