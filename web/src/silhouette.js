// How wide the spine stands in the picture, from a sample of its vertices.
import { keeps } from "./cut.js";

const SAMPLES = 24; // vertices a part
const GHOST = 0.1; // fainter parts don't count
const STILL = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** {left, right} px of what is shown within the picture {width, height, project}. */
export function silhouetteOf(model, { width, height, project }) {
  let left = width, right = 0;
  const point = [0, 0, 0];
  for (const id of model.visible()) {
    if (model.opacityOf(id) < GHOST) continue;
    const batch = model.batchWith(id);
    const { positions: p } = batch.slices(id);
    const m = batch.parts.get(id).pose ?? STILL;
    const step = 3 * Math.max(1, Math.floor(p.length / 3 / SAMPLES));
    for (let i = 0; i < p.length; i += step) {
      for (let k = 0; k < 3; k++) point[k] = m[4 * k] * p[i] + m[4 * k + 1] * p[i + 1] + m[4 * k + 2] * p[i + 2] + m[4 * k + 3];
      if (!keeps(model.planes, point)) continue;
      const [x, y] = project(point);
      if (y < 0 || y > height) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return left < right ? { left: Math.max(0, left), right: Math.min(width, right) } : { left: width / 2, right: width / 2 };
}
