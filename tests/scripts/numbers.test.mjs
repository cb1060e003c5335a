import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, page, spotOf } from "./given.mjs";

const levels = (sac_area, left) => ({ "L4-L5": { sac_area, recess_depth: { left, right: 5 } } });
const roots = (displacement, compressed) => ({ "L5/left": { displacement, compressed, by: compressed ? "L4-L5/herniation/left" : null, clearance: 0 } });
const NORMAL = { levels: levels(160, 5), roots: roots(0, false) };
const spot = spotOf(HERNIATION);
const all = choices({
  ...HERNIATION, normal: NORMAL,
  measured: {
    finding: spot.place.geometry, severities: [0, 0.6, 1],
    measurements: [NORMAL, { levels: levels(120, 4), roots: roots(2, true) }, { levels: levels(80, 2), roots: roots(4, true) }],
  },
});

test("between two keys a number is on its way, and a fact is that of the nearer", () => {
  assert.equal(page.value(all.measured, 0.8, ["levels", "L4-L5", "sac_area"]), 100);
  assert.equal(page.value(all.measured, 0.2, ["roots", "L5/left", "compressed"]), false);
  assert.equal(page.value(all.measured, 0.5, ["roots", "L5/left", "compressed"]), true);
});

test("what changed: nerves first, then the rest by how much, against the healthy spine", () => {
  const lines = page.changes(spot, all);
  assert.match(lines[0], /L5 nerve moved \u20663\.0\smm\u2069$/);
  assert.match(lines[1], /L5 nerve now touches/);
  assert.match(lines[2], /: \u20665\.0\s→\s3\.0\smm\u2069$/);
  assert.match(lines[3], /: \u2066160\s→\s100\smm²\u2069$/);
  assert.equal(lines.length, 4, "what stays as it is takes no line");
});

test("nothing is said of another finding's file", () => {
  const other = { ...all, measured: { ...all.measured, finding: "geometry/slip/L4-L5/both.glb" } };
  assert.deepEqual([page.changes(spot, other), page.numbers(spot, other)], [[], []]);
});

test("the numbers of the scene, each with its unit", () => {
  const row = page.numbers(spot, all).find(({ key }) => key.endsWith("sac_area"));
  assert.deepEqual([row.value, row.unit], ["100", "mm²"]);
});

test("a number is written as the language writes it", () => {
  assert.equal(page.figure({ code: "es" }, 1234.56, 1), "1234,6");
  assert.equal(page.figure({ code: "en" }, 3, 1), "3.0");
});
