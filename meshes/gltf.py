"""GLB files: the one exporter that turns the axes, for the browser (packed) and for other programs (plain).

Below the root node ``lumbar`` everything is LPS mm; the root turns it to glTF's metres with +Y up and +Z forward, so
that a patient's left stays at +X.  Packed files keep positions as 16-bit steps of ``STEP`` mm
(``KHR_mesh_quantization``) in streams of ``EXT_meshopt_compression``; plain files hold floats and no extension.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .fields import Points
from .meshopt import encode_attributes, encode_triangles
from .ordering import walk
from .surface import Surface

STEP = 0.02  # mm; a position is at most STEP * sqrt(3) / 2 = 0.017 mm off
REACH = 32767 * STEP  # mm; how far a packed position can be from its node's origin
TURN = [-(0.5**0.5), 0.0, 0.0, 0.5**0.5]  # quaternion: x stays, y (posterior) to -Z, z (superior) to +Y
FLOAT, SHORT, UINT = 5126, 5122, 5125
MESHOPT = "EXT_meshopt_compression"

Json = dict[str, Any]
Rgba = tuple[float, float, float, float]


@dataclass(frozen=True)
class Part:
    """One node of a GLB file: a surface with its further shapes, or only the poses of a part known elsewhere."""

    name: str
    surface: Surface | None  # LPS mm; None for a part that only moves
    targets: tuple[Points, ...] = ()  # further shapes of the surface, (n, 3) mm each, point by point
    poses: Sequence[Sequence[float]] | None = None  # [tx, ty, tz, qx, qy, qz, qw] each, mm
    extras: Mapping[str, Any] = field(default_factory=dict)
    color: Rgba | None = None  # linear, 0…1; only programs other than the viewer look at it

    def __post_init__(self) -> None:
        for number, shape in enumerate(self.targets):
            if self.surface is None or np.shape(shape) != self.surface.points.shape:
                raise ValueError(f"target {number} of {self.name!r} has other points than its surface")
        if self.surface is not None and not len(self.surface.faces):
            raise ValueError(f"{self.name!r} has no triangles")


def write_glb(parts: Sequence[Part], extras: Mapping[str, Any], packed: bool = True) -> bytes:
    """The parts as one GLB file; ``extras`` stand at the scene."""
    writer = _Writer(packed)
    for part in parts:
        writer.add(part)
    return writer.finish(extras)


class _Writer:
    """The growing document and its binary chunk."""

    def __init__(self, packed: bool) -> None:
        self.packed = packed
        self.chunk = bytearray()
        self.unpacked = 0  # bytes of the views once decoded
        self.nodes: list[Json] = []
        self.lists: dict[str, list[Json]] = {
            name: [] for name in ("meshes", "accessors", "bufferViews", "materials")
        }

    def add(self, part: Part) -> None:
        """Append the part's node and, if it has a surface, its mesh."""
        node: Json = {"name": part.name}
        extras = dict(part.extras)
        if part.poses is not None:
            extras["poses"] = [[round(float(v), 6) for v in pose] for pose in part.poses]
        if extras:
            node["extras"] = extras
        if part.surface is not None:
            node |= self._mesh(part, part.surface)
        self.nodes.append(node)

    def _mesh(self, part: Part, surface: Surface) -> Json:
        """The mesh of a part, and what its node needs to place it."""
        faces, old = surface.faces.astype(np.int32), np.arange(len(surface.points))
        if self.packed:
            faces, old = walk(faces, len(surface.points))
        shapes = [np.asarray(shape, float)[old] for shape in (surface.points, *part.targets)]
        centre = np.round((surface.points.min(axis=0) + surface.points.max(axis=0)) / 2 / STEP) * STEP
        if self.packed:
            shapes = [self._steps(part.name, shape - centre) for shape in shapes]
        base, *others = shapes
        primitive: Json = {
            "attributes": {"POSITION": self._positions(base)},
            "indices": self._indices(faces),
        }
        if others:
            primitive["targets"] = [{"POSITION": self._positions(other - base)} for other in others]
        if part.color is not None:
            primitive["material"] = self._material(part.name, part.color)
        number = self._append("meshes", {"name": part.name, "primitives": [primitive]})
        if not self.packed:
            return {"mesh": number}
        return {"mesh": number, "translation": centre.tolist(), "scale": [STEP] * 3}

    def _steps(self, name: str, points: Points) -> NDArray[np.float64]:
        """Points in whole steps of STEP mm."""
        if np.abs(points).max() > REACH:
            raise ValueError(
                f"{name!r} reaches over {REACH:.0f} mm from its centre; a packed file can't hold that"
            )
        return np.round(points / STEP)

    def _positions(self, points: NDArray[np.float64]) -> int:
        """An accessor of positions or of their changes."""
        kind, dtype = (SHORT, np.dtype("<i2")) if self.packed else (FLOAT, np.dtype("<f4"))
        if self.packed and np.abs(points).max() > 32767:
            raise ValueError(f"a shape is more than {REACH:.0f} mm from another of the same part")
        stored = np.zeros((len(points), 4 if self.packed else 3), dtype)
        stored[:, :3] = points
        low, high = (edge(stored[:, :3], axis=0).tolist() for edge in (np.min, np.max))
        rows = stored.view(np.uint8).reshape(len(stored), -1)
        view = self._view(rows, "ATTRIBUTES", encode_attributes(rows) if self.packed else None)
        self.lists["bufferViews"][view]["target"] = 34962
        accessor = {"bufferView": view, "componentType": kind, "count": len(points), "type": "VEC3"}
        return self._append("accessors", accessor | {"min": low, "max": high})

    def _indices(self, faces: NDArray[np.int32]) -> int:
        """An accessor of vertex numbers."""
        rows = np.ascontiguousarray(faces.reshape(-1, 1), "<u4").view(np.uint8)
        view = self._view(rows, "TRIANGLES", encode_triangles(faces) if self.packed else None)
        self.lists["bufferViews"][view]["target"] = 34963
        accessor = {"bufferView": view, "componentType": UINT, "count": faces.size, "type": "SCALAR"}
        return self._append("accessors", accessor)

    def _view(self, rows: NDArray[np.uint8], mode: str, stream: bytes | None) -> int:
        """A buffer view of rows (n, stride), stored as they are or as a compressed stream."""
        offset = len(self.chunk)
        stored = rows.tobytes() if stream is None else stream
        self.chunk += stored + bytes(-len(stored) % 4)
        if stream is None:
            return self._append("bufferViews", {"buffer": 0, "byteOffset": offset, "byteLength": rows.size})
        count, stride = rows.shape
        view: Json = {"buffer": 1, "byteOffset": self.unpacked, "byteLength": rows.size}
        if mode == "ATTRIBUTES":
            view["byteStride"] = stride
        coding: Json = {"buffer": 0, "byteOffset": offset, "byteLength": len(stream)}
        coding |= {"byteStride": stride, "count": count, "mode": mode}
        self.unpacked += rows.size
        return self._append("bufferViews", view | {"extensions": {MESHOPT: coding}})

    def _material(self, name: str, color: Rgba) -> int:
        surface: Json = {"baseColorFactor": list(color), "metallicFactor": 0.0, "roughnessFactor": 0.6}
        material: Json = {"name": name, "pbrMetallicRoughness": surface}
        return self._append("materials", material | ({"alphaMode": "BLEND"} if color[3] < 1 else {}))

    def _append(self, name: str, entry: Json) -> int:
        self.lists[name].append(entry)
        return len(self.lists[name]) - 1

    def finish(self, extras: Mapping[str, Any]) -> bytes:
        """The whole file."""
        root: Json = {"name": "lumbar", "rotation": TURN, "scale": [0.001] * 3}
        root["children"] = list(range(1, len(self.nodes) + 1))
        buffers: list[Json] = [{"byteLength": len(self.chunk)}]
        document: Json = {"asset": {"version": "2.0", "generator": "lumbar"}, "scene": 0}
        if self.packed:
            buffers.append({"byteLength": self.unpacked, "extensions": {MESHOPT: {"fallback": True}}})
            needed = ["KHR_mesh_quantization", MESHOPT]
            document |= {"extensionsUsed": needed, "extensionsRequired": needed}
        document["scenes"] = [{"nodes": [0], "extras": dict(extras)}]
        document["nodes"] = [root, *self.nodes]
        document |= {name: entries for name, entries in self.lists.items() if entries}
        if self.chunk:
            document["buffers"] = buffers
        head = json.dumps(document, separators=(",", ":"), allow_nan=False).encode()
        head += b" " * (-len(head) % 4)
        body = struct.pack("<II", len(head), 0x4E4F534A) + head
        if self.chunk:
            body += struct.pack("<II", len(self.chunk), 0x004E4942) + self.chunk
        return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body
