import assert from "node:assert/strict";
import test from "node:test";
import { layout } from "../src/label_layout.js";

const AREA = { width: 1000, height: 600, top: 10, bottom: 100, edge: 8 };
const MIDDLE = { left: 400, right: 600 };
const label = (id, x, y, more = {}) => ({ id, x, y, width: 120, height: 28, ...more });

function apart(labels, places) {
  const boxes = places.map((place, n) => ({ ...place, width: labels[n].width, height: labels[n].height }));
  for (const [n, a] of boxes.entries()) {
    for (const b of boxes.slice(n + 1)) {
      const beside = a.left + a.width <= b.left || b.left + b.width <= a.left;
      assert.ok(beside || a.top + a.height <= b.top || b.top + b.height <= a.top, `${a.id} lies on ${b.id}`);
    }
  }
}

test("a label stands beside what it names, on the nearer side", () => {
  const [left, right] = layout([label("a", 430, 300), label("b", 580, 300)], AREA, MIDDLE);
  assert.deepEqual([left.side, right.side], ["left", "right"]);
  assert.ok(left.left + 120 < MIDDLE.left && right.left > MIDDLE.right);
  assert.equal(left.top, 286);
});

test("labels never overlap and stay in the picture, in the order of their anchors", () => {
  for (let seed = 1; seed < 40; seed++) {
    const random = (n) => Math.abs(Math.sin(seed * 12.9898 + n * 78.233)) % 1;
    const labels = Array.from({ length: 9 }, (_, n) => label(`${n}`, 380 + 240 * random(n), 600 * random(n + 50), { height: n % 3 ? 28 : 46 }));
    const places = layout(labels, AREA, MIDDLE);
    apart(labels, places);
    for (const [n, { left, top }] of places.entries()) {
      assert.ok(left >= AREA.edge && left + labels[n].width <= AREA.width - AREA.edge);
      assert.ok(top >= AREA.top - 1e-9 && top + labels[n].height <= AREA.height - AREA.bottom + 1e-9);
    }
  }
});

test("a label keeps its side while its anchor wavers about the middle", () => {
  assert.equal(layout([label("a", 515, 300, { side: "left" })], AREA, MIDDLE)[0].side, "left");
  assert.equal(layout([label("a", 560, 300, { side: "left" })], AREA, MIDDLE)[0].side, "right");
});

test("what is named near the middle has its label where fewer stand, so that its line crosses no other's", () => {
  const sides = (...more) => layout([label("a", 430, 280), label("b", 450, 300), label("sac", 495, 320, ...more)], AREA, MIDDLE).map(({ side }) => side);
  assert.deepEqual(sides(), ["left", "left", "right"]);
  assert.deepEqual(sides({ side: "left" }), ["left", "left", "left"], "it keeps the side it has");
  const crowd = [label("a", 430, 280), label("b", 450, 300), label("root", 485, 310), label("sac", 498, 320)];
  assert.deepEqual(layout(crowd, AREA, MIDDLE).map(({ side }) => side), ["left", "left", "left", "right"], "of two the one that lies beyond");
});

test("where the picture is full, a label stands above its anchor, not on it", () => {
  const [place] = layout([label("a", 60, 300)], AREA, { left: 0, right: 1000 });
  assert.ok(place.top + 28 < 300);
});

const NARROW = { width: 195, height: 425, top: 44, bottom: 118, edge: 8 }; // half of a phone's picture
const FULL = { left: 0, right: 195 };
const box = (left, right, top, bottom) => ({ left, right, top, bottom });
const small = (id, x, y, extent) => ({ id, x, y, extent, width: 74, height: 22 });
const covered = (labels, places) => labels.flatMap((named) => labels.filter((_, n) => {
  const { left, top } = places[n], { extent } = named;
  return left < extent.right && left + labels[n].width > extent.left && top < extent.bottom && top + labels[n].height > extent.top;
}).map(({ id }) => `${id} on ${named.id}`));

test("where the picture is full, no label covers what it or another names", () => {
  const labels = [
    small("nerve", 76, 277, box(70, 84, 270, 284)),
    small("cyst", 74, 298, box(56, 92, 280, 316)),
    small("joint", 40, 318, box(20, 60, 300, 336)),
    small("sac", 110, 308, box(92, 130, 286, 322)),
  ];
  for (const area of [NARROW, { ...NARROW, top: 200, height: 520 }]) {
    const places = layout(labels, area, FULL);
    assert.deepEqual(covered(labels, places), []);
    apart(labels, places);
    for (const { top } of places) assert.ok(top >= area.top && top + 22 <= area.height - area.bottom);
  }
});

test("a label gives way as far as it must, and what does not cover anything stays", () => {
  const labels = [small("disc", 60, 130, box(20, 180, 60, 260)), small("nerve", 12, 240, box(4, 20, 232, 248)), { ...small("joint", 120, 245, box(112, 128, 237, 253)), side: "left" }];
  const area = { ...NARROW, width: 260, bottom: 60 };
  const [disc, nerve, joint] = layout(labels, area, { left: 0, right: 260 });
  assert.deepEqual([disc.top, nerve.top], [130 - 22 - 14, 240 - 22 - 14], "above their anchors, as alone");
  assert.equal(joint.top, 248, "under the nerve that it would have covered");
});

test("of what is large its label may lie on it, beside the anchor", () => {
  const [place] = layout([small("bone", 100, 200, box(30, 160, 100, 300))], NARROW, FULL);
  assert.equal(place.top, 200 - 11);
});

test("labels that stand above what they name change places before their lines cross", () => {
  const labels = [small("far", 180, 300, box(176, 186, 296, 306)), small("near", 90, 292, box(20, 94, 288, 306))].map((label) => ({ ...label, side: "left" }));
  const wide = { ...NARROW, width: 400 };
  const [far, near] = layout(labels, wide, { left: 0, right: 400 });
  assert.ok(far.top < near.top, "the line to what is farther away runs above the other");
});
