import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, library, page, spotOf } from "./given.mjs";

const root = (compressed) => ({ compressed, clearance: 0, displacement: 4 });
const pressing = { finding: "geometry/herniation/L4-L5/left.glb", severities: [0, 1],
  measurements: [0, 1].map((key) => ({ levels: {}, roots: { "L4/left": root(false), "L5/left": root(key > 0), "L5/right": root(false) } })) };

test("the roots that are measured as compressed light up, at this severity", () => {
  const all = choices({ ...HERNIATION, measured: pressing });
  assert.deepEqual(page.leg.pressed(spotOf(all), all), ["L5/left"]);
  assert.match(page.leg.state(spotOf(all), all), /^Under pressure in this picture: L5, left leg\.$/);
  const less = { ...all, severity: 0.2 };
  assert.deepEqual(page.leg.pressed(spotOf(less), less), []);
  assert.equal(page.leg.state(spotOf(less), less), "In this picture no nerve is under pressure.");
  assert.deepEqual(page.leg.pressed(spotOf(HERNIATION), choices(HERNIATION)), [], "nothing is known before it is measured");
});

test("facing the reader the left leg stands on the right, turned round on the left", () => {
  assert.deepEqual([page.leg.turn("front", "left"), page.leg.turn("back", "left")], ["scale(1 1)", "scale(-1 1)"]);
  assert.deepEqual([page.leg.order("front"), page.leg.order("back")], [["right", "left"], ["left", "right"]]);
});

test("an area that is picked is let go when picked again", () => {
  assert.deepEqual(page.leg.point_at("L5/left", choices()), { leg: "L5/left" });
  assert.deepEqual(page.leg.point_at("L5/left", choices({ leg: "L5/left" })), { leg: null });
});

test("what can reach a root: the passing one at the level above, the exiting one at its own", () => {
  const found = Object.fromEntries(page.leg.reaching(spotOf(), "L5/left").map(({ level, scenes }) => [level, scenes.map(({ id }) => id)]));
  assert.ok(found["L4-L5"].includes("disc_herniation") && found["L4-L5"].includes("facet_cyst"));
  assert.ok(found["L5-S1"].includes("foraminal_stenosis") && !found["L5-S1"].includes("disc_herniation"));
});

test("a cause that is taken stands at its level, on the side of the leg", () => {
  const all = choices({ leg: "L4/right" });
  const { scene, level, side } = page.leg.show_cause(spotOf(all), "disc_herniation", "L3-L4", all);
  assert.deepEqual([scene, level, side], ["disc_herniation", "L3-L4", "right"]);
});

test("neighbouring areas overlap, and every root has an area to tap and words in every language", () => {
  assert.deepEqual(page.leg.overlapping(spotOf(), "L1/left"), ["L2/left"]);
  assert.deepEqual(page.leg.overlapping(spotOf(), "L5/right"), ["L4/right", "S1/right"]);
  const { views } = library.legs.figure;
  for (const each of page.leg.roots(spotOf())) {
    assert.ok(each in views.front.areas || each in views.back.areas, each);
    for (const words of Object.values(library.words)) assert.ok(words.leg.patient.roots[each].skin.length, each);
  }
});
