// Cutting planes: what they keep and what they take away.

/** For each cut its axis (0 x, 1 y, 2 z) and, for each side that may be kept, the way out of it. */
const CUTS = {
  sagittal: { axis: 0, ways: { left: -1, right: 1 }, kept: "left" },
  coronal: { axis: 1, ways: { back: -1, front: 1 }, kept: "back" },
  axial: { axis: 2, ways: { above: -1, below: 1 }, kept: "below" },
};

/** The planes of a cut {axial, sagittal, coronal: mm or null, keep}: {name, axis, way, at}; what lies beyond `at` along `way` is gone. */
export function planesOf(cut) {
  return Object.entries(CUTS).flatMap(([name, { axis, ways, kept }]) => {
    const at = cut?.[name];
    if (at === null || at === undefined || !Number.isFinite(at)) return [];
    return [{ name, axis, way: ways[cut.keep?.[name]] ?? ways[kept], at }];
  });
}

/** How far beyond a plane a point is in mm, below 0 on the side that is kept. */
export const beyond = ({ axis, way, at }, point) => way * (point[axis] - at);

/** Is a point kept by every plane, but for `except`? */
export const keeps = (planes, point, except = null) => planes.every((plane) => plane === except || beyond(plane, point) <= 0);

/** Does a plane go through a box? */
export const crosses = ({ axis, at }, box) => box[axis] < at && at < box[axis + 3];

/** Is a box wholly on the side that a plane takes away? */
export const takes = (plane, box) => Math.min(plane.way * (box[plane.axis] - plane.at), plane.way * (box[plane.axis + 3] - plane.at)) > 0;

/** The stretch of a ray that the planes keep, {near, far} mm, and the plane through which it enters, or null. */
export function stretchOf(planes, origin, direction) {
  let near = 0, far = Infinity, entry = null;
  for (const plane of planes) {
    const height = beyond(plane, origin), climb = plane.way * direction[plane.axis];
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
  planes.forEach(({ axis, way, at }, n) => { out[4 * n + axis] = way; out[4 * n + 3] = -way * at; });
  return out;
}
