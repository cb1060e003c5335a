// Geometry over HTTP, or from the page itself in the one-file atlas.
import { fromLetters } from "./letters.js";

/**
 * The bytes behind `url`, and whether they are those of the other side: {data, mirror}.
 *
 * A server is told the severity to be shown: of a finding that nobody has built yet it sends that one first, and the rest to
 * who asks without.  What is on the right it has on the left already.
 *
 * A static page says in window.__LUMBAR_ASSETS__ what it has instead of a file: by URL, {text} (letters of gzip that the
 * page carries), {at} (the URL of a gzip file beside it), or {of, mirror: true} (the URL of the other side).
 */
export async function fetchFile(url, signal, severity = null) {
  if (!globalThis.__LUMBAR_ASSETS__) {
    const left = leftOf(url);
    return { data: await fetched(left, signal, severity === null ? {} : { "X-Severity": severity.toFixed(4) }), mirror: left !== url };
  }
  const { of, text, at, mirror = false } = globalThis.__LUMBAR_ASSETS__[url.replace(/[?&]again=\d+$/, "")] ?? {};
  if (of !== undefined) return { ...(await fetchFile(of, signal)), mirror };
  if (text !== undefined) return { data: await unzipped(fromLetters(text)), mirror };
  return { data: at === undefined ? await fetched(url, signal) : await unzipped(await fetched(at, signal)), mirror };
}

/** Have a server build all severities of a finding; `tell` hears how it goes: {waiting: true}, or {made, of}. */
export async function haveBuilt(url, signal, tell) {
  const code = leftOf(url).replace(/\?.*$/, "");
  const answer = await fetch("wholes", { method: "POST", body: JSON.stringify({ code }), signal });
  if (!answer.ok) throw new Error(`${code} answered ${answer.status}`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let [rest, last] = ["", null];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines.filter(Boolean)) tell((last = JSON.parse(line)));
  }
  if (!last?.done) throw new Error(`${code} could not be built`);
}

const leftOf = (url) => url.replace(/\/right\.glb(?=\?|$)/, "/left.glb");

async function fetched(url, signal, headers = {}) {
  let answer;
  try {
    answer = await fetch(url, { signal, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(`${url} could not be reached`, { cause: error });
  }
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.arrayBuffer();
}

const unzipped = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
