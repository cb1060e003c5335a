// Opens a static page: unpacks what it carries, then starts it.  Until then, and without scripts, the still page stands.
(async () => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("opening");
  const LETTERS = Array.from({ length: 94 }, (_, k) => String.fromCharCode(33 + k)).filter((letter) => !"&<\\".includes(letter));
  const values = new Map(LETTERS.map((letter, value) => [letter.charCodeAt(0), value]));
  const bytes = (text) => {
    const start = text.indexOf(" ") + 1;
    const out = new Uint8Array(Number(text.slice(0, start)));
    for (let i = start, at = 0, held = 0, bits = 0; at < out.length; i += 2) {
      held = (held << 13) | (values.get(text.charCodeAt(i)) * 91 + values.get(text.charCodeAt(i + 1)));
      for (bits += 13; bits >= 8 && at < out.length; bits -= 8) out[at++] = held >> (bits - 8);
      held &= (1 << bits) - 1;
    }
    return out;
  };
  const run = (text) => new Promise((done, failed) => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const script = Object.assign(document.createElement("script"), { src: url, onload: done, onerror: failed });
    document.head.append(script);
  });
  try {
    const assets = (window.__LUMBAR_ASSETS__ = JSON.parse(document.getElementById("assets").textContent));
    for (const element of document.querySelectorAll("script[data-asset]")) assets[element.dataset.asset] = { text: element.textContent };
    const packed = new Blob([bytes(document.getElementById("page").textContent)]).stream();
    const page = JSON.parse(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text());
    window.__LUMBAR_PAGE__ = page;
    for (const text of page.styles) document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
    for (const text of page.scripts) await run(text);
  } finally {
    root.classList.remove("opening");
  }
})();
