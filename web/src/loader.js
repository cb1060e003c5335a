// Which files the picture waits for; late answers are ignored, a failure keeps the picture as it was.
import { fetchBytes } from "./fetching.js";
import { readGlb } from "./glb.js";

/** Loads the file behind one attribute: the latest wish counts, whatever arrives when. */
export class Loader {
  constructor() {
    this.url = null;
    this.busy = false;
    this.abort = null;
  }

  /** The file at `url` (null for none), or undefined when another was asked for meanwhile.  Throws when it fails. */
  async load(url) {
    this.abort?.abort();
    this.abort = new AbortController();
    const own = this.abort;
    this.url = url;
    this.busy = url !== null;
    try {
      const file = url === null ? null : await readGlb(await fetchBytes(url, own.signal));
      return own === this.abort ? file : undefined;
    } catch (error) {
      if (own !== this.abort) return undefined;
      throw error;
    } finally {
      if (own === this.abort) this.busy = false;
    }
  }
}
