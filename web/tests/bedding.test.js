import assert from "node:assert/strict";
import test from "node:test";
import { Vector2 } from "three";
import { beddingOf, covers } from "../src/bedding.js";
import { planesOf, placeOn, pointOn } from "../src/cut.js";
import { squaresFrom } from "../src/distances.js";

/** A section around a box, [x0, y0, x1, y1] mm. */
const box = ([a, b, c, d]) => ({ flat: [[a, b], [c, b], [c, d], [a, d]].map(([x, y]) => new Vector2(x, y)), outlines: [[0, 1, 2, 3]] });

const sac = box([-6, -5, 6, 5]);
const walls = [[-14, -9, -10, 9], [10, -9, 14, 9], [-14, 8, 14, 12], [-14, -12, 14, -8]].map(box); // 4 mm aside, 3 mm up and down

test("fat fills a canal around the sac, and what stands in it as well", () => {
  const fat = beddingOf([sac, ...walls], [sac]);
  for (const [x, y] of [[8, 0], [-8, 4], [0, 6.5], [0, -6.5], [8, 6], [0, 0]]) assert.ok(covers(fat, x, y), `${x}, ${y}`);
});

test("no fat shows through what is clear", () => {
  const fat = beddingOf([sac, ...walls], [sac], [sac]);
  assert.ok(!covers(fat, 0, 0) && !covers(fat, -4.6, 3));
  assert.ok(covers(fat, 6.4, 0) && covers(fat, 5.8, 0), "none is missing at its wall");
});

test("fat lies only between solids, and not where nothing lies in it", () => {
  const fat = beddingOf([sac, walls[0]], [sac]);
  assert.ok(covers(fat, -8, 0), "between sac and wall");
  assert.ok(!covers(fat, 8, 0), "open on the other side");
  assert.equal(beddingOf(walls, []), null);
  const wide = beddingOf([sac, box([-40, -9, -17, 9])], [sac]);
  assert.ok(!covers(wide, -11, 0), "a gap of 11 mm");
});

test("fat ends some way off the sac, in a gap that goes on", () => {
  const fat = beddingOf([sac, box([-40, 8, 40, 12]), box([-40, -12, 40, -8]), box([13, -8, 40, 3])], [sac]);
  assert.ok(covers(fat, 11, 6));
  assert.ok(!covers(fat, 20, 6));
});

test("fat does not lie behind a wall, however narrow and near a hollow there is", () => {
  const lamina = [[-14, 8, 14, 10], [-14, 10, -3, 20], [3, 10, 14, 20]].map(box);
  const fat = beddingOf([sac, ...walls.slice(0, 2), walls[3], ...lamina], [sac]);
  assert.ok(covers(fat, 0, 6.5));
  assert.ok(!covers(fat, 0, 11.5));
});

test("squared distances on a grid are those to the nearest marked cell", () => {
  const marked = new Uint8Array(7 * 5);
  marked[1 * 7 + 2] = marked[4 * 7 + 6] = 1;
  const found = squaresFrom(marked, 7, 5);
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 7; column++) {
      assert.equal(found[row * 7 + column], Math.min((row - 1) ** 2 + (column - 2) ** 2, (row - 4) ** 2 + (column - 6) ** 2));
    }
  }
  assert.ok(squaresFrom(new Uint8Array(4), 2, 2).every((square) => square === Infinity));
});

test("a place on a plane leads back to its point, also on a tilted one", () => {
  for (const cut of [{ sagittal: 3 }, { coronal: -8, keep: { coronal: "front" } }, { axial: 60, tilt: 17 }, { axial: 60, tilt: -9, keep: { axial: "above" } }]) {
    const [plane] = planesOf(cut), place = [12.5, -4];
    const back = placeOn(plane, pointOn(plane, place));
    assert.ok(Math.abs(back[0] - place[0]) + Math.abs(back[1] - place[1]) < 1e-9, JSON.stringify(cut));
    const point = pointOn(plane, place);
    assert.ok(Math.abs(point.reduce((sum, value, k) => sum + value * plane.out[k], 0) - plane.out[plane.axis] * plane.at) < 1e-9);
  }
});
