// The patient's sides, always readable: letters around a corner mark, each a button to look from there.
import { axesOf } from "./viewpoint.js";

const RADIUS = 34; // px from the middle to a letter
const LETTER = 13; // px; radius of a letter's disc
export const COMPASS = 2 * (RADIUS + LETTER); // px; width of the whole

/** Letter, direction in LPS and the view from there. */
export const SIDES = [
  { letter: "L", axis: [1, 0, 0], view: "left" },
  { letter: "R", axis: [-1, 0, 0], view: "right" },
  { letter: "P", axis: [0, 1, 0], view: "back" },
  { letter: "A", axis: [0, -1, 0], view: "front" },
  { letter: "S", axis: [0, 0, 1], view: "above" },
  { letter: "I", axis: [0, 0, -1], view: "below" },
];

/** Where the letters stand, px from the middle; `shown` false for those that would lie under a nearer one. */
export function lettersAt(viewpoint) {
  const { back, right, up } = axesOf(viewpoint);
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const letters = SIDES.map((side) => ({ ...side, x: RADIUS * dot(side.axis, right), y: -RADIUS * dot(side.axis, up), near: dot(side.axis, back) }));
  const placed = [];
  for (const letter of [...letters].sort((a, b) => b.near - a.near)) {
    letter.shown = placed.every((other) => Math.hypot(letter.x - other.x, letter.y - other.y) >= 2 * LETTER);
    if (letter.shown) placed.push(letter);
  }
  return letters;
}

/** The corner mark as DOM; `look(view)` is called when a letter is picked. */
export class Compass {
  constructor(parent, look) {
    this.element = document.createElement("div");
    this.element.className = "spine-compass";
    this.element.innerHTML = `<svg viewBox="${-COMPASS / 2} ${-COMPASS / 2} ${COMPASS} ${COMPASS}" aria-hidden="true">${"<line/>".repeat(SIDES.length)}</svg>`;
    this.lines = [...this.element.querySelectorAll("line")];
    this.buttons = SIDES.map(({ letter, view }) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: letter, title: view });
      button.addEventListener("click", () => look(view));
      this.element.append(button);
      return button;
    });
    parent.append(this.element);
  }

  /** Say the buttons' names and letters in the reader's language: {left: "View from the left", …, letters: {L: "L", …}}. */
  name(words) {
    this.letters = words.letters ?? {};
    SIDES.forEach(({ letter, view }, n) => {
      this.buttons[n].textContent = this.said(letter);
      this.buttons[n].classList.toggle("long", this.said(letter).length > 1);
      const text = words[view] ?? `View from ${{ left: "the left", right: "the right", back: "behind", front: "the front", above: "above", below: "below" }[view]}`;
      this.buttons[n].title = text;
      this.buttons[n].setAttribute("aria-label", text);
    });
  }

  /** A direction's letter in the reader's language. */
  said(letter) {
    return this.letters[letter] ?? letter;
  }

  /** Where it stands over the picture, px. */
  place() {
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = this.element;
    return { left, top, width, height };
  }

  turn(viewpoint) {
    lettersAt(viewpoint).forEach(({ x, y, near, shown }, n) => {
      const button = this.buttons[n];
      button.style.transform = `translate(${(COMPASS / 2 + x - LETTER).toFixed(1)}px, ${(COMPASS / 2 + y - LETTER).toFixed(1)}px)`;
      button.style.visibility = shown ? "visible" : "hidden";
      button.style.zIndex = near > 0 ? 2 : 1;
      button.classList.toggle("far", near < -0.1);
      this.lines[n].setAttribute("x2", x.toFixed(1));
      this.lines[n].setAttribute("y2", y.toFixed(1));
      this.lines[n].style.visibility = shown ? "visible" : "hidden";
    });
  }
}
