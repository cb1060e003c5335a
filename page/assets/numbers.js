// The numbers of the scene at a severity, their grades, and what changed against the healthy spine.
(function (page) {
  "use strict";

  const LEAST = { mm: 0.3, "mm²": 3, "°": 0.5, "%": 1 }; // a smaller change is not worth a line
  const SHARE = 0.04; // nor is one of a smaller share
  const LINES = 8;

  const at = (tree, path) => path.reduce((branch, key) => branch?.[key], tree);

  // The keys of severity around the present one, and how far it is from the first to the second.
  function between(keys, severity) {
    if (keys.length < 2) return { before: 0, next: 0, share: 0 };
    const next = Math.max(1, keys.findIndex((key) => key >= severity));
    const share = (severity - keys[next - 1]) / (keys[next] - keys[next - 1]);
    return { before: next - 1, next, share: Math.min(1, Math.max(0, share)) };
  }

  // The measurement at a path, at this severity: between two keys, numbers on their way and facts of the nearer.
  function value(measured, severity, path) {
    const { before, next, share } = between(measured.severities, severity);
    const [from, to] = [before, next].map((i) => at(measured.measurements[i], path));
    if (Number.isFinite(from) && Number.isFinite(to)) return from + share * (to - from);
    return share > 0.5 ? to : from;
  }

  const known = (spot, choices) => page.arrived(spot, choices) && (choices.measured.measurements || []).length > 0;

  // Each measure of the scene at this severity, with the grades that it has.
  function numbers(spot, choices) {
    if (!known(spot, choices)) return [];
    const { measured } = choices;
    const severity = page.amount(spot, choices);
    const { before, next, share } = between(measured.severities, severity);
    const graded = measured.measurements[share > 0.5 ? next : before].grades || [];
    const rows = spot.place.measures.map(({ key, path }) => {
      const found = value(measured, severity, path);
      if (!Number.isFinite(found)) return null;
      const { unit, digits, ...words } = spot.library.ui.measures[key];
      const name = page.named(spot.audience, words);
      return { key: path.join("."), unit, value: page.figure(spot.library, found, digits), name, grades: grades(spot, graded, key, path) };
    });
    return rows.filter(Boolean);
  }

  function grades({ library, audience }, graded, key, [, level, , side = null]) {
    const own = graded.filter((each) => library.graded[each.scale] === key && each.level === level && each.side === side);
    return own.map(({ scale, value, source = library.cited[scale], approximate }) => ({
      approximate,
      source,
      short: source.match(/^.*?\d{4}/)?.[0] ?? source, // names and year
      name: page.named(audience, library.ui.scales[scale] || { name: scale }),
      value: page.named(audience, library.ui.values[value] || { name: value }),
      worded: value in library.ui.values, // a word that says it all, not a number or letter of a scale
    }));
  }

  // What changed against the healthy spine, the largest first: sentences made from the two sets of measurements.
  function changes(spot, choices) {
    if (!known(spot, choices) || !choices.normal) return [];
    const pair = { ...spot, normal: choices.normal, now: (path) => value(choices.measured, page.amount(spot, choices), path) };
    return [...moved(pair), ...altered(pair)].slice(0, LINES);
  }

  // A sentence whose numbers keep their unit, and their arrow, on one line, and their order in any script.
  const glued = (text) => text.replace(/\{(?:from|value)\}.*\{unit\}/, "\u2066$&\u2069").replace(/ (?=→|\{to\}|\{unit\})/g, "\u00a0");

  function moved({ library, audience, normal, now }) {
    const { ui, structures } = library;
    const found = Object.entries(normal.roots).flatMap(([root, was]) => {
      const [way, by, pressed] = ["displacement", "by", "compressed"].map((key) => now(["roots", root, key]));
      const name = structures[root.replace("/", "/root/")]?.name[audience] ?? root;
      const touched = pressed && !was.compressed && structures[by]?.name[audience];
      return [
        ...(way >= LEAST.mm ? [{ size: way, text: page.put(glued(ui.changes.moved), { name, value: page.figure(library, way, 1), unit: "mm" }) }] : []),
        ...(touched ? [{ size: way, text: page.put(ui.changes.touched, { name, by: touched }) }] : []),
      ];
    });
    return found.sort((one, other) => other.size - one.size).map(({ text }) => text);
  }

  function altered(pair) {
    const found = Object.entries(pair.normal.levels).flatMap(([level, keys]) =>
      Object.entries(keys).flatMap(([key, was]) => {
        const sides = was !== null && typeof was === "object" ? Object.keys(was) : [null];
        return sides.map((side) => alteration(pair, ["levels", level, key, ...(side ? [side] : [])], side)).filter(Boolean);
      }));
    return found.sort((one, other) => other.share - one.share).map(({ text }) => text);
  }

  function alteration({ library, audience, normal, now }, path, side) {
    const { ui } = library;
    const [from, to, measure] = [at(normal, path), now(path), ui.measures[path[2]]];
    if (!measure || !Number.isFinite(from) || !Number.isFinite(to)) return null;
    const { unit, digits, ...words } = measure;
    const share = Math.abs(to - from) / Math.max(Math.abs(from), Math.abs(to), 1e-9);
    if (Math.abs(to - from) < (LEAST[unit] ?? 0) || share < SHARE) return null;
    const name = page.named(audience, words) + (side ? `, ${ui.sides[side].side}` : "");
    return { share, text: page.put(glued(ui.changes.changed), { name, from: page.figure(library, from, digits), to: page.figure(library, to, digits), unit }) };
  }

  Object.assign(page, { between, value, numbers, changes });
})((globalThis.lumbar_page ??= {}));
