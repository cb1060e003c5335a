// What closes narrow gaps on a cut face: a disc the corners beside its end-plates, a ligament the slit between it and bone.
import { covered, frameOf } from "./raster.js";

const CELL = 0.5; // mm
const NARROW = 1.8; // mm: half the width of a gap that is closed,
const SLIT = 0.7; // between bone and bone: a joint stays open
const REACH = 4; // mm beside what fills it: as far as it is drawn
const MARGIN = REACH + 2 * NARROW + CELL; // mm around that: what bounds a gap there is known too
const HARD = ["bones", "discs", "ligaments"]; // layers

/**
 * Gaps that are closed, by kind: which faces ({layer, grain, inner, fills}) close them, by what the table of tissues says, in a plane of a
 * name (axial…), which ones may bound them, and how
 * `narrow` they are (half, mm).  Lengthwise a disc has an end-plate on both sides.
 */
export const GAPS = {
  hard: { closes: ({ fills }, name) => fills === "hard" || (fills === "endplates" && name === "sagittal"), bounds: ({ layer }) => HARD.includes(layer) },
  bone: { closes: ({ fills }) => fills === "bone", bounds: ({ grain }) => grain === "bone", narrow: SLIT },
  discs: { closes: ({ fills }) => fills === "discs", bounds: ({ inner, fills }) => inner === "lamellae" || fills === "discs" },
  nerves: { closes: ({ fills }) => fills === "nerves", bounds: ({ layer, fills }) => layer === "nerves" || fills === "nerves" },
};

/**
 * A small picture of what `fillers` ({id, section, colour: [r, g, b] bytes}) close of the gaps between `solids` (sections, their own among them):
 * {data: bytes r, g, b, 255 within, width, height, low: [u, v], cell: mm, owners: which filler each cell is of}, or null
 * where there is none.  It goes on under the faces beside it, or to the edge `over` them, but not through what is `bare` (sections).
 */
export function fillingOf(solids, fillers, { bare = [], over = false, narrow: half = NARROW } = {}) {
  if (!fillers.length) return null;
  const frame = frameOf(fillers.map(({ section }) => section), MARGIN, CELL), { width } = frame;
  const held = covered(solids, frame), owners = ownersOf(fillers, frame), narrow = narrowIn(held, width, half);
  const open = covered(bare, frame), data = new Uint8Array(4 * held.length), beside = [-1, 1, -width, width];
  const gap = held.map((inside, n) => !inside && owners[n] >= 0 && !open[n] && narrow(n));
  for (let n = 0; n < held.length; n++) {
    if (owners[n] < 0) continue;
    const shown = gap[n] || (held[n] && !open[n] && (!over || beside.some((step) => gap[n + step])));
    data.set([...fillers[owners[n]].colour, shown ? 255 : 0], 4 * n);
  }
  return { data, ...frame, owners };
}

/** Tells of a cell that is not `held` whether it lies in a narrow gap: no circle of radius `half` mm that holds it fits between what is. */
function narrowIn(held, width, half) {
  const reach = Math.floor(half / CELL), steps = [];
  for (let down = -reach; down <= reach; down++) {
    for (let on = -reach; on <= reach; on++) if (Math.hypot(down, on) <= half / CELL) steps.push(down * width + on);
  }
  steps.sort((a, b) => Math.abs(b) - Math.abs(a)); // what is far is met sooner
  const known = new Uint8Array(held.length); // 1: a circle fits around it, 2: none does
  const fits = (n) => {
    if (!known[n]) {
      known[n] = 1;
      for (const step of steps) {
        if (!held[n + step]) continue;
        known[n] = 2;
        break;
      }
    }
    return known[n] === 1;
  };
  return (n) => {
    for (const step of steps) if (fits(n + step)) return false;
    return true;
  };
}

/** The filler whose filling covers the place (x, y) mm of its plane, or undefined. */
export function fillerAt({ data, width, height, low: [u, v], cell, owners }, fillers, x, y) {
  const column = Math.floor((x - u) / cell), row = Math.floor((y - v) / cell), n = row * width + column;
  if (column < 0 || row < 0 || column >= width || row >= height || !data[4 * n + 3]) return undefined;
  return fillers[owners[n]];
}

/** Which filler (its number) each cell of a grid is nearest to, -1 for none within reach. */
function ownersOf(fillers, frame) {
  const { width, height } = frame, owners = new Int16Array(width * height).fill(-1);
  let front = [];
  for (const [number, { section }] of fillers.entries()) {
    covered([section], frame).forEach((inside, n) => {
      if (!inside) return;
      owners[n] = number;
      front.push(n);
    });
  }
  for (let step = 0; step < REACH / CELL; step++) {
    const next = [];
    for (const n of front) {
      const column = n % width;
      for (const beside of [column > 0 && n - 1, column < width - 1 && n + 1, n >= width && n - width, n < width * (height - 1) && n + width]) {
        if (beside === false || owners[beside] >= 0) continue;
        owners[beside] = owners[n];
        next.push(beside);
      }
    }
    front = next;
  }
  return owners;
}
