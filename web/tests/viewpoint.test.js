import assert from "node:assert/strict";
import test from "node:test";
import { lettersAt, SIDES } from "../src/compass.js";
import { axesOf, directionOf, eyeOf, FIELD, framing, onTheWay, shifted, turned, VIEWS } from "../src/viewpoint.js";

const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0);
const at = (view) => ({ ...VIEWS[view], target: [0, 0, 0], distance: 500 });

test("each view looks from its side, LPS", () => {
  const wanted = { front: [0, -1, 0], back: [0, 1, 0], left: [1, 0, 0], right: [-1, 0, 0], above: [0, 0, 1], below: [0, 0, -1] };
  for (const [view, axis] of Object.entries(wanted)) assert.ok(dot(axesOf(VIEWS[view]).back, axis) > 0.999, view);
  assert.ok(axesOf(VIEWS.oblique).back.every((value) => value > 0), "behind, left, above");
});

test("the patient's left is on the right seen from the front, and on the left seen from behind", () => {
  assert.ok(dot(axesOf(VIEWS.front).right, [1, 0, 0]) > 0.999);
  assert.ok(dot(axesOf(VIEWS.back).right, [1, 0, 0]) < -0.999);
});

test("axes stay upright and square everywhere, at the poles too", () => {
  for (let azimuth = -180; azimuth <= 180; azimuth += 45) {
    for (let elevation = -90; elevation <= 90; elevation += 45) {
      const { back, right, up } = axesOf({ azimuth, elevation });
      const cross = [right[1] * up[2] - right[2] * up[1], right[2] * up[0] - right[0] * up[2], right[0] * up[1] - right[1] * up[0]];
      assert.ok(Math.abs(dot(cross, back) - 1) < 1e-9);
      assert.ok(up[2] >= -1e-9);
    }
  }
});

test("a direction comes back from its angles", () => {
  for (const view of Object.values(VIEWS)) {
    assert.ok(dot(axesOf(directionOf(axesOf(view).back)).back, axesOf(view).back) > 0.999999);
  }
});

test("what is framed fits, on a wide screen and on a phone", () => {
  const box = [-60, -30, -100, 60, 70, 220];
  for (const aspect of [1366 / 768, 390 / 700]) {
    for (const view of Object.values(VIEWS)) {
      const found = framing(view, [box], aspect);
      const eye = eyeOf(found), { back, right, up } = axesOf(found), high = Math.tan((FIELD * Math.PI) / 360);
      for (const x of [0, 3]) for (const y of [1, 4]) for (const z of [2, 5]) {
        const offset = [box[x] - eye[0], box[y] - eye[1], box[z] - eye[2]], depth = -dot(offset, back);
        assert.ok(Math.abs(dot(offset, up)) / depth <= high);
        assert.ok(Math.abs(dot(offset, right)) / depth <= high * aspect);
      }
    }
  }
});

test("a flight goes the short way round and arrives", () => {
  const from = { ...at("back"), azimuth: 170 }, to = { ...at("back"), azimuth: -170 };
  assert.equal(onTheWay(from, to, 0.5).azimuth, 180);
  assert.ok(dot(axesOf(onTheWay(from, to, 1)).back, axesOf(to).back) > 0.999999);
});

test("turning stops at the poles, shifting follows the hand", () => {
  assert.equal(turned(at("above"), 0, 30).elevation, 90);
  const moved = shifted(at("front"), 100, 0, 700);
  assert.ok(moved.target[0] > 0 && Math.abs(moved.target[1]) < 1e-9);
});

test("letters of the corner mark never overlap, and each axis shows one at least", () => {
  for (let azimuth = 0; azimuth < 360; azimuth += 7) {
    for (let elevation = -90; elevation <= 90; elevation += 9) {
      const letters = lettersAt({ azimuth, elevation });
      const shown = letters.filter((letter) => letter.shown);
      for (const one of shown) for (const other of shown) {
        if (one !== other) assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 26);
      }
      for (let n = 0; n < SIDES.length; n += 2) assert.ok(letters[n].shown || letters[n + 1].shown);
    }
  }
});
