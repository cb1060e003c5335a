// What a reader keeps: the picture that is seen, and the page as one file.
(function (page) {
  "use strict";

  const SIZES = { screen: null, "4K": 3840, "8K": 7680 }; // px of the longer side

  // What is seen as a picture to keep; `set` hears that it is being drawn, and if it could not be.
  async function keep_picture(spot, choices, set) {
    set("drawing", true);
    await new Promise((done) => { setTimeout(done, 60); }); // a large one holds the page up: it is said before
    try {
      await save_picture(spot, choices);
    } catch {
      set("failed", { kind: "picture" });
    } finally {
      set("drawing", false);
    }
  }

  async function save_picture(spot, choices) {
    const { library } = spot;
    const box = document.querySelector(".frame > .view").getBoundingClientRect();
    const long = SIZES[choices.picture_size];
    const scale = long ? long / Math.max(box.width, box.height) : Math.max(2, window.devicePixelRatio || 1);
    const size = { width: Math.round(box.width * scale), height: Math.round(box.height * scale) };
    const where = page.stamp(spot, choices);
    const stamp = page.compared(spot, choices)?.mode === "split" ? [library.ui.compare.normal, where] : where;
    const blob = await window.lumbar.view.picture({ ...size, transparent: choices.picture_clear, labels: choices.labels_on, stamp });
    save(blob, spot, "png");
  }

  // Level and side of all that is seen, for the corner of a picture; null for the healthy spine.
  const stamp = (spot, choices) => [page.where(spot), ...page.others(spot, choices).map((each) => page.where_of(spot.library, each))].filter(Boolean).join("; ") || null;

  // Download something under the name of what is shown.
  function save(blob, { scene, level, side, severity }, kind) {
    const name = ["lumbar", scene.id, ...(level ? [level, side, severity.toFixed(2)] : [])].filter(Boolean).join("_");
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.${kind}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  const STILL = { width: 1200, height: 900 }; // px
  const NO_PICTURE = "<!-- picture -->"; // where the file wants the picture of who saves it

  // The file that the server has packed, with the picture that is seen now for where scripts do not run.
  async function save_file(code, spot, choices, signal) {
    const answer = await fetch(`file.html?code=${encodeURIComponent(code)}`, { signal });
    if (!answer.ok) throw new Error(`the file answered ${answer.status}`);
    const text = await answer.text();
    const seen = await createImageBitmap(await window.lumbar.view.picture({ ...STILL, stamp: page.stamp(spot, choices) }));
    const canvas = Object.assign(document.createElement("canvas"), STILL);
    canvas.getContext("2d").drawImage(seen, 0, 0);
    const image = Object.assign(document.createElement("img"), { src: canvas.toDataURL("image/webp", 0.8), alt: page.all_entitled(spot, choices) });
    save(new Blob([text.replace(NO_PICTURE, () => image.outerHTML)], { type: "text/html" }), spot, "html");
  }

  Object.assign(page, { SIZES, stamp, keep_picture, save_file });
})((globalThis.lumbar_page ??= {}));
