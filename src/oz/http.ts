import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { JsonObject } from '../lib/json.ts';
import { dispatcherFor, routeTo } from './network.ts';
import { OzError, problemFrom } from './problem.ts';
import { failureOf, onSending, unlessAborted } from './transport.ts';

/** From sending a small request to the last byte of its answer, in ms. */
export const REQUEST_TIMEOUT = 30_000;

/** The slowest upload that is waited for, in bytes a ms: 4 Mbit/s. Attachments make a body of up to 70 MB. */
const MIN_UPLOAD_RATE = 500;

/** An answer that is larger once decoded is not read, in bytes: a few kilobytes of gzip can hold gigabytes. */
const MAX_DECODED = 256 * 1024 ** 2;

/** What a caller may say about one request. */
export interface CallOptions {
  /** Gives the request up; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** In ms, instead of what the size of the body asks for. */
  readonly timeout?: number | undefined;
}

export interface HttpOptions {
  readonly apiUrl: URL;
  readonly apiKey: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly debug: (message: string) => void;
  /** For tests; by default the proxy variables of the environment decide, except on loopback. */
  readonly dispatcher?: Dispatcher;
  /** No request may take longer, in ms: for tests. */
  readonly timeout?: number;
}

export interface Call<T> extends CallOptions {
  /** Names the operation in messages. */
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly body?: JsonObject;
  /** Whether the path names no one thing, so that only a wrong base URL is answered with 404. */
  readonly isCollection?: boolean;
  /** Undefined when the answer is not what was asked for. */
  readonly decode: (answer: unknown) => T | undefined;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: string;
}

/** Makes one request at a time to the API, repeats nothing, and learns how its clock differs from ours. */
export class OzHttp {
  readonly #options: HttpOptions;
  readonly #dispatcher: Dispatcher;
  /** How far the server's clock is ahead of ours, in ms; undefined while no answer has carried a date. */
  #skew: number | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#dispatcher = options.dispatcher ?? dispatcherFor(options.apiUrl);
  }

  /** What the server's clock showed when ours showed `wall`; undefined while no answer has carried a date. */
  serverTimeOf(wall: number): number | undefined {
    return this.#skew === undefined ? undefined : wall + this.#skew;
  }

  /** By the `Date` of the last answer, so up to a second early; by our own clock without one: ms since the epoch. */
  serverTime(): number {
    return this.#options.clock.wall() + (this.#skew ?? 0);
  }

  /** Gives up every request in progress. */
  async destroy(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  /** Rejects with an `OzError`. */
  async call<T>(call: Call<T>): Promise<T> {
    const { operation, decode, isCollection } = call;
    const { status, headers, body } = await this.send(call);
    if (status < 200 || status > 299) {
      throw problemFrom(operation, { status, headers, body, isCollection }, this.serverTime());
    }
    const decoded = decode(parseJson(body));
    if (decoded !== undefined) return decoded;
    throw new OzError(`${operation}: the server answered ${status} with something unreadable`, {
      kind: 'unanswered',
      code: 'unreadable_answer',
      status,
    });
  }

  /** The answer, whatever its status. Rejects with an `OzError` when there is none. */
  async send<T>(call: Call<T>): Promise<HttpAnswer> {
    const { operation, method, path, query, body, signal } = call;
    const { apiUrl, apiKey, userAgent, clock, debug } = this.#options;
    const target = `${apiUrl.href.replace(/\/+$/, '')}/${path}${query ? `?${query}` : ''}`;
    const content = body && Buffer.from(JSON.stringify(body));
    const limit = call.timeout ?? REQUEST_TIMEOUT + (content?.length ?? 0) / MIN_UPLOAD_RATE;
    const timeout = timeoutSignal(Math.min(limit, this.#options.timeout ?? Number.POSITIVE_INFINITY));
    let isSent = false;
    const dispatcher = this.#dispatcher.compose(
      onSending(() => {
        isSent = true;
      }),
    );
    const limited = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const started = clock.now();
    const took = () =>
      `${method} /${path}${query ? `?${query}` : ''} (${Math.round(clock.now() - started)} ms)`;
    try {
      const sent = request(target, {
        method,
        dispatcher,
        signal: limited,
        headers: {
          authorization: `Bearer ${apiKey}`,
          accept: 'application/json, application/problem+json',
          'accept-encoding': 'gzip',
          'user-agent': userAgent,
          ...(content ? { 'content-type': 'application/json' } : {}),
        },
        ...(content ? { body: content } : {}),
      });
      const answer = await unlessAborted(sent, limited);
      const text = await textOf(answer);
      debug(`${took()}: ${answer.statusCode}`);
      const date = Date.parse(String(answer.headers.date));
      if (!Number.isNaN(date)) this.#skew = date - clock.wall();
      return { status: answer.statusCode, headers: answer.headers, body: text };
    } catch (error) {
      signal?.throwIfAborted();
      const failure = failureOf(operation, error, { isSent, route: routeTo(apiUrl) });
      debug(`${took()}: ${failure.code}: ${failure.message}`);
      throw failure;
    }
  }
}

/** Gzip is all that was asked for; some gateways send it unasked. */
async function textOf({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  if (!/^\s*(?:x-)?gzip\s*$/i.test(String(headers['content-encoding']))) return body.text();
  const decoded = await promisify(gunzip)(await body.arrayBuffer(), { maxOutputLength: MAX_DECODED });
  return decoded.toString('utf8');
}

/** The body may be empty, a bare string or broken: the decoder judges. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
