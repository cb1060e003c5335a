// How the eye sees: the camera aimed from a viewpoint, where points fall in a picture, and the ray through one of its places.
import { Vector3 } from "three";
import { axesOf, eyeOf, FIELD } from "./viewpoint.js";

const BEFORE = 420, BEHIND = 520; // mm before and behind what is looked at that is drawn
const NEAREST = 2; // mm

/** Aim a camera from a viewpoint, for a picture of this width over height. */
export function aim(camera, viewpoint, aspect) {
  const { right, up, back } = axesOf(viewpoint);
  camera.matrixAutoUpdate = false;
  camera.matrix.makeBasis(new Vector3(...right), new Vector3(...up), new Vector3(...back)).setPosition(...eyeOf(viewpoint));
  camera.matrixWorldNeedsUpdate = true;
  camera.near = Math.max(NEAREST, viewpoint.distance - BEFORE);
  camera.far = viewpoint.distance + BEHIND;
  camera.aspect = aspect;
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld(true);
}

/** {eye, project}: where the eye stands (LPS mm), and from a point (LPS mm) to where it falls in a picture (px). */
export function projection(viewpoint, width, height) {
  const eye = eyeOf(viewpoint), axes = axesOf(viewpoint);
  const scale = height / 2 / Math.tan((FIELD * Math.PI) / 360);
  const project = (point) => {
    const x = point[0] - eye[0], y = point[1] - eye[1], z = point[2] - eye[2];
    const along = (axis) => x * axis[0] + y * axis[1] + z * axis[2];
    const depth = Math.max(1, -along(axes.back));
    return [width / 2 + (scale * along(axes.right)) / depth, height / 2 - (scale * along(axes.up)) / depth];
  };
  return { eye, project };
}

/** The direction (of unit length) from the eye through a place (px) of a picture. */
export function rayThrough(viewpoint, width, height, x, y) {
  const { right, up, back } = axesOf(viewpoint);
  const scale = Math.tan((FIELD * Math.PI) / 360) / (height / 2);
  const [a, b] = [(x - width / 2) * scale, (height / 2 - y) * scale];
  const ray = [0, 1, 2].map((k) => a * right[k] + b * up[k] - back[k]);
  const length = Math.hypot(...ray);
  return ray.map((value) => value / length);
}
