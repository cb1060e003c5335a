// Which files the picture waits for; late answers are ignored, a failure keeps the picture as it was.
import { fetchFile, haveBuilt } from "./fetching.js";
import { readGlb } from "./glb.js";
import { mirrored } from "./mirror.js";
import { isThin, readThin } from "./thin.js";

/** Loads the file behind one attribute: the latest wish counts, whatever arrives when. */
export class Loader {
  constructor() {
    this.url = null;
    this.mirror = false;
    this.busy = false;
    this.awaited = false; // busy with what the picture waits for, not with building the rest of what it shows
    this.abort = null;
    this.base = []; // the nodes of the healthy spine, once they are there
  }

  /**
   * The file of a wish (a URL, {url, mirror}, or null for none), or undefined when another was asked for meanwhile.
   * With a severity it may be a file of that one alone, which comes sooner (extras `first`).  `tell` hears how it goes where
   * the whole has to be built for it.  Throws when it fails.
   */
  async load(wish, severity = null, tell = null) {
    const { url, mirror } = typeof wish === "string" ? { url: wish } : wish ?? { url: null };
    this.abort?.abort();
    this.abort = new AbortController();
    const own = this.abort;
    Object.assign(this, { url, mirror: Boolean(mirror) });
    this.busy = url !== null;
    this.awaited = this.busy && !tell;
    try {
      const file = url === null ? null : await this.#read(url, Boolean(mirror), own.signal, severity, tell);
      return own === this.abort ? file : undefined;
    } catch (error) {
      if (own !== this.abort) return undefined;
      throw error;
    } finally {
      if (own === this.abort) this.busy = this.awaited = false;
    }
  }

  /** Ask for nothing any longer. */
  stop() {
    this.abort?.abort();
    this.abort = null;
    this.busy = this.awaited = false;
  }

  async #read(url, mirror, signal, severity, tell) {
    if (tell) await haveBuilt(url, signal, tell);
    const found = await fetchFile(url, signal, severity);
    const file = await (isThin(found.data) ? readThin(found.data, this.base) : readGlb(found.data));
    return mirror === found.mirror ? file : mirrored(file);
  }
}
