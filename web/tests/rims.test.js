import assert from "node:assert/strict";
import test from "node:test";
import { Vector2 } from "three";
import { DEPTH, rimsOf } from "../src/rims.js";

const square = (half, rimless = false) => ({
  flat: [[-half, -half], [half, -half], [half, half], [-half, half]].map(([x, y]) => new Vector2(x, y)), outlines: [[0, 1, 2, 3]], rimless,
});

/** How deep (mm) a place lies under the outlines. */
function depthAt({ data, width, low, cell }, x, y) {
  return (DEPTH / 255) * data[Math.floor((y - low[1]) / cell) * width + Math.floor((x - low[0]) / cell)];
}

test("a face is as deep as it is far from its outlines", () => {
  const rims = rimsOf([square(6)]);
  assert.ok(depthAt(rims, 0.2, 0.2) > DEPTH - 0.02);
  assert.ok(Math.abs(depthAt(rims, 5.2, 0.2) - 0.8) < 0.5);
});

test("what has eaten into a bone has no rim, and the bone none towards it", () => {
  const hole = square(2), eater = square(1.7, true);
  const whole = rimsOf([square(6), hole]), eaten = rimsOf([square(6), hole, eater]);
  assert.ok(depthAt(whole, 2.2, 0.2) < 0.5);
  assert.ok(depthAt(eaten, 2.2, 0.2) > DEPTH - 0.02);
  assert.ok(depthAt(eaten, 1.6, 0.2) > DEPTH - 0.02);
  assert.ok(depthAt(eaten, 5.8, 0.2) < 0.5, "its other outline is as it was");
});
