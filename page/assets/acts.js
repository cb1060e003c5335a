// What can be done on the page by name: from a key, a button or a menu, the same.
(function (page) {
  "use strict";

  const KEYS = {
    1: "front", 2: "back", 3: "left", 4: "right", 5: "above", 6: "oblique", 0: "home", h: "home", l: "labels",
    "[": "less", "]": "more", s: "side", "/": "search", c: "compare", x: "cuts", d: "hide", g: "fade", i: "only", a: "all",
    w: "words", f: "full", k: "link", "?": "help", Escape: "escape",
  };
  const STEP = 0.05; // of severity

  // The name of what a key asks for, or null: never while one types, and single letters only where they are wanted.
  function asked({ key, ctrlKey, metaKey, altKey, shiftKey, target }, { keys_on, helping }) {
    const tag = target?.tagName ?? "";
    const typing = tag === "TEXTAREA" || tag === "SELECT" || (tag === "INPUT" && target.type !== "range" && target.type !== "checkbox");
    if ((ctrlKey || metaKey) && !altKey && !typing) {
      const letter = key.toLowerCase();
      return letter === "y" || (letter === "z" && shiftKey) ? "redo" : letter === "z" ? "undo" : null;
    }
    if (ctrlKey || metaKey || altKey) return null;
    if (key === "Escape") return helping ? null : "escape"; // the sheet of help closes itself
    if (typing || helping || !keys_on) return null;
    if (key === "Home") return tag === "CANVAS" ? "home" : null;
    return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
  }

  const VIEWS = ["front", "back", "left", "right", "above", "oblique"];
  const onto = (spot, choices, how) => (choices.picked ? page.touch([choices.picked], how, choices) : null);

  // A scene that looks at the face of its own cut can't be looked at so without one.
  const closed_by_hand = ({ place, cuts }) => (place.cut && !Object.keys(page.planes(cuts)).length ? { cuts: null } : {});

  const ACTS = {
    home: (spot, { flight }) => ({ ...page.unmoved(), ...closed_by_hand(spot), flight: flight + 1 }),
    labels: (spot, { labels_on }) => ({ labels_on: !labels_on }),
    more: (spot, { severity }) => (spot.place.stages.length ? { severity: Math.min(1, +(severity + STEP).toFixed(2)) } : null),
    less: (spot, { severity }) => (spot.place.stages.length ? { severity: Math.max(0, +(severity - STEP).toFixed(2)) } : null),
    side: (spot, choices) => (spot.scene.sides.length ? page.move({ side: choices.side === "left" ? "right" : "left" }, choices) : null),
    compare: (spot, { compare }) => (spot.place.geometry ? { compare: { null: "split", split: "blend", blend: null }[compare], tab: "look" } : { tab: "look" }),
    cuts: (spot, choices) => (Object.keys(page.planes(spot.cuts)).length ? page.faced({}, "axial", page.cutting(spot, choices))
      : { ...page.toggled(page.cutting(spot, choices), "axial", page.boxes(spot)), tab: "look" }),
    hide: (spot, choices) => onto(spot, choices, "hidden"),
    fade: (spot, choices) => onto(spot, choices, "faded"),
    only: (spot, choices) => (choices.picked ? page.only([choices.picked], choices) : null),
    all: (spot) => page.everything(spot.library),
    again: (spot, { flight }) => ({ ...page.fresh(), flight: flight + 1 }),
    words: (spot, { audience }) => ({ audience: audience === "patient" ? "clinician" : "patient" }),
    help: () => ({ helping: true }),
    escape: () => ({ ...page.let_go(), isolated: null, more_open: false }),
    ...Object.fromEntries(VIEWS.map((view) => [view, (spot, choices) => page.look(view, choices)])),
  };

  // Where the parts are that a scene is about: what its finding brings and shows, or else what the scene looks at.
  function boxes(spot) {
    const model = globalThis.lumbar?.view?.model;
    if (!model) return [];
    const brought = spot.library.layers.finding.filter((part) => model.boxOf(part) && model.opacityOf(part) > 0);
    return (brought.length ? brought : spot.place.camera.parts).map((part) => model.boxOf(part));
  }

  Object.assign(page, { asked, ACTS, boxes });
})((globalThis.lumbar_page ??= {}));
