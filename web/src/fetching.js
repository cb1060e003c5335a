// Geometry over HTTP, or from the page itself in the one-file atlas.

/** The bytes behind `url`: from window.__LUMBAR_ASSETS__ (base64 of gzip) where the page carries them, else fetched. */
export async function fetchBytes(url, signal) {
  const carried = globalThis.__LUMBAR_ASSETS__?.[url];
  if (carried !== undefined) return unpack(carried);
  let answer;
  try {
    answer = await fetch(url, { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(`${url} could not be reached`, { cause: error });
  }
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.arrayBuffer();
}

function unpack(base64) {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
