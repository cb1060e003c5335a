// Points net by net, each finer than the last, as meshes/thin.py tells them.

const WIDEST = 1024;
const NARROWEST = 8;

export const NEIGHBOURS = 4;

/** Calls `visit(fresh, near)` for each net of points (whole numbers, x y z in turn); near: NEIGHBOURS a point, -1 for none. */
export function nets(points, visit) {
  const count = points.length / 3;
  const known = new Uint8Array(count);
  let left = count;
  for (let cell = WIDEST; left; cell = Math.floor(cell / 2)) {
    const fresh = cell < NARROWEST ? unknown(known) : firstInFreeCells(points, known, cell);
    if (!fresh.length) continue;
    visit(fresh, nearest(new Grid(points, known, 4 * cell), fresh));
    for (const point of fresh) known[point] = 1;
    left -= fresh.length;
  }
}

function unknown(known) {
  const found = [];
  for (let i = 0; i < known.length; i++) if (!known[i]) found.push(i);
  return found;
}

function firstInFreeCells(points, known, cell) {
  const grid = new Grid(points, known, cell);
  const fresh = [];
  for (let i = 0; i < known.length; i++) {
    if (known[i] || grid.first(grid.x[i], grid.y[i], grid.z[i]) >= 0) continue;
    grid.add(i);
    fresh.push(i);
  }
  return fresh;
}

function cellsAlong(points, axis, cell) {
  const out = new Int32Array(points.length / 3);
  for (let i = 0; i < out.length; i++) out[i] = Math.floor(points[3 * i + axis] / cell);
  return out;
}

/** Points by the cell they stand in. */
class Grid {
  constructor(points, known, cell) {
    const count = known.length;
    Object.assign(this, { points, cell, total: 0 });
    [this.x, this.y, this.z] = [0, 1, 2].map((axis) => cellsAlong(points, axis, cell));
    this.mask = 2 ** Math.ceil(Math.log2(2 * count + 2)) - 1;
    this.heads = new Int32Array(this.mask + 1).fill(-1);
    this.next = new Int32Array(count).fill(-1);
    for (let i = 0; i < count; i++) if (known[i]) this.add(i);
  }

  slot(x, y, z) {
    return (Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791)) & this.mask;
  }

  add(i) {
    const slot = this.slot(this.x[i], this.y[i], this.z[i]);
    this.next[i] = this.heads[slot];
    this.heads[slot] = i;
    this.total += 1;
  }

  /** A point in the cell, or -1; `after` goes on from one of them. */
  first(x, y, z, after = this.heads[this.slot(x, y, z)]) {
    let i = after;
    while (i >= 0 && (this.x[i] !== x || this.y[i] !== y || this.z[i] !== z)) i = this.next[i];
    return i;
  }
}

/** For each fresh point its nearest known ones, by distance and then by number. */
function nearest(grid, fresh) {
  const near = new Int32Array(fresh.length * NEIGHBOURS).fill(-1);
  const best = new Best(Math.min(NEIGHBOURS, grid.total));
  for (let n = 0; n < fresh.length; n++) {
    search(grid, fresh[n], best);
    for (let k = 0; k < best.count; k++) near[n * NEIGHBOURS + k] = best.ids[k];
  }
  return near;
}

/** The nearest points in the grid, ring after ring of cells. */
function search(grid, point, best) {
  const [cx, cy, cz] = [grid.x[point], grid.y[point], grid.z[point]];
  best.count = 0;
  for (let ring = 0, seen = 0; seen < grid.total; ring++) {
    for (let i = -ring; i <= ring; i++) {
      for (let j = -ring; j <= ring; j++) {
        const onShell = i === -ring || i === ring || j === -ring || j === ring;
        for (let k = -ring; k <= ring; k += onShell ? 1 : 2 * ring) seen += look(grid, point, cx + i, cy + j, cz + k, best);
      }
    }
    if (best.count === best.most && best.squares[best.most - 1] < (ring * grid.cell) ** 2) return;
  }
}

function look(grid, point, x, y, z, best) {
  const { points } = grid;
  let seen = 0;
  for (let other = grid.first(x, y, z); other >= 0; other = grid.first(x, y, z, grid.next[other])) {
    const dx = points[3 * other] - points[3 * point];
    const dy = points[3 * other + 1] - points[3 * point + 1];
    const dz = points[3 * other + 2] - points[3 * point + 2];
    best.offer(other, dx * dx + dy * dy + dz * dz);
    seen += 1;
  }
  return seen;
}

/** The few nearest so far, in order. */
class Best {
  constructor(most) {
    this.most = most;
    this.count = 0;
    this.ids = new Int32Array(NEIGHBOURS);
    this.squares = new Float64Array(NEIGHBOURS);
  }

  offer(id, square) {
    const { ids, squares, most } = this;
    if (this.count === most && !before(id, square, ids[most - 1], squares[most - 1])) return;
    let at = this.count < most ? this.count++ : most - 1;
    for (; at > 0 && before(id, square, ids[at - 1], squares[at - 1]); at--) {
      ids[at] = ids[at - 1];
      squares[at] = squares[at - 1];
    }
    ids[at] = id;
    squares[at] = square;
  }
}

const before = (id, square, otherId, otherSquare) => square < otherSquare || (square === otherSquare && id < otherId);

/** The shares (4 a point, at `from`) that neighbours have in what a point does: the inverse square of their distance. */
export function shares(points, point, near, from, out) {
  for (let k = 0; k < NEIGHBOURS; k++) {
    const other = near[from + k];
    if (other < 0) { out[k] = 0; continue; }
    let square = 0;
    for (let axis = 0; axis < 3; axis++) square += (points[3 * other + axis] - points[3 * point + axis]) ** 2;
    out[k] = 1 / Math.max(square, 1);
  }
}
