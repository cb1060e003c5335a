// Severity: shapes and places between two keys.

/** The key below `severity` and how far it is to the next: [index, 0…1]. */
export function between(keys, severity) {
  const last = keys.length - 1;
  if (last < 1 || severity <= keys[0]) return [0, 0];
  if (severity >= keys[last]) return [last - 1, 1];
  let index = 0;
  while (keys[index + 1] <= severity) index++;
  return [index, (severity - keys[index]) / (keys[index + 1] - keys[index])];
}

/** Write the blend of two arrays into `out`. */
export function blend(out, from, to, share) {
  for (let i = 0; i < out.length; i++) out[i] = from[i] + share * (to[i] - from[i]);
}

/** The place between two poses [tx, ty, tz, qx, qy, qz, qw] as a row-major 3×4 matrix. */
export function poseBetween(from, to, share) {
  const t = [0, 1, 2].map((k) => from[k] + share * (to[k] - from[k]));
  const [x, y, z, w] = slerp(from.slice(3), to.slice(3), share);
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w), t[0],
    2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w), t[1],
    2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y), t[2],
  ];
}

function slerp(from, to, share) {
  let cosine = from.reduce((sum, value, k) => sum + value * to[k], 0);
  const sign = cosine < 0 ? -1 : 1;
  cosine *= sign;
  const angle = Math.acos(Math.min(1, cosine));
  const sine = Math.sin(angle);
  const [a, b] = sine < 1e-6 ? [1 - share, share] : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
  const mixed = from.map((value, k) => a * value + b * sign * to[k]);
  const length = Math.hypot(...mixed);
  return mixed.map((value) => value / length);
}

/** The blend of two sets of shares, {name: 0…1}; what one does not name is 0 there. */
export function sharesBetween(from, to, share) {
  return Object.fromEntries(Object.keys({ ...from, ...to }).map((name) => [name, (1 - share) * (from[name] ?? 0) + share * (to[name] ?? 0)]));
}

/** Is a node drawn at this severity? */
export const present = ({ appears = -Infinity, vanishes = Infinity }, severity) => severity >= appears && severity < vanishes;
