"""What is written into a GLB comes out again: names, places, triangles, sides, shapes.

The decoder below is written from the extension's specification, apart from the encoder; the browser tests read the
same files with three.js's.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lumbar.meshes.fields import ellipsoid
from lumbar.meshes.gltf import Part, write_glb
from lumbar.meshes.meshopt import encode_attributes, encode_triangles
from lumbar.meshes.ordering import walk
from lumbar.meshes.surface import Surface, polygonise

Shapes = list[NDArray[np.float64]]
MESHOPT = "EXT_meshopt_compression"


# -- a decoder ----------------------------------------------------------------------------------------------------


def decoded_attributes(stream: bytes, count: int, stride: int) -> NDArray[np.uint8]:
    """Rows (count, stride) of a stream of mode ATTRIBUTES."""
    assert stream[0] == 0xA0
    tail = max(32, stride)
    state = np.frombuffer(stream[-stride:], np.uint8).astype(int)
    rows = np.zeros((count, stride), np.uint8)
    largest = min((8192 // stride) & ~15, 256)
    at, start = 1, 0
    while start < count:
        size = min(largest, count - start)
        for byte in range(stride):
            differences, at = _data_block(stream, at, -(-size // 16))
            rows[start : start + size, byte] = (state[byte] + np.cumsum(differences[:size])) & 0xFF
        state = rows[start + size - 1].astype(int)
        start += size
    assert at == len(stream) - tail
    return rows


def _data_block(stream: bytes, at: int, groups: int) -> tuple[NDArray[np.int64], int]:
    header, at = stream[at : at + -(-groups // 4)], at + -(-groups // 4)
    out: list[int] = []
    for group in range(groups):
        mode = header[group // 4] >> (2 * (group % 4)) & 3
        if mode == 0:
            out += [0] * 16
        elif mode == 3:
            out += stream[at : at + 16]
            at += 16
        else:
            bits = 2 * mode
            packed, at = stream[at : at + 2 * bits], at + 2 * bits
            for n in range(16):
                value = packed[n * bits // 8] >> (8 - bits - n * bits % 8) & ((1 << bits) - 1)
                if value == (1 << bits) - 1:
                    value, at = stream[at], at + 1
                out.append(value)
    return np.array([~(v >> 1) if v & 1 else v >> 1 for v in out]), at


class TriangleDecoder:
    """Vertex numbers (count / 3, 3) of a stream of mode TRIANGLES, as ``triangles``."""

    def __init__(self, stream: bytes, count: int) -> None:
        assert stream[0] == 0xE1
        total = count // 3
        self.stream, self.table = stream, stream[-16:]
        self.at, self.fresh, self.last = 1 + total, 0, 0
        self.edges: list[tuple[int, int]] = []
        self.recent: list[int] = []
        self.triangles = np.array([self.triangle(code) for code in stream[1 : 1 + total]]).reshape(-1, 3)
        assert self.at == len(stream) - 16

    def triangle(self, code: int) -> tuple[int, int, int]:
        if code >> 4 == 0xF:
            a, b, c = self.free(code)
            self.edges += [(b, a), (c, b), (a, c)]
            return a, b, c
        a, b = self.edges[-1 - (code >> 4)]
        how = code & 0xF
        if 0 < how < 0xD:
            c = self.recent[-1 - how]
        elif how in (0xD, 0xE):
            self.last += -1 if how == 0xD else 1
            c = self.last
            self.recent.append(c)
        else:
            c = self.corner(how)
        self.edges += [(c, b), (a, c)]
        return a, b, c

    def free(self, code: int) -> tuple[int, int, int]:
        pair = self.table[code & 0xF]
        if code >= 0xFE:
            pair, self.at = self.stream[self.at], self.at + 1
            assert pair, "a restart of the numbering"
        # the specification adds vertices to the list after the triangle; reading a, b, c in turn sees the same
        # entries only when each look-up skips what this triangle added before it
        before = len(self.recent)
        a = self.corner(0xF if code == 0xFF else 0)
        b = self.corner(pair >> 4, before)
        c = self.corner(pair & 0xF, before)
        return a, b, c

    def corner(self, nibble: int, before: int | None = None) -> int:
        if 0 < nibble < 0xF:
            return self.recent[(len(self.recent) if before is None else before) - nibble]
        if nibble == 0:
            self.fresh += 1
        self.recent.append(self.fresh - 1 if nibble == 0 else self.explicit())
        return self.recent[-1]

    def explicit(self) -> int:
        value = shift = 0
        while True:
            byte = self.stream[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        self.last += ~(value >> 1) if value & 1 else value >> 1
        return self.last


def read(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The document and the binary chunk of a GLB file."""
    magic, version, total, length, kind = struct.unpack_from("<4sIIII", data)
    assert (magic, version, total, kind) == (b"glTF", 2, len(data), 0x4E4F534A)
    return json.loads(data[20 : 20 + length]), data[28 + length :]


def accessor(document: dict[str, Any], chunk: bytes, number: int) -> NDArray[Any]:
    """The numbers of one accessor."""
    found = document["accessors"][number]
    view = document["bufferViews"][found["bufferView"]]
    dtype = {5122: "<i2", 5125: "<u4", 5126: "<f4"}[found["componentType"]]
    width = {"SCALAR": 1, "VEC3": 3}[found["type"]]
    coding = view.get("extensions", {}).get(MESHOPT)
    if coding is None:
        raw = chunk[view["byteOffset"] :][: view["byteLength"]]
        return np.frombuffer(raw, dtype).reshape(-1, width)
    stream = chunk[coding["byteOffset"] :][: coding["byteLength"]]
    if coding["mode"] == "TRIANGLES":
        return TriangleDecoder(stream, coding["count"]).triangles.reshape(-1, 1)
    rows = decoded_attributes(stream, coding["count"], coding["byteStride"])
    return np.ascontiguousarray(rows).view(dtype)[:, :width]


def shapes_of(document: dict[str, Any], chunk: bytes, name: str) -> tuple[Shapes, NDArray[Any]]:
    """The shapes of a node in LPS mm, base first, and its faces."""
    node = next(n for n in document["nodes"] if n["name"] == name)
    primitive = document["meshes"][node["mesh"]]["primitives"][0]
    scale, shift = np.array(node.get("scale", [1, 1, 1])), np.array(node.get("translation", [0, 0, 0]))
    base = accessor(document, chunk, primitive["attributes"]["POSITION"]).astype(float)
    changes = [accessor(document, chunk, t["POSITION"]) for t in primitive.get("targets", [])]
    shapes = [(base + change) * scale + shift for change in [0, *changes]]
    return shapes, accessor(document, chunk, primitive["indices"])


def turned(faces: NDArray[Any]) -> list[tuple[int, int, int]]:
    """Triangles in an order of their own, each turned to start with its smallest number."""
    faces = faces.reshape(-1, 3)
    first = faces.argmin(axis=1)[:, None]
    rows = np.take_along_axis(faces, (first + np.arange(3)) % 3, axis=1)
    return sorted(map(tuple, rows.tolist()))


# -- what is promised ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def a_bone() -> Surface:
    """A closed surface well away from the origin, at the patient's left."""
    return polygonise(ellipsoid((40.0, -12.0, 95.0), (14.0, 11.0, 17.0)), 1.1)


@given(
    st.integers(1, 700),
    st.sampled_from([4, 8, 12]),
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 3, 9, 60, 255]),
)
@settings(max_examples=40, deadline=None)
def test_rows_of_bytes_survive_the_stream(count: int, stride: int, seed: int, span: int) -> None:
    rows = np.random.default_rng(seed).integers(0, span + 1, (count, stride)).astype(np.uint8)
    assert (decoded_attributes(encode_attributes(rows), count, stride) == rows).all()


@given(st.integers(1, 300), st.integers(3, 90), st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=60, deadline=None)
def test_triangles_survive_the_stream(count: int, vertices: int, seed: int, ordered: bool) -> None:
    random = np.random.default_rng(seed)
    faces = np.array([random.permutation(vertices)[:3] for _ in range(count)], np.int32)
    if ordered:
        faces, _ = walk(faces, vertices)
    found = TriangleDecoder(encode_triangles(faces), faces.size).triangles
    for wanted, got in zip(faces.tolist(), found.tolist(), strict=True):
        assert got in (wanted, wanted[1:] + wanted[:1], wanted[2:] + wanted[:2])


def test_the_walk_keeps_every_triangle_and_vertex(a_bone: Surface) -> None:
    faces, old = walk(a_bone.faces, len(a_bone.points))
    assert sorted(old.tolist()) == list(range(len(a_bone.points)))
    assert turned(old[faces]) == turned(a_bone.faces)


def test_names_extras_and_poses_come_out_again(a_bone: Surface) -> None:
    pose = [1.0, 0.0, -2.0, 0.0, 0.0, 0.0, 1.0]
    parts = [
        Part("L4-L5/herniation/left", a_bone, extras={"appears": 0.1}),
        Part("L3/vertebra", None, poses=[pose]),
    ]
    document, _ = read(write_glb(parts, {"severities": [0, 1]}))
    assert [n["name"] for n in document["nodes"]] == ["lumbar", "L4-L5/herniation/left", "L3/vertebra"]
    assert document["nodes"][1]["extras"] == {"appears": 0.1}
    assert document["nodes"][2]["extras"] == {"poses": [pose]}
    assert "mesh" not in document["nodes"][2]
    assert document["scenes"][0] == {"nodes": [0], "extras": {"severities": [0, 1]}}


@pytest.mark.parametrize("packed", [True, False])
def test_places_are_kept_within_a_fiftieth_of_a_millimetre(a_bone: Surface, packed: bool) -> None:
    document, chunk = read(write_glb([Part("a", a_bone)], {}, packed))
    (base,), faces = shapes_of(document, chunk, "a")
    _, old = walk(a_bone.faces, len(a_bone.points)) if packed else (None, np.arange(len(a_bone.points)))
    assert np.linalg.norm(base - a_bone.points[old], axis=1).max() <= 0.02
    assert turned(old[faces]) == turned(a_bone.faces)


@pytest.mark.parametrize("packed", [True, False])
def test_targets_stay_with_their_points(a_bone: Surface, packed: bool) -> None:
    shapes = tuple(a_bone.points * [1, 1 + s, 1] + [0, 0, 3 * s] for s in (0.1, 0.4, 1.0))
    document, chunk = read(write_glb([Part("a", a_bone, shapes)], {}, packed))
    found, faces = shapes_of(document, chunk, "a")
    _, old = walk(a_bone.faces, len(a_bone.points)) if packed else (None, np.arange(len(a_bone.points)))
    for got, wanted in zip(found, (a_bone.points, *shapes), strict=True):
        assert np.linalg.norm(got - wanted[old], axis=1).max() <= 0.02
        assert Surface(got, faces.reshape(-1, 3).astype(np.int32)).volume() > 0


@pytest.mark.parametrize("packed", [True, False])
def test_left_stays_left_and_up_stays_up(a_bone: Surface, packed: bool) -> None:
    """By glTF's convention +Y is up, the front faces +Z, so a patient's left is at +X."""
    document, chunk = read(write_glb([Part("a", a_bone)], {}, packed))
    (base,), _ = shapes_of(document, chunk, "a")
    root = document["nodes"][0]
    x, y, z, w = root["rotation"]
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    centre = (base @ turn.T * root["scale"]).mean(axis=0)
    assert centre == pytest.approx([0.040, 0.095, 0.012], abs=1e-3)  # left, up, towards the front: metres


def test_a_packed_file_is_small(a_bone: Surface) -> None:
    packed, plain = (write_glb([Part("a", a_bone)], {}, packed) for packed in (True, False))
    assert len(packed) < 0.4 * len(plain)


def test_a_color_becomes_a_material(a_bone: Surface) -> None:
    document, _ = read(write_glb([Part("a", a_bone, color=(0.8, 0.7, 0.5, 0.4))], {}, packed=False))
    assert document["materials"][0]["pbrMetallicRoughness"]["baseColorFactor"] == [0.8, 0.7, 0.5, 0.4]
    assert document["materials"][0]["alphaMode"] == "BLEND"
    assert "extensionsUsed" not in document


def test_what_cannot_be_written_is_refused(a_bone: Surface) -> None:
    with pytest.raises(ValueError, match="target 0 of 'a' has other points"):
        Part("a", a_bone, (a_bone.points[1:],))
    with pytest.raises(ValueError, match="'a' has no triangles"):
        Part("a", Surface(a_bone.points, a_bone.faces[:0]))
    with pytest.raises(ValueError, match="'a' reaches over 655 mm"):
        write_glb([Part("a", Surface(a_bone.points * 50, a_bone.faces))], {})
