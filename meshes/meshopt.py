"""The encoder of ``EXT_meshopt_compression``: vertices and triangles as streams that browsers decode quickly.

Written from the bitstream chapter of the extension's specification (Khronos, Appendix A); there is no wheel of
the reference encoder.  Decoders: three.js's ``MeshoptDecoder`` in the browser, ``tests/meshopt_reader.py`` in tests.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GROUP = 16  # elements that share one coding
BLOCK = 256  # elements a block, for elements of up to 32 bytes
LONGEST = 24  # bytes that one coded group can take
FIFO = 16  # recent edges and vertices that a triangle can refer to
VERTEX_REACH = 13  # recent vertices that one nibble can name


def encode_attributes(rows: NDArray[np.uint8]) -> bytes:
    """Rows (n, stride) of bytes, stride 4, 8, … 32, as a stream of byte-wise differences."""
    count, stride = rows.shape
    if stride % 4 or not 4 <= stride <= 32 or not count:
        raise ValueError(f"rows of {stride} bytes, {count} of them; need at least one, of 4, 8, … 32 bytes")
    blocks = -(-count // BLOCK)
    change = np.zeros((blocks * BLOCK, stride), np.uint8)
    change[1:count] = rows[1:] - rows[:-1]
    zigzag = (change << 1) ^ np.where(change & 0x80, 0xFF, 0).astype(np.uint8)
    groups = zigzag.reshape(blocks, BLOCK // GROUP, GROUP, stride).transpose(0, 3, 1, 2)
    coded, lengths, modes = _code_groups(np.ascontiguousarray(groups).reshape(-1, GROUP))
    in_use = np.minimum(-(-(count - np.arange(blocks) * BLOCK) // GROUP), BLOCK // GROUP)
    return b"\xa0" + _assemble(coded, lengths, modes, in_use, stride) + _tail(rows[0])


def _code_groups(
    groups: NDArray[np.uint8],
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.uint8]]:
    """Each group of 16 differences coded the shortest way: bytes (g, 24), lengths (g,), modes 0…3 (g,)."""
    two_bits, two_lengths = _with_sentinels(groups, 2)
    four_bits, four_lengths = _with_sentinels(groups, 4)
    plain = np.zeros((len(groups), LONGEST), np.uint8)
    plain[:, :GROUP] = groups
    nothing = np.where(groups.any(axis=1), LONGEST + 1, 0)
    lengths = np.stack([nothing, two_lengths, four_lengths, np.full(len(groups), GROUP)])
    modes = lengths.argmin(axis=0)
    every = np.arange(len(groups))
    coded = np.stack([plain, two_bits, four_bits, plain])[modes, every]
    return coded, lengths[modes, every], modes.astype(np.uint8)


def _with_sentinels(groups: NDArray[np.uint8], bits: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Differences in ``bits`` bits each, those too large marked by all ones and appended as bytes."""
    sentinel = (1 << bits) - 1
    large = groups >= sentinel
    short = np.minimum(groups, sentinel)
    packed = np.zeros((len(groups), GROUP * bits // 8), np.uint8)
    per_byte = 8 // bits
    for k in range(per_byte):
        packed |= short[:, k::per_byte] << (8 - bits * (k + 1))
    first = np.take_along_axis(groups, np.argsort(~large, axis=1, kind="stable"), axis=1)
    coded = np.hstack([packed, first])[:, :LONGEST]
    if coded.shape[1] < LONGEST:
        coded = np.pad(coded, ((0, 0), (0, LONGEST - coded.shape[1])))
    return coded, packed.shape[1] + large.sum(axis=1)


def _assemble(
    coded: NDArray[np.uint8],
    lengths: NDArray[np.int64],
    modes: NDArray[np.uint8],
    in_use: NDArray[np.int64],
    stride: int,
) -> bytes:
    """Coded groups in the order of the stream: block by block, byte by byte, a header before its groups."""
    blocks, groups = len(in_use), BLOCK // GROUP
    used = np.broadcast_to(np.arange(groups) < in_use[:, None, None], (blocks, stride, groups))
    modes = np.where(used, modes.reshape(blocks, stride, groups), 0)
    header = np.zeros((blocks, stride, groups // 4), np.uint8)
    for k in range(4):
        header |= (modes[..., k::4] << (2 * k)).astype(np.uint8)
    rows = np.zeros((blocks, stride, groups + 1, LONGEST), np.uint8)
    rows[:, :, 0, : groups // 4] = header
    rows[:, :, 1:] = coded.reshape(blocks, stride, groups, LONGEST)
    taken = np.zeros((blocks, stride, groups + 1), np.int64)
    taken[:, :, 0] = -(-in_use // 4)[:, None]
    taken[:, :, 1:] = np.where(used, lengths.reshape(blocks, stride, groups), 0)
    return rows[np.arange(LONGEST) < taken[..., None]].tobytes()


def _tail(first: NDArray[np.uint8]) -> bytes:
    """The element that the differences start from, at the end of at least 32 bytes."""
    return first.tobytes().rjust(32, b"\0")


def encode_triangles(faces: NDArray[np.int32]) -> bytes:
    """Triangles (m, 3) as one byte each where they share a recent edge; short for faces from ``ordering.walk``."""
    coder = _TriangleCoder()
    for a, b, c in faces.tolist():
        coder.add(a, b, c)
    return b"\xe1" + bytes(coder.codes) + bytes(coder.data) + bytes(FIFO)


class _TriangleCoder:
    """What a decoder would know after the triangles so far, and the bytes that told it."""

    def __init__(self) -> None:
        self.codes = bytearray()
        self.data = bytearray()
        self.edges: list[tuple[int, int]] = []  # newest first
        self.vertices: list[int] = []  # newest first
        self.next = 0
        self.last = 0

    def add(self, a: int, b: int, c: int) -> None:
        """Code one triangle, turned so that its first edge is a recent one, if any is."""
        for first, second, third in ((a, b, c), (b, c, a), (c, a, b)):
            if (first, second) in self.edges:
                self._on_edge(self.edges.index((first, second)), first, second, third)
                return
        if self.next in (b, c):
            a, b, c = (b, c, a) if b == self.next else (c, a, b)
        self._free(a, b, c)

    def _on_edge(self, edge: int, a: int, b: int, c: int) -> None:
        if c == self.next:
            self.next += 1
            how, new = 0, True
        elif c in self.vertices[1:VERTEX_REACH]:
            how, new = self.vertices.index(c, 1), False
        elif c in (self.last - 1, self.last + 1):
            how, new = (0xD if c < self.last else 0xE), True
            self.last = c
        else:
            how, new = 0xF, True
            self._explicit(c)
        self.codes.append(edge << 4 | how)
        self._remember([(c, b), (a, c)], [c] if new else [])

    def _free(self, a: int, b: int, c: int) -> None:
        a_is_next = a == self.next
        if a_is_next:
            self.next += 1
        explicit = [] if a_is_next else [a]
        nibbles, seen = [], [a]
        for vertex in (b, c):
            if vertex == self.next:
                self.next += 1
                nibbles.append(0)
            elif vertex in self.vertices[: VERTEX_REACH + 1]:
                nibbles.append(self.vertices.index(vertex) + 1)
                continue
            else:
                nibbles.append(0xF)
                explicit.append(vertex)
            seen.append(vertex)
        if a_is_next and nibbles == [0, 0]:
            self.codes.append(0xF0)
        else:
            self.codes.append(0xFE if a_is_next else 0xFF)
            self.data.append(nibbles[0] << 4 | nibbles[1])
            for vertex in explicit:
                self._explicit(vertex)
        self._remember([(b, a), (c, b), (a, c)], seen)

    def _explicit(self, vertex: int) -> None:
        """A vertex as its distance from the last one told so, seven bits a byte."""
        change = vertex - self.last
        self.last = vertex
        left = ~(change << 1) if change < 0 else change << 1
        while left > 0x7F:
            self.data.append(left & 0x7F | 0x80)
            left >>= 7
        self.data.append(left)

    def _remember(self, edges: list[tuple[int, int]], vertices: list[int]) -> None:
        self.edges = [*reversed(edges), *self.edges][: FIFO - 1]
        self.vertices = [*reversed(vertices), *self.vertices][:FIFO]
