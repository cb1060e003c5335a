import assert from "node:assert/strict";
import test from "node:test";
import { between, blend, poseBetween, present, sharesBetween } from "../src/morph.js";

const near = (found, wanted) => found.forEach((value, k) => assert.ok(Math.abs(value - wanted[k]) < 1e-6, `${found} is not ${wanted}`));

test("a severity lies between its two neighbouring keys", () => {
  const keys = [0, 0.1, 0.4, 1];
  assert.deepEqual(between(keys, -1), [0, 0]);
  assert.deepEqual(between(keys, 0.1), [1, 0]);
  near(between(keys, 0.7), [2, 0.5]);
  assert.deepEqual(between(keys, 1), [2, 1]);
  assert.deepEqual(between([0], 0.5), [0, 0]);
});

test("a blend is exact at both ends", () => {
  const out = new Float32Array(2);
  blend(out, [1, 2], [3, 6], 0);
  near(out, [1, 2]);
  blend(out, [1, 2], [3, 6], 1);
  near(out, [3, 6]);
});

test("a pose half-way turns by half the angle", () => {
  const quarter = Math.SQRT1_2;
  const half = poseBetween([0, 0, 0, 0, 0, 0, 1], [2, 0, -4, 0, 0, quarter, quarter], 0.5);
  near(half, [quarter, -quarter, 0, 1, quarter, quarter, 0, 0, 0, 0, 1, -2]);
});

test("two spellings of one turn do not go the long way round", () => {
  near(poseBetween([0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, -1], 0.5), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
});

test("a part appears at its severity and is gone from the one it vanishes at", () => {
  assert.equal(present({ appears: 0.3 }, 0.29), false);
  assert.equal(present({ appears: 0.3 }, 0.3), true);
  assert.equal(present({ vanishes: 0.3 }, 0.3), false);
  assert.equal(present({}, 0), true);
});

test("shares are blended, and what one end does not name is nothing there", () => {
  assert.deepEqual(sharesBetween({}, { dry: 0.8 }, 0.25), { dry: 0.2 });
  assert.deepEqual(sharesBetween({ dry: 0.4, infected: 1 }, { dry: 0.8 }, 0.5), { dry: 0.4 * 0.5 + 0.8 * 0.5, infected: 0.5 });
});
