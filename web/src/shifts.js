// How far the back of each disc stands from where it does in the healthy spine: a slip below carries it along.
import { poseBetween } from "./morph.js";

const CARTILAGE = /^(.+)\/endplate_cartilage$/; // it lies on both rims of a disc, and a herniation leaves it as it is
const REAR = 0.1; // of its points: those that lie farthest behind

/** {level: [[x, y, z] mm at each key]} for the discs that the nodes of a finding move; `base`: the nodes of the healthy spine. */
export function shiftsOf(nodes, keys, base) {
  const healthy = new Map(base.map((node) => [node.name, node.positions]));
  return Object.fromEntries(nodes.flatMap((node) => {
    const [, level] = node.name.match(CARTILAGE) ?? [], rest = healthy.get(node.name);
    if (!level || !rest) return [];
    const shapes = shapesOf(node, rest);
    if (shapes.length !== keys.length || shapes.some((shape) => shape.length !== rest.length)) return []; // it is eaten, not moved
    const rear = rearOf(rest), before = meanOf(rest, rear);
    return [[level, shapes.map((shape) => meanOf(shape, rear).map((value, k) => value - before[k]))]];
  }));
}

function shapesOf({ extras, positions, targets }, rest) {
  if (positions) return [positions, ...targets];
  return (extras.poses ?? []).map((pose) => {
    const m = poseBetween(pose, pose, 0);
    return Float32Array.from(rest, (_, i) => {
      const row = 4 * (i % 3), at = i - (i % 3);
      return m[row] * rest[at] + m[row + 1] * rest[at + 1] + m[row + 2] * rest[at + 2] + m[row + 3];
    });
  });
}

/** The points of a structure that lie farthest behind (+y). */
function rearOf(positions) {
  const order = Array.from({ length: positions.length / 3 }, (_, n) => n).sort((a, b) => positions[3 * b + 1] - positions[3 * a + 1]);
  return order.slice(0, Math.max(1, Math.round(REAR * order.length)));
}

const meanOf = (positions, points) => [0, 1, 2].map((k) => points.reduce((sum, n) => sum + positions[3 * n + k], 0) / points.length);
