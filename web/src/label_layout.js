// Where labels stand: in a column left and right of what is shown, never on each other.
import { GAP, stack } from "./label_column.js";

const CLOSE = 26; // px from the column to the silhouette
const MIDDLE = 0.1; // of the silhouette's width: an anchor this near to its middle may have its label on either side
const LEAST = 24; // px; or one as near as this

/**
 * Places for labels {id, x, y (anchor), width, height, side (earlier one or undefined), extent (of what it names, see silhouette.js)}.
 *
 * `area`: {width, height, top, bottom: free margins, edge: px from the border}; `silhouette`: {left, right} px.
 * Returns {id, side, left, top} in the same order.
 */
export function layout(labels, area, silhouette) {
  const [from, to] = [Math.max(0, silhouette.left), Math.min(area.width, silhouette.right)];
  const middle = (from + to) / 2;
  const sided = labels.map((label) => ({ ...label }));
  choose(sided, middle, Math.max(LEAST, MIDDLE * (to - from)));
  balance(sided, middle, area);
  for (const side of ["left", "right"]) {
    const column = sided.filter((label) => label.side === side);
    for (const label of column) {
      const wanted = side === "left" ? silhouette.left - CLOSE - label.width : silhouette.right + CLOSE;
      label.left = Math.max(area.edge, Math.min(area.width - area.edge - label.width, wanted));
    }
    stack(column, sided, area);
  }
  return sided.map(({ id, side, left, top }) => ({ id, side, left, top }));
}

/** Each label on the side of its anchor; where that is near the middle, on the side it had, or else off the one that is much fuller. */
function choose(labels, middle, near) {
  const nearer = ({ x }) => (x < middle ? "left" : "right");
  const free = labels.filter(({ x }) => Math.abs(x - middle) < near);
  for (const label of labels) if (!free.includes(label)) label.side = nearer(label);
  const more = () => labels.reduce((sum, { side }) => sum + (side === "left") - (side === "right"), 0); // on the left
  const order = Math.sign(more());
  for (const label of free.sort((a, b) => order * (b.x - a.x))) {
    label.side ??= Math.abs(more()) < 2 ? nearer(label) : more() > 0 ? "right" : "left";
  }
}

/** Where one column is too full, the labels nearest the middle go over. */
function balance(labels, middle, area) {
  const room = area.height - area.top - area.bottom;
  const filled = (side) => labels.filter((label) => label.side === side).reduce((sum, label) => sum + label.height + GAP, 0);
  for (const [full, other] of [["left", "right"], ["right", "left"]]) {
    const nearest = labels.filter((label) => label.side === full).sort((a, b) => Math.abs(a.x - middle) - Math.abs(b.x - middle));
    while (filled(full) > room && nearest.length && filled(other) + nearest[0].height + GAP <= room) nearest.shift().side = other;
  }
}
