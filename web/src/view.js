// The viewer: a canvas, what is shown on it, and the reader's hands; it draws only when something changed.
import { Color, PerspectiveCamera, Scene, Vector2, WebGLRenderer } from "three";
import { anchorOf, placeOf } from "./anchors.js";
import { COMPASS, Compass } from "./compass.js";
import { Controls } from "./controls.js";
import { coefficients } from "./cut.js";
import { Flight } from "./flight.js";
import { GROUNDS, variablesOf } from "./ground.js";
import { Labels } from "./labels.js";
import { Model } from "./model.js";
import { pick } from "./picking.js";
import { takePicture } from "./picture.js";
import { aim, projection, rayThrough } from "./sight.js";
import { extentOf, silhouetteOf } from "./silhouette.js";
import { drawTiled } from "./tiles.js";
import { axesOf, directionOf, eyeOf, FIELD, framing, START, VIEWS } from "./viewpoint.js";

const REST = 160; // ms without change after which anchors are chosen anew and the camera is told
const GLOW_WIDTH = 2.2; // px
const TITLES = 44, EDGE = 12; // px at the top that the names of two halves take, and without them

/** Draws into `root`; `emit(name, detail)` tells what happens.  Throws where there is no WebGL 2. */
export class View {
  constructor(root, emit) {
    this.root = root;
    this.emit = emit;
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true, stencil: true, powerPreference: "high-performance" });
    this.renderer.setClearColor(0x000000, 0);
    this.canvas = this.renderer.domElement;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    root.append(this.canvas);
    this.scene = new Scene();
    this.camera = new PerspectiveCamera(FIELD, 1, 1, 2000);
    this.uniforms = { glowColour: { value: new Color() }, edgeColour: { value: new Color() }, outlineWidth: { value: new Vector2() }, planes: { value: coefficients([]) }, planeCount: { value: 0 } };
    this.model = new Model(this.scene, this.uniforms);
    this.normal = new Model(new Scene(), this.uniforms); // the healthy spine beside it
    this.split = false;
    this.labels = new Labels(root, (id) => this.emit("pick", { id, point: null }));
    this.compasses = [0, 1].map(() => new Compass(root, (view) => this.lookByHand(view)));
    this.name({});
    this.controls = new Controls(this.canvas, {
      move: (change) => { this.flight = null; this.hand = true; this.moveTo(change(this.viewpoint)); },
      tap: (x, y) => this.#tell("pick", x, y),
      twice: (x, y) => this.#tell("isolate", x, y),
      menu: (x, y) => this.#tell("menu", x, y),
      hover: (x, y) => { this.pointer = [x, y]; this.request(); },
      leave: () => { this.pointer = null; this.#hover(null); },
      look: (view) => this.lookByHand(view),
    });
    this.viewpoint = START;
    this.flight = null;
    this.pointer = null;
    this.motion = true;
    this.ready = false;
    this.calls = { calls: 0, triangles: 0 };
    this.setTheme("light");
    this.sizes = new ResizeObserver(() => this.#resize());
    this.sizes.observe(root);
    this.canvas.addEventListener("webglcontextrestored", () => this.request());
    this.#resize();
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    this.sizes.disconnect();
    this.controls.dispose();
    this.normal.dispose();
    this.model.dispose();
    this.renderer.dispose();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!width || !height) return;
    this.size = { width, height };
    this.renderer.setPixelRatio(Math.min(2, devicePixelRatio || 1));
    this.renderer.setSize(width, height, false);
    this.labels.remeasure();
    if (this.framed && !this.touched) this.look(this.framed, false);
    this.changed();
  }

  setTheme(theme) {
    this.theme = GROUNDS[theme] ? theme : "light";
    this.uniforms.glowColour.value.set(GROUNDS[this.theme].glow);
    this.uniforms.edgeColour.value.set(GROUNDS[this.theme].edge);
    for (const [name, value] of Object.entries(variablesOf(this.theme))) this.root.style.setProperty(name, value);
    this.request();
  }

  /** Show the healthy spine beside this one, or no longer. */
  setSplit(split) {
    if (split === this.split) return;
    this.split = split;
    this.root.classList.toggle("split", split);
    if (!split) this.normal.follow(null);
    this.labels.remeasure();
    if (this.framed && !this.touched && this.size) this.look(this.framed, false);
  }

  /** Say the compass buttons' names, see compass.js. */
  name(words) {
    for (const compass of this.compasses) compass.name(words);
  }

  /** Width over height of one picture. */
  get aspect() {
    return this.size.width / (this.split ? 2 : 1) / this.size.height;
  }

  /** The spines that are drawn, from left to right. */
  get halves() {
    return this.split ? [this.normal, this.model] : [this.model];
  }

  /** Something about the anatomy changed: draw, and choose the labels' anchors when it rests. */
  changed() {
    this.rearrange = true;
    this.request();
    this.#rest();
  }

  /** Draw at the next frame. */
  request() {
    this.frame ??= requestAnimationFrame((now) => this.#draw(now));
  }

  /** A standard view, asked for on the picture itself. */
  lookByHand(view) {
    this.look({ view });
    this.hand = true;
  }

  /** Fly, or with `motion` false jump, to {view, parts, from, span}, or to the viewpoint `at`. */
  look({ view = null, parts = [], from = null, span = null, at = null }, motion = this.motion) {
    this.framed = { view, parts, from, span, at };
    this.touched = false;
    this.hand = false;
    const direction = from ? directionOf(from) : VIEWS[view] ?? this.viewpoint;
    const chosen = parts.filter((id) => this.model.batchWith(id));
    const framed = chosen.length ? chosen : this.model.visible();
    const boxes = framed.map((id) => this.model.boxOf(id)), points = framed.flatMap((id) => this.model.sampleOf(id));
    const { azimuth, elevation } = direction;
    const goal = at ?? framing({ azimuth, elevation }, boxes, this.aspect, span, points);
    this.labels.hold(true); // they lead where they should from there, once the camera rests
    this.flight = motion && this.ready ? new Flight(this.viewpoint, goal, performance.now()) : null;
    if (this.flight) this.request();
    else this.moveTo(goal, false);
  }

  moveTo(viewpoint, touched = true) {
    this.viewpoint = viewpoint;
    this.touched ||= touched;
    this.request();
    this.#rest();
  }

  #rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (this.flight) return this.#rest(); // a slow picture: its frames lie farther apart than a rest is long
      this.resting = null;
      if (!this.ready) return;
      if (this.rearrange) this.#arrange();
      this.labels.anchor(this.model, { ...this.pictureFrame(), compass: this.compasses[0].place() });
      this.labels.hold(false);
      const { viewpoint, hand } = this;
      if (viewpoint !== this.told) this.emit("camera_moved", { ...viewpoint, position: eyeOf(viewpoint), up: axesOf(viewpoint).up, hand: Boolean(hand) });
      this.told = viewpoint;
      this.request();
    }, REST);
  }

  #draw(now) {
    this.frame = null;
    if (!this.size) return;
    if (this.flight) {
      const { viewpoint, arrived } = this.flight.at(now);
      if (arrived) this.flight = null;
      this.moveTo(viewpoint, false);
    }
    if (this.rearrange) this.#arrange();
    this.#paint(this.size.width, this.size.height, GLOW_WIDTH);
    const { calls, triangles } = this.renderer.info.render;
    this.calls = { calls, triangles };
    for (const compass of this.compasses) compass.turn(this.viewpoint);
    if (this.ready) this.labels.place(this.model, this.pictureFrame());
    if (this.tellDrawn) {
      this.tellDrawn = false;
      this.emit("drawn", this.calls);
    }
    if (this.pointer) this.#hover(this.#under(...this.pointer).id);
    this.pointer = null;
  }

  #arrange() {
    this.rearrange = false;
    this.model.arrange();
    if (!this.split) return;
    this.normal.follow(this.model);
    this.normal.arrange();
  }

  /** Draw everything at a size in px, with a glow of a width in px. */
  #paint(width, height, glow) {
    const { renderer, camera, uniforms, halves } = this;
    const wide = width / halves.length;
    aim(camera, this.viewpoint, wide / height);
    uniforms.outlineWidth.value.set((2 * glow) / wide, (2 * glow) / height);
    renderer.info.autoReset = false;
    renderer.info.reset();
    renderer.setScissorTest(this.split);
    halves.forEach(({ scene }, n) => {
      renderer.setViewport(n * wide, 0, wide, height);
      renderer.setScissor(n * wide, 0, wide, height);
      renderer.render(scene, camera);
    });
  }

  /** How points fall on a picture of this spine, this size: {width, height, project, eye, silhouette, margins}. */
  pictureFrame(width = this.size.width / (this.split ? 2 : 1), height = this.size.height) {
    const picture = { width, height, ...projection(this.viewpoint, width, height), margins: { top: this.split ? TITLES : EDGE, bottom: 24 + COMPASS, edge: 8 } };
    return { ...picture, silhouette: silhouetteOf(this.model, picture) };
  }

  /** Labels with their anchors in a picture, and where what they name stands: {id, text, part, x, y, extent}. */
  labelAnchors(picture) {
    return [...this.labels.items].flatMap(([id, { text, part, anchor }]) => {
      const batch = this.model.batchWith(part);
      if (!batch || this.model.opacityOf(part) <= 0) return [];
      const place = anchorOf(this.model, part, picture, anchor);
      if (place === null) return [];
      const [x, y] = picture.project(placeOf(batch, part, place).point);
      return [{ id, text, part, x, y, extent: extentOf(this.model, part, picture) }];
    });
  }

  /** What is under a point of the canvas (CSS px): {half, id, point}, the latter two null for nothing. */
  #under(left, y) {
    const { height } = this.size;
    const width = this.size.width / (this.split ? 2 : 1);
    const [half, x] = this.split && left < width ? ["normal", left] : ["this", this.split ? left - width : left];
    const model = half === "normal" ? this.normal : this.model;
    const hit = pick(model, eyeOf(this.viewpoint), rayThrough(this.viewpoint, width, height, x, y));
    return { half, id: hit?.id ?? null, point: hit?.point ?? null };
  }

  /** Emit what is under a point of the canvas (CSS px). */
  #tell(name, x, y) {
    if (!this.ready) return;
    const { left, top } = this.canvas.getBoundingClientRect();
    this.emit(name, { ...this.#under(x, y), ...(name === "menu" && { x, y, left: left + x, top: top + y }) });
  }

  #hover(id) {
    if (id === this.model.hovered) return;
    this.model.hovered = id;
    this.canvas.classList.toggle("over", id !== null);
    this.emit("hover", { id });
    this.rearrange = true;
    this.request();
  }

  /** Draw once at another size, in px: `use(canvas, left, top)` for each tile. */
  inTiles(width, height, use) {
    this.#arrange();
    drawTiled(this, width, height, GLOW_WIDTH, use);
    this.#draw(performance.now());
  }

  picture(options) {
    return takePicture(this, options);
  }

  /** What is on the screen, for tests. */
  state() {
    const aside = this.split ? this.size.width / 2 : 0;
    const labels = this.labels.placed.map(({ id, text, part, left, top, width, height, x, y }) => (
      { id, text, part, left: left + aside, top, width, height, x: x + aside, y }));
    return {
      ready: this.ready, ...this.calls, labels,
      camera: { ...this.viewpoint, position: eyeOf(this.viewpoint), up: axesOf(this.viewpoint).up },
      visible: this.model.visible(),
      severity: this.model.severity,
      faces: this.model.faces().map(({ id, plane, section }) => ({ id, axis: plane.name, area: section.area })),
      highlight: [...this.model.highlight],
      split: this.split,
      pending: Boolean(this.frame || this.flight || this.resting || this.loading),
    };
  }
}
