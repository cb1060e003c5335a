// The light on tissue: one program for all structures, told apart by a row each of the look table.

import { cutting, noise } from "./noise.js";

/** Columns of the look table: colour + roughness; opacity, glow, grain; three rows of the pose; colour and kind inside. */
export const COLUMNS = 6;
export const GRAINS = { bone: 1, fibres: 2, lamellae: 3 };

export const vertexShader = /* glsl */ `
attribute float part;
attribute float openness;
uniform sampler2D looks;
uniform vec2 outline; // width in clip space
varying vec3 at;
varying vec3 world;
varying vec3 facing;
varying vec3 eye;
varying vec4 tint;  // colour, roughness
varying vec4 look;  // opacity, glow, grain, openness
void main() {
  int row = int(part + 0.5);
  tint = texelFetch(looks, ivec2(0, row), 0);
  look = vec4(texelFetch(looks, ivec2(1, row), 0).xyz, openness);
  vec4 x = texelFetch(looks, ivec2(2, row), 0);
  vec4 y = texelFetch(looks, ivec2(3, row), 0);
  vec4 z = texelFetch(looks, ivec2(4, row), 0);
  vec4 here = vec4(position, 1.0);
  world = vec3(dot(x, here), dot(y, here), dot(z, here));
  vec4 posed = viewMatrix * vec4(world, 1.0);
  facing = mat3(viewMatrix) * vec3(dot(x.xyz, normal), dot(y.xyz, normal), dot(z.xyz, normal));
  at = position;
  eye = posed.xyz;
  gl_Position = projectionMatrix * posed;
  vec2 side = facing.xy;
  gl_Position.xy += outline * (length(side) > 1e-4 ? normalize(side) : vec2(0.0)) * gl_Position.w;
}`;

export const fragmentShader = /* glsl */ `
uniform vec3 glowColour;
uniform float flatGlow; // above 0: nothing but the glow, this strong
uniform float fading;   // 1 in the passes of faded parts
uniform vec3 edgeColour; // of faded parts, apart from the ground
varying vec3 at;
varying vec3 world;
varying vec3 facing;
varying vec3 eye;
varying vec4 tint;
varying vec4 look;

${noise}
${cutting}
vec4 layer(vec3 stretch, float weight) {
  vec4 found = noise(at * stretch);
  return vec4(found.xyz * stretch, found.w) * weight;
}
// Relief of the tissue in w, its slope in LPS in xyz; fades out where it would be finer than a pixel (in mm).
vec4 relief(int grain, float pixel) {
  if (grain == ${GRAINS.fibres}) return layer(vec3(1.7, 1.7, 0.12), 0.36 * clamp(1.5 - 2.0 * pixel, 0.0, 1.0)) + layer(vec3(0.5, 0.5, 0.05), 0.3);
  return layer(vec3(0.12, 0.12, 1.7), 0.6 * clamp(1.6 - 2.2 * pixel, 0.0, 1.0)) + layer(vec3(0.9), 0.25);
}
// Bone: uneven, pitted, ochre in its hollows, ivory on its crests; what it does to the colour is written into colour.
vec4 boneRelief(float pixel, float open, inout vec3 colour) {
  vec4 uneven = layer(vec3(0.5), 0.5);
  float near = clamp(1.5 - 3.0 * pixel, 0.0, 1.0);
  vec4 fine = near > 0.0 ? layer(vec3(2.0), 1.0) : vec4(0.0);
  float pits = smoothstep(0.30, 0.46, fine.w) * near;
  float broad = sin(0.17 * at.x + 1.4 * sin(0.11 * at.z)) * sin(0.14 * at.y + 0.09 * at.z + 1.1 * sin(0.13 * at.x));
  float stain = clamp(0.5 + 0.4 * broad + 0.9 * uneven.w, 0.0, 1.0);
  colour *= mix(vec3(1.03, 1.03, 1.06), vec3(0.93, 0.86, 0.75), stain);
  colour = mix(colour, colour * vec3(0.86, 0.72, 0.56), 0.75 * (1.0 - smoothstep(0.35, 0.85, open)));
  colour = mix(colour, vec3(0.88, 0.81, 0.68), 0.38 * smoothstep(0.93, 1.06, open));
  colour *= 1.0 - 0.15 * pits;
  return uneven + 0.22 * near * fine + vec4(0.3 * pits * fine.xyz, 0.0);
}
void main() {
  #ifdef CUT
  cutAway(world, 0.0);
  #endif
  if (flatGlow > 0.0) { gl_FragColor = vec4(glowColour, flatGlow); }
  else {
    vec3 n = normalize(facing), v = normalize(-eye);
    int grain = int(look.z + 0.5);
    float open = min(1.08, look.w * 1.08); // crests stand a little brighter than flats
    vec3 colour = tint.rgb;
    float bump = 0.0;
    if (grain > 0) {
      float pixel = length(fwidth(at));
      vec4 rough = grain == ${GRAINS.bone} ? boneRelief(pixel, open, colour) : relief(grain, pixel);
      vec3 slope = mat3(viewMatrix) * rough.xyz;
      n = normalize(n - 0.16 * (slope - dot(slope, n) * n));
      bump = rough.w;
    }
    colour *= 1.0 + 0.18 * bump;
    vec3 up = normalize(mat3(viewMatrix) * vec3(0.0, 0.0, 1.0));
    vec3 key = normalize(vec3(-0.55, 0.72, 0.42)), fill = normalize(vec3(0.85, 0.05, 0.5));
    float lit = clamp((dot(n, key) + 0.2) / 1.2, 0.0, 1.0);
    float soft = clamp((dot(n, fill) + 0.3) / 1.3, 0.0, 1.0);
    vec3 ambient = mix(vec3(0.25, 0.225, 0.21), vec3(0.37, 0.385, 0.41), 0.5 + 0.5 * dot(n, up));
    vec3 shade = mix(vec3(0.30, 0.215, 0.165), vec3(1.0), smoothstep(0.25, 0.98, open)) * max(1.0, open); // hollows are dark and warm
    vec3 light = (ambient + vec3(0.13, 0.15, 0.18) * soft) * shade + vec3(0.76, 0.735, 0.695) * lit * mix(vec3(0.2), vec3(1.0), shade);
    vec3 deep = mix(colour, colour * colour / max(max(colour.r, max(colour.g, colour.b)), 0.05), 0.6); // shadows keep the tissue's hue
    vec3 shaded = mix(deep, colour, clamp(dot(light, vec3(0.4)), 0.0, 1.0)) * light;
    float rim = 1.0 - max(dot(n, v), 0.0);
    float gloss = 1.0 - tint.a;
    vec3 h = normalize(key + v);
    shaded += vec3(1.0, 0.98, 0.94) * pow(max(dot(n, h), 0.0), mix(9.0, 110.0, gloss * gloss)) * (0.03 + 0.6 * gloss * gloss) * lit * open;
    shaded = mix(shaded, edgeColour * (0.35 + 0.65 * shaded), 0.42 * smoothstep(0.74, 1.0, rim)); // a crisp edge
    float glow = look.y;
    shaded = mix(shaded, vec3(1.0), 0.10 * glow) + glowColour * glow * (0.05 + 0.5 * rim * rim);
    float alpha = 1.0;
    if (fading > 0.0) {
      shaded = mix(shaded * mix(0.84, 0.98, smoothstep(0.3, 0.6, look.x)), edgeColour, 0.75 * smoothstep(0.35, 1.0, rim) * (1.0 - look.x)); // like glass: clear across, dense along
      float walls = mix(0.8, 1.25, smoothstep(0.3, 0.6, look.x)); // what is dense shows its far wall too, drawn or not
      alpha = look.x * mix(walls, 3.2, rim * rim * rim);
      alpha = clamp(max(alpha, glow * (0.3 + 0.5 * rim)), 0.0, 1.0);
    }
    gl_FragColor = vec4(shaded, alpha);
  }
  #include <colorspace_fragment>
}`;
