// What a tap changes: from the present choices to the keys of client state that it sets.
(function (page) {
  "use strict";

  const scene = (library, id) => library.scenes.find((each) => each.id === id);

  // Everything the templates need to know of the present scene, level, side and severity.
  function spot(library, choices) {
    const { scene: id, level, side, severity, audience, cuts } = choices;
    const shown = scene(library, id);
    const place = shown.places[[shown.levels.length && level, shown.sides.length && side].filter(Boolean).join("/")];
    const words = (shown.words[level] || shown.words[""])[audience];
    const stages = [
      { id: null, severity: 0, begins: 0, name: library.ui.page.healthy, text: [] },
      ...place.stages.map((each) => ({ ...each, ...words.stages[each.id] })),
    ];
    const stage = stages.filter((each) => each.begins <= severity).at(-1);
    const found = { library, scene: shown, place, words, stages, stage, level, side, severity, audience };
    found.cuts = cuts ?? page.own_cut(found, choices) ?? {};
    found.names = page.names(found);
    found.title = page.filled(found, words.title);
    return found;
  }

  // Scenes by group, in the order in which they come.
  function groups(library) {
    const ids = [...new Set(library.scenes.map((each) => each.group))];
    return ids.map((id) => ({ id, title: library.ui.groups[id], scenes: library.scenes.filter((each) => each.group === id) }));
  }

  const unmoved = () => ({ view: null, focus: null, eye: null });
  const let_go = () => ({ picked: null, term: null, menu: null });
  const fresh = () => ({ ...unmoved(), ...let_go(), layers: {}, touched: {}, isolated: null, cuts: null });

  // A scene at its own level and side, unless the reader has asked for one that it offers.
  function choose(library, id, { wanted, flight, compare }) {
    const { levels, sides, level, side, severity, places } = scene(library, id);
    const shown = Object.values(places)[0].geometry;
    return {
      ...fresh(),
      flight: flight + 1,
      scene: id,
      level: levels.includes(wanted.level) ? wanted.level : level,
      side: sides.includes(wanted.side) ? wanted.side : side,
      severity,
      compare: shown ? compare : null,
      mix: [],
    };
  }

  // Another level or side: remembered for the next scene.
  const move = (place, { wanted, flight }) => ({
    ...unmoved(), ...let_go(), ...place, wanted: { ...wanted, ...place }, flight: flight + 1, isolated: null, cuts: null,
  });

  const look = (view, { flight }) => ({ ...unmoved(), view, flight: flight + 1 });

  // A followed term is lit and flown to; of what is long, or everywhere, the eye goes to what is at the scene's level.
  function follow(spot, term, { flight }) {
    const parts = spot.place.terms[term];
    return { ...unmoved(), picked: null, term, focus: near(spot, parts), flight: flight + 1 };
  }

  function near(spot, parts) {
    const { upper, lower, level } = spot.place.places;
    const close = level ? parts.filter((part) => [level, upper, lower].includes(part.split("/")[0])) : parts;
    return close.length ? close : spot.place.camera.parts;
  }

  // --- structures ------------------------------------------------------------------------------------------------

  // Each of the parts shown, faded or hidden; where all of them are so by hand already, as the scene has them again.
  function touch(parts, how, { touched }) {
    const again = parts.every((part) => touched[part] === how);
    const others = Object.fromEntries(Object.entries(touched).filter(([part]) => !parts.includes(part)));
    return { touched: again ? others : { ...others, ...Object.fromEntries(parts.map((part) => [part, how])) }, isolated: null };
  }

  // These parts alone; once more, everything again.
  function only(parts, { isolated }) {
    const same = isolated && isolated.length === parts.length && parts.every((part) => isolated.includes(part));
    return { isolated: same ? null : parts };
  }

  const everything = (library) => ({
    layers: Object.fromEntries(Object.keys(library.layers).map((each) => [each, "shown"])), touched: {}, isolated: null,
  });

  // A layer as a whole: what was done to its parts one by one is forgotten.
  function whole(library, layer, how, { layers, touched }) {
    const parts = new Set(library.layers[layer]);
    const others = Object.fromEntries(Object.entries(touched).filter(([part]) => !parts.has(part)));
    return { layers: { ...layers, [layer]: how }, touched: others, isolated: null };
  }

  Object.assign(page, { scene, spot, groups, unmoved, let_go, fresh, choose, move, look, follow, touch, only, everything, whole });
})((globalThis.lumbar_page ??= {}));
