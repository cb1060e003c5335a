// How wide the spine stands in the picture, from a sample of its vertices.
import { placeOf } from "./anchors.js";

const SAMPLES = 24; // vertices a part
const GHOST = 0.1; // fainter parts don't count

/** {left, right} px of what is shown within the picture {width, height, project}. */
export function silhouetteOf(model, { width, height, project }) {
  let left = width, right = 0;
  for (const id of model.visible()) {
    if (model.opacityOf(id) < GHOST) continue;
    const batch = model.batchWith(id);
    const { count } = batch.parts.get(id);
    const step = Math.max(1, Math.floor(count / SAMPLES));
    for (let vertex = 0; vertex < count; vertex += step) {
      const [x, y] = project(placeOf(batch, id, vertex).point);
      if (y < 0 || y > height) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return left < right ? { left: Math.max(0, left), right: Math.min(width, right) } : { left: width / 2, right: width / 2 };
}
