// A hollow tube, open at its ends, cut lengthwise: the outline of its wall and of what it holds.

const ROW = 0.5; // mm along the tube
const UP = 2; // the axis along which the tube runs

/**
 * Outlines around the wall and the hollow between its sides: from row to row, the outermost points on either side.
 *
 * `pieces`: the wall's outlines as [[x, y, z], …] each, in the plane across `axis`; so are the outlines, counter-clockwise
 * seen along `way`.
 */
export function aroundHollow(pieces, axis, way) {
  if (!pieces.length) return [];
  const side = 3 - axis - UP;
  return runsOf(rowsOf(pieces, side)).filter((rows) => rows.length > 1).map((rows) => {
    const edge = (k) => rows.map(({ level, ends }) => placed(pieces[0][0], side, ends[k], level));
    const round = [...edge(1), ...edge(0).reverse()]; // up the far side, down the near one
    return (axis === 0) === way > 0 ? round : round.reverse();
  });
}

/** Rows in which there is something, in runs without a gap. */
function runsOf(rows) {
  const runs = [[]];
  for (const row of rows) {
    if (row.ends[0] < row.ends[1]) runs.at(-1).push(row);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs;
}

function placed(model, side, value, level) {
  const out = [...model];
  out[side] = value;
  out[UP] = level;
  return out;
}

function rowsOf(pieces, side) {
  const levels = pieces.flat().map((point) => point[UP]);
  const low = Math.min(...levels) + 1e-3, high = Math.max(...levels) - 1e-3;
  const count = Math.max(2, Math.ceil((high - low) / ROW) + 1);
  const rows = Array.from({ length: count }, (_, n) => ({ level: low + (n * (high - low)) / (count - 1), ends: [Infinity, -Infinity] }));
  const at = (level) => ((level - low) * (count - 1)) / (high - low);
  for (const piece of pieces) {
    piece.forEach((a, n) => {
      const b = piece[(n + 1) % piece.length];
      const from = Math.max(0, Math.ceil(at(Math.min(a[UP], b[UP])))), to = Math.min(count - 1, Math.floor(at(Math.max(a[UP], b[UP]))));
      for (const { level, ends } of rows.slice(from, to + 1)) {
        const value = a[side] + (a[UP] === b[UP] ? 0 : (level - a[UP]) / (b[UP] - a[UP])) * (b[side] - a[side]);
        ends[0] = Math.min(ends[0], value);
        ends[1] = Math.max(ends[1], value);
      }
    });
  }
  return rows;
}
