import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Vector2 } from "three";
import { fillerAt, fillingOf, GAPS } from "../src/filling.js";

const tissues = JSON.parse(readFileSync(new URL("../tissues.json", import.meta.url)));

/** A section around a box, [x0, y0, x1, y1] mm. */
const box = ([a, b, c, d]) => ({ flat: [[a, b], [c, b], [c, d], [a, d]].map(([x, y]) => new Vector2(x, y)), outlines: [[0, 1, 2, 3]] });

const plates = [box([-15, 3, 15, 20]), box([-15, -20, 15, -3])]; // two bones, 6 mm apart
const annulus = box([-15, -3, -6, 3]), nucleus = box([-4, -1.5, 10, 1.5]); // 2 mm beside it, 1.5 from both bones
const solids = [...plates, annulus, nucleus];
const filler = (id, section, colour = [10, 20, 30]) => ({ id, section, colour });
const at = (filling, fillers, x, y) => fillerAt(filling, fillers, x, y)?.id;

test("a disc closes the narrow corners beside it in its own colour, and no wide gap", () => {
  const fillers = [filler("annulus", annulus)], filling = fillingOf(solids, fillers);
  for (const [x, y] of [[-5, 0], [-4.6, 2.3], [-5, -2.5]]) assert.equal(at(filling, fillers, x, y), "annulus", `${x}, ${y}`);
  assert.equal(at(filling, fillers, -16.5, 0), undefined, "beyond the rim");
  const cell = 4 * (Math.floor((0 - filling.low[1]) / filling.cell) * filling.width + Math.floor((-5 - filling.low[0]) / filling.cell));
  assert.deepEqual([...filling.data.slice(cell, cell + 3)], [10, 20, 30]);
  const apart = [...plates, annulus, box([0, -1.5, 10, 1.5])];
  assert.equal(at(fillingOf(apart, fillers), fillers, -3, 0), undefined, "6 mm wide");
});

test("what is far from a filler stays open", () => {
  const fillers = [filler("annulus", annulus)];
  assert.equal(at(fillingOf(solids, fillers), fillers, 6, 2.3), undefined);
  assert.equal(fillingOf(solids, []), null);
});

test("each gap is of the filler nearest to it", () => {
  const left = box([-15, -3, -1, 3]), right = box([1, -3, 15, 3]), fillers = [filler("left", left), filler("right", right)];
  const filling = fillingOf([...plates, left, right], fillers);
  assert.equal(at(filling, fillers, -0.7, 0), "left");
  assert.equal(at(filling, fillers, 0.7, 0), "right");
});

test("nothing is laid over what stays bare, and over faces only at the edge of a gap", () => {
  const nerve = box([-0.5, -3, 0.5, 3]), left = box([-15, -3, -1, 3]), right = box([1, -3, 15, 3]);
  const fillers = [filler("left", left), filler("right", right)];
  assert.equal(at(fillingOf([left, right], fillers, { bare: [nerve] }), fillers, 0, 0), undefined);
  const under = fillingOf([left, right], fillers), over = fillingOf([left, right], fillers, { over: true });
  for (const filling of [under, over]) assert.ok(at(filling, fillers, 0, 0));
  assert.ok(at(under, fillers, -8, 0) && !at(over, fillers, -8, 0));
});

test("every kind of filling in the table of tissues is known, and a disc has end-plates beside it lengthwise", () => {
  const named = Object.entries(tissues).filter(([, { fills }]) => fills);
  assert.ok(named.length >= 8);
  for (const [name, look] of named) assert.equal(Object.values(GAPS).filter(({ closes }) => closes(look, "sagittal")).length, 1, name);
  assert.ok(!GAPS.hard.closes(tissues.annulus, "axial") && !GAPS.hard.closes(tissues.annulus, "coronal") && GAPS.hard.closes(tissues.anterior_longitudinal_ligament, "axial"));
  assert.ok(GAPS.hard.bounds(tissues.vertebra) && !GAPS.hard.bounds(tissues.dural_sac) && !GAPS.hard.bounds(tissues.facet_overgrowth));
});
