// Reads the GLB files that meshes/gltf.py writes: nodes by name in LPS mm, whatever the root node turns.
import { MeshoptDecoder } from "three/examples/jsm/libs/meshopt_decoder.module.js";

const CODING = "EXT_meshopt_compression";
const ARRAYS = { 5121: Uint8Array, 5122: Int16Array, 5123: Uint16Array, 5125: Uint32Array, 5126: Float32Array };
const WIDTHS = { SCALAR: 1, VEC3: 3 };

/** The scene's extras and its nodes: {name, extras, positions, faces, targets: [positions]}. */
export async function readGlb(data) {
  const { json, chunk } = split(data);
  await MeshoptDecoder.ready;
  const read = (number) => readAccessor(json, chunk, number);
  const root = json.nodes[json.scenes[json.scene].nodes[0]];
  const nodes = (root.children ?? []).map((number) => readNode(json, json.nodes[number], read));
  return { extras: json.scenes[json.scene].extras ?? {}, nodes };
}

function split(data) {
  const view = new DataView(data);
  if (data.byteLength < 20 || view.getUint32(0, true) !== 0x46546c67) throw new Error("this is not a GLB file");
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 20, length)));
  const start = 28 + length;
  return { json, chunk: start <= data.byteLength ? new Uint8Array(data, start) : new Uint8Array() };
}

function readNode(json, node, read) {
  const { name, extras = {}, translation = [0, 0, 0], scale = [1, 1, 1] } = node;
  if (node.mesh === undefined) return { name, extras, positions: null, faces: null, targets: [] };
  const primitive = json.meshes[node.mesh].primitives[0];
  const positions = placed(read(primitive.attributes.POSITION), scale, translation);
  const targets = (primitive.targets ?? []).map((target) => moved(positions, read(target.POSITION), scale));
  return { name, extras, positions, faces: Uint32Array.from(read(primitive.indices)), targets };
}

function placed(steps, scale, translation) {
  const out = new Float32Array(steps.length);
  for (let i = 0; i < out.length; i++) out[i] = steps[i] * scale[i % 3] + translation[i % 3];
  return out;
}

function moved(positions, steps, scale) {
  const out = new Float32Array(positions);
  for (let i = 0; i < out.length; i++) out[i] += steps[i] * scale[i % 3];
  return out;
}

function readAccessor(json, chunk, number) {
  const { bufferView, componentType, count, type } = json.accessors[number];
  const view = json.bufferViews[bufferView];
  const width = WIDTHS[type];
  const bytes = readView(view, chunk);
  const all = new ARRAYS[componentType](bytes.buffer, bytes.byteOffset, bytes.byteLength / ARRAYS[componentType].BYTES_PER_ELEMENT);
  const step = (view.byteStride ?? width * all.BYTES_PER_ELEMENT) / all.BYTES_PER_ELEMENT;
  if (step === width) return all.subarray(0, count * width);
  const tight = new all.constructor(count * width);
  for (let i = 0; i < count; i++) for (let k = 0; k < width; k++) tight[i * width + k] = all[i * step + k];
  return tight;
}

function readView(view, chunk) {
  const coding = view.extensions?.[CODING];
  if (!coding) return chunk.slice(view.byteOffset, view.byteOffset + view.byteLength);
  const { byteOffset, byteLength, byteStride, count, mode, filter } = coding;
  const out = new Uint8Array(count * byteStride);
  MeshoptDecoder.decodeGltfBuffer(out, count, byteStride, chunk.subarray(byteOffset, byteOffset + byteLength), mode, filter);
  return out;
}
