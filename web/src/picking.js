// Which structure a ray meets first: boxes of parts, boxes of runs of triangles, then triangles.

import { placeOn, stretchOf } from "./cut.js";

const RUN = 96; // triangles in a run; neighbours in the file are neighbours in space
export const GHOST = 0.5; // a part fainter than this gives way to a solid one behind it

/** The nearest hit of a ray (origin, unit direction in LPS mm) among shown parts: {id, point, distance} or null. */
export function pick(model, origin, direction) {
  const stretch = stretchOf(model.planes, origin, direction);
  const on = (distance) => origin.map((value, k) => value + distance * direction[k]);
  let solid = null, ghost = null;
  for (const id of faced(model, stretch, on)) {
    const hit = { id, distance: stretch.near, point: on(stretch.near) };
    if (model.opacityOf(id) < GHOST) ghost ??= hit;
    else solid ??= hit;
  }
  for (const id of model.visible()) {
    const faint = model.opacityOf(id) < GHOST;
    const distance = meet(model.batchWith(id), id, origin, direction, { near: stretch.near, far: Math.min(stretch.far, (faint ? ghost : solid)?.distance ?? Infinity) });
    if (distance === null) continue;
    const hit = { id, distance, point: on(distance) };
    if (faint) ghost = hit;
    else solid = hit;
  }
  return solid ?? ghost;
}

/** Is there any shown, solid part nearer than `limit` mm on the ray? */
export function hidden(model, origin, direction, limit) {
  const stretch = stretchOf(model.planes, origin, direction);
  const on = (distance) => origin.map((value, k) => value + distance * direction[k]);
  const solid = (id) => model.opacityOf(id) >= GHOST;
  if (stretch.near < limit && faced(model, stretch, on).some(solid)) return true;
  const far = Math.min(limit, stretch.far);
  return model.visible().some((id) => solid(id) && meet(model.batchWith(id), id, origin, direction, { near: stretch.near, far }) !== null);
}

/** Does a ray meet a part that is shown, whatever stands before it? */
export function meets(model, id, origin, direction) {
  return meet(model.batchWith(id), id, origin, direction, stretchOf(model.planes, origin, direction)) !== null;
}

/** How densely faint parts other than `id` cover what lies `limit` mm away on the ray: the sum of their opacities. */
export function veil(model, id, origin, direction, limit) {
  const { near, far } = stretchOf(model.planes, origin, direction);
  return model.visible().reduce((sum, other) => {
    const opacity = model.opacityOf(other);
    if (other === id || opacity >= GHOST) return sum;
    return meet(model.batchWith(other), other, origin, direction, { near, far: Math.min(limit, far) }) === null ? sum : sum + opacity;
  }, 0);
}

/** The ids whose cut face a ray enters, the one that shows first; where there is none, that of the fat drawn there. */
function faced(model, { near, far, entry }, on) {
  if (!entry || near > far) return [];
  const found = model.faces().filter(({ plane, section }) => plane.name === entry.name && onFace(section, entry, on(near)));
  const bed = found.length ? undefined : model.beddingAt(entry, on(near));
  return bed ? [bed] : found.sort((a, b) => b.rank - a.rank).map(({ id }) => id);
}

/** Is a point of the plane on the face of a section? */
export function onFace({ flat, triangles }, plane, point) {
  const [x, y] = placeOn(plane, point);
  const left = (a, b) => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
  for (let n = 0; n < triangles.length; n += 3) {
    const a = flat[triangles[n]], b = flat[triangles[n + 1]], c = flat[triangles[n + 2]];
    const sides = [left(a, b), left(b, c), left(c, a)];
    const sliver = Math.abs(sides[0] + sides[1] + sides[2]) < 1e-9; // the sum is twice the area
    if (!sliver && (sides.every((side) => side >= 0) || sides.every((side) => side <= 0))) return true;
  }
  return false;
}

/** Distance to the first triangle of a part on a stretch {near, far} of a ray, or null. */
function meet(batch, id, origin, direction, { near, far }) {
  if (!meetsBox(batch.boxOf(id), origin, direction, far)) return null;
  const part = batch.parts.get(id);
  const [o, d] = part.pose ? unposed(part.pose, origin, direction) : [origin, direction];
  const { positions } = batch.slices(id);
  part.runs ??= runsOf(positions, part.faces);
  let found = far;
  for (let run = 0; 6 * run < part.runs.length; run++) {
    if (!meetsBox(part.runs, o, d, found, 6 * run)) continue;
    const end = Math.min(part.faces.length, 3 * RUN * (run + 1));
    found = meetTriangles(positions, part.faces, 3 * RUN * run, end, o, d, near, found);
  }
  return found < far ? found : null;
}

/** Boxes of the runs of a part's triangles, six numbers each. */
function runsOf(p, faces) {
  const runs = new Float32Array(6 * Math.ceil(faces.length / 3 / RUN));
  for (let run = 0; 6 * run < runs.length; run++) {
    const box = runs.subarray(6 * run, 6 * run + 6).fill(Infinity, 0, 3).fill(-Infinity, 3);
    const end = Math.min(faces.length, 3 * RUN * (run + 1));
    for (let e = 3 * RUN * run; e < end; e++) {
      for (let k = 0; k < 3; k++) {
        const value = p[3 * faces[e] + k];
        if (value < box[k]) box[k] = value;
        if (value > box[k + 3]) box[k + 3] = value;
      }
    }
  }
  return runs;
}

function meetsBox(box, origin, direction, limit, at = 0) {
  let near = 0, far = limit;
  for (let k = 0; k < 3; k++) {
    const a = (box[at + k] - origin[k]) / direction[k], b = (box[at + k + 3] - origin[k]) / direction[k];
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far;
}

/** A ray in the frame in which a posed part was made; the turn is a rotation, so its transpose undoes it. */
function unposed(pose, origin, direction) {
  const shifted = origin.map((value, k) => value - pose[4 * k + 3]);
  const back = (vector) => [0, 1, 2].map((k) => pose[k] * vector[0] + pose[4 + k] * vector[1] + pose[8 + k] * vector[2]);
  return [back(shifted), back(direction)];
}

/** Möller and Trumbore's test over faces start…end, from outside only: the nearest distance between `near` and `limit`, or `limit`. */
function meetTriangles(p, faces, start, end, [ox, oy, oz], [dx, dy, dz], near, limit) {
  let best = limit;
  for (let f = start; f < end; f += 3) {
    const a = 3 * faces[f], b = 3 * faces[f + 1], c = 3 * faces[f + 2];
    const ux = p[b] - p[a], uy = p[b + 1] - p[a + 1], uz = p[b + 2] - p[a + 2];
    const vx = p[c] - p[a], vy = p[c + 1] - p[a + 1], vz = p[c + 2] - p[a + 2];
    const hx = dy * vz - dz * vy, hy = dz * vx - dx * vz, hz = dx * vy - dy * vx;
    const size = ux * hx + uy * hy + uz * hz;
    if (size < 1e-12) continue;
    const sx = ox - p[a], sy = oy - p[a + 1], sz = oz - p[a + 2];
    const u = sx * hx + sy * hy + sz * hz;
    if (u < 0 || u > size) continue;
    const qx = sy * uz - sz * uy, qy = sz * ux - sx * uz, qz = sx * uy - sy * ux;
    const v = dx * qx + dy * qy + dz * qz;
    if (v < 0 || u + v > size) continue;
    const distance = (vx * qx + vy * qy + vz * qz) / size;
    if (distance > near + 1e-6 && distance < best) best = distance;
  }
  return best;
}
