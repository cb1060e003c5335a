// Which files the picture waits for; late answers are ignored, a failure keeps the picture as it was.
import { fetchBytes } from "./fetching.js";
import { readGlb } from "./glb.js";
import { mirrored } from "./mirror.js";

/** Loads the file behind one attribute: the latest wish counts, whatever arrives when. */
export class Loader {
  constructor() {
    this.url = null;
    this.mirror = false;
    this.busy = false;
    this.abort = null;
  }

  /**
   * The file of a wish (a URL, {url, mirror}, or null for none), or undefined when another was asked for meanwhile.
   * Throws when it fails.
   */
  async load(wish) {
    const { url, mirror } = typeof wish === "string" ? { url: wish } : wish ?? { url: null };
    this.abort?.abort();
    this.abort = new AbortController();
    const own = this.abort;
    Object.assign(this, { url, mirror: Boolean(mirror) });
    this.busy = url !== null;
    try {
      const file = url === null ? null : await readGlb(await fetchBytes(url, own.signal));
      if (own !== this.abort) return undefined;
      return file && mirror ? mirrored(file) : file;
    } catch (error) {
      if (own !== this.abort) return undefined;
      throw error;
    } finally {
      if (own === this.abort) this.busy = false;
    }
  }
}
