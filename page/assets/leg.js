// The leg: which roots are under pressure at this severity, and what can reach a root that a reader points at.
(function (page) {
  "use strict";

  const SIDES = ["right", "left"];
  const VIEWS = ["front", "back"];

  const split = (area) => ({ root: area.split("/")[0], side: area.split("/")[1] });
  const roots = ({ library }) => Object.keys(library.legs.offers);

  // The roots under pressure as measured, `L5/left`, from above down.
  function pressed(spot, choices) {
    if (!page.arrived(spot, choices)) return [];
    const measured = page.facts(spot, choices);
    const found = Object.keys(measured.measurements?.[0]?.roots ?? {});
    return found.filter((root) => page.value(measured, page.amount(spot, choices), ["roots", root, "compressed"]) === true);
  }

  // What stands beside the figure: the area that was picked, or the roots under pressure.
  const told = (spot, choices) => (choices.leg ? [choices.leg] : pressed(spot, choices));

  function entitled({ library, audience }, area) {
    const { root, side } = split(area);
    return page.put(library.leg[audience].ui.area, { root, side: library.ui.sides[side].side });
  }

  // Facing the reader the patient's left stands on the right; turned round, on the left.
  const turn = (view, side) => `scale(${(view === "front") === (side === "left") ? 1 : -1} 1)`;
  const order = (view) => (view === "front" ? SIDES : [...SIDES].reverse());

  // Which nerves are under pressure, in words.
  function state(spot, choices) {
    const { ui } = spot.library.leg[spot.audience];
    const lit = pressed(spot, choices).map((area) => entitled(spot, area)).join("; ");
    return lit ? `${ui.lit}: ${lit}.` : ui.none_lit;
  }

  // What the figure shows, for who does not see it.
  const figure_told = (spot, choices) => page.put(spot.library.leg[spot.audience].ui.figure, { lit: state(spot, choices) });

  // The scenes that can reach a root, by level: [{level, scenes: [{id, title}]}].
  function reaching({ library }, area) {
    const offers = library.legs.offers[split(area).root];
    const levels = [...new Set(offers.map((each) => each.level))];
    const title = (id) => page.scene(library, id).title;
    return levels.map((level) => ({
      level,
      scenes: offers.filter((each) => each.level === level).map((each) => ({ id: each.scene, title: title(each.scene) })),
    }));
  }

  // The areas next to it, which overlap with it.
  function overlapping(spot, area) {
    const { root, side } = split(area);
    const all = roots(spot);
    return [-1, 1].map((step) => all[all.indexOf(root) + step]).filter(Boolean).map((each) => `${each}/${side}`);
  }

  const point_at = (area, { leg }) => ({ leg: leg === area ? null : area });

  // Another scene at a level that can reach the area, on its side.
  function show_cause({ library }, id, level, choices) {
    const { side } = split(choices.leg);
    return page.choose(library, id, { ...choices, wanted: { ...choices.wanted, level, side } });
  }

  const leg = {
    VIEWS, SIDES, roots, pressed, told, entitled, turn, order, state, figure_told, reaching, overlapping, point_at, show_cause, split,
  };
  Object.assign(page, { leg });
})((globalThis.lumbar_page ??= {}));
