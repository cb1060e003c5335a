// Labels with leader lines: words as DOM, lines as SVG, both over the canvas.
import { anchorOf, placeOf } from "./anchors.js";
import { layout } from "./label_layout.js";
import { extentOf } from "./silhouette.js";

const KNEE = 10; // px that a line goes straight out of its label at most
const NARROW = 600, TINY = 260; // px; below, labels are smaller and may take less of the width

/** The labels over a picture.  `pickPart(id)` is called when one is picked. */
export class Labels {
  constructor(parent, pickPart) {
    this.svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.svg.classList.add("spine-lines");
    this.svg.setAttribute("aria-hidden", "true");
    this.box = document.createElement("div");
    this.box.className = "spine-labels";
    parent.append(this.svg, this.box);
    this.pickPart = pickPart;
    this.items = new Map(); // label id -> {text, part, button, halo, line, dot, anchor, side}
    this.placed = [];
    this.held = false;
  }

  /** Show these labels: {id, text, part}. */
  set(labels) {
    const wanted = new Map(labels.map((label) => [label.id, label]));
    for (const [id, item] of this.items) if (!wanted.has(id)) this.#remove(id, item);
    for (const [id, label] of wanted) {
      const item = this.items.get(id) ?? this.#make(id);
      if (item.part !== label.part) item.anchor = null;
      if (item.text !== label.text) {
        item.button.textContent = label.text;
        item.size = null;
      }
      Object.assign(item, { text: label.text, part: label.part });
    }
  }

  #make(id) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "spine-label";
    const [halo, line] = ["halo", "line"].map((name) => { // a line is seen on what is as light or dark as itself
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("class", name);
      return path;
    });
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("r", "3.2");
    const item = { button, halo, line, dot, anchor: null, side: undefined, size: null };
    button.addEventListener("click", () => this.pickPart(item.part));
    this.svg.append(halo, line, dot);
    this.box.append(button);
    this.#show(item, false); // until it is placed
    this.items.set(id, item);
    return item;
  }

  #remove(id, { button, halo, line, dot }) {
    for (const element of [button, halo, line, dot]) element.remove();
    this.items.delete(id);
  }

  /** Keep all of them back, as while the camera flies, or no longer: each may then stand on another side. */
  hold(held) {
    if (this.held && !held) for (const item of this.items.values()) item.side = undefined;
    this.held = held;
    for (const element of [this.svg, this.box]) element.classList.toggle("held", held);
  }

  /** Choose anchors anew: after the camera or the anatomy came to rest. */
  anchor(model, picture) {
    const shown = new Set(model.visible());
    for (const item of this.items.values()) {
      item.anchor = shown.has(item.part) ? anchorOf(model, item.part, picture, item.anchor) : null;
    }
  }

  /** Labels are measured again, as after a change of size or font. */
  remeasure() {
    for (const item of this.items.values()) item.size = null;
  }

  /** Put everything where it belongs in a picture {width, height, project, eye, silhouette, margins}. */
  place(model, picture) {
    this.box.classList.toggle("narrow", picture.width < NARROW);
    this.box.classList.toggle("tiny", picture.width < TINY);
    const live = [...this.items].filter(([, item]) => item.anchor !== null && model.opacityOf(item.part) > 0 && model.batchWith(item.part));
    for (const [, item] of this.items) this.#show(item, false);
    for (const [, item] of live) {
      item.size ??= fitted(item.button);
    }
    const asked = live.map(([id, item]) => {
      const [x, y] = picture.project(placeOf(model.batchWith(item.part), item.part, item.anchor).point);
      return { id, x, y, side: item.side, extent: extentOf(model, item.part, picture), ...item.size };
    });
    this.placed = layout(asked, { width: picture.width, height: picture.height, ...picture.margins }, picture.silhouette).map((place, n) => {
      const item = live[n][1];
      item.side = place.side;
      const { x, y, width, height } = asked[n];
      const out = { ...place, text: item.text, part: item.part, x, y, width, height };
      this.#draw(item, out);
      return out;
    });
  }

  #draw(item, place) {
    const { left, top, x, y } = place;
    this.#show(item, true);
    item.button.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
    for (const path of [item.halo, item.line]) path.setAttribute("d", leader(place));
    item.dot.setAttribute("cx", x.toFixed(1));
    item.dot.setAttribute("cy", y.toFixed(1));
  }

  #show({ button, halo, line, dot }, shown) {
    for (const element of [button, halo, line, dot]) element.style.visibility = shown ? "visible" : "hidden";
  }
}

/** The size of a label, made as narrow as its longest line is: a box around broken text keeps the breadth it was offered. */
function fitted(button) {
  button.style.width = "";
  const text = document.createRange();
  text.selectNodeContents(button);
  const { paddingLeft, paddingRight } = getComputedStyle(button);
  const own = text.getBoundingClientRect().width + parseFloat(paddingLeft) + parseFloat(paddingRight);
  if (own + 1 < button.offsetWidth) button.style.width = `${Math.ceil(own) + 1}px`;
  return { width: button.offsetWidth, height: button.offsetHeight };
}

/** The path of a label's line: out of its edge that faces the anchor, then straight there. */
export function leader({ left, top, width, height, x, y }) {
  if (x > left && x < left + width) return `M${x.toFixed(1)} ${(y < top ? top : top + height).toFixed(1)}V${y.toFixed(1)}`;
  const start = x < left ? left : left + width;
  const knee = start + Math.max(-KNEE, Math.min(KNEE, x - start));
  const middle = top + height / 2;
  return `M${start.toFixed(1)} ${middle.toFixed(1)}L${knee.toFixed(1)} ${middle.toFixed(1)}L${x.toFixed(1)} ${y.toFixed(1)}`;
}
