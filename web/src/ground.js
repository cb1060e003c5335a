// The calm ground behind the spine and the colours of what is written on it, for light and dark pages.
export const GROUNDS = {
  light: { ground: ["#fbfcfd", "#dfe6ec"], text: "#14202b", plate: "rgba(255,255,255,0.9)", line: "#3d4f5f", glow: "#0a7ea4", edge: "#6b6257" },
  dark: { ground: ["#2b3742", "#11171d"], text: "#f1f5f8", plate: "rgba(20,28,36,0.88)", line: "#b9c8d4", glow: "#5cc8ee", edge: "#e8f0f6" },
};

/** The CSS variables of a theme, for style.css. */
export const variablesOf = (theme) => {
  const { ground, text, plate, line } = GROUNDS[theme];
  return { "--spine-ground": ground[0], "--spine-ground-far": ground[1], "--spine-text": text, "--spine-plate": plate, "--spine-line": line };
};
