import assert from "node:assert/strict";
import test from "node:test";
import { library, page, spotOf } from "./given.mjs";

const spoken = page.spoken(library, "en");
const first = (text) => page.search(spoken, text)[0];

test("a part is found by its name, another name, or Latin", () => {
  assert.equal(first("sacrum"), "S1/sacrum");
  assert.equal(first("L4 vertebra"), "L4/vertebra");
  assert.equal(first("left L5 nerve"), "L5/root/left");
  assert.equal(first("os sacrum"), "S1/sacrum");
  assert.match(first("nervus spinalis L5"), /^L5\/root/);
  assert.match(first("nervus L5"), /^L5\/root/);
  assert.match(first("disk L4/5"), /^L4-L5\/(annulus|nucleus)$/);
  assert.match(first("anulus fibrosus"), /annulus/);
});

test("a slip of the fingers is forgiven", () => {
  assert.equal(first("sacurm"), "S1/sacrum");
  assert.match(first("ligamentm flavum"), /ligamentum_flavum/);
  assert.match(first("vertebar l3"), /^L3\/vertebra$/);
  assert.match(first("nucleos"), /nucleus/);
});

test("numbers are never forgiven: L4 is not L5", () => {
  for (const part of page.search(spoken, "L4 vertebra")) assert.ok(part.includes("L4"), part);
});

test("what is not there is not found, but something near is offered", () => {
  assert.deepEqual(page.search(spoken, "gallbladder"), []);
  assert.equal(page.near_names(spoken, "gallbladder", "patient").length, 3);
});

test("the distance counts changes, and one swap as one", () => {
  assert.equal(page.distance("disc", "disc", 2), 0);
  assert.equal(page.distance("disc", "dics", 2), 1);
  assert.equal(page.distance("root", "boot", 2), 1);
  assert.ok(page.distance("root", "sacrum", 2) > 2);
});

test("every part of the picture stands in the tree once, by system and by level", () => {
  const spot = spotOf();
  const there = page.there(spot, []);
  for (const by of ["system", "level"]) {
    const leaves = page.tree(spot, by, there).flatMap((group) => group.groups.flatMap((inner) => inner.parts));
    assert.deepEqual([...leaves].sort(), [...there].sort());
    assert.ok(page.tree(spot, by, there).every(({ title, groups }) => title && groups.every((inner) => inner.title)));
  }
  assert.ok(!there.some((part) => part.includes("herniation")), "what only a finding brings is left out");
  assert.ok(page.there(spot, ["L4-L5/herniation/left"]).includes("L4-L5/herniation/left"));
});
