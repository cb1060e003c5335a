// How each kind of structure looks; the table itself is ../tissues.json, which the Python renderer reads too.
import tissues from "../tissues.json";

/** The structure's name in an id such as "L4-L5/ligamentum_flavum/left". */
export const structureOf = (id) => id.split("/")[1] ?? "default";

/** The look of the structure `id`: color, roughness, opacity, layer, and maybe grain and inside. */
export const lookOf = (id) => tissues[structureOf(id)] ?? tissues.default;

/** The id of what encloses `id` among `ids`, or undefined: the same level first, then any level. */
export function enclosing(id, ids) {
  const outer = lookOf(id).inside;
  if (!outer) return undefined;
  const [level, , side] = id.split("/");
  const near = [level, outer, side].filter(Boolean).join("/");
  return ids.includes(near) ? near : ids.find((other) => structureOf(other) === outer);
}
