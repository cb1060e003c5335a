// A view as the fragment of an address, `#v1;case=…;…`, and back: versioned, and under a kilobyte.
(function (page) {
  "use strict";

  const VERSION = 1;
  const HOWS = ["shown", "faded", "hidden"];
  const KNOWN = ["case", "scene", "with", "view", "eye", "term", "layers", "parts", "only", "cut", "compare", "labels", "theme", "words", "lang"];
  const NO_CUT = "none"; // where the scene would open with one
  const VIEWS = ["front", "back", "left", "right", "above", "below", "oblique", "home"];
  const number = (value) => String(Math.round(10 * value) / 10);

  // --- writing -----------------------------------------------------------------------------------------------------

  const code = (place, severity) => (place.geometry ? `${place.code}${+severity.toFixed(2)}` : "normal");

  function place_of(library, { scene, level, side }) {
    const shown = page.scene(library, scene);
    return shown.places[[shown.levels.length && level, shown.sides.length && side].filter(Boolean).join("/")];
  }

  // The case code of all that is shown.
  function case_code(library, choices) {
    return [choices, ...choices.mix].map((each) => code(place_of(library, each), each.severity)).join(" + ");
  }

  function fragment(library, choices) {
    const { view, eye, term, layers, touched, isolated, compare, blend, labels_on, audience, theme } = choices;
    const items = [["case", case_code(library, choices).replaceAll(" ", "")], ["scene", choices.scene]];
    for (const each of choices.mix) items.push(["with", each.scene]);
    if (eye) items.push(["eye", [...eye.target, eye.azimuth, eye.elevation, eye.distance].map(number).join()]);
    else if (view) items.push(["view", view]);
    if (term) items.push(["term", term]);
    if (Object.keys(layers).length) items.push(["layers", Object.entries(layers).map((each) => each.join(".")).join()]);
    if (Object.keys(touched).length) items.push(["parts", page.packed(library, touched)]);
    if (isolated) items.push(["only", page.packed(library, Object.fromEntries(isolated.map((part) => [part, "only"])))]);
    const cut = written(page.own_cut({ library, place: place_of(library, choices) }, choices), choices);
    if (cut) items.push(["cut", cut]);
    if (compare) items.push(["compare", compare === "blend" ? `blend.${Math.round(100 * blend)}` : compare]);
    if (!labels_on) items.push(["labels", "0"]);
    if (theme !== "auto") items.push(["theme", theme]);
    items.push(["words", audience], ["lang", page.language(library, choices.language)]);
    return `#v${VERSION};${items.map((each) => each.join("=")).join(";")}`;
  }

  // The planes that stand; nothing where a reader of the link sees the same without: from the scene's own direction its own planes,
  // from any other none.
  function written(own, { cuts, eye, view }) {
    const elsewhere = Boolean(eye || view);
    if (cuts === null && !(own && elsewhere)) return null;
    const standing = cuts ?? own;
    const planes = Object.entries(page.planes(standing)).map(([axis, at]) => (
      [axis, number(at).replace(".", "_"), ...kept(standing, axis)].join(".")));
    return planes.length ? planes.join() : own && !elsewhere ? NO_CUT : null;
  }

  // Which side of a plane is kept, and how an axial one is tilted, where that is said.
  function kept({ keep, tilt }, axis) {
    const tilted = axis === "axial" && tilt ? [number(tilt).replace(".", "_")] : [];
    return tilted.length || keep?.[axis] ? [keep?.[axis] ?? page.KEPT[axis][0], ...tilted] : [];
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  // What a fragment asks for: {choices, trouble}; trouble is a key of `ui.link`, or null where all was understood.
  function opened(library, text, now) {
    const head = text.match(/^#v(\d{1,4});(.*)$/s);
    if (!head || head[2].length > 4000 || !/(^|;)case=/.test(head[2])) return { choices: null, trouble: "unreadable" };
    const items = head[2].split(";").filter(Boolean).map((each) => [each.split("=")[0], each.slice(each.indexOf("=") + 1)]);
    const troubles = new Set(Number(head[1]) > VERSION ? ["version"] : []);
    const given = Object.fromEntries(items.filter(([key]) => key !== "with"));
    if (items.some(([key]) => !KNOWN.includes(key))) troubles.add("parts");
    const others = items.filter(([key]) => key === "with").map(([, id]) => id);
    const found = { troubles, choices: { ...page.fresh(), mix: [] } };
    cases(library, given, others, found);
    rest(library, given, found);
    const { wanted } = now;
    const { level, side } = found.choices;
    const choices = { ...found.choices, wanted: { level: level ?? wanted.level, side: side ?? wanted.side }, flight: now.flight + 1 };
    if (choices.term) Object.assign(choices, followed(library, choices, now));
    return { choices, trouble: ["version", "scene", "case", "parts"].find((each) => found.troubles.has(each)) ?? null };
  }

  function followed(library, choices, now) {
    const spoken = page.spoken(library, page.language(library, choices.language ?? now.language));
    const spot = page.spot(spoken, { audience: "patient", ...choices });
    if (!spot.place.terms[choices.term]) return { term: null };
    const { focus, view } = page.follow(spot, choices.term, now);
    return choices.eye || choices.view ? {} : { focus, view };
  }

  function cases(library, given, others, found) {
    const codes = (given.case ?? "normal").split("+").map((each) => each.trim());
    const read = codes.map((each, i) => finding(library, each, i ? others[i - 1] : given.scene, found.troubles)).filter(Boolean);
    const [first, ...more] = read.length ? read : [start(library)];
    Object.assign(found.choices, first, { mix: more.filter((each) => each.severity !== null) });
  }

  const start = (library) => {
    const { id, level, side, severity } = library.scenes[0];
    return { scene: id, level, side, severity };
  };

  // One finding of a case code as scene, level, side and severity: the nearest there is.
  function finding(library, text, id, troubles) {
    const [, kind, place = "", settings = ""] = text.match(/^(\w+)(?:@([^:]*))?(?::(.*))?$/) ?? [];
    const codeOf = (scene) => Object.values(scene.places)[0].code.split("@")[0];
    const named = library.scenes.find((each) => each.id === id && codeOf(each) === kind);
    const scene = named ?? library.scenes.find((each) => codeOf(each) === kind);
    if (!scene || (id && !named && id !== scene.id && !library.scenes.some((each) => each.id === id))) troubles.add("scene");
    if (!scene) return null;
    const words = place.split("/");
    const level = scene.levels.find((each) => words.includes(each)) ?? scene.level;
    const side = scene.sides.find((each) => words.includes(each)) ?? scene.side;
    const amount = Number(settings.match(/(?:^|,)severity=([^,]*)/)?.[1] ?? NaN);
    const severity = amount >= 0 && amount <= 1 ? amount : scene.severity;
    const found = { scene: scene.id, level, side, severity };
    const { geometry, code: wanted } = place_of(library, found);
    if (geometry ? amount !== severity || !text.startsWith(wanted) : text !== "normal") troubles.add("case");
    return found;
  }

  // Everything but the case; what is not understood is left out, and said.
  function rest(library, given, { choices, troubles }) {
    const take = (key, read) => {
      if (!(key in given)) return;
      const value = read(given[key]);
      if (value === undefined) troubles.add("parts");
      else Object.assign(choices, value);
    };
    const oneOf = (list, key) => (text) => (list.includes(text) ? { [key]: text } : undefined);
    take("eye", (text) => {
      const [x, y, z, azimuth, elevation, distance] = text.split(",").map(Number);
      const good = [x, y, z, azimuth, elevation].every(Number.isFinite) && distance >= 25 && distance <= 3000;
      return good ? { eye: { target: [x, y, z], azimuth, elevation, distance } } : undefined;
    });
    take("view", oneOf(VIEWS, "view"));
    take("term", (text) => (text in Object.values(library.words)[0].terms ? { term: text } : undefined));
    take("layers", (text) => {
      const pairs = text.split(",").map((each) => each.split(".")).filter(([name, how]) => name in library.layers && HOWS.includes(how));
      if (pairs.length < text.split(",").length) troubles.add("parts");
      return { layers: Object.fromEntries(pairs) };
    });
    const unpacked = (text) => {
      const { parts, whole } = page.unpacked(library, text);
      if (!whole) troubles.add("parts");
      return Object.entries(parts);
    };
    take("parts", (text) => ({ touched: Object.fromEntries(unpacked(text).filter(([, how]) => how !== "only")) }));
    take("only", (text) => { const found = unpacked(text); return { isolated: found.length ? found.map(([part]) => part) : null }; });
    take("cut", (text) => (text === NO_CUT ? { cuts: {} } : planes(text)));
    const bare = !("cut" in given) && (choices.eye || choices.view) && place_of(library, choices).cut;
    if (bare) choices.cuts = {};
    take("compare", (text) => {
      const [mode, share] = text.split(".");
      if (mode === "split") return { compare: mode };
      return mode === "blend" && share >= 0 && share <= 100 ? { compare: mode, blend: share / 100 } : undefined;
    });
    take("labels", (text) => ({ labels_on: text !== "0" }));
    take("theme", oneOf(["light", "dark"], "theme"));
    take("words", oneOf(["patient", "clinician"], "audience"));
    take("lang", oneOf(Object.keys(library.words), "language"));
  }

  function planes(text) {
    const cuts = {};
    for (const each of text.split(",")) {
      const [axis, at, keep, tilt] = each.split(".");
      const [low, high] = page.RANGES[axis] ?? [];
      const place = Number(at?.replace("_", ".")), tilted = Number(tilt?.replace("_", ".") ?? 0);
      if (!(place >= low && place <= high) || (keep && !page.KEPT[axis].includes(keep))) return undefined;
      if (!(Math.abs(tilted) <= page.TILTED) || (tilted && axis !== "axial")) return undefined;
      cuts[axis] = place;
      if (tilted) cuts.tilt = tilted;
      if (keep) cuts.keep = { ...cuts.keep, [axis]: keep };
    }
    return { cuts };
  }

  Object.assign(page, { fragment, opened, case_code });
})((globalThis.lumbar_page ??= {}));
