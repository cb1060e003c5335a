// Light that hollows lose: once per vertex at load, so that no frame pays for it.
import { boxOf } from "./shape.js";

const CELL = 2.5; // mm; grid of what stands in the way
const REACH = 4.5; // mm in front of the surface, where the light is tried
const SUNK = 0.8; // mm; how deep under the surface a cell counts as filled
const ALONE = 0.16; // how filled the neighbourhood of a flat surface is by itself
const CROWDED = 2.1; // how dark a filled neighbourhood is
const CREASE = 2.4; // mm; how dark a crease of a curvature gets
const ROUNDS = 5; // how far creases spread their shade, in edges

/** Openness 0 (deep hollow) … 255 (free) of each vertex of `solids`, {positions, normals, faces}, shading each other. */
export function opennessOf(solids) {
  const grid = crowding(solids);
  return solids.map((solid) => {
    const creases = creasesOf(solid);
    const out = new Uint8Array(creases.length);
    for (let v = 0; v < out.length; v++) {
      const free = 1 - CROWDED * Math.max(0, sample(grid, solid, v) - ALONE);
      out[v] = Math.min(255, 236 * Math.max(0.22, free) * creases[v]);
    }
    return out;
  });
}

/** How filled the neighbourhood of each cell is, 0…1. */
function crowding(solids) {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (const { positions } of solids) {
    const box = boxOf(positions);
    for (let k = 0; k < 3; k++) { low[k] = Math.min(low[k], box[k]); high[k] = Math.max(high[k], box[k + 3]); }
  }
  const margin = REACH + 3 * CELL;
  const size = low.map((value, k) => Math.max(1, Math.ceil((high[k] - value + 2 * margin) / CELL)));
  const [x0, y0, z0] = low.map((value) => value - margin);
  const grid = { low: [x0, y0, z0], size, values: new Float32Array(size[0] * size[1] * size[2]) };
  const { values } = grid, [row, column] = size;
  for (const { positions: p, normals: n } of solids) {
    for (let i = 0; i < p.length; i += 3) {
      const x = ((p[i] - SUNK * n[i] - x0) / CELL) | 0, y = ((p[i + 1] - SUNK * n[i + 1] - y0) / CELL) | 0;
      const z = ((p[i + 2] - SUNK * n[i + 2] - z0) / CELL) | 0;
      values[x + row * (y + column * z)] = 1;
    }
  }
  for (let round = 0; round < 2; round++) for (let axis = 0; axis < 3; axis++) blur(grid, axis);
  return grid;
}

/** Mean of five cells along one axis, in place. */
function blur({ size, values }, axis) {
  const step = [1, size[0], size[0] * size[1]][axis];
  const before = values.slice();
  for (let i = 2 * step; i < values.length - 2 * step; i++) {
    values[i] = (before[i - 2 * step] + before[i - step] + before[i] + before[i + step] + before[i + 2 * step]) / 5;
  }
}

function sample({ low, size, values }, { positions, normals }, vertex) {
  const i = 3 * vertex;
  const x = (positions[i] + REACH * normals[i] - low[0]) / CELL - 0.5;
  const y = (positions[i + 1] + REACH * normals[i + 1] - low[1]) / CELL - 0.5;
  const z = (positions[i + 2] + REACH * normals[i + 2] - low[2]) / CELL - 0.5;
  const x0 = Math.floor(x), y0 = Math.floor(y), z0 = Math.floor(z);
  const fx = x - x0, fy = y - y0, fz = z - z0;
  const at = x0 + size[0] * (y0 + size[1] * z0), up = size[0] * size[1], row = size[0];
  const along = (n) => values[n] * (1 - fx) + values[n + 1] * fx;
  const across = (n) => along(n) * (1 - fy) + along(n + row) * fy;
  return across(at) * (1 - fz) + across(at + up) * fz;
}

/** 0.45 in creases … 1.1 on crests of each vertex, spread over a few edges. */
function creasesOf({ positions: p, normals: n, faces }) {
  const count = p.length / 3;
  const degree = new Float32Array(count), area = new Float32Array(count);
  let bend = new Float32Array(count);
  for (let e = 0; e < faces.length; e++) {
    const a = faces[e], b = faces[e % 3 === 2 ? e - 2 : e + 1];
    const i = 3 * a, j = 3 * b;
    const dx = p[j] - p[i], dy = p[j + 1] - p[i + 1], dz = p[j + 2] - p[i + 2];
    bend[a] += dx * n[i] + dy * n[i + 1] + dz * n[i + 2];
    area[a] += dx * dx + dy * dy + dz * dz;
    degree[a] += 1;
  }
  for (let v = 0; v < count; v++) bend[v] /= area[v] || 1;
  for (let round = 0; round < ROUNDS; round++) {
    const sum = bend.slice();
    for (let f = 0; f < faces.length; f += 3) {
      const a = faces[f], b = faces[f + 1], c = faces[f + 2];
      sum[a] += bend[b];
      sum[b] += bend[c];
      sum[c] += bend[a];
    }
    for (let v = 0; v < count; v++) sum[v] /= degree[v] + 1;
    bend = sum;
  }
  for (let v = 0; v < count; v++) bend[v] = Math.min(1.08, Math.max(0.45, 1 - CREASE * bend[v]));
  return bend;
}
