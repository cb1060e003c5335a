// Makes web/serve/lumbar_view.js, the one file that the browser loads: our element, three.js and its licence.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const licence = readFileSync(here("node_modules/three/LICENSE"), "utf8").trim();
const decoder = "meshopt_decoder.js (inside three.js): MIT License, Copyright (C) 2016-2026, by Arseny Kapoulkine";

await build({
  entryPoints: [here("src/index.js")],
  outfile: here("serve/lumbar_view.js"),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "lumbar_view",
  target: "es2022",
  charset: "utf8",
  loader: { ".css": "text" },
  legalComments: "inline",
  banner: { js: `/*! lumbar: Apache-2.0.  Contains three.js:\n\n${licence}\n\n${decoder} */` },
  logLevel: "warning",
});
