import assert from "node:assert/strict";
import test from "node:test";
import { choices, HERNIATION, library, page } from "./given.mjs";

const now = choices();
const open = (text) => page.opened(library, text, now);
const link = (chosen) => page.fragment(library, choices(chosen));

const EYE = { target: [1.2, -3.4, 56], azimuth: 33.3, elevation: -12.5, distance: 210.7 };

test("what a link holds comes back: case, camera, layers, parts, cuts, comparison, words, language", () => {
  const chosen = {
    ...HERNIATION, severity: 0.35, eye: EYE, layers: { bones: "faded", fat: "hidden" }, labels_on: false,
    touched: { "L3/vertebra": "hidden", "L4/root/left": "faded", "L4-L5/ligamentum_flavum/right": "shown" },
    isolated: ["L4/root/left", "L5/root/left"], cuts: { axial: 41.5, coronal: -3, keep: { axial: "above" } },
    compare: "blend", blend: 0.3, audience: "clinician", theme: "dark",
  };
  const { choices: back, trouble } = open(link(chosen));
  assert.equal(trouble, null);
  for (const [key, value] of Object.entries(chosen)) assert.deepEqual(back[key], value, key);
  assert.equal(back.language, "en");
});

test("every scene comes back at every level and side", () => {
  for (const { id, levels, sides } of library.scenes) {
    for (const level of levels.length ? levels : [null]) {
      for (const side of sides.length ? sides : [null]) {
        const { choices: back, trouble } = open(link({ scene: id, level, side, severity: 0.5 }));
        assert.equal(trouble, null, `${id} ${level} ${side}`);
        assert.deepEqual([back.scene, back.level ?? null, back.side ?? null], [id, level, side]);
      }
    }
  }
});

test("the worst of links stays under a kilobyte", () => {
  const spot = page.spot(page.spoken(library, "en"), choices(HERNIATION));
  const all = page.there(spot, ["L4-L5/herniation/left"]);
  const touched = Object.fromEntries(all.map((part, i) => [part, ["hidden", "faded", "shown"][i % 3]]));
  const text = link({ ...HERNIATION, eye: EYE, touched, cuts: { axial: 41.5, sagittal: 1.5, coronal: -3.5 }, compare: "blend" });
  assert.ok(text.length < 1024, `${text.length} characters`);
});

// As they were written by earlier versions, letter by letter: they must open for ever.
const OLD = {
  "#v1;case=normal;scene=healthy;words=patient;lang=en": { scene: "healthy", audience: "patient", language: "en" },
  "#v1;case=herniation@L4-L5/left/subarticular:severity=0.8;scene=disc_herniation;view=back;words=clinician;lang=es": {
    scene: "disc_herniation", level: "L4-L5", side: "left", severity: 0.8, view: "back", audience: "clinician", language: "es",
  },
  "#v1;case=central_stenosis@L3-L4:severity=0.67;scene=central_stenosis;eye=0.1,10,80,42,12,600;layers=bones.faded,fat.hidden;parts=vertebra:H34!root:H4lF5r!epidural_fat:F*;cut=axial.41_5.above;compare=blend.30;labels=0;words=patient;lang=en": {
    scene: "central_stenosis", level: "L3-L4", severity: 0.67, eye: { target: [0.1, 10, 80], azimuth: 42, elevation: 12, distance: 600 },
    layers: { bones: "faded", fat: "hidden" }, touched: {
      "L3/vertebra": "hidden", "L4/vertebra": "hidden", "L4/root/left": "hidden", "L5/root/right": "faded",
      ...Object.fromEntries(["L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"].map((level) => [`${level}/epidural_fat`, "faded"])),
    },
    cuts: { axial: 41.5, keep: { axial: "above" } }, compare: "blend", blend: 0.3, labels_on: false,
  },
  "#v1;case=herniation@L4-L5/left/subarticular:severity=0.8+facet_cyst@L3-L4/right:severity=0.67;scene=disc_herniation;with=facet_cyst;words=patient;lang=en": {
    scene: "disc_herniation", mix: [{ scene: "facet_cyst", level: "L3-L4", side: "right", severity: 0.67 }],
  },
};

const STENOSIS = { scene: "central_stenosis", level: "L4-L5", side: null, severity: 0.67 };

test("a link of a scene that opens with a cut says nothing of it, unless the reader took it away, moved it or looks from elsewhere", () => {
  const own = page.spot(page.spoken(library, "en"), choices(STENOSIS)).place.cut;
  assert.ok(own, "it opens with a cut");
  assert.ok(!link(STENOSIS).includes("cut="));
  assert.equal(open(link(STENOSIS)).choices.cuts, null);
  for (const chosen of [{ cuts: {} }, { cuts: { axial: 50.5, keep: { axial: "above" } } }, { cuts: { axial: 50.5, tilt: -13.2, keep: { axial: "below" } } }, { cuts: {}, view: "back" }, { cuts: {}, eye: EYE }]) {
    const { choices: back, trouble } = open(link({ ...STENOSIS, ...chosen }));
    assert.equal(trouble, null);
    assert.deepEqual(back.cuts, chosen.cuts, JSON.stringify(chosen));
  }
  for (const elsewhere of [{ view: "back" }, { eye: EYE }]) {
    assert.deepEqual(open(link({ ...STENOSIS, ...elsewhere })).choices.cuts, own, "what is seen comes back");
  }
});

test("a link written before scenes had cuts shows none where it was looked at from elsewhere, as it was then", () => {
  const old = "#v1;case=central_stenosis@L4-L5:severity=0.67;scene=central_stenosis;view=back;words=patient;lang=en";
  assert.deepEqual(open(old).choices.cuts, {});
});

test("old links still open", () => {
  for (const [text, wanted] of Object.entries(OLD)) {
    const { choices: back, trouble } = open(text);
    const missing = wanted.language && !library.words[wanted.language];
    assert.equal(trouble, missing ? "parts" : null, text);
    for (const [key, value] of Object.entries(wanted)) if (!(missing && key === "language")) assert.deepEqual(back[key], value, `${key} of ${text}`);
  }
});

test("a broken link says what is wrong and opens the nearest view", () => {
  assert.deepEqual(open("#nonsense"), { choices: null, trouble: "unreadable" });
  assert.deepEqual(open("#v1"), { choices: null, trouble: "unreadable" });
  assert.deepEqual(open("#v1;%E0%A4%A"), { choices: null, trouble: "unreadable" });
  const cases = [
    ["#v1;case=normal;scene=healthy;colour=red", "parts", { scene: "healthy" }],
    ["#v9;case=normal;scene=healthy", "version", { scene: "healthy" }],
    ["#v1;case=whiplash@L4-L5;scene=whiplash", "scene", { scene: "healthy" }],
    ["#v1;case=herniation@L9-S4/left/subarticular:severity=0.4;scene=disc_herniation", "case", { level: "L4-L5", side: "left", severity: 0.4 }],
    ["#v1;case=herniation@L3-L4/right/subarticular:severity=NaN;scene=disc_herniation", "case", { level: "L3-L4", side: "right" }],
    ["#v1;case=herniation@L3-L4/left/subarticular:severity=7;scene=disc_herniation", "case", { level: "L3-L4" }],
    ["#v1;case=normal;scene=healthy;eye=1,2,3,x,5,6;view=back", "parts", { view: "back" }],
    ["#v1;case=normal;scene=healthy;parts=rib:H3!vertebra:H3", "parts", { touched: { "L3/vertebra": "hidden" } }],
    ["#v1;case=normal;scene=healthy;cut=axial.9999", "parts", { scene: "healthy" }],
    ["#v1;case=normal;scene=healthy;cut=axial.40.below.80", "parts", { scene: "healthy" }],
    ["#v1;case=normal;scene=healthy;lang=tlh", "parts", { scene: "healthy" }],
  ];
  for (const [text, trouble, wanted] of cases) {
    const found = open(text);
    assert.equal(found.trouble, trouble, text);
    for (const [key, value] of Object.entries(wanted)) assert.deepEqual(found.choices[key], value, `${key} of ${text}`);
  }
});

test("every trouble has its sentence in every language", () => {
  for (const { ui } of Object.values(library.words)) {
    for (const trouble of ["version", "unreadable", "scene", "case", "parts"]) assert.match(ui.link[trouble], /\.$/);
  }
});
