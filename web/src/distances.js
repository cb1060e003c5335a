// Distances on a grid: how many cells each one lies from the nearest that is marked.

/**
 * Squared distances (Float64Array, in cells²) of a grid's cells to the nearest marked one, Infinity where none is.
 * The lower envelope of parabolas, first down the columns, then along the rows (Felzenszwalb and Huttenlocher 2012).
 */
export function squaresFrom(marked, width, height) {
  const out = new Float64Array(width * height);
  for (let n = 0; n < out.length; n++) out[n] = marked[n] ? 0 : Infinity;
  const most = Math.max(width, height), spare = { line: new Float64Array(most), feet: new Int32Array(most), edges: new Float64Array(most + 1) };
  for (let column = 0; column < width; column++) lower(out, column, width, height, spare);
  for (let row = 0; row < height; row++) lower(out, row * width, 1, width, spare);
  return out;
}

/** Replace a line of `count` values, from `start` by `step`, by the least of (n - m)² + value m. */
function lower(values, start, step, count, { line, feet, edges }) {
  for (let n = 0; n < count; n++) line[n] = values[start + n * step];
  let top = -1;
  for (let n = 0; n < count; n++) {
    if (line[n] === Infinity) continue;
    let from = -Infinity;
    while (top >= 0) {
      const foot = feet[top];
      from = (line[n] + n * n - line[foot] - foot * foot) / (2 * (n - foot));
      if (from > edges[top]) break;
      top -= 1;
      from = -Infinity;
    }
    feet[++top] = n;
    edges[top] = from;
    edges[top + 1] = Infinity;
  }
  if (top < 0) return;
  for (let n = 0, at = 0; n < count; n++) {
    while (edges[at + 1] < n) at += 1;
    values[start + n * step] = (n - feet[at]) ** 2 + line[feet[at]];
  }
}
