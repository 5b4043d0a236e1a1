import { type Dispatcher, request } from 'undici';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { JsonObject } from '../lib/json.ts';
import { dispatcherFor } from './network.ts';
import { OzError, problemFrom } from './problem.ts';
import { failureOf } from './transport.ts';

/** From sending a request to the last byte of its answer, in ms. */
export const REQUEST_TIMEOUT = 30_000;

/** What a caller may say about one request. */
export interface CallOptions {
  /** Gives the request up; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** In ms, instead of `REQUEST_TIMEOUT`. */
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
    const { operation, decode } = call;
    const { status, headers, body } = await this.send(call);
    if (status < 200 || status > 299) {
      throw problemFrom(operation, { status, headers, body }, this.serverTime());
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
    const timeout = timeoutSignal(
      Math.min(call.timeout ?? REQUEST_TIMEOUT, this.#options.timeout ?? Number.POSITIVE_INFINITY),
    );
    const started = clock.now();
    const took = () =>
      `${method} /${path}${query ? `?${query}` : ''} (${Math.round(clock.now() - started)} ms)`;
    try {
      const answer = await request(target, {
        method,
        dispatcher: this.#dispatcher,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        headers: {
          authorization: `Bearer ${apiKey}`,
          accept: 'application/json, application/problem+json',
          'user-agent': userAgent,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.body.text();
      debug(`${took()}: ${answer.statusCode}`);
      const date = Date.parse(String(answer.headers.date));
      if (!Number.isNaN(date)) this.#skew = date - clock.wall();
      return { status: answer.statusCode, headers: answer.headers, body: text };
    } catch (error) {
      signal?.throwIfAborted();
      const failure = failureOf(operation, error);
      debug(`${took()}: ${failure.code}: ${failure.message}`);
      throw failure;
    }
  }
}

/** The body may be empty, a bare string or broken: the decoder judges. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
