// A column of labels: each at the height of its anchor as far as there is room, but not on what any of them names.

export const GAP = 6; // px between labels
const BESIDE = 12; // px; an anchor nearer to its label's side than this would be covered
const ABOVE = 14; // px; how far such a label stands above its anchor
const DOT = 8; // px around an anchor that stay free
const SMALL = 0.3; // of the picture's width and height: what is smaller is kept free as a whole, of the rest its anchor

/** Give each label of a column {x, y, left, width, height} a top.  `all` labels of the picture are kept off. */
export function stack(column, all, area) {
  column.sort((a, b) => a.y - b.y);
  spread(column, area);
  const kept = all.map((label) => keptFree(label, area));
  const covers = (label) => kept.some((box) => overlap(box, label));
  const placed = column.filter((label) => !covers(label)), moved = column.filter(covers);
  if (!moved.length) return;
  for (const label of moved) {
    const top = nearestFree(label, kept, placed, area);
    if (top === null) return spread(column, area);
    label.top = top;
    placed.push(label);
  }
  untangle(column, kept);
}

/** The free top nearest to a label's anchor: beside it, or just over or under what is kept free or another label; null where none is. */
function nearestFree(label, kept, placed, area) {
  const boxes = [...kept, ...placed.map((other) => ({ ...across(other), top: other.top - GAP, bottom: other.top + other.height + GAP }))].filter((box) => touches(box, across(label)));
  const free = [label.y - label.height / 2, ...boxes.flatMap(({ top, bottom }) => [top - label.height, bottom])].filter((top) => (
    top >= area.top && top + label.height <= area.height - area.bottom && !boxes.some((box) => overlap(box, { ...label, top }))));
  const away = (top) => Math.abs(top + label.height / 2 - label.y);
  return free.length ? free.reduce((best, top) => (away(top) < away(best) ? top : best)) : null;
}

/** What no label may cover of what this one names. */
function keptFree({ x, y, extent }, area) {
  const dot = { left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT };
  const small = extent && extent.right - extent.left < SMALL * area.width && extent.bottom - extent.top < SMALL * area.height;
  if (!small) return dot;
  return { left: Math.min(dot.left, extent.left), right: Math.max(dot.right, extent.right), top: Math.min(dot.top, extent.top), bottom: Math.max(dot.bottom, extent.bottom) };
}

const across = ({ left, width }) => ({ left, right: left + width });
const touches = (one, other) => one.left < other.right && other.left < one.right;
const overlap = (box, label) => touches(box, across(label)) && box.top < label.top + label.height && label.top < box.bottom;

/** Where the lines of two labels cross, they change places, if nothing is covered then. */
function untangle(column, kept) {
  for (let rounds = column.length; rounds > 0; rounds--) {
    const found = column.flatMap((one, i) => column.slice(i + 1).map((other) => [one, other])).find(([one, other]) => cross(lineOf(one), lineOf(other)) && swapped(one, other, column, kept));
    if (!found) return;
  }
}

/** Exchange the places of two labels; whether that could be done. */
function swapped(one, other, column, kept) {
  const before = [one.top, other.top];
  const [upper, lower] = one.top < other.top ? [one, other] : [other, one];
  const { top } = upper, bottom = lower.top + lower.height;
  [lower.top, upper.top] = [top, bottom - upper.height];
  const stands = (label) => !kept.some((box) => overlap(box, label)) && column.every((each) => each === label || !overlap({ ...across(each), top: each.top - GAP / 2, bottom: each.top + each.height + GAP / 2 }, label));
  if (stands(one) && stands(other) && !cross(lineOf(one), lineOf(other))) return true;
  [one.top, other.top] = before;
  return false;
}

/** The line of a label, from its nearer edge to its anchor: [x, y, x, y] px. */
function lineOf({ x, y, left, top, width, height }) {
  if (x > left && x < left + width) return [x, y < top ? top : top + height, x, y];
  return [x < left ? left : left + width, top + height / 2, x, y];
}

function cross([ax, ay, bx, by], [cx, cy, dx, dy]) {
  const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 && side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0;
}

/** Give each label a top near its anchor, in this order and apart: neighbours that push become one block. */
function spread(column, area) {
  const blocks = [];
  for (const label of column) {
    const over = label.x > label.left - BESIDE && label.x < label.left + label.width + BESIDE;
    const wish = over ? label.y - label.height - ABOVE : label.y - label.height / 2; // never on its own anchor
    let block = { labels: [label], height: label.height, wish, weight: 1 };
    while (blocks.length && topOf(blocks.at(-1), area) + blocks.at(-1).height + GAP > topOf(block, area)) {
      const above = blocks.pop();
      const shift = above.height + GAP;
      block = {
        labels: [...above.labels, ...block.labels],
        height: above.height + GAP + block.height,
        wish: (above.wish * above.weight + (block.wish - shift) * block.weight) / (above.weight + block.weight),
        weight: above.weight + block.weight,
      };
    }
    blocks.push(block);
  }
  for (const block of blocks) {
    let top = topOf(block, area);
    for (const label of block.labels) { label.top = top; top += label.height + GAP; }
  }
}

const topOf = ({ wish, height }, area) => Math.max(area.top, Math.min(area.height - area.bottom - height, wish));
