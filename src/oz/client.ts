import { type Dispatcher, request } from 'undici';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { JsonObject } from '../lib/json.ts';
import { type ArtifactContent, decodeArtifactContent } from './artifact-content.ts';
import {
  decodeEnvironments,
  decodeModels,
  decodeSkills,
  type Environment,
  type Models,
  type Skill,
} from './catalogue.ts';
import { type Conversation, decodeConversation } from './conversation.ts';
import { type Created, decodeCreated, decodeRun, decodeRunPage, type Run, type RunPage } from './decode.ts';
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

/** Filters of the list endpoint. */
export interface RunFilter {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly states?: readonly string[] | undefined;
  /** ms since the epoch. */
  readonly createdAfter?: number | undefined;
  readonly createdBefore?: number | undefined;
  /** Only runs that left an artifact of this type. */
  readonly artifactType?: string | undefined;
  readonly cursor?: string | undefined;
}

interface ClientOptions {
  readonly apiUrl: URL;
  readonly apiKey: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly debug: (message: string) => void;
  /** Called with every run that was read, before anyone else gets it: it may hold secrets. */
  readonly onRun?: (run: Run) => void;
  /** For tests; by default the proxy variables of the environment decide, except on loopback. */
  readonly dispatcher?: Dispatcher;
  /** No request may take longer, in ms: for tests. */
  readonly timeout?: number;
}

interface Call<T> extends CallOptions {
  /** Names the operation in messages. */
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly body?: JsonObject;
  /** Undefined when the answer is not what was asked for. */
  readonly decode: (answer: unknown) => T | undefined;
}

/**
 * The Oz API, a method for each endpoint. Every method makes exactly one request and rejects with an `OzError`:
 * whether an operation may be repeated depends on what it was for, so its caller decides. Reads may always be;
 * a create request and a follow-up never blindly, since the API has no idempotency key.
 */
export class OzClient {
  readonly #options: ClientOptions;
  readonly #dispatcher: Dispatcher;
  /** How far the server's clock is ahead of ours, in ms. */
  #skew = 0;
  #isSkewKnown = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#dispatcher = options.dispatcher ?? dispatcherFor(options.apiUrl);
  }

  /**
   * Not earlier than the server's clock shows, and less than two seconds later: ms since the epoch. Its answers tell
   * whole seconds only.
   */
  serverNow(): number {
    return this.#serverTime() + 1000;
  }

  /** What the server's clock showed when ours showed `wall`; undefined while no answer has carried a date. */
  serverTimeOf(wall: number): number | undefined {
    return this.#isSkewKnown ? wall + this.#skew : undefined;
  }

  /** Starts a run. `body` is a RunAgentRequest. An answer without an id rejects as `unanswered`. */
  createRun(body: JsonObject, options: CallOptions = {}): Promise<Created> {
    return this.#call({
      operation: 'Creating the run',
      method: 'POST',
      path: 'agent/runs',
      body,
      decode: decodeCreated,
      ...options,
    });
  }

  readRun(id: string, options: CallOptions = {}): Promise<Run> {
    const decode = (answer: unknown) => this.#seen(decodeRun(answer));
    return this.#get('Reading the run', `agent/runs/${encodeURIComponent(id)}`, decode, options);
  }

  /** One page of runs, newest first. */
  listRuns(filter: RunFilter, options: CallOptions = {}): Promise<RunPage> {
    const query = new URLSearchParams({ limit: '100', sort_by: 'created_at', sort_order: 'desc' });
    for (const [key, value] of Object.entries(filter.metadata ?? {})) query.append(`metadata[${key}]`, value);
    for (const state of filter.states ?? []) query.append('state', state);
    if (filter.createdAfter !== undefined)
      query.set('created_after', new Date(filter.createdAfter).toISOString());
    if (filter.createdBefore !== undefined) {
      query.set('created_before', new Date(filter.createdBefore).toISOString());
    }
    if (filter.artifactType !== undefined) query.set('artifact_type', filter.artifactType);
    if (filter.cursor !== undefined) query.set('cursor', filter.cursor);
    const decode = (answer: unknown) => {
      const page = decodeRunPage(answer);
      for (const run of page?.runs ?? []) this.#seen(run);
      return page;
    };
    return this.#get('Listing runs', 'agent/runs', decode, options, query);
  }

  /** Resolves when the server accepted the cancellation; the run becomes CANCELLED a little later. */
  async cancelRun(id: string, options: CallOptions = {}): Promise<void> {
    await this.#call({
      operation: 'Cancelling the run',
      method: 'POST',
      path: `agent/runs/${encodeURIComponent(id)}/cancel`,
      decode: () => true,
      ...options,
    });
  }

  readConversation(id: string, options: CallOptions = {}): Promise<Conversation> {
    return this.#get(
      'Reading the conversation',
      `agent/runs/${encodeURIComponent(id)}/conversation`,
      decodeConversation,
      options,
    );
  }

  /** Sends a message to a run. No more may be sent blindly than with `createRun`. `body` is a RunFollowupRequest. */
  async followUp(id: string, body: JsonObject, options: CallOptions = {}): Promise<void> {
    await this.#call({
      operation: 'Sending the follow-up',
      method: 'POST',
      path: `agent/runs/${encodeURIComponent(id)}/followups`,
      body,
      decode: () => true,
      ...options,
    });
  }

  listModels(options: CallOptions = {}): Promise<Models> {
    return this.#get('Listing models', 'agent/models', decodeModels, options);
  }

  listEnvironments(options: CallOptions = {}): Promise<Environment[]> {
    return this.#get('Listing environments', 'agent/environments', decodeEnvironments, options);
  }

  /** The skills that Oz finds in a repository, given as `owner/name`. */
  listSkills(repository: string, options: CallOptions = {}): Promise<Skill[]> {
    const query = new URLSearchParams({ repo: repository });
    return this.#get('Listing skills', 'agent', decodeSkills, options, query);
  }

  /** What an artifact holds: inline content, or where to fetch it. */
  readArtifact(uid: string, options: CallOptions = {}): Promise<ArtifactContent> {
    return this.#get(
      'Reading an artifact',
      `agent/artifacts/${encodeURIComponent(uid)}`,
      decodeArtifactContent,
      options,
    );
  }

  /** Where the transcript can be fetched, without any header of ours. */
  async locateTranscript(id: string, options: CallOptions = {}): Promise<string> {
    const operation = 'Reading the transcript';
    const path = `agent/runs/${encodeURIComponent(id)}/transcript`;
    const answer = await this.#send({ operation, method: 'GET', path, decode: () => undefined, ...options });
    const { location } = answer.headers;
    if (answer.status >= 300 && answer.status < 400 && typeof location === 'string') return location;
    throw problemFrom(operation, answer, this.#serverTime());
  }

  /** Gives up everything under way. */
  async destroy(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  #seen(run: Run | undefined): Run | undefined {
    if (run !== undefined) this.#options.onRun?.(run);
    return run;
  }

  /** By the `Date` of the last answer, so up to a second early: ms since the epoch. */
  #serverTime(): number {
    return this.#options.clock.wall() + this.#skew;
  }

  #get<T>(
    operation: string,
    path: string,
    decode: Call<T>['decode'],
    options: CallOptions,
    query?: URLSearchParams,
  ): Promise<T> {
    return this.#call({ operation, method: 'GET', path, decode, ...(query ? { query } : {}), ...options });
  }

  async #call<T>(call: Call<T>): Promise<T> {
    const { operation, decode } = call;
    const { status, headers, body } = await this.#send(call);
    if (status < 200 || status > 299) {
      throw problemFrom(operation, { status, headers, body }, this.#serverTime());
    }
    const decoded = decode(parseJson(body));
    if (decoded !== undefined) return decoded;
    throw new OzError(`${operation}: the server answered ${status} with something unreadable`, {
      kind: 'unanswered',
      code: 'unreadable_answer',
      status,
    });
  }

  async #send<T>(
    call: Call<T>,
  ): Promise<{ status: number; headers: Dispatcher.ResponseData['headers']; body: string }> {
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
      if (!Number.isNaN(date)) {
        this.#skew = date - clock.wall();
        this.#isSkewKnown = true;
      }
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
