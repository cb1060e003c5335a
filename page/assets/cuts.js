// Cutting planes: where they may stand, and where one begins.
(function (page) {
  "use strict";

  const AXES = { axial: 2, sagittal: 0, coronal: 1 }; // coordinate of each plane, LPS
  const RANGES = { axial: [-110, 240], sagittal: [-60, 60], coronal: [-60, 90] }; // mm
  const KEPT = { axial: ["below", "above"], sagittal: ["left", "right"], coronal: ["back", "front"] }; // as the viewer has it, and the other

  const FACING = { axial: ["above", "below"], sagittal: ["right", "left"], coronal: ["front", "back"] }; // whence the face of each half is seen

  const TILTED = 60; // degrees at most by which the axial plane rises backward, or forward

  // The planes that stand: {axial: mm, …}.
  const planes = (cuts) => Object.fromEntries(Object.keys(AXES).filter((axis) => Number.isFinite(cuts[axis])).map((axis) => [axis, cuts[axis]]));

  const cut = (cuts) => (Object.keys(planes(cuts)).length ? page.same("cut", cuts) : null);

  // The planes with which a scene opens, or null: they go with the back of its disc, which a slip below carries along.
  function own_cut({ library, place }, choices) {
    const { cut: own, places: { level } } = place, at = { library, place };
    const shifts = choices.measured?.shifts?.[level];
    if (!own || !shifts || !page.arrived(at, choices)) return own;
    const drawn = page.amount(at, choices) * (choices.compare === "blend" ? choices.blend : 1);
    const { before, next, share } = page.between(choices.measured.severities, drawn);
    const shifted = Object.entries(planes(own)).map(([axis, mm]) => {
      const rise = axis === "axial" ? Math.tan(((own.tilt ?? 0) * Math.PI) / 180) : 0; // a tilted plane stands at its height at y = 0
      const [from, to] = [before, next].map((key) => shifts[key][AXES[axis]] - rise * shifts[key][1]);
      return [axis, Math.round(10 * (mm + from + share * (to - from))) / 10];
    });
    return { ...own, ...Object.fromEntries(shifted) };
  }

  // The middle of what the scene is about, LPS mm, or of the lumbar spine where that is not known.
  function middle(boxes) {
    const there = boxes.filter(Boolean);
    if (!there.length) return [0, 20, 90];
    return [0, 1, 2].map((k) => there.reduce((sum, box) => sum + (box[k] + box[k + 3]) / 2, 0) / there.length);
  }

  // The choices, with the planes that stand and whether the scene opens with some of its own.
  const cutting = (spot, choices) => ({ ...choices, cuts: spot.cuts, own: Boolean(spot.place.cut) });

  // To these cuts, and to where one sees the face of a plane: this one's, or one that is left; without any, back to the scene,
  // or where that looks at a face of its own, to the spine from behind.
  function faced(cuts, axis, { flight, own = false }) {
    const seen = [axis, ...Object.keys(planes(cuts))].find((each) => Number.isFinite(cuts[each]));
    const half = seen && Math.max(0, KEPT[seen].indexOf(cuts.keep?.[seen]));
    return { cuts, ...page.unmoved(), view: seen ? FACING[seen][half] : own ? "oblique" : null, flight: flight + 1 };
  }

  // A plane on or off; a new one goes through the middle of what the scene is about.
  function toggled(choices, axis, boxes) {
    const { [axis]: place, tilt, ...level } = choices.cuts ?? {};
    const others = axis === "axial" || !tilt ? level : { ...level, tilt };
    if (Number.isFinite(place)) return faced(Object.keys(planes(others)).length ? others : {}, axis, choices);
    const [low, high] = RANGES[axis];
    const start = Math.round(middle(boxes)[AXES[axis]]);
    return faced({ ...others, [axis]: Math.min(high, Math.max(low, start)) }, axis, choices);
  }

  const slid = (cuts, axis, place) => ({ cuts: { ...cuts, [axis]: place } });

  function turned_round(choices, axis) {
    const [usual, other] = KEPT[axis], cuts = choices.cuts ?? {};
    return faced({ ...cuts, keep: { ...cuts.keep, [axis]: cuts.keep?.[axis] === other ? usual : other } }, axis, choices);
  }

  Object.assign(page, { AXES, RANGES, KEPT, TILTED, planes, cut, own_cut, cutting, faced, toggled, slid, turned_round });
})((globalThis.lumbar_page ??= {}));
