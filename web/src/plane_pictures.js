// What all faces in one plane share: how deep each place lies under the outlines, and what shows there that is cut nowhere.
import { Color, DataTexture, LinearFilter, RedFormat, Vector3, Vector4 } from "three";
import { beddingOf, covers } from "./bedding.js";
import { placeOn } from "./cut.js";
import { fillerAt, fillingOf, GAPS } from "./filling.js";
import { rimsOf } from "./rims.js";
import { lookOf } from "./tissues.js";
import { Underlay } from "./underlay.js";

const NERVES = 2; // rank of the sac and of what runs in it: nothing is laid over that
const BEHIND = -2, BETWEEN = -1, BEFORE = 20; // ranks: behind every face, and before each

/** The pictures of one plane; `uniforms` are those that its faces read. */
export class PlanePicture {
  constructor(scene, uniforms) {
    this.rims = texture();
    this.uniforms = { rims: { value: this.rims }, rimFrame: { value: new Vector4() }, facing: { value: new Vector3() } };
    const laid = (lift) => new Underlay(scene, uniforms, this.uniforms.facing, lift);
    [this.fatLaid, this.melted] = [BEHIND, BEFORE].map(laid);
    this.fillings = Object.values(GAPS).map(() => ({ laid: laid(BETWEEN), fillers: [], picture: null }));
    this.fat = [];
    this.bedding = null;
  }

  /** Picture the faces of all parts in a plane; `fat`: the ids of the fat that is shown. */
  update(plane, faces, fat) {
    this.fat = fat;
    const bedded = fat.length ? faces.filter((face) => face.bedded) : [], clear = sections(faces.filter((face) => face.clear));
    this.bedding = beddingOf(sections(faces), sections(bedded), clear);
    this.fatLaid.show(plane, this.bedding && coloured(this.bedding, bytesOf(lookOf(fat[0]).color)));
    Object.values(GAPS).forEach(({ closes, bounds, narrow }, n) => {
      const filling = this.fillings[n];
      filling.fillers = fillersOf(faces.filter((face) => closes(face, plane.name)));
      filling.picture = fillingOf(sections(faces.filter(bounds)), filling.fillers, { bare: clear, narrow });
      filling.laid.show(plane, filling.picture);
    });
    const melting = faces.filter((face) => face.melts);
    const nerves = sections(faces.filter(({ rank }) => rank <= NERVES));
    this.melted.show(plane, melting.length > 1 ? fillingOf(sections(melting), fillersOf(melting, deepOf), { bare: nerves, over: true }) : null);
    if (!faces.length) return;
    this.uniforms.facing.value.set(...plane.out);
    const outlined = this.bedding ? faces.filter(({ id }) => !fat.includes(id)) : faces;
    const rims = rimsOf(outlined.map(({ section, rimless, grain, grown }) => ({ ...section, rimless, bone: grain === "bone", grown })));
    refill(this.rims, rims);
    this.uniforms.rimFrame.value.set(...frameOf(rims));
  }

  /** The id of what closes a gap at a point of the plane where no face is, or undefined. */
  fillerAt(plane, point) {
    const [x, y] = placeOn(plane, point);
    return this.fillings.map(({ picture, fillers }) => picture && fillerAt(picture, fillers, x, y)).find(Boolean)?.id;
  }

  /** Does fat show at a point of the plane where no face does? */
  covers(plane, point) {
    return this.bedding !== null && covers(this.bedding, ...placeOn(plane, point));
  }

  dispose() {
    for (const laid of [this.fatLaid, this.melted, ...this.fillings.map((filling) => filling.laid)]) laid.dispose();
    this.rims.dispose();
  }
}

const sections = (faces) => faces.map(({ section }) => section);
const fillersOf = (faces, tint = ({ grain, colour }) => (grain === "bone" ? cortexOf(bytesOf(colour)) : bytesOf(colour))) => faces.map((face) => ({ id: face.id, section: face.section, colour: tint(face) }));
const frameOf = ({ low, width, height, cell }) => [...low, 1 / (width * cell), 1 / (height * cell)];
const bytesOf = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));

/** The colour of the cortex of a bone of some colour, as its face has it. */
const cortexOf = (bytes) => [255, 247, 230].map((white, k) => Math.round(0.55 * bytes[k] + 0.45 * white));

/** The colour of a gel far from its outline, as its face has it. */
const deepOf = ({ colour }) => bytesOf(`#${new Color(colour).lerp(new Color("white"), 0.3).getHexString()}`);

/** A picture of bytes in one colour. */
function coloured({ data, ...frame }, colour) {
  const out = new Uint8Array(4 * data.length);
  data.forEach((within, n) => out.set([...colour, within], 4 * n));
  return { data: out, ...frame };
}

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
