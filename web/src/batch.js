// Many structures in one vertex buffer: a handful of draw calls however many structures there are.
import {
  BackSide, BufferAttribute, BufferGeometry, Color, DataTexture, DynamicDrawUsage, FloatType, GreaterDepth, Group,
  KeepStencilOp, Mesh, NearestFilter, NotEqualStencilFunc, ReplaceStencilOp, RGBAFormat, ShaderMaterial,
} from "three";
import { CutFaces, insideOf } from "./cut_faces.js";
import { COLUMNS, fragmentShader, GRAINS, vertexShader } from "./shaders.js";
import { boxOf } from "./shape.js";

/** Faded parts are drawn in three tiers, the denser first, each as one clean ghost (depth first, then colour). */
export const TIERS = [0.6, 0.3, 0];

/** Which pass a part of this opacity belongs to: -1 not drawn, 0 solid, 1… faded. */
export const passOf = (opacity) => (opacity <= 0 ? -1 : opacity >= 1 ? 0 : 1 + TIERS.findIndex((least) => opacity >= least));

const STILL = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** The structures of one file, drawn together.  `group` goes into the scene. */
export class Batch {
  /**
   * `solids`: {id, positions, normals, openness, faces, look} each; `shared`: uniforms of the whole picture; `pictures`: those of
   * its cutting planes (see plane_pictures.js); `attributes`: those of another batch of the same solids, whose vertices this one draws.
   */
  constructor(solids, shared, pictures, attributes = null) {
    this.shared = shared;
    this.parts = new Map();
    let vertices = 0, faces = 0;
    for (const solid of solids) {
      const { id, positions, look } = solid;
      const part = { id, row: this.parts.size, start: vertices, count: positions.length / 3, faces: solid.faces, look, pose: null, box: boxOf(positions), runs: null, version: 0 };
      this.parts.set(id, part);
      vertices += part.count;
      faces += solid.faces.length;
    }
    this.borrowed = Boolean(attributes);
    this.attributes = attributes ?? {
      position: new BufferAttribute(new Float32Array(3 * vertices), 3),
      normal: new BufferAttribute(new Float32Array(3 * vertices), 3),
      openness: new BufferAttribute(new Uint8Array(vertices), 1, true),
      part: new BufferAttribute(new Uint16Array(vertices), 1),
    };
    if (!attributes) for (const solid of solids) this.#fill(solid);
    this.index = new BufferAttribute(new Uint32Array(2 * faces), 1).setUsage(DynamicDrawUsage);
    this.looks = new DataTexture(new Float32Array(4 * COLUMNS * Math.max(1, this.parts.size)), COLUMNS, Math.max(1, this.parts.size), RGBAFormat, FloatType);
    this.looks.minFilter = this.looks.magFilter = NearestFilter;
    for (const part of this.parts.values()) this.#paint(part);
    this.group = new Group();
    const uniforms = { ...shared, looks: { value: this.looks } };
    this.passes = this.#makePasses(uniforms);
    this.cutFaces = new CutFaces(this, uniforms, pictures);
    this.drawn = "";
    this.isCut = false;
  }

  /** The same solids once more, from the same vertices, to be posed, shaded and cut on their own. */
  twin(pictures) {
    const solids = [...this.parts.values()].map(({ id, faces, look }) => ({ id, faces, look, positions: this.slices(id).positions }));
    return new Batch(solids, this.shared, pictures, this.attributes);
  }

  #fill({ id, positions, normals, openness }) {
    const { start, count, row } = this.parts.get(id);
    this.attributes.position.array.set(positions, 3 * start);
    this.attributes.normal.array.set(normals, 3 * start);
    this.attributes.openness.array.set(openness, start);
    this.attributes.part.array.fill(row, start, start + count);
  }

  #paint(part) {
    const { row, look } = part;
    this.looks.image.data.set([0, 0, 0, look.roughness, 1, 0, GRAINS[look.grain] ?? 0, 0, ...STILL, 0, 0, 0, insideOf(look)], 4 * COLUMNS * row);
    this.#colour(part);
  }

  /** Give a part another look of its tissue: its colours, outside and where it is cut, and its rim there. */
  alter(id, look) {
    const part = this.parts.get(id);
    part.look = { ...part.look, ...look };
    this.#colour(part);
  }

  #colour({ row, look: { color, within_color: within = color } }) {
    const at = 4 * COLUMNS * row;
    this.looks.image.data.set(new Color(color).toArray(), at);
    this.looks.image.data.set(new Color(within).toArray(), at + 4 * (COLUMNS - 1));
    this.looks.needsUpdate = true;
  }

  #makePasses(uniforms) {
    const mesh = (order, settings, own = {}) => {
      const material = new ShaderMaterial({
        vertexShader, fragmentShader, ...settings,
        uniforms: { ...uniforms, flatGlow: { value: 0 }, fading: { value: 0 }, outline: { value: { x: 0, y: 0 } }, ...own },
      });
      const geometry = new BufferGeometry().setIndex(this.index);
      for (const name in this.attributes) geometry.setAttribute(name, this.attributes[name]);
      const out = new Mesh(geometry, material);
      out.frustumCulled = false;
      out.renderOrder = order;
      this.group.add(out);
      return out;
    };
    const faded = TIERS.map((_, tier) => [
      mesh(10 + 2 * tier, { transparent: true, colorWrite: false }),
      mesh(11 + 2 * tier, { transparent: true, depthWrite: false }, { fading: { value: 1 } }),
    ]);
    // What glows is marked, shines through what stands before it, and gets an outline, all before the faded veil it.
    const ghost = { transparent: true, depthWrite: false, stencilWrite: true, stencilRef: 1, stencilFunc: NotEqualStencilFunc };
    const lit = [
      mesh(5, { transparent: true, depthWrite: false, colorWrite: false, stencilWrite: true, stencilRef: 1, stencilZPass: ReplaceStencilOp }),
      mesh(6, { ...ghost, depthFunc: GreaterDepth, stencilZPass: ReplaceStencilOp }, { flatGlow: { value: 0.3 } }),
      mesh(7, { ...ghost, side: BackSide, stencilZPass: KeepStencilOp }, { flatGlow: { value: 0.95 }, outline: uniforms.outlineWidth }),
    ];
    return [[mesh(0, {})], ...faded, lit];
  }

  /** Draw the parts in their passes: `passes` id -> -1…3, `lit` a set of ids with a glow.  True when anything changed. */
  arrange(passes, lit) {
    const wanted = [...this.parts.keys()].map((id) => `${passes.get(id)}${lit.has(id) ? "!" : ""}`).join();
    if (wanted === this.drawn) return false;
    this.drawn = wanted;
    let at = 0;
    const lay = (meshes, chosen) => {
      const start = at;
      for (const { faces, start: first } of chosen) {
        const { array } = this.index;
        for (let i = 0; i < faces.length; i++) array[at + i] = faces[i] + first;
        at += faces.length;
      }
      for (const mesh of meshes) {
        mesh.visible = at > start;
        mesh.geometry.setDrawRange(start, at - start);
      }
    };
    const parts = [...this.parts.values()];
    this.passes.slice(0, -1).forEach((meshes, pass) => lay(meshes, parts.filter(({ id }) => passes.get(id) === pass)));
    lay(this.passes.at(-1), parts.filter(({ id }) => lit.has(id) && passes.get(id) >= 0));
    this.index.clearUpdateRanges();
    this.index.addUpdateRange(0, at);
    this.index.needsUpdate = true;
    return true;
  }

  /** Cut by planes, or by none; without, the graphics card need not ask every pixel. */
  cut(planes, passes) {
    if (planes.length > 0 !== this.isCut) {
      this.isCut = planes.length > 0;
      for (const { material } of this.passes.flat()) {
        material.defines = this.isCut ? { CUT: 1 } : {};
        material.needsUpdate = true;
      }
    }
    this.cutFaces.update(planes, passes);
  }

  /** Set how dense a part is and how it glows. */
  shade(id, opacity, glow) {
    const at = 4 * (COLUMNS * this.parts.get(id).row + 1);
    const { data } = this.looks.image;
    if (data[at] === Math.fround(opacity) && data[at + 1] === Math.fround(glow)) return;
    data[at] = opacity;
    data[at + 1] = glow;
    this.looks.needsUpdate = true;
  }

  /** Move a part rigidly by a row-major 3×4 matrix, or back by null. */
  pose(id, matrix) {
    const part = this.parts.get(id);
    if (!matrix && !part.pose) return;
    part.pose = matrix;
    part.version += 1;
    this.looks.image.data.set(matrix ?? STILL, 4 * (COLUMNS * part.row + 2));
    this.looks.needsUpdate = true;
  }

  /** Where a part's vertices stand in the shared arrays. */
  slices(id) {
    const { start, count } = this.parts.get(id);
    const cut = ({ array }) => array.subarray(3 * start, 3 * (start + count));
    return { positions: cut(this.attributes.position), normals: cut(this.attributes.normal) };
  }

  /** Tell the graphics card that a part's vertices were rewritten. */
  rewritten(id) {
    const part = this.parts.get(id);
    part.box = part.runs = null;
    part.version += 1;
    for (const attribute of [this.attributes.position, this.attributes.normal]) {
      attribute.addUpdateRange(3 * part.start, 3 * part.count);
      attribute.needsUpdate = true;
    }
  }

  /** The box of a part as it stands, in LPS mm. */
  boxOf(id) {
    const part = this.parts.get(id);
    part.box ??= boxOf(this.attributes.position.array, part.start, part.start + part.count);
    return part.pose ? posedBox(part.box, part.pose) : part.box;
  }

  dispose() {
    this.cutFaces.dispose();
    for (const { geometry, material } of this.passes.flat()) {
      if (this.borrowed) for (const name in this.attributes) geometry.deleteAttribute(name); // they live on in their own batch
      geometry.dispose();
      material.dispose();
    }
    this.looks.dispose();
    this.group.removeFromParent();
  }
}

/** The box around a box moved by a row-major 3×4 matrix. */
function posedBox(box, pose) {
  const out = [];
  for (const edge of [0, 3]) {
    for (let row = 0; row < 3; row++) {
      let value = pose[4 * row + 3];
      for (let k = 0; k < 3; k++) {
        const ends = [pose[4 * row + k] * box[k], pose[4 * row + k] * box[k + 3]];
        value += edge ? Math.max(...ends) : Math.min(...ends);
      }
      out.push(value);
    }
  }
  return out;
}
