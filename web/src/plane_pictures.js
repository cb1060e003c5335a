// What all faces in one plane share: how deep each place lies under the outlines, and the fat in which sac and ganglia lie.
import { BufferAttribute, BufferGeometry, Color, DataTexture, DoubleSide, LinearFilter, Mesh, RedFormat, ShaderMaterial, Vector3, Vector4 } from "three";
import { beddingOf, covers } from "./bedding.js";
import { placeOn, pointOn } from "./cut.js";
import { beddingFragmentShader, beddingVertexShader } from "./face_shaders.js";
import { rimsOf } from "./rims.js";
import { lookOf } from "./tissues.js";

/** The pictures of one plane; `uniforms` are those that its faces read. */
export class PlanePicture {
  constructor(scene, uniforms) {
    this.rims = texture();
    this.uniforms = { rims: { value: this.rims }, rimFrame: { value: new Vector4() }, facing: { value: new Vector3() } };
    this.picture = texture();
    this.bedding = null;
    this.mesh = new Mesh(new BufferGeometry(), new ShaderMaterial({
      vertexShader: beddingVertexShader, fragmentShader: beddingFragmentShader, defines: { CUT: 1 }, side: DoubleSide,
      uniforms: { ...uniforms, facing: this.uniforms.facing, picture: { value: this.picture }, colour: { value: new Color() } },
    }));
    this.mesh.frustumCulled = this.mesh.visible = false;
    this.mesh.renderOrder = 1;
    scene.add(this.mesh);
  }

  /** Picture the faces of all parts in a plane; `fat`: the ids of the fat that is shown. */
  update(plane, faces, fat) {
    this.fat = fat;
    const bedded = fat.length ? faces.filter((face) => face.bedded) : [];
    this.bedding = beddingOf(...[faces, bedded, faces.filter(({ clear }) => clear)].map((some) => some.map(({ section }) => section)));
    this.mesh.visible = this.bedding !== null;
    if (!faces.length) return;
    this.uniforms.facing.value.set(...plane.out);
    const outlined = this.bedding ? faces.filter(({ id }) => !fat.includes(id)) : faces;
    const rims = rimsOf(outlined.map(({ section, rimless, grain, grown }) => ({ ...section, rimless, bone: grain === "bone", grown })));
    refill(this.rims, rims);
    this.uniforms.rimFrame.value.set(...frameOf(rims));
    if (this.bedding) this.#lay(plane);
  }

  #lay(plane) {
    const { low: [u, v], width, height, cell } = this.bedding;
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    const points = corners.flatMap(([a, b]) => pointOn(plane, [u + a * width * cell, v + b * height * cell]));
    this.mesh.geometry.dispose();
    this.mesh.geometry = new BufferGeometry().setIndex([0, 1, 2, 0, 2, 3]);
    this.mesh.geometry.setAttribute("position", new BufferAttribute(new Float32Array(points), 3));
    this.mesh.geometry.setAttribute("uv", new BufferAttribute(new Float32Array(corners.flat()), 2));
    refill(this.picture, this.bedding);
    this.mesh.material.uniforms.colour.value.set(lookOf(this.fat[0]).color);
  }

  /** Does fat show at a point of the plane where no face does? */
  covers(plane, point) {
    return this.bedding !== null && covers(this.bedding, ...placeOn(plane, point));
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.mesh.removeFromParent();
    this.rims.dispose();
    this.picture.dispose();
  }
}

const frameOf = ({ low, width, height, cell }) => [...low, 1 / (width * cell), 1 / (height * cell)];

function texture() {
  const out = new DataTexture(new Uint8Array(1), 1, 1, RedFormat);
  out.minFilter = out.magFilter = LinearFilter;
  out.unpackAlignment = 1;
  return out;
}

function refill(picture, { data, width, height }) {
  picture.dispose();
  picture.image = { data, width, height };
  picture.needsUpdate = true;
}
