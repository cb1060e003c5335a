// The filled faces where planes cut the structures of a batch: at most two draw calls a plane.
import { BufferAttribute, BufferGeometry, DataTexture, FloatType, Mesh, RGFormat, ShaderMaterial } from "three";
import { crosses } from "./cut.js";
import { AROUND, placeIn, ringsOf } from "./disc_rings.js";
import { faceFragmentShader, faceVertexShader, INSIDES } from "./face_shaders.js";
import { sectionOf } from "./section.js";

const CLEAR = "fluid"; // what stands in it shines through
const HOLLOWS = { [CLEAR]: "tube", lamellae: "filled", gel: "filled" }; // what a nucleus leaves of its bed is drawn as annulus; gel has no holes
const BONE = 6; // rank of bone: the hardest shows where solids overlap
const WIDTHS = { position: 3, local: 3, across: 2, tag: 3, disc: 3 };

/** The faces of one batch, which share the `pictures` of their planes.  `faces`: {id, plane, rank, section, …} of all that is cut now. */
export class CutFaces {
  constructor(batch, uniforms, pictures) {
    this.batch = batch;
    this.known = new Map(); // id and plane -> {key, section}
    this.rings = new Map(); // id -> {version, rings}
    this.faces = [];
    this.told = "";
    this.sheets = pictures.map((picture) => new Sheet(batch.group, { ...uniforms, ...picture.uniforms }));
  }

  /** Cut the drawn parts (`passes`: id -> -1 not drawn, 0 solid, 1… faded). */
  update(planes, passes) {
    const drawn = [...this.batch.parts.values()].filter(({ id }) => passes.get(id) >= 0);
    const told = planes.length && JSON.stringify([planes, drawn.map(({ id, version }) => [id, version, passes.get(id) > 0])]);
    if (told === this.told) return;
    this.told = told;
    this.faces = planes.flatMap((plane) => drawn.filter(({ id }) => crosses(plane, this.batch.boxOf(id))).flatMap((part) => this.#cut(part, plane)));
    this.sheets.forEach((sheet, n) => sheet.lay(this.faces.filter(({ plane }) => plane === planes[n]), passes));
  }

  #cut({ id, row, version, look, pose, faces }, plane) {
    const name = `${id} ${plane.name}`, key = `${version} ${plane.at} ${plane.out}`;
    if (this.known.get(name)?.key !== key) {
      const { positions } = this.batch.slices(id);
      this.known.set(name, { key, section: sectionOf({ positions, faces, pose }, plane, HOLLOWS[look.within]) });
    }
    const { section } = this.known.get(name);
    return section ? [{ id, row, plane, section, clear: look.within === CLEAR, rank: rankOf(look), rimless: look.rimless, grain: look.grain, grown: look.grown, bedded: look.bedded, layer: look.layer, inner: look.within, fills: look.fills, melts: look.melts, colour: look.grain === "bone" ? look.color : look.within_color ?? look.color, rings: look.within === "lamellae" ? this.#ringsOf(id, version) : null }] : [];
  }

  #ringsOf(id, version) {
    if (this.rings.get(id)?.version !== version) this.rings.set(id, { version, rings: ringsOf(this.batch.slices(id).positions) });
    return this.rings.get(id).rings;
  }

  dispose() {
    for (const sheet of this.sheets) sheet.dispose();
  }
}

/** All faces in one plane: the solid ones in one draw call, the faded in another. */
class Sheet {
  constructor(group, uniforms) {
    this.rings = new DataTexture(new Float32Array(2), 1, 1, RGFormat, FloatType);
    this.uniforms = { ...uniforms, rings: { value: this.rings } };
    const mesh = (order, settings, fading) => {
      const out = new Mesh(new BufferGeometry(), new ShaderMaterial({
        vertexShader: faceVertexShader, fragmentShader: faceFragmentShader, defines: { CUT: 1 }, ...settings, uniforms: { ...this.uniforms, fading: { value: fading } },
      }));
      out.frustumCulled = out.visible = false;
      out.renderOrder = order;
      group.add(out);
      return out;
    };
    this.meshes = [mesh(1, {}, 0), mesh(9, { transparent: true }, 1)];
  }

  lay(faces, passes) {
    const walls = [];
    for (const face of faces) {
      face.ring = walls.length / 2 / AROUND;
      if (face.rings) walls.push(...face.rings.walls);
    }
    for (const [n, mesh] of this.meshes.entries()) {
      const own = faces.filter(({ id, clear }) => (clear || passes.get(id) > 0) === n > 0);
      mesh.visible = own.length > 0;
      mesh.geometry.dispose();
      if (own.length) mesh.geometry = geometryOf(own);
    }
    if (!walls.length) return;
    this.rings.dispose();
    this.rings.image = { data: Float32Array.from(walls), width: AROUND, height: walls.length / 2 / AROUND };
    this.rings.needsUpdate = true;
  }

  dispose() {
    for (const { geometry, material } of this.meshes) { geometry.dispose(); material.dispose(); }
    this.rings.dispose();
  }
}

function geometryOf(faces) {
  const count = faces.reduce((sum, { section }) => sum + section.flat.length, 0);
  const arrays = Object.fromEntries(Object.entries(WIDTHS).map(([name, width]) => [name, new Float32Array(width * count)]));
  const index = [];
  let start = 0;
  for (const { row, rank, section, rings, ring } of faces) {
    arrays.position.set(section.world, 3 * start);
    arrays.local.set(section.local, 3 * start);
    section.flat.forEach(({ x, y }, n) => {
      arrays.across.set([x, y], 2 * (start + n));
      arrays.tag.set([row, rank, ring], 3 * (start + n));
      if (rings) arrays.disc.set(placeIn(rings, section.local.subarray(3 * n, 3 * n + 3)), 3 * (start + n));
    });
    for (const n of section.triangles) index.push(start + n);
    start += section.flat.length;
  }
  const out = new BufferGeometry().setIndex(index);
  for (const [name, width] of Object.entries(WIDTHS)) out.setAttribute(name, new BufferAttribute(arrays[name], width));
  return out;
}

/** Which face shows where two overlap.  What eats into bone stands in it, whether that has a hollow there or, as in a file, none. */
export const rankOf = (look) => (look.rank ?? (look.grain === "bone" ? BONE : 0)) + (look.rimless ? BONE : 0);

const BY_GRAIN = { bone: "marrow", fibres: "bundles" };

/** The code of what a tissue is inside; what the table does not say follows from its grain. */
export const insideOf = (look) => INSIDES[look.within ?? BY_GRAIN[look.grain]] ?? INSIDES.plain;
