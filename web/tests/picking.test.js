import assert from "node:assert/strict";
import test from "node:test";
import { hidden, onFace, pick } from "../src/picking.js";
import { planesOf } from "../src/cut.js";
import { boxOf } from "../src/shape.js";

/** Square plates that face -y, one a part: {id: {y, opacity, pose}}. */
function plates(wanted) {
  const parts = new Map(), shapes = new Map();
  for (const [id, { y, pose = null }] of Object.entries(wanted)) {
    shapes.set(id, Float32Array.from([-5, y, -5, 5, y, -5, 5, y, 5, -5, y, 5]));
    parts.set(id, { faces: Uint32Array.from([0, 1, 2, 0, 2, 3]), pose });
  }
  const batch = {
    parts,
    slices: (id) => ({ positions: shapes.get(id) }),
    boxOf: (id) => (parts.get(id).pose ? [-99, -99, -99, 99, 99, 99] : boxOf(shapes.get(id))),
  };
  return { visible: () => Object.keys(wanted), opacityOf: (id) => wanted[id].opacity ?? 1, batchWith: () => batch, planes: [], faces: () => [], beddingAt: () => undefined };
}

const FROM = [1, -50, 1], ALONG = [0, 1, 0];

test("the nearest part is picked, where the ray meets it", () => {
  const hit = pick(plates({ far: { y: 20 }, near: { y: 10 } }), FROM, ALONG);
  assert.equal(hit.id, "near");
  assert.deepEqual(hit.point, [1, 10, 1]);
  assert.equal(pick(plates({ near: { y: 10 } }), [30, -50, 1], ALONG), null);
});

test("a faint part gives way to a solid one behind it, but not to nothing", () => {
  assert.equal(pick(plates({ far: { y: 20 }, near: { y: 10, opacity: 0.2 } }), FROM, ALONG).id, "far");
  assert.equal(pick(plates({ near: { y: 10, opacity: 0.2 } }), FROM, ALONG).id, "near");
});

test("a part that moved is met where it moved to", () => {
  const pose = [1, 0, 0, 0, 0, 1, 0, -7, 0, 0, 1, 0];
  assert.deepEqual(pick(plates({ a: { y: 10, pose } }), FROM, ALONG).point, [1, 3, 1]);
});

test("only solid parts hide, and only what is behind them", () => {
  assert.equal(hidden(plates({ a: { y: 10 } }), FROM, ALONG, 100), true);
  assert.equal(hidden(plates({ a: { y: 10 } }), FROM, ALONG, 59), false);
  assert.equal(hidden(plates({ a: { y: 10, opacity: 0.2 } }), FROM, ALONG, 100), false);
});

test("what a plane takes away is neither picked nor hides, and a cut face is", () => {
  const model = { ...plates({ a: { y: 10 }, b: { y: 20 } }), planes: planesOf({ coronal: 15 }) };
  assert.equal(pick(model, FROM, ALONG).id, "b");
  assert.equal(hidden(model, FROM, ALONG, 65), false);
  const [plane] = model.planes;
  const square = { flat: [[-3, -3], [-3, 3], [3, 3], [3, -3]].map(([x, y]) => ({ x, y })), triangles: [0, 1, 2, 0, 2, 3] };
  const faces = [{ id: "a", rank: 1, plane, section: square }, { id: "inner", rank: 2, plane, section: square }];
  const cut = { ...model, opacityOf: () => 1, faces: () => faces };
  assert.deepEqual(pick(cut, FROM, ALONG), { id: "inner", distance: 65, point: [1, 15, 1] });
  assert.equal(hidden(cut, FROM, ALONG, 66), true);
  assert.equal(pick(cut, [4, -50, 1], ALONG).id, "b", "beside the face");
  const kept = { ...model, planes: planesOf({ coronal: 15, keep: { coronal: "front" } }) };
  assert.equal(pick(kept, FROM, ALONG).id, "a");
  assert.equal(pick({ ...kept, visible: () => ["b"] }, FROM, ALONG), null, "behind the plane there is nothing");
});

test("where no face is, the fat that is drawn on a plane is picked, and hides what lies behind it", () => {
  const model = { ...plates({ a: { y: 10 }, b: { y: 20 } }), planes: planesOf({ coronal: 15 }) };
  const fat = { ...model, opacityOf: () => 1, beddingAt: (plane, [x]) => (plane === model.planes[0] && x < 2 ? "fat" : undefined) };
  assert.deepEqual(pick(fat, FROM, ALONG), { id: "fat", distance: 65, point: [1, 15, 1] });
  assert.equal(hidden(fat, FROM, ALONG, 66), true);
  assert.equal(pick(fat, [4, -50, 1], ALONG).id, "b");
});

test("a sliver without area holds no point, not even one in line with it", () => {
  const [plane] = planesOf({ axial: 0 });
  const sliver = { flat: [[0, 0], [0, 1], [0, 2]].map(([x, y]) => ({ x, y })), triangles: [0, 1, 2] };
  assert.equal(onFace(sliver, plane, [0, 9, 0]), false);
  assert.equal(onFace(sliver, plane, [0, 1, 0]), false);
});
