import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher, request } from 'undici';
import { dispatcherFor } from './network.ts';

/** Why something was not stored, in our own words. Final. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export interface Stored {
  readonly size: number;
  /** Of the bytes on disk, in hexadecimal. */
  readonly sha256: string;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Whether plain http will do: only where the API itself is on loopback. */
  readonly mayBePlain: boolean;
  /** In bytes. */
  readonly largest: number;
  /** What the server said; undefined when it did not. */
  readonly expected: number | undefined;
}

/** Without a byte for so long, the host counts as gone. In ms. */
const IDLE_TIMEOUT = 60_000;

type Body = Dispatcher.ResponseData['body'];

/**
 * Fetches a signed URL into a new file, piece by piece. It lives on a host of others, so it gets no header of ours, and
 * no redirect is followed. Rejects when anything is not as announced; the file may then hold a part.
 */
export function download(url: string, file: string, options: DownloadOptions): Promise<Stored> {
  return fetchFrom(url, options, async (body) => {
    const hash = createHash('sha256');
    let size = 0;
    const meter = metered(options.largest, (chunk) => {
      size += chunk.length;
      hash.update(chunk);
    });
    // `wx`: never through a link that somebody planted.
    await pipeline(body, meter, createWriteStream(file, { flags: 'wx' }));
    const { expected } = options;
    if (expected !== undefined && size !== expected) {
      throw new Error(`${size} bytes came, ${expected} were announced`);
    }
    return { size, sha256: hash.digest('hex') };
  });
}

/** The text behind a signed URL. */
export function downloadText(url: string, options: DownloadOptions): Promise<string> {
  return fetchFrom(url, options, async (body) => {
    const meter = metered(options.largest, () => undefined);
    const [content] = await Promise.all([text(meter), pipeline(body, meter)]);
    return content;
  });
}

async function fetchFrom<T>(
  url: string,
  { signal, largest, expected, mayBePlain }: DownloadOptions,
  consume: (body: Body) => Promise<T>,
): Promise<T> {
  const target = allowed(url, mayBePlain);
  const dispatcher = dispatcherFor(target, { headersTimeout: IDLE_TIMEOUT, bodyTimeout: IDLE_TIMEOUT });
  try {
    const { statusCode, headers, body } = await request(target, { dispatcher, signal });
    if (statusCode !== 200) throw new Error(`the storage host answered ${statusCode}`);
    const announced = Number(headers['content-length'] ?? expected ?? 0);
    if (announced > largest) throw tooLarge(announced, largest);
    return await consume(body);
  } finally {
    await dispatcher.destroy();
  }
}

/** Passes on at most so many bytes. */
function metered(largest: number, onChunk: (chunk: Buffer) => void): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      onChunk(chunk);
      done(size > largest ? tooLarge(size, largest) : null, chunk);
    },
  });
}

function allowed(url: string, mayBePlain: boolean): URL {
  if (!URL.canParse(url)) throw new Refusal('its address is not a URL');
  const target = new URL(url);
  if (target.protocol === 'https:' || (mayBePlain && target.protocol === 'http:')) return target;
  throw new Refusal('its address is not https');
}

function tooLarge(size: number, largest: number): Refusal {
  return new Refusal(`it has ${size} bytes or more; at most ${largest} are stored`);
}
