import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, page, spotOf } from "./given.mjs";

const press = (key, more = {}, state = {}) => page.asked({ key, target: { tagName: "BODY" }, ...more }, choices(state));

test("keys name what they ask for", () => {
  assert.deepEqual(["2", "H", "?", "/", "]", "Escape"].map((key) => press(key)), ["back", "home", "help", "search", "more", "escape"]);
  assert.equal(press("z", { ctrlKey: true }), "undo");
  assert.equal(press("Z", { metaKey: true, shiftKey: true }), "redo");
  assert.equal(press("y", { ctrlKey: true }), "redo");
});

test("no key is taken from who types, from the browser, or from who wants none", () => {
  for (const target of [{ tagName: "INPUT", type: "search" }, { tagName: "SELECT" }]) assert.equal(press("h", { target }), null);
  assert.equal(press("c", { ctrlKey: true }), null);
  assert.equal(press("h", {}, { keys_on: false }), null);
  assert.equal(press("Home", { target: { tagName: "INPUT", type: "range" } }), null);
  assert.equal(press("z", { ctrlKey: true }, { keys_on: false }), "undo");
});

test("three taps: a condition, a level, a side", () => {
  let all = choices();
  const { library } = spotOf();
  all = { ...all, ...page.choose(library, "foraminal_stenosis", all) };
  all = { ...all, ...page.move({ level: "L3-L4" }, all) };
  all = { ...all, ...page.move({ side: "right" }, all) };
  assert.equal(spotOf(all).place.geometry, "geometry/foraminal_stenosis/L3-L4/right.glb");
  assert.equal(spotOf({ ...all, ...page.choose(library, "disc_herniation", all) }).place.geometry, "geometry/herniation/L3-L4/right.glb", "both are kept");
});

test("acts on a part need a part", () => {
  const spot = spotOf(HERNIATION);
  assert.equal(page.ACTS.hide(spot, choices()), null);
  assert.deepEqual(page.ACTS.hide(spot, choices({ picked: "L3/vertebra" })).touched, { "L3/vertebra": "hidden" });
  assert.deepEqual(page.ACTS.hide(spot, choices({ picked: "L3/vertebra", touched: { "L3/vertebra": "hidden" } })).touched, {});
});

test("severity goes up and down by keys, and stays between its ends", () => {
  const spot = spotOf(HERNIATION);
  assert.equal(page.ACTS.more(spot, choices({ severity: 0.98 })).severity, 1);
  assert.equal(page.ACTS.less(spot, choices({ severity: 0.5 })).severity, 0.45);
  assert.equal(page.ACTS.more(spotOf(), choices()), null, "the healthy spine has none");
});

test("a mix is spelled as a case, and shown once it is built", () => {
  const all = choices({ ...HERNIATION, mix: [{ scene: "facet_cyst", level: "L3-L4", side: "right", severity: 0.5 }] });
  const spot = spotOf(all), code = page.case_code(spot.library, all);
  assert.equal(code, "herniation@L4-L5/left/subarticular:severity=0.8 + facet_cyst@L3-L4/right:severity=0.5");
  assert.equal(page.mixed(spot, all), null);
  const built = { ...all, built: code };
  assert.equal(page.geometry(spot, built), `geometry/case.glb?code=${encodeURIComponent(code)}`);
  assert.equal(page.amount(spot, built), 1);
  assert.equal(page.geometry(spot, { ...built, severity: 0.3 }), "geometry/herniation/L4-L5/left.glb", "another case: not built yet");
});
