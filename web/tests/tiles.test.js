import assert from "node:assert/strict";
import test from "node:test";
import { tilesOf } from "../src/tiles.js";

test("tiles cover a picture once and none is too large", () => {
  for (const [width, height, most] of [[7680, 4320, 4096], [800, 600, 4096], [4097, 1, 4096], [8192, 8192, 2048]]) {
    const tiles = tilesOf(width, height, most);
    assert.equal(tiles.reduce((sum, [, , across, down]) => sum + across * down, 0), width * height);
    assert.ok(tiles.every(([left, top, across, down]) => across <= most && down <= most && left + across <= width && top + down <= height));
    assert.equal(new Set(tiles.map(([left, top]) => `${left} ${top}`)).size, tiles.length);
  }
});
