/** Bytes made as they are sent: a large file needs no memory. The same size and seed give the same bytes. */
interface GeneratedContent {
  size: number;
  seed: number;
}

export type Content = string | Uint8Array | GeneratedContent;

const CHUNK = 64 * 1024;

export function contentLength(content: Content): number {
  if (typeof content === 'string') return Buffer.byteLength(content);
  return content instanceof Uint8Array ? content.length : content.size;
}

/** The first `length` bytes of a content, in chunks. */
export function* chunksOf(content: Content, length = contentLength(content)): Generator<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content).subarray(0, length);
  else if (content instanceof Uint8Array) yield content.subarray(0, length);
  else yield* generate(content, length);
}

function* generate({ seed }: GeneratedContent, length: number): Generator<Uint8Array> {
  let state = seed >>> 0;
  for (let sent = 0; sent < length; sent += CHUNK) {
    const chunk = new Uint8Array(Math.min(CHUNK, length - sent));
    // A block that repeats is as good a test of a copy as a random one, and its bytes still differ from chunk to chunk.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    chunk.fill(state >>> 24);
    new DataView(chunk.buffer).setUint8(0, (state >>> 16) & 0xff);
    yield chunk;
  }
}
