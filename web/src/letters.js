// Bytes as letters that stand in HTML as they are: 13 bits in two of 91 (atlas/letters.py writes them).

const FIRST = 33; // "!"
const LEFT_OUT = ["&", "<", "\\"];
const VALUES = new Int8Array(128).fill(-1);
for (let code = FIRST, value = 0; code < 127; code++) if (!LEFT_OUT.includes(String.fromCharCode(code))) VALUES[code] = value++;

/** The bytes that letters spell, behind their number and a blank. */
export function fromLetters(text) {
  const start = text.indexOf(" ") + 1;
  const out = new Uint8Array(Number(text.slice(0, start)));
  for (let i = start, at = 0, held = 0, bits = 0; at < out.length; i += 2) {
    held = (held << 13) | (VALUES[text.charCodeAt(i)] * 91 + VALUES[text.charCodeAt(i + 1)]);
    for (bits += 13; bits >= 8 && at < out.length; bits -= 8) out[at++] = held >> (bits - 8);
    held &= (1 << bits) - 1;
  }
  return out;
}
