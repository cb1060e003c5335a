// Reads the atlas's own stream of a finding, which meshes/thin.py writes, to what readGlb makes of a GLB.
import { MeshoptDecoder } from "three/examples/jsm/libs/meshopt_decoder.module.js";
import { model, Numbers, RangeDecoder } from "./entropy.js";
import { mirroredNode } from "./mirror.js";
import { NEIGHBOURS, nets, shares } from "./nets.js";

const STEP = 0.02; // mm
const GRAIN = 10; // steps
const [NETS, BESIDE, BEFORE] = [3, 4, 4];

/** Whether the bytes are such a stream. */
export const isThin = (data) => new TextDecoder("latin1").decode(new Uint8Array(data, 0, 4)) === "thin";

/** The stream's extras and nodes; `base` are the nodes of the healthy spine, which most of them are changes of. */
export async function readThin(data, base) {
  await MeshoptDecoder.ready;
  const [headLength, facesLength] = new Uint32Array(data.slice(4, 12));
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 12, headLength)));
  const faces = new Uint8Array(data, 12 + headLength, facesLength);
  const reader = new Reader(head, faces, new Uint8Array(data, 12 + headLength + facesLength), base);
  return { extras: head.extras, nodes: head.nodes.map((node) => reader.node(node)) };
}

const inSteps = (positions) => Int32Array.from(positions, (mm) => Math.round(mm / STEP));

class Reader {
  constructor({ extras, motions }, faces, bytes, base) {
    this.keys = extras.severities.length;
    this.motions = motions;
    this.faces = faces;
    this.facesAt = 0;
    this.coder = new RangeDecoder(bytes);
    this.flags = model(4);
    this.kept = model(4);
    this.places = new Numbers(3);
    this.some = model(NETS * BESIDE * BEFORE);
    this.changes = new Numbers(NETS * BESIDE * 3);
    this.base = new Map(base.map((node) => [node.name, node]));
    this.done = new Map();
  }

  node({ name, poses, mirrors, points, added, faces, ...extras }) {
    if (mirrors) return { ...mirroredNode(this.done.get(mirrors)), name, extras };
    if (poses !== undefined) return { name, extras: { ...extras, poses: this.motions[poses] }, positions: null, faces: null, targets: [] };
    if (added) return this.grown(name, extras, this.base.get(name), added, faces);
    const shapes = points ? this.own(points, this.keys) : this.changed(this.base.get(name).positions);
    const [positions, ...targets] = shapes.map((shape) => Float32Array.from(shape, (steps) => steps * STEP));
    const made = { name, extras, positions, faces: points ? this.triangles(...faces) : this.base.get(name).faces, targets };
    this.done.set(name, made);
    return made;
  }

  /** The shapes of a structure of the healthy spine. */
  changed(positions) {
    const rest = inSteps(positions);
    return this.shapes(rest, this.set(this.flags, rest.length / 3), this.keys);
  }

  /** A structure of the healthy spine with points behind its own: some of its faces stay, others are new. */
  grown(name, extras, base, added, faces) {
    const own = base.positions.length / 3, other = this.triangles(...faces);
    const kept = this.set(this.kept, base.faces.length / 3).flatMap((face) => [...base.faces.subarray(3 * face, 3 * face + 3)]);
    const moved = this.set(this.flags, own);
    const rest = Int32Array.from([...inSteps(base.positions), ...this.mesh(added)]);
    const shapes = this.shapes(rest, [...moved, ...Array.from({ length: added }, (_, n) => own + n)], this.keys);
    const [positions, ...targets] = shapes.map((shape) => Float32Array.from(shape, (steps) => steps * STEP));
    return { name, extras, positions, faces: Uint32Array.from([...kept, ...other]), targets };
  }

  /** Which of `count` are marked, each mark by the two before it. */
  set(marks, count) {
    const found = [];
    for (let n = 0, before = 0; n < count; n++) {
      const flag = this.coder.bit(marks, before);
      if (flag) found.push(n);
      before = ((before << 1) | flag) & 3;
    }
    return found;
  }

  /** Points of a mesh, each told as its difference from the one before. */
  mesh(count) {
    const points = new Int32Array(3 * count);
    for (let i = 0; i < points.length; i++) points[i] = (i < 3 ? 0 : points[i - 3]) + this.places.read(this.coder, i % 3);
    return points;
  }

  /** The shapes of a structure of its own: the last is told first. */
  own(count, keys) {
    const last = this.mesh(count);
    return [...this.shapes(last, [...Array(count).keys()], keys - 1), last];
  }

  triangles(count, length) {
    const out = new Uint8Array(12 * count);
    const stream = this.faces.subarray(this.facesAt, this.facesAt += length);
    MeshoptDecoder.decodeGltfBuffer(out, 3 * count, 4, stream, "TRIANGLES");
    return new Uint32Array(out.buffer);
  }

  /** `keys` shapes of the points `rest`, some of which move. */
  shapes(rest, moved, keys) {
    const at = Int32Array.from(moved.flatMap((point) => [rest[3 * point], rest[3 * point + 1], rest[3 * point + 2]]));
    const steps = Array.from({ length: keys }, () => new Int32Array(at.length)); // from the key before
    const size = Array.from({ length: keys }, () => new Int32Array(moved.length)); // of the corrections
    const weights = new Float64Array(NEIGHBOURS);
    let net = 0;
    nets(at, (fresh, near) => {
      const number = Math.min(net++ >> 1, NETS - 1);
      fresh.forEach((point, n) => {
        shares(at, point, near, n * NEIGHBOURS, weights);
        this.point(point, near.subarray(n * NEIGHBOURS, (n + 1) * NEIGHBOURS), weights, number, steps, size);
      });
    });
    const shape = rest.slice();
    return steps.map((step) => {
      moved.forEach((point, n) => { for (let axis = 0; axis < 3; axis++) shape[3 * point + axis] += step[3 * n + axis]; });
      return shape.slice();
    });
  }

  /** One point at every key: what its neighbours do, and a correction. */
  point(point, near, weights, number, steps, size) {
    const known = near[0] >= 0;
    const total = known ? weights[0] + weights[1] + weights[2] + weights[3] : 1;
    for (let key = 0; key < steps.length; key++) {
      const [own, step] = [size[key], steps[key]];
      const beside = known ? own[near[0]] + (near[1] < 0 ? 0 : own[near[1]]) : 0;
      const before = key ? Math.min(size[key - 1][point], BEFORE - 2) : BEFORE - 1;
      const context = number * BESIDE + Math.min(beside, BESIDE - 1);
      const some = this.coder.bit(this.some, context * BEFORE + before);
      for (let axis = 0; axis < 3; axis++) {
        let sum = 0;
        for (let k = 0; k < NEIGHBOURS && near[k] >= 0; k++) sum += weights[k] * step[3 * near[k] + axis];
        const correction = some ? this.changes.read(this.coder, 3 * context + axis) : 0;
        own[point] += Math.abs(correction);
        step[3 * point + axis] = Math.floor(sum / total + 0.5) + correction * GRAIN;
      }
    }
  }
}
