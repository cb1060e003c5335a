// How wide the spine stands in the picture, and where one of its parts does, from a sample of vertices.
import { keeps } from "./cut.js";

const SAMPLES = 24; // vertices a part
const GHOST = 0.1; // fainter parts don't count
const STILL = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** {left, right} px of what is shown within the picture {width, height, project}. */
export function silhouetteOf(model, picture) {
  const { width } = picture;
  let left = width, right = 0;
  for (const id of model.visible()) {
    if (model.opacityOf(id) < GHOST) continue;
    const extent = extentOf(model, id, picture);
    left = Math.min(left, extent.left);
    right = Math.max(right, extent.right);
  }
  return left < right ? { left: Math.max(0, left), right: Math.min(width, right) } : { left: width / 2, right: width / 2 };
}

/** {left, right, top, bottom} px of what the planes keep of a part, as far as it lies within the height of the picture; turned round where nothing does. */
export function extentOf(model, id, { height, project }) {
  const extent = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const batch = model.batchWith(id);
  const { positions: p } = batch.slices(id);
  const m = batch.parts.get(id).pose ?? STILL;
  const step = 3 * Math.max(1, Math.floor(p.length / 3 / SAMPLES));
  const point = [0, 0, 0];
  for (let i = 0; i < p.length; i += step) {
    for (let k = 0; k < 3; k++) point[k] = m[4 * k] * p[i] + m[4 * k + 1] * p[i + 1] + m[4 * k + 2] * p[i + 2] + m[4 * k + 3];
    if (!keeps(model.planes, point)) continue;
    const [x, y] = project(point);
    if (y < 0 || y > height) continue;
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x);
    extent.top = Math.min(extent.top, y);
    extent.bottom = Math.max(extent.bottom, y);
  }
  return extent;
}
