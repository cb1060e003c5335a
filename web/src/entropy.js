// Reads what meshes/entropy.py writes: an adaptive binary range coder (LZMA's arithmetic) and numbers in contexts.

const ONE = 1 << 11;
const SPEED = 4;
const TOP = 2 ** 24;
const LONGEST = 20;

/** `count` probabilities of zero, none learnt yet. */
export const model = (count) => new Uint16Array(count).fill(ONE / 2);

/** Bits out of bytes, by the probabilities learnt so far. */
export class RangeDecoder {
  constructor(bytes) {
    this.bytes = bytes;
    this.range = 0xffffffff;
    this.code = 0;
    this.at = 0;
    for (let i = 0; i < 4; i++) this.code = ((this.code << 8) | bytes[this.at++]) >>> 0;
  }

  bit(chances, slot) {
    const chance = chances[slot];
    const bound = (this.range >>> 11) * chance;
    let bit = 0;
    if (this.code < bound) {
      this.range = bound;
      chances[slot] = chance + ((ONE - chance) >> SPEED);
    } else {
      this.code -= bound;
      this.range -= bound;
      chances[slot] = chance - (chance >> SPEED);
      bit = 1;
    }
    while (this.range < TOP) {
      this.range = (this.range * 256) >>> 0;
      this.code = ((this.code << 8) | (this.bytes[this.at++] ?? 0)) >>> 0;
    }
    return bit;
  }
}

/** Signed whole numbers in some contexts. */
export class Numbers {
  constructor(contexts) {
    this.zero = model(contexts);
    this.sign = model(contexts);
    this.length = model(contexts * LONGEST);
    this.bits = model(LONGEST * LONGEST);
  }

  read(coder, context) {
    if (!coder.bit(this.zero, context)) return 0;
    const negative = coder.bit(this.sign, context);
    let last = 0;
    while (last < LONGEST - 1 && coder.bit(this.length, context * LONGEST + last)) last++;
    let size = 1;
    for (let place = last - 1; place >= 0; place--) size = (size << 1) | coder.bit(this.bits, last * LONGEST + place);
    return negative ? -size : size;
  }
}
