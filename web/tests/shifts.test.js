import assert from "node:assert/strict";
import test from "node:test";
import { shiftsOf } from "../src/shifts.js";

const REST = Float32Array.from([-5, 10, 42, 5, 10, 42, -5, 9.8, 50, 5, 9.8, 50, ...Array.from({ length: 48 }, (_, i) => [0, -20, 44][i % 3])]);
const moved = (...by) => Float32Array.from(REST, (value, i) => value + by[i % 3]);
const BASE = [{ name: "L4-L5/endplate_cartilage", positions: REST }, { name: "L4/vertebra", positions: REST }];
const near = (found, wanted) => found.flat().forEach((value, k) => assert.ok(Math.abs(value - wanted.flat()[k]) < 1e-4, `${found}`));

test("a disc that is carried along says how far, at each key, as a shape and as a pose", () => {
  const shape = { name: "L4-L5/endplate_cartilage", extras: {}, positions: REST, targets: [moved(0, -7, -3)] };
  near(shiftsOf([shape, { ...shape, name: "L4/vertebra" }], [0, 1], BASE)["L4-L5"], [[0, 0, 0], [0, -7, -3]]);
  const pose = { name: "L4-L5/endplate_cartilage", extras: { poses: [[0, 0, 0, 0, 0, 0, 1], [0, -7, -3, 0, 0, 0, 1]] }, positions: null, targets: [] };
  near(shiftsOf([pose], [0, 1], BASE)["L4-L5"], [[0, 0, 0], [0, -7, -3]]);
});

test("it is the back that counts, as a disc turns about itself", () => {
  const turned = REST.slice();
  for (let i = 12; i < turned.length; i += 3) turned[i + 2] -= 9;
  const node = { name: "L4-L5/endplate_cartilage", extras: {}, positions: REST, targets: [turned] };
  near(shiftsOf([node], [0, 1], BASE)["L4-L5"], [[0, 0, 0], [0, 0, 0]]);
});

test("of what is not moved, or eaten to other points, nothing is said", () => {
  const node = { name: "L4-L5/endplate_cartilage", extras: {}, positions: REST.slice(3), targets: [REST.slice(3)] };
  assert.deepEqual(shiftsOf([node, { name: "L4/vertebra", extras: {}, positions: REST, targets: [REST] }], [0, 1], BASE), {});
});
