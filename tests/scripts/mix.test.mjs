import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, library, page } from "./given.mjs";

const SLIP = { scene: "spondylolisthesis", level: "L5-S1", side: null, severity: 0.5 };
const of = (conditions) => page.spoken({ ...library, conditions }, "en");

test("a file about a case names all its conditions where that is shown, and one where another place is", () => {
  const spoken = of([HERNIATION, SLIP]), all = choices(HERNIATION), spot = page.spot(spoken, all);
  assert.deepEqual(page.others(spot, all), [SLIP]);
  assert.ok(page.alt(spot, all).includes("Also: Spondylolisthesis, L5-S1."));
  assert.equal(page.all_entitled(spot, all), "Disc herniation, L4-L5, left; Spondylolisthesis, L5-S1");
  assert.equal(page.document_title(spoken), "Disc herniation, L4-L5, left; Spondylolisthesis, L5-S1");
  assert.equal(page.stamp(spot, all), "L4-L5, left; L5-S1");
  assert.ok(page.in_short(spoken, SLIP, "patient").length > 20);
  const elsewhere = choices({ ...HERNIATION, side: "right" });
  assert.deepEqual(page.others(page.spot(spoken, elsewhere), elsewhere), []);
});

test("a page about everything names what is added once it is built", () => {
  const spoken = page.spoken(library, "en"), mix = [SLIP], before = choices({ ...HERNIATION, mix });
  assert.equal(page.document_title(spoken), spoken.ui.app.title);
  assert.deepEqual(page.others(page.spot(spoken, before), before), []);
  const built = { ...before, built: page.case_code(spoken, before) };
  assert.deepEqual(page.others(page.spot(spoken, built), built), mix);
});

test("of a condition whose place a file does not hold there is the name alone", () => {
  assert.equal(page.in_short(page.spoken(library, "en"), { ...SLIP, level: "L7-L8" }, "patient"), "");
});
