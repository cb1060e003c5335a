import assert from "node:assert/strict";
import test from "node:test";
import { Vector2 } from "three";
import { DEPTH, rimsOf } from "../src/rims.js";

const square = (half, rimless = false) => ({
  flat: [[-half, -half], [half, -half], [half, half], [-half, half]].map(([x, y]) => new Vector2(x, y)), outlines: [[0, 1, 2, 3]], rimless,
});

/** A section with points a mm apart or less around it, as those of bone have. */
function fine(corners) {
  const flat = corners.flatMap(([x, y], n) => {
    const [to, up] = corners[(n + 1) % corners.length], parts = Math.ceil(Math.hypot(to - x, up - y));
    return Array.from({ length: parts }, (_, k) => new Vector2(x + (k / parts) * (to - x), y + (k / parts) * (up - y)));
  });
  return { flat, outlines: [flat.map((_, n) => n)] };
}

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

test("bone has no rim towards bone that has grown on it, nor that towards it, and both have one elsewhere", () => {
  const host = { ...fine([[-6, -6], [6, -6], [6, 6], [-6, 6]]), bone: true };
  const grown = { ...fine([[6.2, -2], [9, -2], [9, 2], [6.2, 2]]), bone: true, grown: true };
  const rims = rimsOf([host, grown]), apart = rimsOf([host, { ...grown, grown: false }]);
  assert.ok(depthAt(apart, 5.7, 0.2) < 0.6);
  assert.ok(depthAt(rims, 5.7, 0.2) > DEPTH - 0.3);
  assert.ok(depthAt(rims, 6.8, 0.2) > 1.2);
  assert.ok(depthAt(rims, 8.8, 0.2) < 0.6);
  assert.ok(depthAt(rims, -5.7, 0.2) < 0.6);
  assert.ok(depthAt(rims, 5.7, 4.5) < 0.6, "beside what has grown there");
});
