// Cutting planes: where they may stand, and where one begins.
(function (page) {
  "use strict";

  const AXES = { axial: 2, sagittal: 0, coronal: 1 }; // coordinate of each plane, LPS
  const RANGES = { axial: [-110, 240], sagittal: [-60, 60], coronal: [-60, 90] }; // mm
  const KEPT = { axial: ["below", "above"], sagittal: ["left", "right"], coronal: ["back", "front"] }; // as the viewer has it, and the other

  // The planes that stand: {axial: mm, …}.
  const planes = (cuts) => Object.fromEntries(Object.keys(AXES).filter((axis) => Number.isFinite(cuts[axis])).map((axis) => [axis, cuts[axis]]));

  const cut = (cuts) => (Object.keys(planes(cuts)).length ? page.same("cut", cuts) : null);

  // The middle of what the scene is about, LPS mm, or of the lumbar spine where that is not known.
  function middle(boxes) {
    const there = boxes.filter(Boolean);
    if (!there.length) return [0, 20, 90];
    return [0, 1, 2].map((k) => there.reduce((sum, box) => sum + (box[k] + box[k + 3]) / 2, 0) / there.length);
  }

  // A plane on or off; a new one goes through the middle of what the scene is about.
  function toggled(cuts, axis, boxes) {
    const { [axis]: place, ...others } = cuts;
    if (Number.isFinite(place)) return { cuts: others };
    const [low, high] = RANGES[axis];
    const start = axis === "sagittal" ? 0 : Math.round(middle(boxes)[AXES[axis]]);
    return { cuts: { ...cuts, [axis]: Math.min(high, Math.max(low, start)) } };
  }

  const slid = (cuts, axis, place) => ({ cuts: { ...cuts, [axis]: place } });

  function turned_round(cuts, axis) {
    const [usual, other] = KEPT[axis];
    return { cuts: { ...cuts, keep: { ...cuts.keep, [axis]: cuts.keep?.[axis] === other ? usual : other } } };
  }

  Object.assign(page, { AXES, RANGES, KEPT, planes, cut, toggled, slid, turned_round });
})((globalThis.lumbar_page ??= {}));
