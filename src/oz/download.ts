import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher, request } from 'undici';
import { dispatcherFor } from './network.ts';

/** Why something was not stored: ours to tell, and final. */
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

/**
 * Fetches a signed URL into a new file, piece by piece. It lives on a host of others, so it gets no header of ours, and
 * no redirect is followed. Rejects when anything is not as announced; the file may then hold a part.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<Stored> {
  const { signal, largest, expected } = options;
  const target = allowed(url, options.mayBePlain);
  const dispatcher = dispatcherFor(target, { headersTimeout: IDLE_TIMEOUT, bodyTimeout: IDLE_TIMEOUT });
  try {
    const { statusCode, headers, body } = await request(target, { dispatcher, signal });
    if (statusCode !== 200) throw new Error(`the storage host answered ${statusCode}`);
    const announced = Number(headers['content-length'] ?? expected ?? 0);
    if (announced > largest) throw tooLarge(announced, largest);
    const stored = await store(body, file, largest);
    if (expected !== undefined && stored.size !== expected) {
      throw new Error(`${stored.size} bytes came, ${expected} were announced`);
    }
    return stored;
  } finally {
    await dispatcher.destroy();
  }
}

async function store(body: Dispatcher.ResponseData['body'], file: string, largest: number): Promise<Stored> {
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(size > largest ? tooLarge(size, largest) : null, chunk);
    },
  });
  // `wx`: never through a link that somebody planted.
  await pipeline(body, meter, createWriteStream(file, { flags: 'wx' }));
  return { size, sha256: hash.digest('hex') };
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
