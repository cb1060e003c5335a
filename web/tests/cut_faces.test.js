import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { rankOf } from "../src/cut_faces.js";

const tissues = JSON.parse(readFileSync(new URL("../tissues.json", import.meta.url), "utf8"));

test("a growth shows in the bone that it eats, though the bone has no hollow there", () => {
  assert.ok(rankOf(tissues.metastasis) > rankOf(tissues.vertebra));
  assert.ok(rankOf(tissues.herniation) < rankOf(tissues.vertebra));
});

test("an infected disc shows in what it eats, its nucleus in its annulus as ever", () => {
  const infected = (name) => rankOf({ ...tissues[name], ...tissues[name].states.infected });
  assert.ok(infected("nucleus") > infected("annulus"));
  assert.ok(infected("annulus") > rankOf(tissues.vertebra));
});
