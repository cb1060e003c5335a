// The point of a structure that a label's line leads to: on its surface, facing the eye, not behind another part.
import { hidden } from "./picking.js";

const TRIES = 40; // vertices of a part that are considered
const SEEN = 6; // of these, how many are tested against what stands in front

/** A vertex {id, vertex} of the part that can be seen from `eye`, near the middle of what can be seen of it. */
export function anchorOf(model, id, project, eye, size) {
  const batch = model.batchWith(id);
  if (!batch) return null;
  const candidates = [];
  const { count } = batch.parts.get(id);
  const step = Math.max(1, Math.floor(count / TRIES));
  for (let vertex = 0; vertex < count; vertex += step) {
    const { point, normal } = placeOf(batch, id, vertex);
    const towards = eye.map((value, k) => value - point[k]);
    const distance = Math.hypot(...towards);
    const facing = towards.reduce((sum, value, k) => sum + value * normal[k], 0) / distance;
    const [x, y] = project(point);
    if (facing < 0.15 || x < 0 || y < 0 || x > size.width || y > size.height) continue;
    candidates.push({ vertex, point, x, y, facing, distance, towards });
  }
  if (!candidates.length) return { id, vertex: 0 };
  const mean = (key) => candidates.reduce((sum, one) => sum + one[key], 0) / candidates.length;
  const [mx, my] = [mean("x"), mean("y")];
  candidates.sort((a, b) => Math.hypot(a.x - mx, a.y - my) - 40 * a.facing - Math.hypot(b.x - mx, b.y - my) + 40 * b.facing);
  const stride = Math.max(1, Math.floor(candidates.length / SEEN));
  for (let n = 0; n < candidates.length; n += stride) {
    const { vertex, distance, towards } = candidates[n];
    const ray = towards.map((value) => -value / distance);
    if (!hidden(model, eye, ray, distance - 0.6)) return { id, vertex };
  }
  return { id, vertex: candidates[0].vertex };
}

/** Where a vertex of a part stands now, and its normal. */
export function placeOf(batch, id, vertex) {
  const { positions, normals } = batch.slices(id);
  const at = 3 * vertex;
  const point = [positions[at], positions[at + 1], positions[at + 2]];
  const normal = [normals[at], normals[at + 1], normals[at + 2]];
  const { pose } = batch.parts.get(id);
  if (!pose) return { point, normal };
  const turn = (vector, shift) => [0, 4, 8].map((row) => pose[row] * vector[0] + pose[row + 1] * vector[1] + pose[row + 2] * vector[2] + shift * pose[row + 3]);
  return { point: turn(point, 1), normal: turn(normal, 0) };
}
