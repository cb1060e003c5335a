// Value noise for the shaders.
export const noise = /* glsl */ `
float hash(vec3 p) {
  p = fract(p * 0.3183099 + 0.1);
  p *= 17.0;
  return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}
// Value noise -0.5 to 0.5 in w, its slope in xyz.
vec4 noise(vec3 p) {
  vec3 i = floor(p), f = fract(p);
  vec3 u = f * f * (3.0 - 2.0 * f), du = 6.0 * f * (1.0 - f);
  float a = hash(i), b = hash(i + vec3(1, 0, 0)), c = hash(i + vec3(0, 1, 0)), d = hash(i + vec3(1, 1, 0));
  float e = hash(i + vec3(0, 0, 1)), g = hash(i + vec3(1, 0, 1)), h = hash(i + vec3(0, 1, 1)), j = hash(i + vec3(1, 1, 1));
  float kx = b - a, ky = c - a, kz = e - a, kxy = a - b - c + d, kyz = a - c - e + h, kzx = a - b - e + g;
  float kxyz = -a + b + c - d + e - g - h + j;
  float value = a + kx * u.x + ky * u.y + kz * u.z + kxy * u.x * u.y + kyz * u.y * u.z + kzx * u.z * u.x + kxyz * u.x * u.y * u.z;
  return vec4(du * vec3(kx + kxy * u.y + kzx * u.z + kxyz * u.y * u.z,
                        ky + kyz * u.z + kxy * u.x + kxyz * u.z * u.x,
                        kz + kzx * u.x + kyz * u.y + kxyz * u.x * u.y), value - 0.5);
}`;

/** Taking away what lies beyond the cutting planes, but for `slack` mm. */
export const cutting = /* glsl */ `
#ifdef CUT
uniform vec4 planes[3];
uniform int planeCount;
void cutAway(vec3 point, float slack) {
  for (int k = 0; k < 3; k++) if (k < planeCount && dot(planes[k], vec4(point, 1.0)) > slack) discard;
}
#endif`;
