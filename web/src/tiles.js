// A picture larger than the graphics card takes, drawn tile by tile.
import { aim } from "./sight.js";

const TILE = 4096; // px; the most a side that is drawn at once
const GLOWN = 900; // px; the height of a picture in which a glow is as wide as it is said to be

/** Tiles [left, top, width, height] of at most `most` px a side that cover a picture. */
export function tilesOf(width, height, most) {
  const steps = (whole) => Array.from({ length: Math.ceil(whole / most) }, (_, n) => [n * most, Math.min(most, whole - n * most)]);
  return steps(height).flatMap(([top, down]) => steps(width).map(([left, across]) => [left, top, across, down]));
}

/** Draw each half of a view at a size in px, with a glow of a width in px: `use(canvas, left, top)` takes each tile. */
export function drawTiled({ renderer, camera, viewpoint, uniforms, halves, size }, width, height, glow, use) {
  const ratio = renderer.getPixelRatio();
  const most = Math.min(TILE, renderer.capabilities.maxTextureSize);
  const wide = Math.round(width / halves.length);
  const thick = (2 * glow * height) / GLOWN;
  renderer.setPixelRatio(1);
  renderer.setScissorTest(false);
  halves.forEach(({ scene }, n) => {
    for (const [left, top, across, down] of tilesOf(wide, height, most)) {
      renderer.setSize(across, down, false);
      camera.setViewOffset(wide, height, left, top, across, down);
      aim(camera, viewpoint, wide / height);
      uniforms.outlineWidth.value.set(thick / across, thick / down);
      renderer.render(scene, camera);
      use(renderer.domElement, n * wide + left, top);
    }
  });
  camera.clearViewOffset();
  renderer.setPixelRatio(ratio);
  renderer.setSize(size.width, size.height, false);
}
