// What the page's expressions call: pure functions from the library and the reader's choices to what is shown.
// In every template they are `page`, and `spot` is what the <spot> component makes of scene, level, side, severity
// and wording.  The live page and a static one load this same file.
(function () {
  "use strict";

  const FAINT = 0.22; // opacity of what a reader fades
  const JOINED = "\u2060"; // keeps L4-L5 on one line
  const kept = new Map();

  // The value made before, where an equal one is made again: the viewer need not look at it twice.
  function same(name, value) {
    const text = JSON.stringify(value);
    const before = kept.get(name);
    if (before && before.text === text) return before.value;
    kept.set(name, { text, value });
    return value;
  }

  // --- where we are --------------------------------------------------------------------------------------------

  const scene = (library, id) => library.scenes.find((each) => each.id === id);

  function spot({ library, scene: id, level, side, severity, audience }) {
    const shown = scene(library, id);
    const place = shown.places[[shown.levels.length && level, shown.sides.length && side].filter(Boolean).join("/")];
    const words = (shown.words[level] || shown.words[""])[audience];
    const stages = [
      { id: null, severity: 0, begins: 0, name: library.ui.page.healthy, text: [] },
      ...place.stages.map((each) => ({ ...each, ...words.stages[each.id] })),
    ];
    const stage = stages.filter((each) => each.begins <= severity).at(-1);
    const title = filled({ place }, words.title);
    return { library, scene: shown, place, words, title, stages, stage, level, side, severity, audience };
  }

  // --- choices -------------------------------------------------------------------------------------------------

  const unmoved = () => ({ view: null, focus: null });
  const fresh = () => ({ ...unmoved(), layers: {}, touched: {}, isolated: null, picked: null, term: null });

  // A scene's own level and side, unless the reader has asked for one that it offers.
  function choose(library, id, wanted, flight) {
    const { levels, sides, level, side, severity } = scene(library, id);
    return {
      ...fresh(),
      flight: flight + 1,
      scene: id,
      level: levels.includes(wanted.level) ? wanted.level : level,
      side: sides.includes(wanted.side) ? wanted.side : side,
      severity,
    };
  }

  // Another level or side: remembered for the next scene.
  const move = (place, wanted, flight) => ({
    ...unmoved(), ...place, wanted: { ...wanted, ...place }, flight: flight + 1, picked: null, term: null, isolated: null,
  });

  function touch(touched, id, how) {
    const { [id]: before, ...others } = touched;
    return before === how ? others : { ...others, [id]: how };
  }

  // A followed term is lit and flown to; of what is long, or everywhere, the eye goes to what is at the scene's level.
  function follow(spot, term, flight) {
    const { upper, lower, level } = spot.place.places;
    const parts = spot.place.terms[term];
    const near = level ? parts.filter((part) => [level, upper, lower].includes(part.split("/")[0])) : parts;
    return { term, picked: null, view: null, focus: near.length ? near : spot.place.camera.parts, flight: flight + 1 };
  }

  // --- the picture ---------------------------------------------------------------------------------------------

  function opacity(spot, layers, touched, isolated) {
    const found = { ...spot.place.opacity };
    for (const [layer, how] of Object.entries(layers)) {
      for (const part of spot.library.layers[layer]) found[part] = { shown: 1, faded: FAINT, hidden: 0 }[how];
    }
    for (const [part, how] of Object.entries(touched)) found[part] = how === "hidden" ? 0 : FAINT;
    if (isolated) {
      for (const part of Object.keys(spot.library.structures)) found[part] = 0;
      found[isolated] = 1;
    }
    return same("opacity", found);
  }

  const kindOf = (part) => part.split("/")[1];

  // How a layer stands: as the reader set it, or as the scene shows most of its faintest kind of structure.
  function layer(spot, layers, name) {
    if (layers[name]) return layers[name];
    const parts = spot.library.layers[name];
    const kinds = [...new Set(parts.map(kindOf))];
    const middles = kinds.map((kind) => {
      const shown = parts.filter((part) => kindOf(part) === kind).map((part) => spot.place.opacity[part] ?? 1);
      return shown.sort((a, b) => a - b)[Math.floor(shown.length / 2)];
    });
    const least = Math.min(...middles);
    return least >= 0.5 ? "shown" : least > 0 ? "faded" : "hidden";
  }

  const everything = (library) => Object.fromEntries(Object.keys(library.layers).map((each) => [each, "shown"]));

  function highlight(spot, picked, term) {
    return same("highlight", term ? spot.place.terms[term] || [] : picked ? [picked] : []);
  }

  function labels(spot, on) {
    const texts = spot.words.labels;
    const shown = on ? spot.place.labels.map((each) => ({ ...each, text: filled(spot, texts[each.id]) })) : [];
    return same("labels", shown.filter((each) => each.text));
  }

  function camera(spot, view, focus, flight) {
    const wanted = focus ? { view: null, parts: focus, from: null, span: spot.place.camera.span }
      : view ? { view, parts: [], from: null, span: null } : spot.place.camera;
    return same("camera", { ...wanted, n: flight });
  }

  const geometry = (spot, attempt) => again(spot.place.geometry, attempt);
  const again = (path, attempt) => (path && attempt ? `${path}?again=${attempt}` : path);
  const waiting = (spot, measured) => spot.place.geometry !== null && !arrived(spot, measured);
  const arrived = (spot, measured) => measured !== null && measured.finding.split("?")[0] === spot.place.geometry;

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const theme = (chosen) => (chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen);
  const motion = () => !still.matches;
  const narrow = () => window.matchMedia("(max-width: 720px)").matches;

  // --- the words -----------------------------------------------------------------------------------------------

  // A text with the names of the place in it; nothing, where it speaks of a place and there is none.
  function filled(spot, text = "") {
    const names = spot.place.places;
    const known = [...text.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in names);
    return known ? text.replace(/\{(\w+)\}/g, (all, name) => names[name].replace("-", `-${JOINED}`)) : "";
  }

  function runs(spot, segments) {
    return segments.map(({ text, term, source }) => ({
      text: source ? ` (${spot.library.sources[source]})` : filled(spot, text),
      term: term && (spot.place.terms[term] || []).length ? term : null,
      source,
    }));
  }

  // The terms to mark: the one that was followed, or those that mean the picked structure.
  function marked(spot, term, picked) {
    if (term) return [term];
    const meant = Object.entries(spot.place.terms).filter(([, parts]) => picked && parts.includes(picked));
    return meant.map(([each]) => each);
  }

  // What the picture shows, for who does not see it.
  function alt(spot, view) {
    const { alt: texts, views } = spot.library.ui;
    const text = !spot.scene.levels.length ? texts.healthy : spot.scene.sides.length ? texts.scene_side : texts.scene;
    const names = { title: spot.title, level: spot.level, side: spot.side && spot.library.ui.sides[spot.side].side, view: views[view || "home"].toLowerCase() };
    return text.replace(/\{(\w+)\}/g, (all, name) => names[name]);
  }

  // --- the numbers ---------------------------------------------------------------------------------------------

  const at = (tree, path) => path.reduce((branch, key) => branch?.[key], tree);

  // The keys of severity around the present one, and how far it is from the first to the second.
  function between(keys, severity) {
    const next = Math.max(1, keys.findIndex((key) => key >= severity));
    const share = (severity - keys[next - 1]) / (keys[next] - keys[next - 1]);
    return { before: next - 1, next, share: Math.min(1, Math.max(0, share)) };
  }

  // Each measure of the scene at this severity, with the grades that it has.
  function numbers(spot, measured) {
    if (!arrived(spot, measured) || (measured.measurements || []).length < 2) return [];
    const { before, next, share } = between(measured.severities, spot.severity);
    const graded = measured.measurements[share > 0.5 ? next : before].grades || [];
    const rows = spot.place.measures.map(({ key, path }) => {
      const [from, to] = [before, next].map((i) => at(measured.measurements[i], path));
      if (!Number.isFinite(from) || !Number.isFinite(to)) return null;
      const { unit, digits, ...words } = spot.library.ui.measures[key];
      const value = (from + share * (to - from)).toFixed(digits);
      return { key, unit, value, name: named(spot, words), grades: grades(spot, graded, key, path) };
    });
    return rows.filter(Boolean);
  }

  function grades({ library, audience }, graded, key, [, level, , side = null]) {
    const own = graded.filter((each) => library.graded[each.scale] === key && each.level === level && each.side === side);
    return own.map(({ scale, value, source, approximate }) => ({
      approximate,
      source,
      short: source.match(/^.*?\d{4}/)?.[0] ?? source, // names and year
      name: named({ audience }, library.ui.scales[scale] || { name: scale }),
      value: named({ audience }, library.ui.values[value] || { name: value }),
    }));
  }

  // The patient's or the clinician's name for it.
  const named = (spot, { name, plain }) => (spot.audience === "patient" && plain) || name;

  // --- out of the page -----------------------------------------------------------------------------------------

  async function save_picture({ scene, level, side, severity }, labels) {
    const box = document.querySelector(".frame > .view").getBoundingClientRect();
    const scale = Math.max(2, window.devicePixelRatio || 1);
    const size = { width: Math.round(box.width * scale), height: Math.round(box.height * scale) };
    const blob = await window.lumbar.view.picture({ ...size, transparent: false, labels });
    const name = ["lumbar", scene.id, ...(level ? [level, side, severity.toFixed(2)] : [])].filter(Boolean).join("_");
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // --- components ----------------------------------------------------------------------------------------------

  const Spot = {
    props: ["library", "scene", "level", "side", "severity", "audience"],
    computed: { spot() { return spot(this.$props); } },
    render() { return this.$slots.default({ spot: this.spot }); },
  };

  // A text whose terms are buttons.
  const TermText = {
    props: ["runs", "marked"],
    emits: ["term"],
    template: `<template v-for="(run, i) in runs" :key="i"><button v-if="run.term" type="button" class="term"
      :data-term="run.term" :aria-pressed="String(marked.includes(run.term))" @click="$emit('term', run.term)">{{ run.text
      }}</button><span v-else :class="{ source: run.source }">{{ run.text }}</span></template>`,
  };

  const page = {
    spot, scene, choose, fresh, unmoved, move, touch, follow, opacity, layer, everything, highlight, labels, camera,
    geometry, again, waiting, theme, motion, narrow, runs, filled, marked, numbers, alt, save_picture,
  };

  function install(app) {
    app.config.globalProperties.page = page;
    app.component("Spot", Spot).component("TermText", TermText);
  }

  window.lumbar_page = { install, ...page };
})();
