// The point of a structure that a label's line leads to: on its surface, facing the eye, not behind another part.
import { beyond, keeps } from "./cut.js";
import { GHOST, hidden, meets, pick, veil } from "./picking.js";

const TRIES = 1500; // vertices of a part that are considered
const SEEN = 75; // of those in the picture, how many are tested against what stands in front
const ROOM = 10; // px around a dot that show its own part
const TIGHT = 0.25; // what each side without that room costs, as if so dense a veil lay over the dot
const EDGE = 14; // px; nearer to the edge of the picture a dot looks cut off
const MIDDLE = 0.33; // of the shorter side: how far from the middle of the picture is near it
const FACES = 24; // places on a cut face that are considered

/**
 * Where on the part a label's line may lead: a place on its cut face [x, y, z], else a vertex that can be seen in the
 * picture: with no faint part before it and room around it where there is such a place, the `earlier` one if it is as good,
 * else near the middle.  Null where nothing of the part can be seen.
 */
export function anchorOf(model, id, picture, earlier = null) {
  const batch = model.batchWith(id);
  if (!batch) return null;
  const cut = onCutFace(model, id, picture);
  if (cut) return cut;
  const { count } = batch.parts.get(id);
  const old = typeof earlier === "number" && earlier < count ? candidate(model, id, earlier, picture) : null;
  let best = null, least = Infinity;
  const tried = (one) => {
    if (!seen(model, id, one, picture)) return false;
    const cost = costOf(model, id, one, picture);
    if (cost < least) [best, least] = [one.vertex, cost];
    return cost === 0;
  };
  if (old && tried(old)) return earlier;
  const step = Math.max(1, Math.floor(count / TRIES));
  const candidates = [];
  for (let vertex = 0; vertex < count; vertex += step) {
    const found = candidate(model, id, vertex, picture);
    if (found) candidates.push(found);
  }
  if (!candidates.length) return best;
  const around = nearMiddle(candidates, picture);
  const mean = (key) => around.reduce((sum, one) => sum + one[key], 0) / around.length;
  const [mx, my] = [mean("x"), mean("y")];
  candidates.sort((a, b) => Math.hypot(a.x - mx, a.y - my) - 40 * a.facing - Math.hypot(b.x - mx, b.y - my) + 40 * b.facing);
  const stride = Math.max(1, Math.floor(candidates.length / SEEN));
  for (let n = 0; n < candidates.length; n += stride) {
    if (tried(candidates[n])) break;
  }
  return best;
}

/** Of a long part what is near the middle of the picture, where the finding is; all of one that keeps away from there. */
function nearMiddle(candidates, { width, height }) {
  const near = candidates.filter(({ x, y }) => Math.hypot(x - width / 2, y - height / 2) < MIDDLE * Math.min(width, height));
  return near.length ? near : candidates;
}

/** How ill a dot stands that can be seen: faint parts that lie over it, and sides on which another part is too near. */
function costOf(model, id, { point, towards, distance, x, y }, { eye, project, width, height, compass }) {
  const sight = towards.map((value) => -value / distance);
  const cut = Math.min(x, y, width - x, height - y) < EDGE || under(compass, x, y) ? 4 * TIGHT : 0;
  const over = cut + veil(model, id, eye, sight, distance - 0.15);
  const own = model.opacityOf(id) < GHOST ? (aim) => meets(model, id, eye, aim) : (aim) => pick(model, eye, aim)?.id === id;
  const across = unit([sight[1], -sight[0], 0]), up = cross(across, sight);
  const [px, py] = project(point.map((value, k) => value + across[k]));
  const reach = ROOM / Math.max(0.1, Math.hypot(px - x, py - y));
  const sides = [[1, 0], [-1, 0], [0, 1], [0, -1]].filter(([a, b]) =>
    !own(unit(point.map((value, k) => value + reach * (a * across[k] + b * up[k]) - eye[k]))));
  return over + TIGHT * sides.length;
}

/** Does a dot lie among the letters of the compass {left, top, width, height}, where there is one? */
const under = (compass, x, y) => Boolean(compass) && x > compass.left - ROOM && x < compass.left + compass.width + ROOM
  && y > compass.top - ROOM && y < compass.top + compass.height + ROOM;

function unit(vector) {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

const cross = ([a, b, c], [d, e, f]) => [b * f - c * e, c * d - a * f, a * e - b * d];

/** The place on the part's cut faces that can be seen and lies deepest under their outlines, or null. */
function onCutFace(model, id, { project, eye, width, height }) {
  const faces = model.faces().filter((face) => face.id === id && beyond(face.plane, eye) > 0);
  const places = faces.flatMap(placesOn).sort((a, b) => b.depth - a.depth);
  return places.find(({ plane, point }) => {
    const [x, y] = project(point);
    if (x < 0 || y < 0 || x > width || y > height || !keeps(model.planes, point, plane)) return false;
    const towards = point.map((value, k) => value - eye[k]), distance = Math.hypot(...towards);
    const hit = pick(model, eye, towards.map((value) => value / distance));
    return hit?.id === id && Math.abs(hit.distance - distance) < 0.2;
  })?.point ?? null;
}

/** Middles of the widest triangles of a face, and how deep under its outlines they lie. */
function placesOn({ plane, section: { world, flat, triangles } }) {
  const all = Array.from({ length: triangles.length / 3 }, (_, n) => {
    const three = triangles.slice(3 * n, 3 * n + 3), [a, b, c] = three.map((k) => flat[k]);
    return { three, area: Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) };
  });
  return all.sort((a, b) => b.area - a.area).slice(0, FACES).map(({ three }) => {
    const [x, y] = ["x", "y"].map((k) => three.reduce((sum, n) => sum + flat[n][k], 0) / 3);
    const depth = Math.sqrt(Math.min(...flat.map((point) => (point.x - x) ** 2 + (point.y - y) ** 2)));
    return { plane, depth, point: [0, 1, 2].map((k) => three.reduce((sum, n) => sum + world[3 * n + k], 0) / 3) };
  });
}

/** A vertex that faces the eye within the picture, or null. */
function candidate(model, id, vertex, { project, eye, width, height }) {
  const { point, normal } = placeOf(model.batchWith(id), id, vertex);
  if (!keeps(model.planes, point)) return null;
  const towards = eye.map((value, k) => value - point[k]);
  const distance = Math.hypot(...towards);
  const facing = towards.reduce((sum, value, k) => sum + value * normal[k], 0) / distance;
  const [x, y] = project(point);
  const outside = facing < 0.15 || x < 0 || y < 0 || x > width || y > height;
  return outside ? null : { vertex, point, x, y, facing, distance, towards };
}

/** Does nothing solid stand before it, nor behind it where the part itself is a ghost? */
const seen = (model, id, { towards, distance }, { eye }) =>
  !hidden(model, eye, towards.map((value) => -value / distance), model.opacityOf(id) < GHOST ? Infinity : distance - 0.15);

/** Where an anchor of a part, a vertex or a place, stands now, and its normal. */
export function placeOf(batch, id, vertex) {
  if (typeof vertex !== "number") return { point: vertex, normal: null };
  const { positions, normals } = batch.slices(id);
  const at = 3 * vertex;
  const point = [positions[at], positions[at + 1], positions[at + 2]];
  const normal = [normals[at], normals[at + 1], normals[at + 2]];
  const { pose } = batch.parts.get(id);
  if (!pose) return { point, normal };
  const turn = (vector, shift) => [0, 4, 8].map((row) => pose[row] * vector[0] + pose[row + 1] * vector[1] + pose[row + 2] * vector[2] + shift * pose[row + 3]);
  return { point: turn(point, 1), normal: turn(normal, 0) };
}
