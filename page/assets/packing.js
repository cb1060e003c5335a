// How parts stand, in few letters: `root:H4lF5r!vertebra:H*` hides the left L4 root and every vertebra, and fades a root.
(function (page) {
  "use strict";

  const PLACES = { T12: "t", L1: "1", L2: "2", L3: "3", L4: "4", L5: "5", S1: "s", "L1-L2": "a", "L2-L3": "b", "L3-L4": "c", "L4-L5": "d", "L5-S1": "e" };
  const HOWS = { hidden: "H", faded: "F", shown: "S", only: "O" };
  const LONG = "x"; // the one part of its kind that stands along several vertebrae

  function letters(part) {
    const [where, , side] = part.split("/");
    return (PLACES[where] ?? LONG) + (side ? side[0] : "");
  }

  const kindOf = (part) => part.split("/")[1];
  const every = (library) => Object.values(library.layers).flat();
  const grouped = (parts, key) => parts.reduce((found, part) => found.set(key(part), [...(found.get(key(part)) ?? []), part]), new Map());

  function packed(library, stands) {
    const all = grouped(every(library), kindOf);
    const kinds = [...grouped(Object.keys(stands), kindOf)].map(([kind, parts]) => {
      const hows = [...grouped(parts, (part) => stands[part])].map(([how, own]) =>
        HOWS[how] + (own.length === all.get(kind)?.length ? "*" : own.map(letters).join("")));
      return `${kind}:${hows.join("")}`;
    });
    return kinds.join("!");
  }

  // {parts: {id: how}, whole: everything was understood}.
  function unpacked(library, text) {
    const all = grouped(every(library), kindOf), found = {};
    let whole = true;
    for (const [kind, own = ""] of text.split("!").map((each) => each.split(":"))) {
      const known = all.get(kind) ?? [];
      whole &&= known.length > 0 && /^([HFSO](\*|([tsx1-5a-e][lr]?)+))+$/.test(own);
      for (const [, letter, places] of own.matchAll(/([HFSO])(\*|(?:[tsx1-5a-e][lr]?)+)/g)) {
        const how = Object.keys(HOWS).find((each) => HOWS[each] === letter);
        const wanted = places === "*" ? null : places.match(/.[lr]?/g);
        const meant = known.filter((part) => !wanted || wanted.includes(letters(part)));
        whole &&= meant.length >= (wanted?.length ?? 1);
        for (const part of meant) found[part] = how;
      }
    }
    return { parts: found, whole };
  }

  Object.assign(page, { packed, unpacked });
})((globalThis.lumbar_page ??= {}));
