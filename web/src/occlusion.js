// Light that hollows lose: once per vertex at load, so that no frame pays for it.
import { boxOf } from "./shape.js";

const CELL = 2.5; // mm; grid of what stands in the way
const REACH = 4.5; // mm in front of the surface, where the light is tried
const ROUNDS = 5; // how far creases spread their shade, in edges

/** Openness 0 (deep hollow) … 255 (free) of each vertex of `solids`, {positions, normals, faces}, shading each other. */
export function opennessOf(solids) {
  const grid = crowding(solids);
  return solids.map((solid) => {
    const creases = creasesOf(solid);
    const out = new Uint8Array(creases.length);
    for (let v = 0; v < out.length; v++) {
      const free = 1 - 1.15 * Math.max(0, sample(grid, solid, v) - 0.13);
      out[v] = 255 * Math.min(1, Math.max(0.25, free)) * creases[v];
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
  const grid = { low: low.map((value) => value - margin), size, values: new Float32Array(size[0] * size[1] * size[2]) };
  for (const { positions, normals } of solids) {
    for (let i = 0; i < positions.length; i += 3) {
      const cell = [0, 1, 2].map((k) => Math.floor((positions[i + k] - 0.8 * normals[i + k] - grid.low[k]) / CELL));
      grid.values[cell[0] + size[0] * (cell[1] + size[1] * cell[2])] = 1;
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

/** 0.5 in creases … 1 on flats … 1.1 on crests of each vertex, spread over a few edges. */
function creasesOf({ positions, normals, faces }) {
  const count = positions.length / 3;
  const degree = new Float32Array(count);
  let bend = new Float32Array(count);
  const perEdge = (visit) => {
    for (let f = 0; f < faces.length; f += 3) {
      visit(faces[f], faces[f + 1]); visit(faces[f + 1], faces[f + 2]); visit(faces[f + 2], faces[f]);
    }
  };
  perEdge((a, b) => {
    const i = 3 * a, j = 3 * b;
    const dx = positions[j] - positions[i], dy = positions[j + 1] - positions[i + 1], dz = positions[j + 2] - positions[i + 2];
    const length = Math.hypot(dx, dy, dz) || 1;
    bend[a] += (dx * normals[i] + dy * normals[i + 1] + dz * normals[i + 2]) / (length * Math.sqrt(length));
    degree[a] += 1;
  });
  for (let v = 0; v < count; v++) bend[v] /= degree[v] || 1;
  for (let round = 0; round < ROUNDS; round++) {
    const sum = bend.slice();
    perEdge((a, b) => { sum[a] += bend[b]; });
    for (let v = 0; v < count; v++) sum[v] /= degree[v] + 1;
    bend = sum;
  }
  return bend.map((value) => Math.min(1, Math.max(0.45, 1 - 1.6 * value)));
}
