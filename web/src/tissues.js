// How each kind of structure looks; the table itself is ../tissues.json, which the Python renderer reads too.
import tissues from "../tissues.json";

/** The structure's name in an id such as "L4-L5/ligamentum_flavum/left". */
export const structureOf = (id) => id.split("/")[1] ?? "default";

/** The look of the structure `id`: color, roughness, opacity, layer, and maybe grain and inside. */
export const lookOf = (id) => tissues[structureOf(id)] ?? tissues.default;

/** What changes of it where its substance has gone by shares, {state: 0…1}, towards the states of its table, as tissue.py has them. */
export function alteredLook(look, shares) {
  const mixed = (hex) => Object.entries(shares).reduce((colour, [state, share]) => between(colour, look.states[state].color, share), hex);
  return { color: mixed(look.color), within_color: mixed(look.within_color ?? look.color), rimless: Boolean(look.rimless) || Object.entries(shares).some(([state, share]) => look.states[state].rimless && share > 0) };
}

function between(from, to, share) {
  const channel = (k) => Math.round(byte(from, k) + share * (byte(to, k) - byte(from, k)));
  return `#${[1, 3, 5].map((k) => channel(k).toString(16).padStart(2, "0")).join("")}`;
}

const byte = (hex, k) => parseInt(hex.slice(k, k + 2), 16);

/** The id of what encloses `id` among `ids`, or undefined: the same level first, then any level. */
export function enclosing(id, ids) {
  const outer = lookOf(id).inside;
  if (!outer) return undefined;
  const [level, , side] = id.split("/");
  const near = [level, outer, side].filter(Boolean).join("/");
  return ids.includes(near) ? near : ids.find((other) => structureOf(other) === outer);
}
