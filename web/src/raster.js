// Sections of a plane as cells of a grid.
import { boundsOf } from "./section.js";

/** A grid of square cells (mm) around sections, with a margin (mm): {width, height, low: [u, v], cell}. */
export function frameOf(sections, margin, cell) {
  const bounds = boundsOf(sections), low = bounds.low.map((value) => value - margin);
  const [width, height] = bounds.high.map((value, k) => Math.ceil((value + margin - low[k]) / cell));
  return { width, height, low, cell };
}

/** Which cells (bytes, 0 or 1) lie within sections: along each row, between an outline and the next. */
export function covered(sections, { width, height, low: [u, v], cell }) {
  const out = new Uint8Array(width * height);
  for (const { flat, outlines } of sections) {
    const crossings = Array.from({ length: height }, () => []);
    for (const outline of outlines) {
      outline.forEach((index, n) => {
        const a = flat[index], b = flat[outline[(n + 1) % outline.length]];
        const [first, last] = [Math.min(a.y, b.y), Math.max(a.y, b.y)].map((y) => Math.ceil((y - v) / cell - 0.5));
        for (let row = Math.max(0, first); row < Math.min(height, last); row++) {
          crossings[row].push(a.x + ((v + (row + 0.5) * cell - a.y) / (b.y - a.y)) * (b.x - a.x));
        }
      });
    }
    crossings.forEach((found, row) => {
      found.sort((a, b) => a - b);
      for (let n = 0; n + 1 < found.length; n += 2) {
        const [from, to] = [found[n], found[n + 1]].map((x) => Math.min(width, Math.max(0, Math.round((x - u) / cell))));
        out.fill(1, row * width + from, row * width + to);
      }
    });
  }
  return out;
}
