// The fat in which sac and ganglia lie, on a cut face: what is free around them between the solids that are cut.
import { squaresFrom } from "./distances.js";
import { covered, frameOf } from "./raster.js";

export const CELL = 0.75; // mm
const NARROW = 4.5; // mm: half the width of a gap that fat fills
const REACH = 9; // mm around sac and ganglia: as far as it is drawn
const MARGIN = 2 * NARROW + CELL; // mm around that: what bounds a gap there is known too

/**
 * A small picture of it: {data: bytes (128 at its edge, more within), width, height, low: [u, v], cell: mm}, or null where there is
 * none.  `solids`: sections (see section.js) of all that is cut; `bedded`: those among them that lie in fat; `clear`: those
 * through which one sees what they hold.
 */
export function beddingOf(solids, bedded, clear = []) {
  if (!bedded.length) return null;
  const frame = frameOf(bedded, REACH + MARGIN, CELL), { width, height } = frame;
  const held = covered(solids, frame), near = squaresFrom(covered(bedded, frame), width, height);
  const wide = squaresFrom(held, width, height), far = (NARROW / CELL) ** 2;
  const open = squaresFrom(Uint8Array.from(wide, (square) => square > far), width, height);
  const holding = covered(clear, frame), inside = (n) => holding[n] && holding[n - 1] && holding[n + 1] && holding[n - width] && holding[n + width];
  const free = (n) => !held[n] && open[n] > far && near[n] < (REACH / CELL) ** 2;
  const lies = joinedTo(covered(bedded, frame), free, width), apart = (n) => free(n) && !lies[n];
  const data = new Uint8Array(width * height), reach = REACH / CELL, edge = NARROW / CELL;
  for (let n = 0; n < data.length; n++) {
    if (inside(n) || apart(n)) continue; // it goes on under the wall of what is clear, and no farther
    const within = Math.min(Math.sqrt(open[n]) - edge, reach - Math.sqrt(near[n]));
    const most = held[n] && [n - 1, n + 1, n - width, n + width].some(apart) ? 128 : 255;
    data[n] = Math.max(0, Math.min(most, 128 + 64 * within));
  }
  return { data, ...frame };
}

/** Which cells (bytes) of a grid are `begun`, or joined to one of these through cells that are `free`. */
function joinedTo(begun, free, width) {
  const out = Uint8Array.from(begun), waiting = [];
  for (let n = 0; n < out.length; n++) if (out[n]) waiting.push(n);
  while (waiting.length) {
    const n = waiting.pop();
    for (const next of [n - 1, n + 1, n - width, n + width]) {
      if (next < 0 || next >= out.length || out[next] || !free(next)) continue;
      out[next] = 1;
      waiting.push(next);
    }
  }
  return out;
}

/** Does a picture of it cover the place (x, y) mm of its plane? */
export function covers({ data, width, height, low: [u, v], cell }, x, y) {
  const column = Math.floor((x - u) / cell), row = Math.floor((y - v) / cell);
  return column >= 0 && row >= 0 && column < width && row < height && data[row * width + column] > 128;
}
