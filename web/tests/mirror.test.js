import assert from "node:assert/strict";
import test from "node:test";
import { mirrored, otherSide } from "../src/mirror.js";
import { poseBetween } from "../src/morph.js";

const FILE = {
  extras: {
    severities: [0, 1],
    cases: ["herniation@L4-L5/left:depth=3", "herniation@L4-L5/left:depth=6"],
    measurements: [{ levels: { "L4-L5": { lateral_recess_depth: { left: 3.1, right: 4.2 }, nearest: "L5/root/left" } } }],
  },
  nodes: [
    { name: "L5/root/left", extras: { appears: 0.02 }, positions: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 10]), faces: Uint32Array.from([0, 1, 2]), targets: [Float32Array.from([2, 2, 3, 5, 5, 6, 8, 8, 10])] },
    { name: "L4/vertebra", extras: { poses: [[1, 2, 3, 0.1, 0.2, 0.3, Math.sqrt(0.86)]] }, positions: null, faces: null, targets: [] },
  ],
};

test("sides change over in ids, case codes and measurements, and nothing else does", () => {
  const { extras, nodes } = mirrored(FILE);
  assert.equal(nodes[0].name, "L5/root/right");
  assert.equal(nodes[1].name, "L4/vertebra");
  assert.equal(extras.cases[1], "herniation@L4-L5/right:depth=6");
  assert.deepEqual(extras.measurements[0].levels["L4-L5"], { lateral_recess_depth: { right: 3.1, left: 4.2 }, nearest: "L5/root/right" });
  assert.deepEqual(extras.severities, [0, 1]);
  assert.equal(otherSide("upright and leftover"), "upright and leftover");
});

test("shapes are flipped in x and still face outwards", () => {
  const [root] = mirrored(FILE).nodes;
  assert.deepEqual([...root.positions], [-1, 2, 3, -4, 5, 6, -7, 8, 10]);
  assert.deepEqual([...root.targets[0]], [-2, 2, 3, -5, 5, 6, -8, 8, 10]);
  assert.deepEqual([...root.faces], [0, 2, 1]);
  assert.equal(root.extras.appears, 0.02);
});

test("a mirrored pose moves the mirror image of a point to the mirror image of where it went", () => {
  const moved = (m, p) => [0, 4, 8].map((row) => m[row] * p[0] + m[row + 1] * p[1] + m[row + 2] * p[2] + m[row + 3]);
  const [own] = FILE.nodes[1].extras.poses, [seen] = mirrored(FILE).nodes[1].extras.poses;
  const there = moved(poseBetween(own, own, 0), [4, -5, 6]), image = moved(poseBetween(seen, seen, 0), [-4, -5, 6]);
  [-there[0], there[1], there[2]].forEach((value, k) => assert.ok(Math.abs(value - image[k]) < 1e-9));
});

test("twice mirrored is the file again", () => {
  assert.deepEqual(mirrored(mirrored(FILE)), FILE);
});

test("the aorta stays on the left", () => {
  const aorta = { name: "T12-S1/aorta", extras: {}, positions: Float32Array.from([5, 0, 0]), faces: Uint32Array.from([0, 0, 0]), targets: [] };
  assert.deepEqual(mirrored({ extras: {}, nodes: [aorta] }).nodes, [aorta]);
});
