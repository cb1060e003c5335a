// Mouse, touch and keyboard on the canvas, as turns, shifts and zooms of the viewpoint.
import { shifted, turned, zoomed } from "./viewpoint.js";

const TURN = 0.42; // degrees a pixel
const TAP = 6; // pixels that a finger may wander in a tap
const PRESS = 600; // ms; longer is no tap
const STEP = 7.5; // degrees an arrow key
const SHIFT = 28; // pixels an arrow key
const ZOOM = 1.15;

const VIEW_KEYS = { 1: "front", 2: "back", 3: "left", 4: "right", 5: "above", 6: "oblique", 0: "home", Home: "home" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Listens on `canvas` and calls: move(change), tap(x, y), hover(x, y), leave(), look(view). */
export class Controls {
  constructor(canvas, calls) {
    this.canvas = canvas;
    this.calls = calls;
    this.pointers = new Map();
    this.press = null; // {x, y, time, still}
    this.listening = new AbortController();
    const on = (type, handler, options) => canvas.addEventListener(type, handler, { signal: this.listening.signal, ...options });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#drop(event));
    on("pointerleave", () => this.calls.leave());
    on("wheel", (event) => this.#wheel(event), { passive: false });
    on("keydown", (event) => this.#key(event));
    on("contextmenu", (event) => event.preventDefault());
  }

  dispose() {
    this.listening.abort();
  }

  #down(event) {
    this.canvas.setPointerCapture?.(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    const first = this.pointers.size === 0;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.press = first && event.button === 0 ? { x: event.clientX, y: event.clientY, time: event.timeStamp } : null;
  }

  #move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") this.calls.hover(event.offsetX, event.offsetY);
      return;
    }
    const now = { x: event.clientX, y: event.clientY };
    if (this.press) {
      if (Math.hypot(now.x - this.press.x, now.y - this.press.y) < TAP) return;
      this.press = null;
    }
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    if (this.pointers.size > 1) this.#pinch(event.pointerId, before, now);
    else if (event.shiftKey || event.ctrlKey || event.buttons & 6) this.#shift(dx, dy);
    else this.calls.move((viewpoint) => turned(viewpoint, TURN * dx, TURN * dy));
    this.pointers.set(event.pointerId, now);
  }

  /** One of two fingers moved: their middle shifts the picture, their distance zooms it. */
  #pinch(id, before, now) {
    const other = [...this.pointers].find(([key]) => key !== id)[1];
    const apart = (point) => Math.max(10, Math.hypot(point.x - other.x, point.y - other.y));
    this.#shift((now.x - before.x) / 2, (now.y - before.y) / 2);
    this.calls.move((viewpoint) => zoomed(viewpoint, apart(before) / apart(now)));
  }

  #shift(dx, dy) {
    this.calls.move((viewpoint) => shifted(viewpoint, -dx, dy, this.canvas.clientHeight));
  }

  #up(event) {
    const { press } = this;
    this.#drop(event);
    if (press && event.timeStamp - press.time < PRESS) this.calls.tap(event.offsetX, event.offsetY, event.pointerType);
  }

  #drop(event) {
    this.pointers.delete(event.pointerId);
    this.press = null;
  }

  #wheel(event) {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 400 : 1);
    const factor = Math.exp(Math.max(-400, Math.min(400, pixels)) * 0.0012);
    this.calls.move((viewpoint) => zoomed(viewpoint, factor));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) this.#shift(-SHIFT * arrow[0], SHIFT * arrow[1]);
    else if (arrow) this.calls.move((viewpoint) => turned(viewpoint, STEP * arrow[0], -STEP * arrow[1]));
    else if (event.key === "+" || event.key === "=") this.calls.move((viewpoint) => zoomed(viewpoint, 1 / ZOOM));
    else if (event.key === "-" || event.key === "_") this.calls.move((viewpoint) => zoomed(viewpoint, ZOOM));
    else if (VIEW_KEYS[event.key]) this.calls.look(VIEW_KEYS[event.key]);
    else return;
    event.preventDefault();
  }
}
