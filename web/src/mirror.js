// A file made for one side, as the file of the other: mirrored in the mid-sagittal plane, x to -x.

const LOPSIDED = /\/(aorta|inferior_vena_cava)$/; // they change no sides: one lies left, the other right
const OTHER = { left: "right", right: "left" };

/** A text, such as a structure id or a case code, with the words left and right changed over. */
export const otherSide = (text) => text.replace(/(?<![a-z])(left|right)(?![a-z])/g, (word) => OTHER[word]);

/** The mirror image of what `readGlb` read: shapes, poses, ids, case codes and measurements. */
export const mirrored = ({ extras, nodes }) => ({ extras: told(extras), nodes: nodes.map(mirroredNode) });

export function mirroredNode(node) {
  const { name, extras, positions, faces, targets } = node;
  if (LOPSIDED.test(name)) return node;
  return {
    name: otherSide(name),
    extras: { ...told(extras), ...(extras.poses && { poses: extras.poses.map(mirroredPose) }) },
    positions: positions && flipped(positions),
    faces: faces && rewound(faces),
    targets: targets.map(flipped),
  };
}

/** Words left and right changed over in every key and text of a JSON value. */
function told(value) {
  if (typeof value === "string") return otherSide(value);
  if (Array.isArray(value)) return value.map(told);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [otherSide(key), told(inner)]));
}

function flipped(positions) {
  const out = Float32Array.from(positions);
  for (let i = 0; i < out.length; i += 3) out[i] = -out[i];
  return out;
}

function rewound(faces) {
  const out = faces.slice();
  for (let f = 0; f < out.length; f += 3) [out[f + 1], out[f + 2]] = [faces[f + 2], faces[f + 1]];
  return out;
}

/** The pose [tx, ty, tz, qx, qy, qz, qw] as it is seen in the mirror. */
const mirroredPose = ([tx, ty, tz, qx, qy, qz, qw]) => [-tx, ty, tz, qx, -qy, -qz, qw];
