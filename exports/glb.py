"""glTF for other programs: Y up, metres, one named node a part, no extension."""

from __future__ import annotations

from collections.abc import Mapping

from ..annotations import codes, structure
from ..meshes.gltf import Part, write_glb
from ..meshes.surface import Surface
from ..pictures.tissue import tissue


def glb_bytes(parts: Mapping[str, Surface], case: str) -> bytes:
    """The parts as one GLB, each in the colour of its tissue, with its name and codes."""
    nodes = [
        Part(
            id_, surface, extras={"name": structure(id_).name, "codes": codes(id_)}, color=tissue(id_).linear
        )
        for id_, surface in parts.items()
    ]
    return write_glb(nodes, {"case": case}, packed=False)
