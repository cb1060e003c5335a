// What the picture shows in words, for who does not see it: made from the same choices, so that it can't be wrong.
(function (page) {
  "use strict";

  const FEW = 4; // names in a row before it says how many more

  // The words for a direction to look from, degrees.
  function seen(texts, { azimuth, elevation }) {
    if (Math.abs(elevation) > 60) return texts[elevation > 0 ? "above" : "below"];
    const around = ["back", "back_left", "left", "front_left", "front", "front_right", "right", "back_right"];
    return texts[around[((Math.round(azimuth / 45) % 8) + 8) % 8]];
  }

  function direction(spot, { view, eye, focus }) {
    if (eye) return eye;
    if (view) {
      const standard = { back: [0, 0], left: [90, 0], front: [180, 0], right: [-90, 0], above: [0, 90], below: [180, -90], oblique: [42, 20] };
      const [azimuth, elevation] = standard[view] ?? [42, 12];
      return { azimuth, elevation };
    }
    const [x, y, z] = spot.place.camera.from ?? [0.66, 0.74, 0.2];
    return { azimuth: (Math.atan2(x, y) * 180) / Math.PI, elevation: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI };
  }

  function listed(spot, parts) {
    const names = parts.map((part) => spot.library.structures[part]?.name[spot.audience] ?? part);
    const more = names.length - FEW;
    return more > 0 ? `${names.slice(0, FEW).join(", ")} (+${more})` : names.join(", ");
  }

  // The caption: level and side in words.
  const where = ({ scene, level, side, library }) => where_of(library, { scene: scene.id, level, side });

  function where_of(library, { scene: id, level, side }) {
    const { levels, sides } = page.scene(library, id);
    return [levels.length && level, sides.length && library.ui.sides[side].side].filter(Boolean).join(", ");
  }

  function alt(spot, choices) {
    const { told, seen: texts, cuts, layers: names } = spot.library.ui;
    const { scene } = spot;
    const kind = !scene.levels.length ? "healthy" : scene.sides.length ? "scene_side" : "scene";
    const side = spot.side && spot.library.ui.sides[spot.side].side;
    const lines = [page.put(told[kind], { title: scene.title, level: spot.level, side, view: seen(texts, direction(spot, choices)) })];
    const say = (key, values) => lines.push(page.put(told[key], values));
    if (spot.stage.id) say("stage", { stage: spot.stage.name });
    const others = page.others(spot, choices);
    if (others.length) say("mixed", { others: others.map((each) => page.entitled(spot.library, each)).join("; ") });
    if (choices.compare === "split" && scene.levels.length) say("split", {});
    if (choices.compare === "blend" && scene.levels.length) say("blend", { percent: Math.round(100 * choices.blend) });
    const cut = Object.keys(page.planes(spot.cuts)).map((axis) => page.named(spot.audience, cuts[axis]));
    if (cut.length) say("cut", { cuts: cut.join(", ") });
    const lit = choices.term ? spot.place.terms[choices.term] ?? [] : choices.picked ? [choices.picked] : [];
    if (lit.length) say("lit", { names: listed(spot, lit) });
    if (choices.isolated) say("only", { names: listed(spot, choices.isolated) });
    else {
      const layers = Object.keys(spot.library.layers).filter((each) => each in names && page.layer(spot, choices.layers, each) === "hidden");
      const parts = Object.keys(choices.touched).filter((part) => choices.touched[part] === "hidden");
      const hidden = [...layers.map((each) => names[each]), ...(parts.length ? [listed(spot, parts)] : [])];
      if (hidden.length) say("hidden", { names: hidden.join(", ") });
    }
    return lines.join(" ");
  }

  Object.assign(page, { seen, where, where_of, alt });
})((globalThis.lumbar_page ??= {}));
