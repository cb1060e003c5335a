// The point of a structure that a label's line leads to: on its surface, facing the eye, not behind another part.
import { GHOST, hidden } from "./picking.js";

const TRIES = 90; // vertices of a part that are considered
const SEEN = 30; // of these, how many are tested against what stands in front

/** A vertex of the part that can be seen in the picture, the `earlier` one if it still can, else near the middle. */
export function anchorOf(model, id, picture, earlier = null) {
  const batch = model.batchWith(id);
  if (!batch) return null;
  const { count } = batch.parts.get(id);
  const old = earlier !== null && earlier < count ? candidate(batch, id, earlier, picture) : null;
  if (old && seen(model, id, old, picture)) return earlier;
  const step = Math.max(1, Math.floor(count / TRIES));
  const candidates = [];
  for (let vertex = 0; vertex < count; vertex += step) {
    const found = candidate(batch, id, vertex, picture);
    if (found) candidates.push(found);
  }
  if (!candidates.length) return 0;
  const mean = (key) => candidates.reduce((sum, one) => sum + one[key], 0) / candidates.length;
  const [mx, my] = [mean("x"), mean("y")];
  candidates.sort((a, b) => Math.hypot(a.x - mx, a.y - my) - 40 * a.facing - Math.hypot(b.x - mx, b.y - my) + 40 * b.facing);
  const stride = Math.max(1, Math.floor(candidates.length / SEEN));
  for (let n = 0; n < candidates.length; n += stride) {
    if (seen(model, id, candidates[n], picture)) return candidates[n].vertex;
  }
  return candidates[0].vertex;
}

/** A vertex that faces the eye within the picture, or null. */
function candidate(batch, id, vertex, { project, eye, width, height }) {
  const { point, normal } = placeOf(batch, id, vertex);
  const towards = eye.map((value, k) => value - point[k]);
  const distance = Math.hypot(...towards);
  const facing = towards.reduce((sum, value, k) => sum + value * normal[k], 0) / distance;
  const [x, y] = project(point);
  const outside = facing < 0.15 || x < 0 || y < 0 || x > width || y > height;
  return outside ? null : { vertex, x, y, facing, distance, towards };
}

/** Does nothing solid stand before it, nor behind it where the part itself is a ghost? */
const seen = (model, id, { towards, distance }, { eye }) =>
  !hidden(model, eye, towards.map((value) => -value / distance), model.opacityOf(id) < GHOST ? Infinity : distance - 0.15);

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
