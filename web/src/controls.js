// Mouse, touch and keyboard on the canvas, as turns, shifts and zooms of the viewpoint.
import { shifted, turned, zoomed } from "./viewpoint.js";

const TURN = 0.42; // degrees a pixel
const TAP = 6; // pixels that a finger may wander in a tap
const PRESS = 550; // ms; longer is no tap but a long press
const TWICE = 350; // ms between the two taps of a double tap
const NEAR = 24; // px between them
const STEP = 7.5; // degrees an arrow key
const SHIFT = 28; // pixels an arrow key
const ZOOM = 1.15;

const VIEW_KEYS = { 1: "front", 2: "back", 3: "left", 4: "right", 5: "above", 6: "oblique", 0: "home", Home: "home" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Listens on `canvas` and calls: move(change), tap(x, y), twice(x, y), menu(x, y), hover(x, y), leave(), look(view). */
export class Controls {
  constructor(canvas, calls) {
    this.canvas = canvas;
    this.calls = calls;
    this.pointers = new Map();
    this.press = null; // {x, y, time, button}: a finger or button that went down and has not moved
    this.tapped = null; // {x, y, time} of the last tap
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
    clearTimeout(this.long);
    this.listening.abort();
  }

  #down(event) {
    this.canvas.setPointerCapture?.(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    const first = this.pointers.size === 0;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.press = first && event.button !== 1 ? { x: event.clientX, y: event.clientY, time: event.timeStamp, button: event.button } : null;
    clearTimeout(this.long);
    if (!this.press || event.pointerType === "mouse") return;
    const { offsetX, offsetY } = event;
    this.long = setTimeout(() => { if (this.press) { this.press = null; this.calls.menu(offsetX, offsetY); } }, PRESS);
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
    if (!press) return;
    if (press.button === 2) this.calls.menu(event.offsetX, event.offsetY);
    else if (event.timeStamp - press.time < PRESS) this.#tap(event);
  }

  /** The second of two taps in one place is a double tap and nothing else. */
  #tap({ offsetX: x, offsetY: y, timeStamp: time }) {
    const { tapped } = this;
    const again = tapped && time - tapped.time < TWICE && Math.hypot(x - tapped.x, y - tapped.y) < NEAR;
    this.tapped = again ? null : { x, y, time };
    if (again) this.calls.twice(x, y);
    else this.calls.tap(x, y);
  }

  #drop(event) {
    clearTimeout(this.long);
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
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) this.calls.menu(this.canvas.clientWidth / 2, this.canvas.clientHeight / 2);
    else if (VIEW_KEYS[event.key]) this.calls.look(VIEW_KEYS[event.key]);
    else return;
    event.preventDefault();
  }
}
