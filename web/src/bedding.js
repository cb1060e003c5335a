// The fat in which sac and ganglia lie, on a cut face: what is free around them between the solids that are cut.
import { squaresFrom } from "./distances.js";

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
  const frame = frameOf(bedded, REACH + MARGIN), { width, height } = frame;
  const held = covered(solids, frame), near = squaresFrom(covered(bedded, frame), width, height);
  const wide = squaresFrom(held, width, height), far = (NARROW / CELL) ** 2;
  const open = squaresFrom(Uint8Array.from(wide, (square) => square > far), width, height);
  const holding = covered(clear, frame), inside = (n) => holding[n] && holding[n - 1] && holding[n + 1] && holding[n - width] && holding[n + width];
  const data = new Uint8Array(width * height), reach = REACH / CELL, edge = NARROW / CELL;
  for (let n = 0; n < data.length; n++) {
    if (inside(n)) continue; // it goes on under the wall of what is clear, and no farther
    const within = Math.min(Math.sqrt(open[n]) - edge, reach - Math.sqrt(near[n]));
    data[n] = Math.max(0, Math.min(255, 128 + 64 * within));
  }
  return { data, ...frame };
}

/** Does a picture of it cover the place (x, y) mm of its plane? */
export function covers({ data, width, height, low: [u, v], cell }, x, y) {
  const column = Math.floor((x - u) / cell), row = Math.floor((y - v) / cell);
  return column >= 0 && row >= 0 && column < width && row < height && data[row * width + column] > 128;
}

function frameOf(sections, margin) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (const { flat } of sections) {
    for (const { x, y } of flat) {
      low[0] = Math.min(low[0], x - margin);
      low[1] = Math.min(low[1], y - margin);
      high[0] = Math.max(high[0], x + margin);
      high[1] = Math.max(high[1], y + margin);
    }
  }
  const [width, height] = low.map((value, k) => Math.ceil((high[k] - value) / CELL));
  return { width, height, low, cell: CELL };
}

/** Which cells (bytes, 0 or 1) lie within sections: along each row, between an outline and the next. */
function covered(sections, { width, height, low: [u, v] }) {
  const out = new Uint8Array(width * height);
  for (const { flat, outlines } of sections) {
    const crossings = Array.from({ length: height }, () => []);
    for (const outline of outlines) {
      outline.forEach((index, n) => {
        const a = flat[index], b = flat[outline[(n + 1) % outline.length]];
        const [first, last] = [Math.min(a.y, b.y), Math.max(a.y, b.y)].map((y) => Math.ceil((y - v) / CELL - 0.5));
        for (let row = Math.max(0, first); row < Math.min(height, last); row++) {
          crossings[row].push(a.x + ((v + (row + 0.5) * CELL - a.y) / (b.y - a.y)) * (b.x - a.x));
        }
      });
    }
    crossings.forEach((found, row) => {
      found.sort((a, b) => a - b);
      for (let n = 0; n + 1 < found.length; n += 2) {
        const [from, to] = [found[n], found[n + 1]].map((x) => Math.min(width, Math.max(0, Math.round((x - u) / CELL))));
        out.fill(1, row * width + from, row * width + to);
      }
    });
  }
  return out;
}
