import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, library, page, spotOf } from "./given.mjs";

test("what the hand does to a part wins over its layer, and that over the scene", () => {
  const spot = spotOf(HERNIATION);
  const shown = page.opacities(spot, choices({ layers: { bones: "hidden" }, touched: { "L3/vertebra": "shown" } }));
  assert.equal(shown["L2/vertebra"], 0);
  assert.equal(shown["L3/vertebra"], 1);
  assert.equal(page.stand(shown, ["L3/vertebra"]), "shown");
  assert.equal(page.stand(shown, ["L2/vertebra", "L3/vertebra"]), "");
});

test("only is only, and once more everything", () => {
  const all = choices();
  const alone = page.only(["L3/vertebra"], all);
  const shown = page.opacities(spotOf(), { ...all, ...alone });
  assert.deepEqual(Object.keys(shown).filter((part) => shown[part] > 0), ["L3/vertebra"]);
  assert.equal(page.only(["L3/vertebra"], { ...all, ...alone }).isolated, null);
});

test("the camera goes where the hand left it, else to the term, the view, or the scene's own place", () => {
  const spot = spotOf(HERNIATION);
  const eye = { target: [0, 0, 0], azimuth: 1, elevation: 2, distance: 300 };
  assert.deepEqual(page.camera(spot, choices({ eye, view: "back" })).at, eye);
  assert.deepEqual(page.camera(spot, choices({ focus: ["L5/root/left"] })).parts, ["L5/root/left"]);
  assert.equal(page.camera(spot, choices({ view: "back" })).view, "back");
  assert.deepEqual(page.camera(spot, choices()).from, spot.place.camera.from);
});

test("a plane starts at what the scene is about, and leaves with a second tap", () => {
  const { cuts } = page.toggled(choices(), "axial", [[0, 0, 40, 10, 10, 50], null]);
  assert.equal(cuts.axial, 45);
  assert.deepEqual(page.cut(cuts), { axial: 45 });
  assert.deepEqual(page.toggled(choices({ cuts }), "axial", []).cuts, {});
  assert.equal(page.cut({}), null);
  const turned = page.turned_round(choices({ cuts }), "axial").cuts;
  assert.equal(turned.keep.axial, "above");
  assert.equal(page.turned_round(choices({ cuts: turned }), "axial").cuts.keep.axial, "below");
});

test("a cut is looked at from where its face is seen, and without any one is back at the scene", () => {
  const faces = { axial: ["above", "below"], sagittal: ["right", "left"], coronal: ["front", "back"] };
  for (const [axis, [usual, other]] of Object.entries(faces)) {
    const before = choices({ eye: { target: [0, 0, 0], azimuth: 1, elevation: 2, distance: 300 }, flight: 4 });
    const cut = page.toggled(before, axis, []);
    assert.deepEqual([cut.view, cut.eye, cut.flight], [usual, null, 5]);
    const turned = page.turned_round(choices(cut), axis);
    assert.equal(turned.view, other);
    assert.equal(page.toggled(choices(turned), axis, []).view, null);
  }
  const both = { axial: 40, sagittal: 2 };
  assert.equal(page.toggled(choices({ cuts: both }), "axial", []).view, "right", "the face of the plane that is left");
});

test("a scene opens with its own cut until the reader sets another, and has it back by Home and at another level", () => {
  const at = (chosen = {}) => spotOf({ scene: "central_stenosis", level: "L4-L5", side: null, severity: 0.67, ...chosen });
  const spot = at(), own = spot.place.cut;
  assert.deepEqual(page.cut(spot.cuts), own);
  assert.equal(page.cut(spotOf({ scene: "schwannoma", level: "L3", side: "left", severity: 0.67 }).cuts).keep.coronal, "front");
  assert.equal(page.cut(spotOf().cuts), null, "the healthy spine is whole");
  const off = page.toggled(page.cutting(spot, choices()), "axial", []);
  assert.deepEqual([off.cuts, off.view], [{}, "oblique"], "not from above on to a spine that is whole");
  assert.equal(page.cut(at({ cuts: off.cuts }).cuts), null);
  assert.equal(page.ACTS.home(at({ cuts: {} }), choices()).cuts, null);
  assert.ok(!("cuts" in page.ACTS.home(at({ cuts: { axial: 50 } }), choices())), "a plane of the reader's stays");
  assert.equal(page.move({ level: "L3-L4" }, choices()).cuts, null);
  assert.notDeepEqual(at({ level: "L3-L4" }).cuts, own);
});

test("a standard view of a condition frames what its scene looks at, of the healthy spine all of it", () => {
  const spot = spotOf(HERNIATION);
  const { parts, span } = page.camera(spot, choices({ view: "back" }));
  assert.deepEqual([parts, span], [spot.place.camera.parts, spot.place.camera.span]);
  assert.deepEqual(page.camera(spotOf(), choices({ view: "back" })).parts, []);
});

test("the picture is told in words made from the case", () => {
  const all = choices({ ...HERNIATION, view: "back", cuts: { axial: 40 }, compare: "split", touched: { "L3/vertebra": "hidden" } });
  const text = page.alt(spotOf(all), all);
  for (const words of ["L4-L5", "left", "from behind", "Extrusion", "normal spine stands beside", "Cut open", "L3"]) assert.ok(text.includes(words), `${words} in: ${text}`);
  assert.ok(!/[{}]|undefined|null/.test(text), text);
});

test("the picture of every scene is told in every language and wording, with nothing left open", () => {
  for (const language of Object.keys(library.words)) {
    for (const audience of ["patient", "clinician"]) {
      for (const { id, level, side, severity } of library.scenes) {
        const all = choices({ scene: id, level, side, severity, language, audience });
        const text = page.alt(spotOf(all), all);
        assert.ok(text.length > 20 && !/[{}]|undefined|null/.test(text), text);
      }
    }
  }
});

test("eight directions round the spine have words of their own", () => {
  const { seen } = spotOf().library.ui;
  const said = [0, 45, 90, 135, 180, -135, -90, -45].map((azimuth) => page.seen(seen, { azimuth, elevation: 0 }));
  assert.equal(new Set(said).size, 8);
  assert.equal(page.seen(seen, { azimuth: 90, elevation: 0 }), seen.left);
  assert.equal(page.seen(seen, { azimuth: 400, elevation: 80 }), seen.above);
});

test("the language is the one asked for, else the browser's, else the first", () => {
  assert.equal(page.language(library, "en", ["es-MX"]), "en");
  assert.equal(page.language(library, "auto", ["xx", "en-GB"]), "en");
  assert.equal(page.language(library, "auto", ["xx"]), Object.keys(library.words)[0]);
});

test("what comes later is labelled when it is there", () => {
  const parts = (severity) => page.labels(spotOf({ ...HERNIATION, severity }), true).map(({ id }) => id);
  assert.equal(parts(0.2).includes("herniation"), false);
  assert.equal(parts(0.8).includes("herniation"), true);
  assert.equal(parts(0.8).includes("fragment"), false);
  assert.equal(parts(1).includes("fragment"), true);
});

test("a scene's own cut goes with its disc where the case has moved that, as far as it is drawn, and no cut of the reader's does", () => {
  const code = page.case_code(page.spoken(library, "en"), choices({ ...HERNIATION, mix: [{ scene: "spondylolisthesis", level: "L5-S1", side: null, severity: 0.5 }] }));
  const mixed = { ...HERNIATION, mix: [{ scene: "spondylolisthesis", level: "L5-S1", side: null, severity: 0.5 }], built: code };
  const measured = { finding: `geometry/case.glb?code=${encodeURIComponent(code)}`, severities: [0, 1], measurements: [], shifts: { "L4-L5": [[0, 0, 0], [0, -7, -3.24]] } };
  const { axial, tilt } = spotOf(HERNIATION).place.cut;
  const went = -3.24 + 7 * Math.tan((tilt * Math.PI) / 180); // a tilted plane is said by its height at y = 0
  const at = (chosen) => spotOf({ ...mixed, measured, ...chosen }).cuts.axial;
  assert.equal(at({}), Math.round(10 * (axial + went)) / 10);
  assert.equal(at({ compare: "blend", blend: 0.5 }), Math.round(10 * (axial + went / 2)) / 10);
  assert.equal(at({ built: null }), axial, "not before it is there");
  assert.equal(at({ cuts: { axial: 12 } }), 12);
  const link = page.fragment(page.spoken(library, "en"), choices({ ...mixed, measured, eye: { target: [0, 0, 0], azimuth: 1, elevation: 2, distance: 300 } }));
  assert.ok(link.includes(`cut=axial.${String(at({})).replace(".", "_")}.below`), link);
});
