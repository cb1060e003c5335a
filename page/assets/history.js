// Undo and redo: the states of the picture that a reader has been through.
(function (page) {
  "use strict";

  // The keys of client state that make the picture.
  const PICTURE = [
    "scene", "level", "side", "severity", "view", "focus", "eye", "layers", "touched", "isolated", "labels_on", "cuts",
    "compare", "blend", "mix",
  ];
  const PAUSE = 900; // ms: what moves on without a longer pause is one step
  const MOST = 100;

  const pictured = (choices) => Object.fromEntries(PICTURE.map((key) => [key, choices[key]]));
  const begun = (choices) => ({ past: [], now: pictured(choices), future: [], at: -Infinity, what: "" });

  function differing(one, other) {
    return PICTURE.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key])).join();
  }

  // The history after the picture has become another; a slider that is dragged makes one step of the way.
  function record(history, choices, time) {
    const now = pictured(choices);
    const what = differing(history.now, now);
    if (!what) return history;
    const goes_on = what === history.what && ["severity", "eye", "cuts", "blend"].includes(what) && time - history.at < PAUSE;
    const past = goes_on ? history.past : [...history.past, history.now].slice(-MOST);
    return { past, now, future: [], at: time, what };
  }

  function undo({ past, now, future }) {
    if (!past.length) return null;
    return { past: past.slice(0, -1), now: past.at(-1), future: [now, ...future], at: -Infinity, what: "" };
  }

  function redo({ past, now, future }) {
    if (!future.length) return null;
    return { past: [...past, now], now: future[0], future: future.slice(1), at: -Infinity, what: "" };
  }

  Object.assign(page, { PICTURE, begun, record, undo, redo });
})((globalThis.lumbar_page ??= {}));
