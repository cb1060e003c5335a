// A picture laid in a cutting plane, behind its faces or before them: it shows what is no structure of its own.
import { BufferAttribute, BufferGeometry, DataTexture, DoubleSide, LinearFilter, Mesh, RGBAFormat, ShaderMaterial, SRGBColorSpace } from "three";
import { pointOn } from "./cut.js";
import { layFragmentShader, layVertexShader } from "./face_shaders.js";

/** `lift`: by which ranks it stands before the faces, below 0 behind them; `facing`: the way out of the plane, as a uniform. */
export class Underlay {
  constructor(scene, uniforms, facing, lift) {
    this.picture = new DataTexture(new Uint8Array(4), 1, 1, RGBAFormat);
    this.picture.minFilter = this.picture.magFilter = LinearFilter;
    this.picture.colorSpace = SRGBColorSpace;
    this.mesh = new Mesh(new BufferGeometry(), new ShaderMaterial({
      vertexShader: layVertexShader, fragmentShader: layFragmentShader, defines: { CUT: 1 }, side: DoubleSide,
      uniforms: { ...uniforms, facing, picture: { value: this.picture }, lift: { value: lift } },
    }));
    this.mesh.frustumCulled = this.mesh.visible = false;
    this.mesh.renderOrder = 1;
    scene.add(this.mesh);
  }

  /** Show a picture {data: bytes r, g, b, within (128 at its edge), width, height, low, cell} in a plane, or nothing by null. */
  show(plane, laid) {
    this.mesh.visible = laid !== null;
    if (!laid) return;
    const { data, low: [u, v], width, height, cell } = laid, corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    const points = corners.flatMap(([a, b]) => pointOn(plane, [u + a * width * cell, v + b * height * cell]));
    this.mesh.geometry.dispose();
    this.mesh.geometry = new BufferGeometry().setIndex([0, 1, 2, 0, 2, 3]);
    this.mesh.geometry.setAttribute("position", new BufferAttribute(new Float32Array(points), 3));
    this.mesh.geometry.setAttribute("uv", new BufferAttribute(new Float32Array(corners.flat()), 2));
    this.picture.dispose();
    this.picture.image = { data, width, height };
    this.picture.needsUpdate = true;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.mesh.removeFromParent();
    this.picture.dispose();
  }
}
