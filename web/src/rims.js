// How deep under its outlines a cut face lies: a small picture of distances, for rims such as the cortex of bone.
import { boundsOf } from "./section.js";

export const DEPTH = 1.7; // mm; deeper is all one
const CELL = 0.5; // mm
const PIECE = 1; // mm; shorter pieces of an outline are drawn together
const CLOSE = 0.8; // mm beside what has eaten into a bone, or has grown on it, where that has no cortex

/**
 * Distances to the nearest outline of sections (see section.js): {data: bytes (255 = DEPTH), width, height, low: [u, v], cell: mm}.
 * What is `rimless` has no outline here, and nothing has one close beside it; nor has a `bone` towards one that has `grown` on it.
 */
export function rimsOf(sections) {
  const { low, high } = boundsOf(sections);
  const [u, v] = low.map((value) => value - CELL);
  const width = Math.max(2, Math.ceil((high[0] - u) / CELL) + 2), height = Math.max(2, Math.ceil((high[1] - v) / CELL) + 2);
  const blank = () => ({ squares: new Float32Array(width * height).fill(DEPTH * DEPTH), width, height, low: [u, v] });
  const picture = blank();
  const beside = (some) => { // what lies close beside the outlines of some sections
    if (!some.length) return () => false;
    const drawn = blank();
    trace(some, (from, to) => draw(drawn, from, to));
    return (from, to) => awayFrom(drawn, (from.x + to.x) / 2, (from.y + to.y) / 2) <= CLOSE;
  };
  const grown = sections.filter((one) => one.grown), hosts = grown.length ? sections.filter((one) => one.bone && !one.grown) : [];
  const eaten = beside(sections.filter(({ rimless }) => rimless)), byGrown = beside(grown), byHost = beside(hosts);
  for (const section of sections.filter(({ rimless }) => !rimless)) {
    const joined = section.grown ? byHost : section.bone ? byGrown : () => false;
    trace([section], (from, to) => { if (!eaten(from, to) && !joined(from, to)) draw(picture, from, to); });
  }
  const data = new Uint8Array(width * height);
  for (let n = 0; n < data.length; n++) data[n] = (255 / DEPTH) * Math.sqrt(picture.squares[n]);
  return { data, width, height, low: picture.low, cell: CELL };
}

/** Call `each(from, to)` with the pieces of all outlines. */
function trace(sections, each) {
  for (const { flat, outlines } of sections) {
    for (const outline of outlines) {
      let from = flat[outline[0]];
      for (let n = 1; n <= outline.length; n++) {
        const to = flat[outline[n % outline.length]];
        if (n < outline.length && (to.x - from.x) ** 2 + (to.y - from.y) ** 2 < PIECE * PIECE) continue;
        each(from, to);
        from = to;
      }
    }
  }
}

/** How far a place is from what is drawn in a picture of squared distances. */
function awayFrom({ squares, width, height, low: [u, v] }, x, y) {
  const column = Math.floor((x - u) / CELL), row = Math.floor((y - v) / CELL);
  return Math.sqrt(squares[Math.min(row, height - 1) * width + Math.min(column, width - 1)]);
}

/** Lower the squared distances around one piece of an outline. */
function draw({ squares, width, height, low: [u, v] }, a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy || 1;
  const span = (from, to, start, most) => [
    Math.max(0, Math.ceil((Math.min(from, to) - DEPTH - start) / CELL - 0.5)),
    Math.min(most - 1, Math.floor((Math.max(from, to) + DEPTH - start) / CELL - 0.5)),
  ];
  const [first, last] = span(a.x, b.x, u, width), [bottom, top] = span(a.y, b.y, v, height);
  for (let row = bottom; row <= top; row++) {
    const y = v + (row + 0.5) * CELL - a.y;
    for (let column = first; column <= last; column++) {
      const x = u + (column + 0.5) * CELL - a.x;
      const share = Math.max(0, Math.min(1, (x * dx + y * dy) / length));
      const right = x - share * dx, up = y - share * dy;
      const away = right * right + up * up, at = row * width + column;
      if (away < squares[at]) squares[at] = away;
    }
  }
}
