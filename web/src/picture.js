// A PNG of what is seen, at any size, with its labels and side letters if asked.
import { lettersAt } from "./compass.js";
import { layout } from "./label_layout.js";
import { GROUNDS } from "./ground.js";
import { leader } from "./labels.js";

const LARGEST = 8192; // px a side

/**
 * Draw `view` into a PNG.
 *
 * `options`: {width, height px, transparent, labels, stamp: a text for the upper corner, or one for each half}; labels,
 * letters and stamp grow with the picture.
 */
export async function takePicture(view, { width = 1920, height = 1080, transparent = false, labels = true, stamp = null } = {}) {
  if (!(width >= 1 && height >= 1 && width <= LARGEST && height <= LARGEST)) {
    throw new Error(`a picture of ${width} × ${height} pixels can't be drawn; choose 1 to ${LARGEST} each way`);
  }
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  pen.direction = getComputedStyle(view.root).direction;
  if (!transparent) paintGround(pen, view.theme, width, height);
  view.inTiles(width, height, (source, left, top) => pen.drawImage(source, left, top));
  const wide = view.split ? width / 2 : width;
  const scale = Math.max(0.6, Math.min(wide, height * 1.3) / 1000);
  if (view.split) drawDivider(pen, view, wide, height, scale);
  (view.split ? [0, wide] : [0]).forEach((left, half) => {
    pen.setTransform(1, 0, 0, 1, left, 0);
    if (labels && left + wide === width) drawLabels(pen, view, wide, height, scale);
    if (labels) drawLetters(pen, view, height, scale);
    const text = Array.isArray(stamp) ? stamp[half] : half === 0 && stamp;
    if (text) drawStamp(pen, view, text, scale);
  });
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the browser made no PNG"))), "image/png"));
}

function drawDivider(pen, view, left, height, scale) {
  pen.globalAlpha = 0.35;
  pen.fillStyle = GROUNDS[view.theme].line;
  pen.fillRect(left - scale / 2, 0, scale, height);
  pen.globalAlpha = 1;
}

function drawStamp(pen, view, text, scale) {
  const colours = GROUNDS[view.theme];
  const size = 21 * scale, pad = 10 * scale, edge = 18 * scale;
  pen.font = `600 ${size}px ${getComputedStyle(view.root).fontFamily}`;
  pen.textBaseline = "middle";
  pen.fillStyle = colours.plate;
  pen.beginPath();
  pen.roundRect(edge, edge, pen.measureText(text).width + 2 * pad, 1.8 * size, 7 * scale);
  pen.fill();
  pen.fillStyle = colours.text;
  pen.fillText(text, edge + pad, edge + 0.92 * size);
}

function paintGround(pen, theme, width, height) {
  const [inner, outer] = GROUNDS[theme].ground;
  const radial = pen.createRadialGradient(width / 2, height * 0.42, 0, width / 2, height * 0.42, Math.hypot(width, height) * 0.62);
  radial.addColorStop(0, inner);
  radial.addColorStop(1, outer);
  pen.fillStyle = radial;
  pen.fillRect(0, 0, width, height);
}

function drawLabels(pen, view, width, height, scale) {
  const colours = GROUNDS[view.theme];
  const size = 17 * scale, pad = 8 * scale;
  pen.font = `500 ${size}px ${getComputedStyle(view.root).fontFamily}`;
  pen.textBaseline = "middle";
  const picture = view.pictureFrame(width, height);
  const labels = view.labelAnchors(picture).map((label) => ({ ...label, width: pen.measureText(label.text).width + 2 * pad, height: size * 1.7 }));
  const edge = 14 * scale;
  const area = { width: width / scale, height: height / scale, top: 14, bottom: 14, edge: 14 };
  const reduced = (box) => Object.fromEntries(Object.entries(box).map(([key, value]) => [key, value / scale]));
  const small = ({ id, extent, x, y, width: wide, height: high }) => ({ id, extent: reduced(extent), ...reduced({ x, y, width: wide, height: high }) });
  const silhouette = { left: picture.silhouette.left / scale, right: picture.silhouette.right / scale };
  layout(labels.map(small), area, silhouette).forEach((place, n) => {
    const { text, x, y, width: wide, height: high } = labels[n];
    const left = Math.max(edge, place.left * scale), top = place.top * scale, middle = top + high / 2;
    const line = new Path2D(leader({ left, top, width: wide, height: high, x, y }));
    pen.fillStyle = colours.line;
    for (const [colour, thick] of [[colours.plate, 3.8], [colours.line, 1.4]]) { // seen on what is as light or dark as itself
      pen.strokeStyle = colour;
      pen.lineWidth = thick * scale;
      pen.stroke(line);
    }
    pen.beginPath();
    pen.arc(x, y, 3.2 * scale, 0, 7);
    pen.fill();
    pen.fillStyle = colours.plate;
    pen.beginPath();
    pen.roundRect(left, top, wide, high, 6 * scale);
    pen.fill();
    pen.fillStyle = colours.text;
    pen.fillText(text, left + pad, middle);
  });
}

function drawLetters(pen, view, height, scale) {
  const colours = GROUNDS[view.theme];
  const [cx, cy] = [62 * scale, height - 62 * scale];
  const family = getComputedStyle(view.root).fontFamily;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const { letter, x, y, near, shown } of [...lettersAt(view.viewpoint)].sort((a, b) => a.near - b.near)) {
    if (!shown) continue;
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1.5 * scale;
    pen.beginPath();
    pen.moveTo(cx, cy);
    pen.lineTo(cx + x * scale, cy + y * scale);
    pen.stroke();
    pen.fillStyle = near < -0.1 ? colours.plate : colours.text;
    pen.beginPath();
    pen.arc(cx + x * scale, cy + y * scale, 13 * scale, 0, 7);
    pen.fill();
    pen.fillStyle = near < -0.1 ? colours.text : colours.ground[0];
    const said = view.compasses[0].said(letter);
    pen.font = `700 ${(said.length > 1 ? 11 : 15) * scale}px ${family}`;
    pen.fillText(said, cx + x * scale, cy + y * scale + scale);
  }
  pen.textAlign = "left";
}
