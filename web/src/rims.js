// How deep under its outlines a cut face lies: a small picture of distances, for rims such as the cortex of bone.

export const DEPTH = 2.4; // mm; deeper is all one
const CELL = 0.4; // mm

/** Distances to the nearest outline of sections (see section.js): {data: bytes (255 = DEPTH), width, height, low: [u, v], cell: mm}. */
export function rimsOf(sections) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (const { flat } of sections) {
    for (const { x, y } of flat) {
      low[0] = Math.min(low[0], x);
      low[1] = Math.min(low[1], y);
      high[0] = Math.max(high[0], x);
      high[1] = Math.max(high[1], y);
    }
  }
  const [u, v] = low.map((value) => value - CELL);
  const width = Math.max(2, Math.ceil((high[0] - u) / CELL) + 2), height = Math.max(2, Math.ceil((high[1] - v) / CELL) + 2);
  const picture = { data: new Uint8Array(width * height).fill(255), width, height, low: [u, v], cell: CELL };
  for (const { flat, outlines } of sections) {
    for (const outline of outlines) {
      for (let n = 0; n < outline.length; n++) draw(picture, flat[outline[n]], flat[outline[(n + 1) % outline.length]]);
    }
  }
  return picture;
}

/** Lower the distances around one piece of an outline. */
function draw({ data, width, height, low: [u, v] }, a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy || 1;
  const span = (from, to, start, most) => [
    Math.max(0, Math.ceil((Math.min(from, to) - DEPTH - start) / CELL - 0.5)),
    Math.min(most - 1, Math.floor((Math.max(from, to) + DEPTH - start) / CELL - 0.5)),
  ];
  const [left, right] = span(a.x, b.x, u, width), [bottom, top] = span(a.y, b.y, v, height);
  for (let row = bottom; row <= top; row++) {
    const y = v + (row + 0.5) * CELL - a.y;
    for (let column = left; column <= right; column++) {
      const x = u + (column + 0.5) * CELL - a.x;
      const share = Math.max(0, Math.min(1, (x * dx + y * dy) / length));
      const away = (255 / DEPTH) * Math.hypot(x - share * dx, y - share * dy);
      const at = row * width + column;
      if (away < data[at]) data[at] = away;
    }
  }
}
