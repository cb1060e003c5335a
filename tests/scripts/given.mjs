// The page's functions as a browser has them, and what it is given: the library, and the choices on opening.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const { library, opening, scripts } = JSON.parse(readFileSync(process.env.GIVEN, "utf8"));
for (const path of scripts) runInThisContext(readFileSync(path, "utf8"), { filename: path });

export const page = globalThis.lumbar_page;
export { library };

/** All client state, with some of it chosen. */
export const choices = (chosen = {}) => ({ ...structuredClone(opening), language: "en", ...chosen });

/** What the templates are given for choices. */
export function spotOf(chosen = {}) {
  const all = choices(chosen);
  return page.spot(page.spoken(library, page.language(library, all.language)), all);
}

export const HERNIATION = { scene: "disc_herniation", level: "L4-L5", side: "left", severity: 0.8 };
