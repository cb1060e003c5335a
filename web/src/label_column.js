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
  const kept = all.map((label) => keptFree(label, area)).filter((box) => column.some((label) => touches(box, across(label))));
  if (!column.some((label) => kept.some((box) => overlap(box, label)))) return;
  const top = Math.min(...kept.map((box) => box.top)), bottom = Math.max(...kept.map((box) => box.bottom));
  const above = { ...area, bottom: area.height - top + GAP }, below = { ...area, top: bottom + GAP };
  let best = null;
  for (let count = 0; count <= column.length; count++) {
    const parts = [[column.slice(0, count), above], [column.slice(count), below]];
    if (!parts.every(([labels, room]) => fits(labels, room))) continue;
    for (const [labels, room] of parts) untangle(labels, room);
    const cost = column.reduce((sum, { top: at, height, y }) => sum + Math.abs(at + height / 2 - y), 0);
    if (!best || cost < best.cost) best = { cost, tops: column.map((label) => label.top) };
  }
  if (!best) return spread(column, area);
  column.forEach((label, n) => { label.top = best.tops[n]; });
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
const fits = (labels, { height, top, bottom }) => !labels.length || labels.reduce((sum, label) => sum + label.height + GAP, -GAP) <= height - top - bottom;

/** Stack labels in a room so that no two lines cross: where two do, the labels change places. */
function untangle(labels, room) {
  const order = [...labels];
  spread(order, room);
  for (let rounds = order.length ** 2; rounds > 0; rounds--) {
    const found = order.flatMap((one, i) => order.slice(i + 1).map((other, k) => [i, i + 1 + k, cross(lineOf(one), lineOf(other))])).find(([, , crossing]) => crossing);
    if (!found) break;
    const [i, k] = found;
    [order[i], order[k]] = [order[k], order[i]];
    spread(order, room);
  }
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
