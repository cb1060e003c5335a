import assert from "node:assert/strict";
import test from "node:test";
import { choices, page } from "./given.mjs";

test("what was done is undone, and done again", () => {
  let history = page.begun(choices());
  history = page.record(history, choices({ view: "back" }), 0);
  history = page.record(history, choices({ view: "back", touched: { "L3/vertebra": "hidden" } }), 10);
  history = page.undo(history);
  assert.deepEqual([history.now.view, history.now.touched], ["back", {}]);
  history = page.undo(history);
  assert.equal(history.now.view, null);
  assert.equal(page.undo(history), null);
  history = page.redo(page.redo(history));
  assert.deepEqual(history.now.touched, { "L3/vertebra": "hidden" });
  assert.equal(page.redo(history), null);
});

test("a slider on its way is one step, and a pause begins another", () => {
  let history = page.begun(choices());
  for (const [severity, time] of [[0.1, 0], [0.2, 100], [0.3, 200], [0.9, 5000]]) history = page.record(history, choices({ severity }), time);
  assert.equal(history.past.length, 2);
  assert.equal(page.undo(history).now.severity, 0.3);
});

test("something new after an undo leaves nothing to redo", () => {
  let history = page.record(page.begun(choices()), choices({ view: "left" }), 0);
  history = page.record(page.undo(history), choices({ view: "right" }), 10);
  assert.equal(page.redo(history), null);
});

test("words, language, theme and what is picked are no part of the picture", () => {
  const history = page.begun(choices());
  const other = choices({ audience: "clinician", language: "es", theme: "dark", picked: "L3/vertebra", tab: "words" });
  assert.equal(page.record(history, other, 0), history);
});
