import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, page, spotOf } from "./given.mjs";

const levels = (sac_area, left) => ({ "L4-L5": { sac_area, recess_depth: { left, right: 5 } } });
const roots = (displacement, compressed) => ({ "L5/left": { displacement, compressed, by: compressed ? "L4-L5/herniation/left" : null, clearance: 0 } });
const graded = (value) => [{ scale: "Dural sac area", level: "L4-L5", side: null, value, source: "Somebody 2001" }];
const NORMAL = { levels: levels(160, 5), roots: roots(0, false) };
const spot = spotOf(HERNIATION);
const key = spotOf({ ...HERNIATION, severity: 0.6 });
const all = choices({
  ...HERNIATION, normal: NORMAL,
  measured: {
    finding: spot.place.geometry, severities: [0, 0.6, 1],
    measurements: [NORMAL, { levels: levels(120, 4), roots: roots(2, true), grades: graded("not_narrowed") }, { levels: levels(80, 2), roots: roots(4, true), grades: graded("narrowed") }],
  },
});

test("between two keys a number is on its way, and a fact is that of the nearer", () => {
  assert.equal(page.value(all.measured, 0.8, ["levels", "L4-L5", "sac_area"]), 100);
  assert.equal(page.value(all.measured, 0.2, ["roots", "L5/left", "compressed"]), false);
  assert.equal(page.value(all.measured, 0.5, ["roots", "L5/left", "compressed"]), true);
});

test("what changed: nerves first, then the rest by how much, against the healthy spine", () => {
  const lines = page.changes(spot, all);
  assert.match(lines[0], /L5 nerve moved \u2066about 3\.0\smm\u2069$/);
  assert.match(lines[1], /L5 nerve now touches/);
  assert.match(lines[2], /: \u20665\.0\s→\sabout 3\.0\smm\u2069$/);
  assert.match(lines[3], /: \u2066160\s→\sabout 100\smm²\u2069$/);
  assert.equal(lines.length, 4, "what stays as it is takes no line");
});

test("nothing is said of another finding's file", () => {
  const other = { ...all, measured: { ...all.measured, finding: "geometry/slip/L4-L5/both.glb" } };
  assert.deepEqual([page.changes(spot, other), page.numbers(spot, other)], [[], []]);
});

test("the numbers of the scene, each with its unit", () => {
  const row = page.numbers(spot, all).find(({ key }) => key.endsWith("sac_area"));
  assert.deepEqual([row.value, row.unit], ["about 100", "mm²"]);
});

const sac = (at, all) => page.numbers(at, all).find(({ key }) => key.endsWith("sac_area"));

test("at a key a number is exact, and so is its grade; between two that differ it is about that, from the one grade to the other", () => {
  const there = { ...all, severity: 0.6 };
  assert.equal(sac(key, there).value, "120");
  assert.deepEqual(sac(key, there).grades.map(({ value }) => value.split(" – ").length), [1]);
  const [one, other] = [0.6, 1].map((severity) => sac(spot, { ...all, severity }).grades[0].value);
  assert.deepEqual(sac(spot, all).grades.map(({ value }) => value), [`${one} – ${other}`]);
  const alike = { ...all, measured: { ...all.measured, measurements: [NORMAL, NORMAL, NORMAL] } };
  assert.equal(sac(spot, alike).value, "160", "what stays as it is between two keys is so there too");
});

test("what was measured at the very severity goes before what lies between two keys", () => {
  const numbers = { levels: levels(107, 3), roots: roots(3, true), grades: graded("narrowed") };
  const exact = { finding: spot.place.geometry, severity: 0.8, numbers };
  assert.equal(sac(spot, { ...all, exact }).value, "107");
  assert.equal(sac(spot, { ...all, exact }).grades[0].value, sac(spot, { ...all, severity: 1 }).grades[0].value);
  assert.match(page.changes(spot, { ...all, exact }).join(), /160\s→\s107\smm²/);
  assert.equal(sac(spot, { ...all, exact: { ...exact, severity: 0.7 } }).value, "about 100");
  assert.equal(sac(spot, { ...all, exact: { ...exact, finding: "geometry/slip/L4-L5/both.glb" } }).value, "about 100");
});

test("a server is asked for what is not measured, once all the severities are there", () => {
  assert.deepEqual(page.unmeasured(spot, all), { finding: spot.place.geometry, severity: 0.8 });
  assert.equal(page.unmeasured(key, { ...all, severity: 0.6 }), null);
  assert.equal(page.unmeasured(spot, { ...all, measured: { ...all.measured, first: true } }), null);
  const first = { ...all.measured, first: true, severities: [0, 0.8], measurements: all.measured.measurements.slice(0, 2) };
  assert.equal(page.exact_of(first, null).severity, 0.8);
  assert.equal(page.unmeasured(spot, { ...all, exact: page.exact_of(first, null) }), null, "the first severity that came stays known");
  globalThis.__LUMBAR_ASSETS__ = {};
  assert.equal(page.unmeasured(spot, all), null, "in a file there is nobody to ask");
  delete globalThis.__LUMBAR_ASSETS__;
});

test("a number is written as the language writes it", () => {
  assert.equal(page.figure({ code: "es" }, 1234.56, 1), "1234,6");
  assert.equal(page.figure({ code: "en" }, 3, 1), "3.0");
});
