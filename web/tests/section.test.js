import assert from "node:assert/strict";
import test from "node:test";
import { LatheGeometry, SphereGeometry, TorusGeometry, Vector2 } from "three";
import { mergeVertices } from "three/examples/jsm/utils/BufferGeometryUtils.js";
import { crosses, keeps, planesOf, takes } from "../src/cut.js";
import { sectionOf } from "../src/section.js";

/** A closed surface of shared vertices. */
function closed(geometry) {
  for (const name of ["normal", "uv"]) geometry.deleteAttribute(name);
  const { attributes, index } = mergeVertices(geometry, 1e-4);
  const faces = Uint32Array.from(index.array).reduce((kept, _, n, all) => {
    if (n % 3 === 0 && new Set(all.subarray(n, n + 3)).size === 3) kept.push(...all.subarray(n, n + 3));
    return kept;
  }, []);
  return { positions: attributes.position.array, faces: Uint32Array.from(faces), pose: null };
}

const near = (value, wanted, within) => assert.ok(Math.abs(value - wanted) < within, `${value} is not ${wanted} ± ${within}`);
const triangleArea = ({ flat, triangles }) => {
  let sum = 0;
  for (let n = 0; n < triangles.length; n += 3) {
    const [a, b, c] = triangles.slice(n, n + 3).map((i) => flat[i]);
    sum += Math.abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
  }
  return sum;
};

test("a ball is cut in a disc, whichever the plane and the side that is kept", () => {
  const ball = closed(new SphereGeometry(10, 64, 48));
  for (const cut of [{ axial: 6 }, { sagittal: 6 }, { coronal: 6 }, { axial: 6, keep: { axial: "above" } }]) {
    const [plane] = planesOf(cut);
    const section = sectionOf(ball, plane);
    near(section.area, Math.PI * 64, 1.5);
    near(triangleArea(section), section.area, 1e-3);
    for (let n = 0; n < section.world.length; n += 3) near(section.world[n + plane.axis], 6, 1e-4);
  }
  assert.equal(sectionOf(ball, planesOf({ axial: 10.5 })[0]), null);
});

test("the hole of a ring is filled where it is asked for", () => {
  const ring = closed(new TorusGeometry(10, 3, 48, 96));
  const flat = sectionOf(ring, planesOf({ axial: 0.01 })[0], "filled");
  near(flat.area, Math.PI * 13 ** 2, 4);
  near(triangleArea(flat), flat.area, 1e-3);
});

test("a ring is cut with a hole in it, or in two", () => {
  const ring = closed(new TorusGeometry(10, 3, 48, 96)); // around z
  const flat = sectionOf(ring, planesOf({ axial: 0.01 })[0]);
  near(flat.area, Math.PI * (13 ** 2 - 7 ** 2), 4);
  near(triangleArea(flat), flat.area, 1e-3);
  const across = sectionOf(ring, planesOf({ sagittal: 0.01 })[0]);
  near(across.area, 2 * Math.PI * 9, 0.6);
  assert.equal(across.outlines.length, 2);
});

test("a part that moved is cut where it stands now", () => {
  const ball = { ...closed(new SphereGeometry(10, 64, 48)), pose: [0, 0, 1, 5, 0, 1, 0, 0, -1, 0, 0, 20] };
  near(sectionOf(ball, planesOf({ axial: 26 })[0]).area, Math.PI * 64, 1.5);
  near(sectionOf(ball, planesOf({ sagittal: 5 })[0]).area, Math.PI * 100, 1.5);
});

test("each cut keeps its own side", () => {
  const kept = (cut, point) => keeps(planesOf(cut), point);
  assert.equal(kept({ axial: 10 }, [0, 0, 9]), true);
  assert.equal(kept({ axial: 10 }, [0, 0, 11]), false);
  assert.equal(kept({ axial: 10, keep: { axial: "above" } }, [0, 0, 11]), true);
  assert.equal(kept({ sagittal: 0 }, [5, 0, 0]), true, "the patient's left");
  assert.equal(kept({ sagittal: 0, keep: { sagittal: "right" } }, [5, 0, 0]), false);
  assert.equal(kept({ coronal: 0 }, [0, 5, 0]), true, "the back");
  assert.equal(kept({ axial: null, sagittal: 0, coronal: 0 }, [5, -5, 0]), false, "every plane takes its own");
  assert.deepEqual(planesOf(null), []);
});

test("a hollow tube is cut with what it holds", () => {
  const tube = closed(new TorusGeometry(10, 3, 48, 96)); // its hollow stands for what it holds
  const [across] = planesOf({ axial: 0.01 });
  near(sectionOf(tube, across, "tube").area, Math.PI * 13 ** 2, 5);
  const pipe = closed(new LatheGeometry([[4, 0], [5, 0], [5, 20], [4, 20], [4, 0]].map(([x, y]) => new Vector2(x, y)), 64).rotateX(Math.PI / 2));
  for (const cut of [{ sagittal: 0.01 }, { coronal: 0.01 }, { sagittal: 0.01, keep: { sagittal: "right" } }, { coronal: 0.01, keep: { coronal: "front" } }]) {
    const [plane] = planesOf(cut);
    near(sectionOf(pipe, plane).area, 2 * 20, 0.5);
    const full = sectionOf(pipe, plane, "tube");
    near(full.area, 200, 2);
    near(triangleArea(full), full.area, 1e-3);
  }
});

test("a tilted plane cuts a ball in a round face of its true size, whether it has moved or not, and keeps what lies below", () => {
  const ball = closed(new SphereGeometry(10, 64, 48));
  const pose = [0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, 0];
  for (const keep of ["above", "below"]) {
    const [plane] = planesOf({ axial: 6, tilt: 30, keep: { axial: keep } });
    for (const part of [ball, { ...ball, pose }]) {
      const section = sectionOf(part, plane);
      near(section.area, Math.PI * (100 - (6 * Math.cos(Math.PI / 6)) ** 2), 1.5);
      for (let n = 0; n < section.world.length; n += 3) near(section.world[n + 2] - section.world[n + 1] * Math.tan(Math.PI / 6), 6, 1e-4);
    }
  }
  const kept = (point) => keeps(planesOf({ axial: 20, tilt: 30 }), point);
  assert.ok(kept([0, 10, 25]) && !kept([0, 10, 26]), "it rises by tan 30 of what it goes back");
  assert.ok(kept([0, -10, 14]) && !kept([0, -10, 15]));
});

test("a box is crossed by a tilted plane or taken away by it as its corners are", () => {
  const [plane] = planesOf({ axial: 0, tilt: 45 });
  const box = (y, z) => [-1, y - 1, z - 1, 1, y + 1, z + 1];
  assert.deepEqual([[10, 10], [10, 0], [-10, 0]].map(([y, z]) => [crosses(plane, box(y, z)), takes(plane, box(y, z))]), [[true, false], [false, false], [false, true]]);
});
