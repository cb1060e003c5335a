// From choices to the attributes of the viewer.
(function (page) {
  "use strict";

  const FAINT = 0.22; // opacity of what a reader fades
  const HOW = { shown: 1, faded: FAINT, hidden: 0 };
  const kept = new Map();

  // The value made before, where an equal one is made again: the viewer need not look at it twice.
  function same(name, value) {
    const text = JSON.stringify(value);
    const before = kept.get(name);
    if (before && before.text === text) return before.value;
    kept.set(name, { text, value });
    return value;
  }

  function opacities(spot, { layers, touched, isolated }) {
    const found = { ...spot.place.opacity };
    for (const [layer, how] of Object.entries(layers)) {
      for (const part of spot.library.layers[layer] ?? []) found[part] = HOW[how];
    }
    for (const [part, how] of Object.entries(touched)) found[part] = HOW[how];
    if (isolated) {
      for (const part of Object.keys(spot.library.structures)) found[part] = 0;
      for (const part of isolated) found[part] = 1;
    }
    return found;
  }

  const opacity = (spot, choices) => same("opacity", opacities(spot, choices));

  const kindOf = (part) => part.split("/")[1];
  const level_of = (value) => (value >= 0.5 ? "shown" : value > 0 ? "faded" : "hidden");

  // How a layer stands: as the reader set it, or as the scene shows most of its faintest kind of structure.
  function layer(spot, layers, name) {
    if (layers[name]) return layers[name];
    const parts = spot.library.layers[name];
    const kinds = [...new Set(parts.map(kindOf))];
    const middles = kinds.map((kind) => {
      const shown = parts.filter((part) => kindOf(part) === kind).map((part) => spot.place.opacity[part] ?? 1);
      return shown.sort((a, b) => a - b)[Math.floor(shown.length / 2)];
    });
    return level_of(Math.min(...middles));
  }

  // How parts stand together: shown, faded or hidden, or "" where they differ.
  function stand(shown, parts) {
    const all = new Set(parts.map((part) => level_of(shown[part] ?? 1)));
    return all.size === 1 ? [...all][0] : "";
  }

  function highlight(spot, picked, term) {
    return same("highlight", term ? spot.place.terms[term] || [] : picked ? [picked] : []);
  }

  function labels(spot, on) {
    const texts = spot.words.labels;
    const there = on ? spot.place.labels.filter(({ begins }) => spot.severity >= begins) : [];
    const shown = there.map(({ id, part }) => ({ id, part, text: page.filled(spot, texts[id]) }));
    return same("labels", shown.filter((each) => each.text));
  }

  // What a standard view frames: all of the healthy spine, of a condition what its scene looks at.
  const framed = ({ scene, place: { camera: { parts, span } } }) => (scene.levels.length ? { parts, span } : {});

  function camera(spot, { view, focus, eye, flight }) {
    const nothing = { view: null, parts: [], from: null, span: null };
    const wanted = eye ? { ...nothing, at: eye }
      : focus ? { ...nothing, parts: focus, span: spot.place.camera.span }
      : view ? { ...nothing, view, ...framed(spot) } : spot.place.camera;
    return same("camera", { ...wanted, n: flight });
  }

  // Where a reader's own hand has left the camera, rounded: a tenth of a millimetre or of a degree is not seen.
  function eye({ target, azimuth, elevation, distance }) {
    const round = (value) => Math.round(10 * value) / 10;
    return { target: target.map(round), azimuth: round(azimuth), elevation: round(elevation), distance: round(distance) };
  }

  function compared(spot, { compare, blend }) {
    if (!compare || !spot.place.geometry) return null;
    return same("compare", compare === "split" ? { mode: "split" } : { mode: "blend", share: blend });
  }

  const again = (path, attempt) => (path && attempt ? `${path}${path.includes("?") ? "&" : "?"}again=${attempt}` : path);
  const geometry = (spot, choices) => again(page.mixed(spot, choices) ?? spot.place.geometry, choices.attempt);
  const waiting = (spot, choices) => spot.place.geometry !== null && !arrived(spot, choices);
  const plain = (path) => path.replace(/[?&]again=\d+$/, "");
  const arrived = (spot, choices) => choices.measured !== null && plain(choices.measured.finding) === plain(geometry(spot, choices) ?? "");

  // Whether the finding is there at one severity only, and whether the others are on their way.
  const partial = (spot, choices) => arrived(spot, choices) && Boolean(choices.measured.first);
  const completing = (spot, choices) => spot.place.geometry !== null && partial(spot, choices) && choices.stopped !== geometry(spot, choices);

  const asks = (query) => globalThis.matchMedia?.(query).matches ?? false;
  const theme = (chosen) => (chosen === "auto" ? (asks("(prefers-color-scheme: dark)") ? "dark" : "light") : chosen);
  const motion = () => !asks("(prefers-reduced-motion: reduce)");
  const narrow = () => asks("(max-width: 720px)");

  // The terms to mark: the one that was followed, or those that mean the picked structure.
  function marked(spot, term, picked) {
    if (term) return [term];
    const meant = Object.entries(spot.place.terms).filter(([, parts]) => picked && parts.includes(picked));
    return meant.map(([each]) => each);
  }

  Object.assign(page, {
    same, plain, opacities, opacity, layer, stand, highlight, labels, camera, eye, compared, again, geometry, waiting, arrived, partial, completing,
    theme, motion, narrow, marked,
  });
})((globalThis.lumbar_page ??= {}));
