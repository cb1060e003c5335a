// The numbers of the scene at a severity, their grades, and what changed against the healthy spine.
(function (page) {
  "use strict";

  const LEAST = { mm: 0.3, "mm²": 3, "°": 0.5, "%": 1 }; // a smaller change is not worth a line
  const SHARE = 0.04; // nor is one of a smaller share
  const LINES = 8;
  const NEAR = 0.004; // severities that are one

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

  // What is measured at a severity of the finding shown, where its file comes with that one alone; else what there was.
  const exact_of = (file, before) => (file.first ? { finding: file.finding, severity: file.severities.at(-1), numbers: file.measurements.at(-1) } : before);

  const found_at = (exact, choices, severity) => exact !== null && page.plain(exact.finding) === page.plain(choices.measured.finding) && Math.abs(exact.severity - severity) < NEAR;

  // The measurements to read at the severity shown: its own where there are such, else those of the file, at each of its keys.
  function facts(spot, choices) {
    const severity = page.amount(spot, choices), { exact, measured } = choices;
    return found_at(exact, choices, severity) ? { severities: [severity], measurements: [exact.numbers] } : measured;
  }

  // Is a severity between two keys, so that nothing was measured there?
  const unsure = ({ severities }, severity) => severities.length > 1 && !severities.some((key) => Math.abs(key - severity) < NEAR);

  // What to ask a server for, {finding, severity}: what is shown, where it has not been measured; or null.
  function unmeasured(spot, choices) {
    if (!page.served() || !known(spot, choices) || page.partial(spot, choices) || page.mixed(spot, choices)) return null;
    const severity = page.amount(spot, choices);
    return unsure(facts(spot, choices), severity) ? { finding: spot.place.geometry, severity } : null;
  }

  // Ask for it; null where there is no answer.
  async function measure({ finding, severity }) {
    const path = finding.replace(/^geometry(.*)\.glb$/, "numbers$1.json");
    const answer = await fetch(path, { headers: { "X-Severity": severity.toFixed(4) } });
    return answer.ok ? { finding, severity, numbers: await answer.json() } : null;
  }

  // A number as it is written; between two keys that differ it says of itself that it is about that.
  function written(library, measured, severity, path, digits) {
    const text = page.figure(library, value(measured, severity, path), digits);
    const { before, next } = between(measured.severities, severity);
    const ends = [before, next].map((i) => at(measured.measurements[i], path));
    return unsure(measured, severity) && ends[0] !== ends[1] ? page.put(library.ui.panels.about, { value: text }) : text;
  }

  const known = (spot, choices) => page.arrived(spot, choices) && (choices.measured.measurements || []).length > 0;

  // Each measure of the scene at this severity, with the grades that it has.
  function numbers(spot, choices) {
    if (!known(spot, choices)) return [];
    const measured = facts(spot, choices);
    const severity = page.amount(spot, choices);
    const { before, next } = between(measured.severities, severity);
    const keys = unsure(measured, severity) ? [before, next] : [severity > measured.severities[before] + NEAR ? next : before];
    const graded = keys.map((key) => measured.measurements[key].grades || []);
    const rows = spot.place.measures.map(({ key, path }) => {
      const found = value(measured, severity, path);
      if (!Number.isFinite(found)) return null;
      const { unit, digits, ...words } = spot.library.ui.measures[key];
      const name = page.named(spot.audience, words);
      return { key: path.join("."), unit, value: written(spot.library, measured, severity, path, digits), name, grades: grades(spot, graded, key, path) };
    });
    return rows.filter(Boolean);
  }

  // The grades of a measure; between two keys those that both have, from the one to the other where they differ.
  function grades({ library, audience }, [graded, ...others], key, [, level, , side = null]) {
    const same = (one) => (other) => other.scale === one.scale && other.level === one.level && other.side === one.side;
    const own = graded.filter((each) => library.graded[each.scale] === key && each.level === level && each.side === side);
    return own.filter((each) => others.every((other) => other.some(same(each)))).map((each) => {
      const { scale, source = library.cited[scale], approximate } = each;
      const values = [...new Set([each.value, ...others.map((other) => other.find(same(each)).value)])];
      return {
        approximate,
        source,
        short: source.match(/^.*?\d{4}/)?.[0] ?? source, // names and year
        name: page.named(audience, library.ui.scales[scale] || { name: scale }),
        value: values.map((value) => page.named(audience, library.ui.values[value] || { name: value })).join(" – "),
        worded: values.some((value) => value in library.ui.values), // words that say it all, not numbers or letters of a scale
      };
    });
  }

  // What changed against the healthy spine, the largest first: sentences made from the two sets of measurements.
  function changes(spot, choices) {
    if (!known(spot, choices) || !choices.normal) return [];
    const measured = facts(spot, choices), severity = page.amount(spot, choices);
    const pair = {
      ...spot, normal: choices.normal, now: (path) => value(measured, severity, path),
      says: (path, digits) => written(spot.library, measured, severity, path, digits),
    };
    return [...moved(pair), ...altered(pair)].slice(0, LINES);
  }

  // A sentence whose numbers keep their unit, and their arrow, on one line, and their order in any script.
  const glued = (text) => text.replace(/\{(?:from|value)\}.*\{unit\}/, "\u2066$&\u2069").replace(/ (?=→|\{to\}|\{unit\})/g, "\u00a0");

  function moved({ library, audience, normal, now, says }) {
    const { ui, structures } = library;
    const found = Object.entries(normal.roots).flatMap(([root, was]) => {
      const [way, by, pressed] = ["displacement", "by", "compressed"].map((key) => now(["roots", root, key]));
      const name = structures[root.replace("/", "/root/")]?.name[audience] ?? root;
      const touched = pressed && !was.compressed && structures[by]?.name[audience];
      return [
        ...(way >= LEAST.mm ? [{ size: way, text: page.put(glued(ui.changes.moved), { name, value: says(["roots", root, "displacement"], 1), unit: "mm" }) }] : []),
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

  function alteration({ library, audience, normal, now, says }, path, side) {
    const { ui } = library;
    const [from, to, measure] = [at(normal, path), now(path), ui.measures[path[2]]];
    if (!measure || !Number.isFinite(from) || !Number.isFinite(to)) return null;
    const { unit, digits, ...words } = measure;
    const share = Math.abs(to - from) / Math.max(Math.abs(from), Math.abs(to), 1e-9);
    if (Math.abs(to - from) < (LEAST[unit] ?? 0) || share < SHARE) return null;
    const name = page.named(audience, words) + (side ? `, ${ui.sides[side].side}` : "");
    return { share, text: page.put(glued(ui.changes.changed), { name, from: page.figure(library, from, digits), to: says(path, digits), unit }) };
  }

  Object.assign(page, { between, value, exact_of, facts, unmeasured, measure, numbers, changes });
})((globalThis.lumbar_page ??= {}));
