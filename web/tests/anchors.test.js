import assert from "node:assert/strict";
import test from "node:test";
import { anchorOf, placeOf } from "../src/anchors.js";
import { boxOf } from "../src/shape.js";

const SIZE = 400, SCALE = 4; // px; px a mm
const EYE = [0, -1000, 0];

/** Square plates of many points that face the eye at -y: {id: {y, half, middle: [x, z], opacity}}. */
function plates(wanted) {
  const parts = new Map(), shapes = new Map();
  for (const [id, { y, half, middle: [x, z] = [0, 0] }] of Object.entries(wanted)) {
    const steps = Array.from({ length: 21 }, (_, n) => half * (n / 10 - 1));
    shapes.set(id, Float32Array.from(steps.flatMap((a) => steps.flatMap((b) => [x + b, y, z + a]))));
    const faces = [];
    for (let row = 0; row < 20; row++) for (let n = 21 * row; n < 21 * row + 20; n++) faces.push(n, n + 1, n + 22, n, n + 22, n + 21);
    parts.set(id, { faces: Uint32Array.from(faces), count: 441 });
  }
  const normals = Float32Array.from({ length: 3 * 441 }, (_, n) => (n % 3 === 1 ? -1 : 0));
  const batch = { parts, slices: (id) => ({ positions: shapes.get(id), normals }), boxOf: (id) => boxOf(shapes.get(id)) };
  return { visible: () => Object.keys(wanted), opacityOf: (id) => wanted[id].opacity ?? 1, batchWith: () => batch, planes: [], faces: () => [] };
}

/** A picture from the eye, px. */
const project = ([x, y, z]) => {
  const far = (y - EYE[1]) / 1000;
  return [SIZE / 2 + (SCALE * x) / far, SIZE / 2 - (SCALE * z) / far];
};
const picture = { width: SIZE, height: SIZE, eye: EYE, project };

/** Where the dot of a label stands, px. */
function dot(model, id, more = {}) {
  const vertex = anchorOf(model, id, { ...picture, ...more });
  return project(placeOf(model.batchWith(id), id, vertex).point);
}

test("a dot stands within a faint part, under a faint veil rather than on the edge beside it", () => {
  const model = plates({ disc: { y: 10, half: 20, opacity: 0.35 }, veil: { y: 0, half: 19, opacity: 0.2 } });
  const [x, y] = dot(model, "disc");
  assert.ok(Math.max(Math.abs(x - SIZE / 2), Math.abs(y - SIZE / 2)) < 20 * SCALE - 10, `${x}, ${y}`);
});

test("a dot keeps clear of the compass where the part reaches beyond it", () => {
  const model = plates({ root: { y: 0, half: 30 } });
  const compass = { left: 150, top: 150, width: 100, height: 100 };
  const [x, y] = dot(model, "root", { compass });
  assert.ok(x < 145 || x > 255 || y < 145 || y > 255, `${x}, ${y}`);
  assert.ok(Math.hypot(...dot(model, "root").map((at) => at - SIZE / 2)) < 20, "without one it stands in the middle");
});
