import assert from "node:assert/strict";
import test from "node:test";
import { page } from "./given.mjs";

test("a sign that closes a term stands with it, and no letter is lost", () => {
  const runs = [{ text: "The ", term: null }, { text: "sac", term: "sac" }, { text: ". And ", term: null }, { text: "a root", term: "roots" }, { text: "s run", term: null }];
  const pieces = page.pieces(runs);
  assert.deepEqual(pieces.map(({ text, tail }) => [text, tail]), [["The ", ""], ["sac", "."], [" And ", ""], ["a root", ""], ["s run", ""]]);
  assert.equal(pieces.map(({ text, tail }) => text + tail).join(""), runs.map(({ text }) => text).join(""));
});
