// Where the lamellae of a disc run: between its inner and its outer wall, all the way round.

export const AROUND = 64; // directions

/** The frame of an annulus, {centre, axes: [u, v, across]}, and its {walls: (2 AROUND) mm, inner and outer radius each}. */
export function ringsOf(p) {
  const centre = [0, 1, 2].map((k) => mean(p, (i) => p[i + k]));
  const axes = axesAcross(p, centre);
  const walls = new Float32Array(2 * AROUND);
  for (let n = 0; n < AROUND; n++) { walls[2 * n] = Infinity; walls[2 * n + 1] = 0; }
  for (let i = 0; i < p.length; i += 3) {
    const [u, v] = placeIn({ centre, axes }, [p[i], p[i + 1], p[i + 2]]);
    const at = 2 * (Math.floor((Math.atan2(v, u) / (2 * Math.PI) + 1) * AROUND) % AROUND), radius = Math.hypot(u, v);
    walls[at] = Math.min(walls[at], radius);
    walls[at + 1] = Math.max(walls[at + 1], radius);
  }
  for (let n = 0; n < AROUND; n++) { // directions without a point take their neighbour's
    if (walls[2 * n + 1] === 0) walls.copyWithin(2 * n, 2 * ((n + AROUND - 1) % AROUND), 2 * ((n + AROUND - 1) % AROUND) + 2);
  }
  return { centre, axes, walls };
}

/** A point in the disc's frame: [u, v, height] mm. */
export const placeIn = ({ centre, axes }, point) =>
  axes.map((axis) => axis.reduce((sum, value, k) => sum + value * (point[k] - centre[k]), 0));

function mean(p, value) {
  let sum = 0;
  for (let i = 0; i < p.length; i += 3) sum += value(i);
  return (3 * sum) / p.length;
}

/** Two axes along the disc and the one across it, in which its points spread least. */
function axesAcross(p, centre) {
  const spread = [0, 1, 2].map((row) => [0, 1, 2].map((column) => mean(p, (i) => (p[i + row] - centre[row]) * (p[i + column] - centre[column]))));
  const trace = spread[0][0] + spread[1][1] + spread[2][2];
  let across = [0, 0, 1];
  for (let round = 0; round < 40; round++) {
    const next = across.map((value, k) => trace * value - spread[k].reduce((sum, one, j) => sum + one * across[j], 0));
    const length = Math.hypot(...next);
    across = next.map((value) => value / length);
  }
  const flat = Math.hypot(across[1], across[2]);
  const u = [flat, (-across[0] * across[1]) / flat, (-across[0] * across[2]) / flat];
  const v = [across[1] * u[2] - across[2] * u[1], across[2] * u[0] - across[0] * u[2], across[0] * u[1] - across[1] * u[0]];
  return [u, v, across];
}
