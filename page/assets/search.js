// Finding a structure by any of its names, in any language there is, and forgiving of typing.
(function (page) {
  "use strict";

  const MOST = 40;
  const NEAR = 3; // names offered where nothing is found
  const indexes = new WeakMap();

  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  // L4/5, L4-5 and L4L5 are L4-L5
  const spelled = (text) => bare(text).replace(/\bl([1-5])\s*[-/]?\s*(?:l([1-5])|s1|([1-5]))\b/g,
    (all, upper, lower, short) => `l${upper}-${/s1$/.test(all) ? "s1" : `l${lower ?? short}`}`);
  const tokens = (text) => spelled(text).split(/[^\p{L}\p{N}-]+/u).filter(Boolean);

  // How many letters must be changed, added, left out or swapped to make one word of another, up to `most`.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let [older, before] = [[], [...Array(other.length + 1).keys()]];
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      [older, before] = [before, row];
    }
    return before[other.length];
  }

  const allowed = (word) => (/\d/.test(word) || word.length < 4 ? 0 : word.length < 7 ? 1 : 2);

  // How well a typed word fits one of a name: 3 the same, 2 its beginning, less the more is wrong; 0 not at all.
  function fit(typed, word) {
    if (typed === word) return 3;
    if (word.startsWith(typed)) return 2 + typed.length / word.length / 2;
    const most = allowed(typed);
    if (!most) return 0;
    const wrong = Math.min(distance(typed, word, most), distance(typed, word.slice(0, typed.length), most) + 0.5);
    return wrong <= most ? 1.5 - wrong / 3 : 0;
  }

  function index(library) {
    if (indexes.has(library.words)) return indexes.get(library.words);
    const found = Object.keys(Object.values(library.words)[0].structures).map((part) => {
      const said = Object.values(library.words).flatMap(({ structures }) => {
        const { name, latin, also } = structures[part];
        return [name.clinician, name.patient, latin, ...also];
      });
      return { part, names: [...new Set(said.filter(Boolean))].map((name) => ({ name, words: tokens(name) })) };
    });
    indexes.set(library.words, found);
    return found;
  }

  // How well a part fits all typed words; each may be found in another of its names, best in one and the same.
  function score({ names }, typed) {
    const everywhere = names.flatMap(({ words }) => words);
    const best = typed.map((word) => Math.max(0, ...everywhere.map((other) => fit(word, other))));
    if (best.some((each) => !each)) return 0;
    const together = Math.max(...names.map(({ words }) => {
      const own = typed.reduce((sum, word) => sum + Math.max(0, ...words.map((other) => fit(word, other))), 0);
      return own / Math.max(typed.length, words.length);
    }));
    return best.reduce((sum, each) => sum + each, 0) / best.length + together;
  }

  // The parts that are called so, best first.
  function search(library, text, there = null) {
    const typed = tokens(text);
    if (!typed.length) return [];
    const found = index(library).filter(({ part }) => !there || there.includes(part))
      .map((each) => ({ part: each.part, score: score(each, typed) })).filter((each) => each.score > 0);
    return found.sort((one, other) => other.score - one.score).slice(0, MOST).map(({ part }) => part);
  }

  // Where nothing is called so: the names in which most of it is found.
  function near(library, text, audience) {
    const typed = tokens(text);
    const scored = index(library).map(({ part, names }) => {
      const words = names.flatMap((each) => each.words);
      const apart = typed.map((word) => Math.min(...words.map((other) => distance(word, other, word.length) / Math.max(word.length, 1))));
      return { part, apart: apart.reduce((sum, each) => sum + each, 0) };
    });
    const names = scored.sort((one, other) => one.apart - other.apart).map(({ part }) => library.structures[part].name[audience]);
    return [...new Set(names)].slice(0, NEAR);
  }

  Object.assign(page, { distance, search, near_names: near });
})((globalThis.lumbar_page ??= {}));
