// The structures as a tree: systems and, in each, the levels; or levels and, in each, the systems.
(function (page) {
  "use strict";

  const SPINE = ["T12", "L1", "L2", "L3", "L4", "L5", "S1"];

  // Where a part stands: a vertebra, a segment, or "" along several.
  function where(part) {
    const [from, to] = part.split("/")[0].split("-");
    const step = to ? SPINE.indexOf(to) - SPINE.indexOf(from) : 0;
    return SPINE.includes(from) && (!to || (SPINE.includes(to) && step === 1)) ? part.split("/")[0] : "";
  }

  // The order down the spine: T12, T12-L1, L1, L1-L2, …; what is long comes first.
  const order = (place) => (place ? SPINE.indexOf(place.split("-")[0]) + (place.includes("-") ? 0.5 : 0) : -1);

  const grouped = (parts, key) => parts.reduce((found, part) => found.set(key(part), [...(found.get(key(part)) ?? []), part]), new Map());

  // Groups of groups of parts: [{id, title, parts, groups: [{id, title, parts}]}], of the parts that are there.
  function tree(spot, by, there) {
    const { layers, ui } = spot.library;
    const layer = new Map(Object.entries(layers).flatMap(([name, parts]) => parts.map((part) => [part, name])));
    const system = { key: (part) => layer.get(part), title: (id) => ui.layers[id] ?? id, order: (id) => Object.keys(layers).indexOf(id) };
    const level = { key: where, title: (id) => id || ui.tree.whole, order };
    const [outer, inner] = by === "level" ? [level, system] : [system, level];
    const known = there.filter((part) => layer.has(part));
    return groupsOf(known, outer, "").map((group) => ({ ...group, groups: groupsOf(group.parts, inner, `${group.id}/`) }));
  }

  function groupsOf(parts, { key, title, order: rank }, before) {
    const found = [...grouped(parts, key)].sort(([one], [other]) => rank(one) - rank(other));
    return found.map(([id, own]) => ({ id: `${before}${id}`, title: title(id), parts: own }));
  }

  // The parts that this picture can hold: the healthy spine's and, of those a finding brings, what the viewer has.
  function there({ library }, present) {
    const brought = new Set(library.brought);
    return Object.keys(library.structures).filter((part) => !brought.has(part) || present.includes(part));
  }

  Object.assign(page, { tree, there });
})((globalThis.lumbar_page ??= {}));
