// The light on cut faces: what each tissue looks like inside.
import { AROUND } from "./disc_rings.js";
import { cutting, noise } from "./noise.js";
import { DEPTH } from "./rims.js";
import { COLUMNS } from "./shaders.js";

/** What a tissue is inside, by the name in tissues.json. */
export const INSIDES = { plain: 0, marrow: 1, lamellae: 2, gel: 3, fluid: 4, bundles: 5 };

/** The even light on a face that looks out along `way`. */
const lighting = /* glsl */ `
vec3 lit(vec3 colour, vec3 way) {
  return colour * (0.90 + 0.12 * clamp(dot(normalize(mat3(viewMatrix) * way), normalize(vec3(-0.35, 0.5, 0.8))), 0.0, 1.0));
}`;

export const faceVertexShader = /* glsl */ `
attribute vec3 local;
attribute vec2 across;  // the place on the plane, mm
attribute vec3 tag;     // row of the look table, rank, row of the rings
attribute vec3 disc;    // the place in a disc's own frame, mm
uniform sampler2D looks;
varying vec3 at;
varying vec3 world;
varying vec2 spot;
varying vec3 inDisc;
varying vec4 outer;     // colour outside, row of the rings
varying vec4 inner;     // colour and kind inside
varying vec2 look;      // opacity, glow
void main() {
  int row = int(tag.x + 0.5);
  outer = vec4(texelFetch(looks, ivec2(0, row), 0).rgb, tag.z);
  look = texelFetch(looks, ivec2(1, row), 0).xy;
  inner = texelFetch(looks, ivec2(${COLUMNS - 1}, row), 0);
  at = local;
  world = position;
  spot = across;
  inDisc = disc;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
  gl_Position.z -= tag.y * 1e-5 * gl_Position.w; // where solids overlap or stand in one another, the higher rank shows
}`;

export const layVertexShader = /* glsl */ `
uniform float lift; // in ranks
varying vec3 world;
varying vec2 spot;
void main() {
  world = position;
  spot = uv;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
  gl_Position.z -= lift * 1e-5 * gl_Position.w;
}`;

export const layFragmentShader = /* glsl */ `
uniform sampler2D picture; // its colour, and how far within: 0.5 at its edge
uniform vec3 facing;
varying vec3 world;
varying vec2 spot;
${noise}
${cutting}
${lighting}
void main() {
  cutAway(world, 0.02);
  vec4 seen = texture2D(picture, spot);
  if (seen.a < 0.5) discard;
  gl_FragColor = vec4(lit(seen.rgb * (1.0 + 0.06 * noise(world * 0.7).w), facing), 1.0);
  #include <colorspace_fragment>
}`;

export const faceFragmentShader = /* glsl */ `
uniform sampler2D rims;
uniform vec4 rimFrame;   // u, v of the corner, cells a mm across and along the whole
uniform sampler2D rings;
uniform vec3 facing;     // the way out of the face
uniform vec3 glowColour;
uniform float fading;
varying vec3 at;
varying vec3 world;
varying vec2 spot;
varying vec3 inDisc;
varying vec4 outer;
varying vec4 inner;
varying vec2 look;
${noise}
${cutting}
${lighting}
float fine(float size, float pixel) { return clamp(1.6 - 2.2 * pixel / size, 0.0, 1.0); } // detail fades where it is finer than a pixel

// Struts around pores, 0 to 1; closer together near an end-plate or the cortex is left to the eye.
float trabeculae(vec3 p, float pixel) {
  vec3 bent = p * vec3(1.0, 1.0, 0.72) + 0.35 * noise(p * 0.8).xyz;
  float coarse = noise(bent * 1.5).w + 0.55 * noise(bent * 2.9 + 5.0).w;
  float tight = noise(bent * 4.6 + 9.0).w;
  float open = smoothstep(-0.02, 0.30, coarse) * fine(0.45, pixel) + 0.35 * smoothstep(0.0, 0.3, tight) * fine(0.15, pixel);
  return 1.0 - open;
}
// 0 at the inner wall of a disc, 1 at the outer.
float ringAt(vec3 p, int row) {
  float turn = fract(atan(p.y, p.x) / 6.2831853 + 1.0) * ${AROUND}.0 - 0.5;
  int from = int(floor(turn)) + ${AROUND};
  vec2 a = texelFetch(rings, ivec2(from % ${AROUND}, row), 0).xy, b = texelFetch(rings, ivec2((from + 1) % ${AROUND}, row), 0).xy;
  vec2 walls = mix(a, b, fract(turn));
  return (length(p.xy) * (1.0 + 0.0016 * p.z * p.z) - walls.x) / max(walls.y - walls.x, 0.5);
}
vec3 lamellae(vec3 colour, float pixel) {
  float ring = ringAt(inDisc, int(outer.w + 0.5)) + 0.025 * noise(at * vec3(0.35, 0.35, 0.2)).w;
  float turns = ring * 9.0;
  float clear = clamp(1.4 - 1.5 * fwidth(turns), 0.0, 1.0);
  float band = smoothstep(-0.35, 0.35, sin(6.2831853 * turns)) - 0.5;
  float groove = pow(0.5 + 0.5 * cos(6.2831853 * turns), 8.0);
  float weave = noise(at * vec3(2.6, 2.6, 0.9)).w * fine(0.3, pixel);
  vec3 base = mix(mix(colour, vec3(0.80, 0.90, 0.94), 0.32), colour, smoothstep(-0.1, 0.9, ring));
  return base * (1.0 + clear * (0.24 * band - 0.16 * groove) + 0.14 * weave);
}
void main() {
  cutAway(world, 0.02);
  float depth = texture2D(rims, (spot - rimFrame.xy) * rimFrame.zw).r * ${DEPTH.toFixed(1)};
  float pixel = length(fwidth(at));
  float edge = max(pixel, 0.12);
  int kind = int(inner.a + 0.5);
  float alpha = 1.0;
  vec3 colour = inner.rgb;
  if (kind == ${INSIDES.marrow}) {
    float strut = trabeculae(at, pixel);
    float shell = 0.75 + 0.5 * noise(at * 0.22).w;
    vec3 bone = mix(outer.rgb, vec3(1.0, 0.97, 0.90), 0.45);
    float faint = 1.0 - fine(0.45, pixel);
    colour = mix(inner.rgb * 0.80, mix(inner.rgb, bone, 0.30), mix(strut, 0.62, faint));
    colour *= 1.0 + 0.10 * noise(at * 0.16).w + 0.10 * noise(at * 0.5).w;
    colour = mix(bone * (0.98 + 0.1 * noise(at * 1.7).w), colour, smoothstep(shell - 0.2 - edge, shell + 0.25 + edge, depth));
  } else if (kind == ${INSIDES.lamellae}) {
    colour = lamellae(inner.rgb, pixel);
  } else if (kind == ${INSIDES.gel}) {
    float swirl = noise(at * vec3(0.5, 0.5, 0.9) + 1.5 * noise(at * 0.3).xyz).w;
    float fibre = (1.0 - abs(2.0 * noise(at * vec3(1.3, 1.3, 2.4) + 2.0 * noise(at * 0.5).xyz).w)) * fine(0.4, pixel);
    colour = mix(inner.rgb, vec3(1.0), 0.30 * smoothstep(0.0, 1.7, depth)) * (1.0 + 0.10 * swirl + 0.06 * (fibre - 0.5));
  } else if (kind == ${INSIDES.fluid}) {
    float water = smoothstep(0.40 - 0.5 * edge, 0.62 + edge, depth);
    colour = mix(outer.rgb * 0.94, inner.rgb, water);
    alpha = mix(1.0, 0.88, water);
  } else if (kind == ${INSIDES.bundles}) {
    float cell = noise(at * vec3(1.5, 1.5, 0.35) + 0.6 * noise(at * 0.8).xyz).w;
    colour *= 1.0 + 0.22 * (smoothstep(-0.28, -0.02, cell) - 0.6) * fine(0.5, pixel);
  }
  colour *= mix(0.70, 1.0, smoothstep(0.06, 0.30 + edge, depth)); // a fine line around each face
  colour = lit(colour, facing);
  colour = mix(colour, glowColour, 0.34 * look.y);
  gl_FragColor = vec4(colour, alpha * mix(1.0, clamp(1.5 * look.x, 0.0, 1.0), fading));
  #include <colorspace_fragment>
}`;
