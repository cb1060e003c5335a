// More than one condition at once: built by the server, as the one thing that a browser can't do alone.
(function (page) {
  "use strict";

  const MOST = 3;

  const served = () => !globalThis.__LUMBAR_ASSETS__; // in the one file there is no server

  // A condition to add, at its own level and side, and the first of those not yet there.
  function added(library, { mix, scene }) {
    const used = [scene, ...mix.map((each) => each.scene)];
    const free = library.scenes.filter((each) => each.levels.length && !used.includes(each.id) && page.with_finding(each));
    const { id, level, side, severity } = free[0] ?? library.scenes.find((each) => each.id === scene);
    return { mix: [...mix, { scene: id, level, side, severity }] };
  }

  const with_finding = (scene) => Object.values(scene.places)[0].geometry !== null;

  // One of the added ones changed; another condition stands at its own level and side unless those of before fit.
  function changed(library, { mix }, index, keys) {
    const now = { ...mix[index], ...keys };
    const { levels, sides, level, side } = page.scene(library, now.scene);
    if (!levels.includes(now.level)) now.level = level;
    if (!sides.includes(now.side)) now.side = side;
    return { mix: mix.map((each, i) => (i === index ? now : each)) };
  }

  const removed = ({ mix }, index) => ({ mix: mix.filter((_, i) => i !== index) });

  // What it is called, where: "Facet cyst, L4-L5, left".
  function entitled(library, { scene: id, level, side }) {
    const scene = page.scene(library, id);
    return [scene.title, scene.levels.length && level, scene.sides.length && library.ui.sides[side].side].filter(Boolean).join(", ");
  }

  // The address of the whole case, once it has been built; null for one condition alone.
  function mixed(spot, choices) {
    if (!choices.mix.length || choices.built !== page.case_code(spot.library, choices)) return null;
    return `geometry/case.glb?code=${encodeURIComponent(choices.built)}`;
  }

  // The conditions that are seen beside the scene's own: those added, once they are built, or the rest of the case that a file is about.
  function others(spot, choices) {
    if (page.mixed(spot, choices)) return choices.mix;
    const [first, ...more] = spot.library.conditions ?? [];
    const here = first && first.scene === spot.scene.id && first.level === spot.level && (!spot.scene.sides.length || first.side === spot.side);
    return here ? more : [];
  }

  // What one of them is, in a few words; nothing where its place is not in the library of a file.
  function in_short(library, other, audience) {
    const { levels, sides, places } = page.scene(library, other.scene);
    if (!([levels.length && other.level, sides.length && other.side].filter(Boolean).join("/") in places)) return "";
    const spot = page.spot(library, { ...other, audience });
    return page.runs(spot, spot.words.summary).map(({ text }) => text).join("");
  }

  // The names of all conditions that are seen: "Disc herniation, L4-L5, left; Spondylolisthesis, L5-S1".
  const all_entitled = (spot, choices) => [{ scene: spot.scene.id, level: spot.level, side: spot.side }, ...others(spot, choices)].map((each) => entitled(spot.library, each)).join("; ");

  // What the document is called: the case that a file is about, or the page.
  function document_title(library) {
    const named = (library.conditions ?? []).map((each) => entitled(library, each));
    return named.join("; ") || library.ui.app.title;
  }

  // The severity that the viewer shows: a case is built as it is, at 1.
  const amount = (spot, choices) => (page.mixed(spot, choices) ? 1 : choices.severity);

  // Have a case built, or with "files" packed as one file; `tell` hears how it goes.  Ends with {done}, {refused} or
  // {failed}; `signal` stops it.
  async function build(code, tell, signal, what = "cases") {
    const answer = await fetch(what, { method: "POST", body: JSON.stringify({ code }), signal });
    if (!answer.ok) return { refused: await answer.text() };
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let [rest, last] = ["", null];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return last ?? { failed: true };
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines.filter(Boolean)) tell((last = JSON.parse(line)));
    }
  }

  Object.assign(page, { MOST, served, added, with_finding, changed, removed, entitled, all_entitled, document_title, others, in_short, mixed, amount, build });
})((globalThis.lumbar_page ??= {}));
