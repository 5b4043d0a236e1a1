import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher, request } from 'undici';
import { dispatcherFor } from './network.ts';
import { unlessAborted } from './transport.ts';

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
  /** Else only the signal ends a host that trickles. */
  readonly slowest?: RateFloor | undefined;
}

/** The host sends less than a download must bring. */
export class TooSlow extends Refusal {}

/** How slow a download may be: from its start it has `grace` ms, and for each byte as much longer as the rate says. */
export interface RateFloor {
  readonly grace: number;
  readonly bytesPerSecond: number;
}

type Body = Dispatcher.ResponseData['body'];

/**
 * Fetches a signed URL into a new file, piece by piece. It lives on a host of others, so it gets no header of ours, and
 * no redirect is followed. Rejects when anything is not as announced; the file may then hold a part.
 */
export function download(url: string, file: string, options: DownloadOptions): Promise<Stored> {
  return fetchFrom(url, options, async (body, floor) => {
    const hash = createHash('sha256');
    let size = 0;
    const meter = metered(options.largest, (chunk) => {
      size += chunk.length;
      floor?.received(chunk.length);
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

/** The text behind a signed URL; what is no UTF-8 in it is replaced. */
export async function downloadText(url: string, options: DownloadOptions): Promise<string> {
  return new TextDecoder().decode(await downloadBytes(url, options));
}

/** What is behind a signed URL, in memory. */
export function downloadBytes(url: string, options: DownloadOptions): Promise<Buffer> {
  return fetchFrom(url, options, async (body) => {
    const meter = metered(options.largest, () => undefined);
    const [content] = await Promise.all([buffer(meter), pipeline(body, meter)]);
    return content;
  });
}

async function fetchFrom<T>(
  url: string,
  { signal: stop, largest, expected, mayBePlain, slowest }: DownloadOptions,
  consume: (body: Body, floor: Floor | undefined) => Promise<T>,
): Promise<T> {
  const target = allowed(url, mayBePlain);
  const dispatcher = dispatcherFor(target);
  const floor = slowest && new Floor(slowest);
  const signal = floor ? AbortSignal.any([stop, floor.signal]) : stop;
  try {
    const answer = request(target, { dispatcher, signal });
    const { statusCode, headers, body } = await unlessAborted(answer, signal);
    if (statusCode !== 200) throw new Error(`the storage host answered ${statusCode}`);
    const announced = Number(headers['content-length'] ?? expected ?? 0);
    if (announced > largest) throw tooLarge(announced, largest);
    return await consume(body, floor);
  } finally {
    floor?.lift();
    await dispatcher.destroy();
  }
}

/** Watches that a download is not slower than it may be. In real time, as the network is. */
class Floor {
  readonly #slowest: RateFloor;
  readonly #controller = new AbortController();
  readonly #began = performance.now();
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(slowest: RateFloor) {
    this.#slowest = slowest;
    this.#watch();
  }

  /** Aborted when too little has come. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  received(bytes: number): void {
    this.#size += bytes;
  }

  lift(): void {
    clearTimeout(this.#timer);
  }

  #watch(): void {
    const { grace, bytesPerSecond } = this.#slowest;
    const left = this.#began + grace + (this.#size / bytesPerSecond) * 1000 - performance.now();
    if (left <= 0) this.#controller.abort(new TooSlow('the storage host sends it too slowly, or not at all'));
    else this.#timer = setTimeout(() => this.#watch(), Math.ceil(left)).unref();
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
