// Where the picture is taken from: a turntable around the patient, z up, safe at the poles.
import { aroundAll, cornersOf } from "./shape.js";

export const FIELD = 26; // degrees of height that the picture shows
const MARGIN = 0.9; // share of the picture that what is framed may take
const radians = Math.PI / 180;

/** Standard views: the direction to look from, LPS, as azimuth (0 behind, 90 at the patient's left) and elevation. */
export const VIEWS = {
  back: { azimuth: 0, elevation: 0 },
  left: { azimuth: 90, elevation: 0 },
  front: { azimuth: 180, elevation: 0 },
  right: { azimuth: -90, elevation: 0 },
  above: { azimuth: 0, elevation: 90 },
  below: { azimuth: 180, elevation: -90 },
  oblique: { azimuth: 42, elevation: 20 },
  home: { azimuth: 42, elevation: 12 },
};

/** A viewpoint: {target: [x, y, z] mm, azimuth, elevation: degrees, distance: mm}. */
export const START = { target: [0, 10, 80], azimuth: VIEWS.home.azimuth, elevation: VIEWS.home.elevation, distance: 600 };

/** Unit vectors of a viewpoint in LPS: towards the eye, to the picture's right and up. */
export function axesOf({ azimuth, elevation }) {
  const [sa, ca, se, ce] = [Math.sin(azimuth * radians), Math.cos(azimuth * radians), Math.sin(elevation * radians), Math.cos(elevation * radians)];
  return { back: [sa * ce, ca * ce, se], right: [-ca, sa, 0], up: [-sa * se, -ca * se, ce] };
}

/** The eye's place, LPS mm. */
export const eyeOf = (viewpoint) => {
  const { back } = axesOf(viewpoint);
  return viewpoint.target.map((value, k) => value + viewpoint.distance * back[k]);
};

/** Azimuth and elevation of a direction (x, y, z) to look from. */
export function directionOf([x, y, z]) {
  const flat = Math.hypot(x, y);
  return { azimuth: flat < 1e-9 ? 0 : Math.atan2(x, y) / radians, elevation: Math.atan2(z, flat) / radians };
}

/**
 * The viewpoint in a direction that frames boxes, or `span` mm around their middle, in a picture of this aspect.
 *
 * `points`: what stands in the boxes, so that the air in their corners does not count.
 */
export function framing(direction, boxes, aspect, span = null, points = boxes.flatMap(cornersOf)) {
  const box = aroundAll(boxes) ?? [-40, -40, -40, 40, 40, 220];
  const middle = [0, 1, 2].map((k) => (box[k] + box[k + 3]) / 2);
  const high = Math.tan((FIELD / 2) * radians), wide = high * aspect;
  if (span) return { ...direction, target: middle, distance: span / 2 / Math.min(high, wide) };
  const { back, right, up } = axesOf(direction);
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const seen = (points.length ? points : cornersOf(box)).map((point) => {
    const offset = point.map((value, k) => value - middle[k]);
    return [dot(offset, right), dot(offset, up), dot(offset, back)];
  });
  const [x, wider] = strip(seen, 0, wide), [y, higher] = strip(seen, 1, high);
  const target = middle.map((value, k) => value + x * right[k] + y * up[k]);
  return { ...direction, target, distance: Math.max(30, wider, higher) };
}

/** Where along one axis of the picture to aim, and from how far: near things reach further, so both edges are looked at. */
function strip(seen, axis, reach) {
  let aim = 0;
  const away = (point) => point[2] + Math.abs(point[axis] - aim) / reach / MARGIN;
  const farthest = (side) => seen.reduce((most, point) => (Math.sign(point[axis] - aim) === side ? Math.max(most, away(point)) : most), 0);
  for (let turn = 0; turn < 4; turn++) aim += ((farthest(1) - farthest(-1)) / 2) * reach * MARGIN;
  return [aim, seen.reduce((most, point) => Math.max(most, away(point)), 0)];
}

/** The viewpoint on the way between two, share 0…1: the short way round. */
export function onTheWay(from, to, share) {
  const turn = ((((to.azimuth - from.azimuth) % 360) + 540) % 360) - 180;
  return {
    target: from.target.map((value, k) => value + share * (to.target[k] - value)),
    azimuth: from.azimuth + share * turn,
    elevation: from.elevation + share * (to.elevation - from.elevation),
    distance: from.distance * (to.distance / from.distance) ** share,
  };
}

/** Turn by degrees. */
export const turned = (viewpoint, right, up) => ({
  ...viewpoint,
  azimuth: viewpoint.azimuth + right,
  elevation: Math.max(-90, Math.min(90, viewpoint.elevation + up)),
});

/** Shift by pixels of a picture `height` pixels high. */
export function shifted(viewpoint, x, y, height) {
  const { right, up } = axesOf(viewpoint);
  const scale = (2 * viewpoint.distance * Math.tan((FIELD / 2) * radians)) / height;
  return { ...viewpoint, target: viewpoint.target.map((value, k) => value + scale * (x * right[k] + y * up[k])) };
}

/** Nearer (factor below 1) or farther. */
export const zoomed = (viewpoint, factor) => ({ ...viewpoint, distance: Math.max(25, Math.min(3000, viewpoint.distance * factor)) });
