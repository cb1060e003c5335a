// What stands there: the healthy spine, a finding over it, and how each structure is to be shown.
import { Batch, passOf } from "./batch.js";
import { coefficients, crosses, planesOf, takes } from "./cut.js";
import { between, blend, poseBetween, present, sharesBetween } from "./morph.js";
import { opennessOf } from "./occlusion.js";
import { PlanePicture } from "./plane_pictures.js";
import { holds, normalsOf, sampleOf } from "./shape.js";
import { alteredLook, enclosing, lookOf } from "./tissues.js";

const GLOW = 1;

/** The structures of the picture and the rules by which they are drawn. */
export class Model {
  constructor(scene, uniforms) {
    this.scene = scene;
    this.uniforms = uniforms;
    this.base = null;
    this.finding = null; // {batch, keys, nodes}
    this.severity = 0;
    this.opacity = {};
    this.highlight = new Set();
    this.hovered = null;
    this.planes = [];
    this.pictures = [0, 1, 2].map(() => new PlanePicture(scene, uniforms));
  }

  /** Cut by planes (the attribute `cut`), or by none. */
  setCut(cut) {
    this.planes = planesOf(cut);
    this.uniforms.planes.value = coefficients(this.planes);
    this.uniforms.planeCount.value = this.planes.length;
  }

  /** Put the healthy spine in place. */
  setBase({ nodes }) {
    this.base?.dispose();
    this.base = this.#batchOf(nodes);
  }

  /** Stand for the healthy spine of another model, shown as that one is, or for nothing by null. */
  follow(model) {
    if (model?.base !== this.original) {
      this.base?.dispose();
      this.original = model?.base;
      this.base = model?.base?.twin(this.pictures) ?? null;
      if (this.base) this.scene.add(this.base.group);
    }
    if (model) for (const key of ["opacity", "highlight", "hovered", "planes"]) this[key] = model[key];
  }

  /** Put a finding over the healthy spine, or take it away by null. */
  setFinding(file) {
    const old = this.finding;
    this.finding = file && this.#prepare(file);
    old?.batch.dispose();
    for (const id of this.base.parts.keys()) this.base.pose(id, null);
    this.setSeverity(this.severity);
  }

  #batchOf(nodes, keys = []) {
    const solids = nodes.filter(({ positions }) => positions).map(({ name, positions, faces }) => (
      { id: name, positions, faces, normals: normalsOf(positions, faces), look: lookOf(name) }));
    const grown = new Map(nodes.map((node) => [node.name, grownOf(node, keys)]));
    for (const together of byLayer(solids).values()) {
      opennessOf(together.map((solid) => grown.get(solid.id) ?? solid)).forEach((openness, n) => { together[n].openness = openness; });
    }
    const batch = new Batch(solids, this.uniforms, this.pictures);
    this.scene.add(batch.group);
    return batch;
  }

  #prepare({ extras, nodes }) {
    const keyed = nodes.map(({ name, extras: own, positions, faces, targets }) => {
      const shapes = targets.length ? [positions, ...targets] : [];
      return { id: name, extras: own, shapes, normals: shapes.map((shape) => normalsOf(shape, faces)) };
    });
    return { keys: extras.severities ?? [0, 1], altered: extras.altered ?? [], nodes: keyed, batch: this.#batchOf(nodes, extras.severities) };
  }

  /** Show the finding at a severity: no more than a blend of the two keys around it. */
  setSeverity(severity) {
    this.severity = severity;
    if (!this.finding) return;
    const { keys, nodes, batch } = this.finding;
    const [key, share] = between(keys, severity);
    for (const { id, extras, shapes, normals } of nodes) {
      if (extras.poses && this.base.parts.has(id)) {
        this.base.pose(id, poseBetween(extras.poses[key], extras.poses[key + 1] ?? extras.poses[key], share));
      }
      if (!shapes.length || !present(extras, severity)) continue;
      const out = batch.slices(id);
      blend(out.positions, shapes[key], shapes[key + 1], share);
      blend(out.normals, normals[key], normals[key + 1], share);
      batch.rewritten(id);
    }
    this.#alter(key, share);
  }

  /** Colour what a finding alters in its substance as it stands between two keys. */
  #alter(key, share) {
    const { altered, batch } = this.finding;
    const [from, to] = [altered[key] ?? {}, altered[key + 1] ?? altered[key] ?? {}];
    for (const id of new Set([...Object.keys(from), ...Object.keys(to)])) {
      if (batch.parts.has(id)) batch.alter(id, alteredLook(lookOf(id), sharesBetween(from[id] ?? {}, to[id] ?? {}, share)));
    }
  }

  /** Which file a structure is shown from, or undefined where there is none of that id. */
  batchWith(id) {
    if (this.finding?.batch.parts.has(id)) return this.finding.batch;
    return this.base?.parts.has(id) ? this.base : undefined;
  }

  /** Every id there is now. */
  ids() {
    return [...new Set([...(this.base?.parts.keys() ?? []), ...(this.finding?.batch.parts.keys() ?? [])])];
  }

  /** How dense a structure is shown, 0…1. */
  opacityOf(id) {
    const node = this.finding?.nodes.find((one) => one.id === id);
    if (node && this.finding.batch.parts.has(id) && !present(node.extras, this.severity)) return 0;
    return lookOf(id).opacity * (this.opacity[id] ?? 1);
  }

  /** The ids that are shown, in part at least. */
  visible() {
    return this.ids().filter((id) => this.opacityOf(id) > 0 && !this.#taken(id));
  }

  #taken(id) {
    return this.planes.length > 0 && this.planes.some((plane) => takes(plane, this.boxOf(id)));
  }

  /** The cut faces of all parts, see cut_faces.js. */
  faces() {
    return [this.base, this.finding?.batch].flatMap((batch) => batch?.cutFaces.faces ?? []);
  }

  /** The id of what fills a gap, or of the fat, that shows at a point of a plane where no face does, or undefined. */
  beddingAt(plane, point) {
    const picture = this.pictures[this.planes.indexOf(plane)], filler = picture?.fillerAt(plane, point);
    if (filler) return filler;
    if (!picture?.covers(plane, point)) return undefined;
    const away = (id) => Math.hypot(...[0, 1, 2].map((k) => Math.max(this.boxOf(id)[k] - point[k], 0, point[k] - this.boxOf(id)[k + 3])));
    return picture.fat.reduce((nearest, id) => (away(id) < away(nearest) ? id : nearest));
  }

  /** The box of a structure as it stands, or null. */
  boxOf(id) {
    return this.batchWith(id)?.boxOf(id) ?? null;
  }

  /** Points spread over a structure as it stands: [[x, y, z], …] in mm. */
  sampleOf(id) {
    const batch = this.batchWith(id);
    return batch ? sampleOf(batch.slices(id).positions, batch.parts.get(id).pose) : [];
  }

  /** Does a cut show what stands inside? */
  #open(id) {
    return this.planes.some((plane) => crosses(plane, this.boxOf(id)));
  }

  /** Bring the batches up to date with opacities, highlight and severity. */
  arrange() {
    const ids = this.ids();
    const passes = new Map(ids.map((id) => [id, passOf(this.opacityOf(id))]));
    const lit = new Set([...this.highlight].filter((id) => passes.get(id) >= 0));
    for (const id of ids) {
      const outer = !lit.has(id) && passes.get(id) >= 0 && enclosing(id, ids);
      if (outer && passes.get(outer) === 0 && !this.#open(outer) && holds(this.boxOf(outer), this.boxOf(id))) passes.set(id, -1);
    }
    const replaced = (id) => this.finding?.batch.parts.has(id);
    for (const batch of [this.base, this.finding?.batch]) {
      if (!batch) continue;
      const own = batch === this.base ? new Map([...passes].map(([id, pass]) => [id, replaced(id) ? -1 : pass])) : passes;
      batch.arrange(own, lit);
      batch.cut(this.planes, own);
      for (const id of batch.parts.keys()) {
        batch.shade(id, this.opacityOf(id), lit.has(id) ? GLOW : id === this.hovered ? 0.3 * GLOW : 0);
      }
    }
    this.#picture(ids.filter((id) => lookOf(id).layer === "fat" && passes.get(id) === 0));
  }

  /** Picture anew what the faces in each plane share, where any of them, or the fat that is shown, has changed. */
  #picture(fat) {
    const told = JSON.stringify([fat, this.base?.cutFaces.told, this.finding?.batch.cutFaces.told]);
    if (told === this.pictured) return;
    this.pictured = told;
    const faces = this.faces();
    this.pictures.forEach((picture, n) => picture.update(this.planes[n], faces.filter(({ plane }) => plane.name === this.planes[n]?.name), fat));
  }

  dispose() {
    this.finding?.batch.dispose();
    this.base?.dispose();
    for (const picture of this.pictures) picture.dispose();
  }
}

/** What a finding brings, as it last stands: where it has not begun it is too small to have hollows.  Null for anything else. */
function grownOf({ extras, positions, faces, targets }, keys) {
  if (extras?.appears === undefined || !targets.length) return null;
  const last = [positions, ...targets].filter((_, n) => present(extras, keys[n])).at(-1) ?? positions;
  return { positions: last, faces, normals: normalsOf(last, faces) };
}

function byLayer(solids) {
  const out = new Map();
  for (const solid of solids) out.set(solid.look.layer, [...(out.get(solid.look.layer) ?? []), solid]);
  return out;
}
