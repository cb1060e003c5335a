"""Wavefront OBJ: one group a part, the frame in a comment."""

from __future__ import annotations

from collections.abc import Mapping

from ..meshes.surface import Surface
from .merged import FRAME, code_lines


def obj_bytes(parts: Mapping[str, Surface], case: str) -> bytes:
    """The parts as one OBJ, in LPS millimetres."""
    lines = [f"# lumbar {case}", f"# {FRAME}"]
    start = 1  # OBJ counts points from 1 through the whole file
    for part, surface in parts.items():
        lines += [f"o {part}", f"g {part}", *(f"# {line}" for line in code_lines(part))]
        lines += [f"v {x:.4f} {y:.4f} {z:.4f}" for x, y, z in surface.points.tolist()]
        lines += [f"f {a} {b} {c}" for a, b, c in (surface.faces + start).tolist()]
        start += len(surface.points)
    return ("\n".join(lines) + "\n").encode()
