// What can be computed from vertices and faces alone.

/** Smooth unit normals, weighted by the areas of the faces around each vertex. */
export function normalsOf(positions, faces) {
  const out = new Float32Array(positions.length);
  for (let f = 0; f < faces.length; f += 3) {
    const a = 3 * faces[f], b = 3 * faces[f + 1], c = 3 * faces[f + 2];
    const ux = positions[b] - positions[a], uy = positions[b + 1] - positions[a + 1], uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a], vy = positions[c + 1] - positions[a + 1], vz = positions[c + 2] - positions[a + 2];
    const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
    out[a] += nx; out[a + 1] += ny; out[a + 2] += nz;
    out[b] += nx; out[b + 1] += ny; out[b + 2] += nz;
    out[c] += nx; out[c + 1] += ny; out[c + 2] += nz;
  }
  for (let i = 0; i < out.length; i += 3) {
    const length = Math.hypot(out[i], out[i + 1], out[i + 2]) || 1;
    out[i] /= length; out[i + 1] /= length; out[i + 2] /= length;
  }
  return out;
}

/** The box of positions start…end (in vertices): [x0, y0, z0, x1, y1, z1]. */
export function boxOf(positions, start = 0, end = positions.length / 3) {
  const box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 3 * start; i < 3 * end; i += 3) {
    for (let k = 0; k < 3; k++) {
      const value = positions[i + k];
      if (value < box[k]) box[k] = value;
      if (value > box[k + 3]) box[k + 3] = value;
    }
  }
  return box;
}

/** The box around boxes, or null around none. */
export function aroundAll(boxes) {
  if (!boxes.length) return null;
  return boxes.reduce((all, box) => all.map((value, k) => (k < 3 ? Math.min : Math.max)(value, box[k])));
}

/** Does box `outer` hold box `inner`, within `slack` mm? */
export const holds = (outer, inner, slack = 1) =>
  [0, 1, 2].every((k) => outer[k] <= inner[k] + slack && outer[k + 3] >= inner[k + 3] - slack);

/** The eight corners of a box. */
export const cornersOf = (box) =>
  Array.from({ length: 8 }, (_, n) => [box[n & 1 ? 3 : 0], box[n & 2 ? 4 : 1], box[n & 4 ? 5 : 2]]);

const SAMPLES = 240; // points that stand for a structure

/** Points spread over positions, moved by a pose (three rows of four) or as they are by null: [[x, y, z], …]. */
export function sampleOf(positions, pose) {
  const step = 3 * Math.max(1, Math.floor(positions.length / 3 / SAMPLES));
  const found = [];
  for (let i = 0; i + 2 < positions.length; i += step) {
    const [x, y, z] = [positions[i], positions[i + 1], positions[i + 2]];
    found.push(pose ? [0, 4, 8].map((row) => pose[row] * x + pose[row + 1] * y + pose[row + 2] * z + pose[row + 3]) : [x, y, z]);
  }
  return found;
}
