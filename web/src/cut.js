// Cutting planes: what they keep and what they take away.

/** For each cut its axis (0 x, 1 y, 2 z) and, for each side that may be kept, the way out of it. */
const CUTS = {
  sagittal: { axis: 0, ways: { left: -1, right: 1 }, kept: "left" },
  coronal: { axis: 1, ways: { back: -1, front: 1 }, kept: "back" },
  axial: { axis: 2, ways: { above: -1, below: 1 }, kept: "below" },
};

/**
 * The planes of a cut {axial, sagittal, coronal: mm or null, keep, tilt}: {name, axis, way, at, out}; what lies beyond `at` along
 * `way` is gone.  An axial plane rises backward by `tilt` degrees, and `at` is its height at y = 0; `out` is the unit way out.
 */
export function planesOf(cut) {
  return Object.entries(CUTS).flatMap(([name, { axis, ways, kept }]) => {
    const at = cut?.[name];
    if (at === null || at === undefined || !Number.isFinite(at)) return [];
    const way = ways[cut.keep?.[name]] ?? ways[kept], tilt = name === "axial" ? ((cut.tilt ?? 0) * Math.PI) / 180 : 0;
    const out = [0, 0, 0];
    out[1] = -way * Math.sin(tilt);
    out[axis] += way * Math.cos(tilt);
    return [{ name, axis, way, at, out }];
  });
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** n·p on the plane, n being the way out. */
export const offset = ({ axis, at, out }) => out[axis] * at;

/** The place of a point on a plane, mm: [along, up], which turn counter-clockwise seen from the side taken away. */
export function placeOn({ axis, way, out }, point) {
  return [way * point[(axis + 1) % 3], point[(axis + 2) % 3] / Math.abs(out[axis])];
}

/** The point [x, y, z] of a plane at a place [along, up] on it. */
export function pointOn({ axis, way, at, out }, [along, up]) {
  const point = [0, 0, 0], a = (axis + 1) % 3, b = (axis + 2) % 3;
  point[a] = way * along;
  point[b] = up * Math.abs(out[axis]);
  point[axis] = at - (out[a] * point[a] + out[b] * point[b]) / out[axis];
  return point;
}

/** How far beyond a plane a point is in mm, below 0 on the side that is kept. */
export const beyond = (plane, point) => dot(plane.out, point) - offset(plane);

/** Is a point kept by every plane, but for `except`? */
export const keeps = (planes, point, except = null) => planes.every((plane) => plane === except || beyond(plane, point) <= 0);

/** How far beyond a plane the corners of a box lie, the `least` or the most. */
const corner = (plane, box, least) => beyond(plane, [0, 1, 2].map((k) => box[(plane.out[k] > 0) === least ? k : k + 3]));

/** Does a plane go through a box? */
export const crosses = (plane, box) => corner(plane, box, true) < 0 && corner(plane, box, false) > 0;

/** Is a box wholly on the side that a plane takes away? */
export const takes = (plane, box) => corner(plane, box, true) > 0;

/** The stretch of a ray that the planes keep, {near, far} mm, and the plane through which it enters, or null. */
export function stretchOf(planes, origin, direction) {
  let near = 0, far = Infinity, entry = null;
  for (const plane of planes) {
    const height = beyond(plane, origin), climb = dot(plane.out, direction);
    const at = -height / climb;
    if (climb < 0 && height > 0 && at > near) [near, entry] = [at, plane];
    else if (climb > 0) far = Math.min(far, Math.max(0, at));
    else if (climb === 0 && height > 0) far = 0;
  }
  return { near, far, entry };
}

/** The planes as four numbers each for the shaders, (n, -d): the sum with (point, 1) is positive beyond. */
export function coefficients(planes) {
  const out = new Float32Array(12);
  planes.forEach((plane, n) => out.set([...plane.out, -offset(plane)], 4 * n));
  return out;
}
