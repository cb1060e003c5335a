// Which language is spoken, and the library with its words in it.
(function (page) {
  "use strict";

  const JOINED = "\u2060"; // keeps L4-L5 on one line
  let merged = { library: null, code: null, value: null };

  // The language asked for, or the first of the browser's that there are words in, or the first there is.
  function language(library, chosen, wanted = globalThis.navigator?.languages ?? []) {
    const there = Object.keys(library.words);
    if (there.includes(chosen)) return chosen;
    const near = wanted.map((each) => each.toLowerCase().split("-")[0]).find((each) => there.includes(each));
    return near ?? there[0];
  }

  // The library as one language says it: scenes with titles and words, `ui`, `terms`, `structures`, `general`.
  function spoken(library, code) {
    if (merged.library === library && merged.code === code) return merged.value;
    const { scenes, ...words } = library.words[code];
    const said = library.scenes.map((each) => ({ ...each, ...scenes[each.id] }));
    const languages = Object.entries(library.words).map(([key, { ui }]) => ({ code: key, name: ui.language }));
    merged = { library, code, value: { ...library, ...words, code, languages, scenes: said } };
    return merged.value;
  }

  // What the placeholders of a text stand for at a spot: its places, and its side in every form a text may ask for.
  function names({ place, library }) {
    const found = { ...place.places };
    for (const key of ["side", "other"]) {
      const forms = library.ui.sides[place.places[key]] ?? {};
      for (const [name, form] of Object.entries(forms)) found[name.replace("side", key)] = form;
    }
    return found;
  }

  const put = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  // A text with the names of the place in it; nothing, where it speaks of a place and there is none.
  function filled(spot, text = "") {
    const known = spot.names;
    const all = [...text.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in known);
    return all ? text.replace(/\{(\w+)\}/g, (_, name) => known[name].replace("-", `-${JOINED}`)) : "";
  }

  // A number as the language writes it, with so many decimals.
  const writers = new Map(); // by language and decimals: a new one for every number is slow
  function figure({ code }, value, digits) {
    const key = `${code}${digits}`;
    if (!writers.has(key)) writers.set(key, new Intl.NumberFormat(code, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }));
    return writers.get(key).format(value);
  }

  // The patient's or the clinician's name for it.
  const named = (audience, { name, plain }) => (audience === "patient" && plain) || name;

  function runs(spot, segments) {
    return segments.map(({ text, term, source }) => ({
      text: source ? ` (${spot.library.sources[source]})` : filled(spot, text),
      term: term && (spot.place.terms[term] || []).length ? term : null,
      source,
    }));
  }

  // Runs, each term with the signs that close it: what begins the run behind it stands in its `tail`.
  function pieces(runs) {
    const tails = runs.map(({ term }, i) => (term && !runs[i + 1]?.term && runs[i + 1]?.text.match(/^[.,;:!?)»”]+/)?.[0]) || "");
    return runs.map((run, i) => ({ ...run, text: run.text.slice((tails[i - 1] ?? "").length), tail: tails[i] }));
  }

  Object.assign(page, { language, spoken, names, put, filled, figure, named, runs, pieces });
})((globalThis.lumbar_page ??= {}));
