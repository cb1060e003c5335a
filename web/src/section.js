// Where a plane cuts a closed surface: outlines, and the face between them as triangles.
import { ShapeUtils, Vector2 } from "three";
import { offset, placeOn } from "./cut.js";
import { aroundHollow } from "./lumen.js";

const SPECK = 0.02; // mm2; outlines around less are left out

/**
 * The face in which `plane` (see cut.js) cuts a part {positions, faces, pose}, or null; `hollow` says what becomes of what
 * it encloses: left open, "filled", or as a "tube", which is open at both ends where it is cut lengthwise, filled between its sides.
 *
 * Returns {world, local: (3 n) mm, flat: [Vector2], outlines: [[indices]], triangles: [indices], area mm2};
 * outlines run counter-clockwise around solid and clockwise around holes, seen from the side taken away.
 */
export function sectionOf(part, plane, hollow = "open") {
  const cut = outlinesOf(part, localPlane(part.pose, plane));
  const wall = { world: part.pose ? posed(cut.local, part.pose) : Float32Array.from(cut.local), local: Float32Array.from(cut.local), outlines: cut.outlines };
  const { world, local, outlines } = hollow === "tube" ? withHollow(wall, plane) : wall;
  const flat = Array.from({ length: world.length / 3 }, (_, n) => new Vector2(...placeOn(plane, world.subarray(3 * n, 3 * n + 3))));
  const measured = outlines.map((outline) => ({ outline, area: areaOf(outline, flat) })).filter(({ area }) => (hollow === "open" ? Math.abs(area) : area) > SPECK);
  const area = measured.reduce((sum, one) => sum + one.area, 0);
  if (!(area > SPECK)) return null;
  return { world, local, flat, outlines: measured.map(({ outline }) => outline), triangles: filled(measured, flat), area };
}

/** The corners of a plane between which sections lie: {low: [u, v], high: [u, v]} mm. */
export function boundsOf(sections) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (const { flat } of sections) {
    for (const { x, y } of flat) {
      low[0] = Math.min(low[0], x);
      low[1] = Math.min(low[1], y);
      high[0] = Math.max(high[0], x);
      high[1] = Math.max(high[1], y);
    }
  }
  return { low, high };
}

/** The outlines of a wall and its hollow: across the tube the outer ones alone, lengthwise what lies between the sides. */
function withHollow({ world, local, outlines }, { axis, way }) {
  if (axis === 2) return { world, local, outlines };
  const place = (n) => [...world.subarray(3 * n, 3 * n + 3)];
  const rounds = aroundHollow(outlines.map((outline) => outline.map(place)), axis, way);
  const points = Float32Array.from(rounds.flat(2));
  let start = 0;
  return { world: points, local: points, outlines: rounds.map((round) => round.map(() => start++)) };
}

/** The plane in the frame in which a posed part was made: [nx, ny, nz, d], n·p = d on it. */
function localPlane(pose, plane) {
  const { out } = plane, d = offset(plane);
  if (!pose) return [...out, d];
  const [x, y, z, shift] = [0, 1, 2, 3].map((k) => out[0] * pose[k] + out[1] * pose[4 + k] + out[2] * pose[8 + k]);
  return [x, y, z, d - shift];
}

function posed(points, m) {
  const out = new Float32Array(points.length);
  for (let i = 0; i < out.length; i += 3) {
    for (let k = 0; k < 3; k++) out[i + k] = m[4 * k] * points[i] + m[4 * k + 1] * points[i + 1] + m[4 * k + 2] * points[i + 2] + m[4 * k + 3];
  }
  return out;
}

/** Points on the crossed edges, and closed rounds of them: each crossed triangle leads from one edge to the next. */
function outlinesOf({ positions: p, faces }, [nx, ny, nz, d]) {
  const count = p.length / 3;
  const height = new Float64Array(count);
  for (let v = 0; v < count; v++) height[v] = nx * p[3 * v] + ny * p[3 * v + 1] + nz * p[3 * v + 2] - d;
  const local = [], numbers = new Map(), next = [];
  const crossing = (a, b) => {
    const key = a < b ? a * count + b : b * count + a;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const share = height[a] / (height[a] - height[b]);
    for (let k = 0; k < 3; k++) local.push(p[3 * a + k] + share * (p[3 * b + k] - p[3 * a + k]));
    numbers.set(key, next.length);
    return next.push(-1) - 1;
  };
  for (let f = 0; f < faces.length; f += 3) {
    const a = faces[f], b = faces[f + 1], c = faces[f + 2];
    const above = (height[a] > 0) + (height[b] > 0) + (height[c] > 0);
    if (above === 0 || above === 3) continue;
    const odd = above === 1 ? (height[a] > 0 ? 0 : height[b] > 0 ? 1 : 2) : height[a] > 0 ? (height[b] > 0 ? 2 : 1) : 0;
    const [q, r, s] = odd === 0 ? [a, b, c] : odd === 1 ? [b, c, a] : [c, a, b]; // q alone on its side
    const out = crossing(q, r), back = crossing(s, q);
    if (above === 1) next[out] = back;
    else next[back] = out;
  }
  return { local, outlines: rounds(next) };
}

function rounds(next) {
  const out = [], seen = new Uint8Array(next.length);
  for (let start = 0; start < next.length; start++) {
    if (seen[start]) continue;
    const round = [];
    let at = start;
    while (at >= 0 && !seen[at]) { seen[at] = 1; round.push(at); at = next[at]; }
    if (at === start && round.length > 2) out.push(round);
  }
  return out;
}

function areaOf(outline, flat) {
  let twice = 0;
  for (let n = 0; n < outline.length; n++) {
    const a = flat[outline[n]], b = flat[outline[(n + 1) % outline.length]];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

/** Triangles between outlines; each hole belongs to the smallest outline around it. */
function filled(measured, flat) {
  const solids = measured.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area).map((one) => ({ ...one, holes: [] }));
  for (const { outline, area } of measured) {
    if (area < 0) solids.find((solid) => within(flat[outline[0]], solid.outline, flat))?.holes.push(outline);
  }
  return solids.flatMap(({ outline, holes }) => {
    const order = [outline, ...holes].flat();
    const at = (indices) => indices.map((n) => flat[n]);
    return ShapeUtils.triangulateShape(at(outline), holes.map(at)).flatMap((triangle) => triangle.map((n) => order[n]));
  });
}

function within({ x, y }, outline, flat) {
  let inside = false;
  for (let n = 0, m = outline.length - 1; n < outline.length; m = n++) {
    const a = flat[outline[n]], b = flat[outline[m]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
