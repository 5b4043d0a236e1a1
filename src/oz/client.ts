import { timeoutSignal } from '../lib/clock.ts';
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
import { type Call, type CallOptions, type HttpOptions, OzHttp } from './http.ts';
import { isLoopback } from './network.ts';
import {
  decodeHandoff,
  decodeSessionRedirect,
  decodeTimeline,
  type HandoffFile,
  type RunEvent,
} from './newer.ts';
import { problemFrom } from './problem.ts';

/** Filters of the list endpoint. */
export interface RunFilter {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly states?: readonly string[] | undefined;
  /** ms since the epoch. */
  readonly createdAfter?: number | undefined;
  readonly createdBefore?: number | undefined;
  readonly updatedAfter?: number | undefined;
  /** Only runs that left an artifact of this type. */
  readonly artifactType?: string | undefined;
  readonly cursor?: string | undefined;
}

interface ClientOptions extends HttpOptions {
  /** Called with every run that was read, before anyone else gets it: it may hold secrets. */
  readonly onRun?: (run: Run) => void;
}

/**
 * The Oz API, a method for each endpoint. Every method makes exactly one request and rejects with an `OzError`:
 * whether an operation may be repeated depends on what it was for, so its caller decides. Reads may always be;
 * a create request and a follow-up never blindly, since the API has no idempotency key.
 */
export class OzClient {
  readonly #options: ClientOptions;
  readonly #http: OzHttp;

  /** Throws an `OzError` when a proxy variable is no URL. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#http = new OzHttp(options);
  }

  /** Whether the API is on loopback, where storage may be plain http. */
  get isLoopback(): boolean {
    return isLoopback(this.#options.apiUrl);
  }

  /**
   * Not earlier than the server's clock shows, and less than two seconds later: ms since the epoch. Its answers tell
   * whole seconds only.
   */
  serverNow(): number {
    return this.#http.serverTime() + 1000;
  }

  /** What the server's clock showed when ours showed `wall`; undefined while no answer has carried a date. */
  serverTimeOf(wall: number): number | undefined {
    return this.#http.serverTimeOf(wall);
  }

  /** Starts a run. `body` is a RunAgentRequest. An answer without an id rejects as `unanswered`. */
  createRun(body: JsonObject, options: CallOptions = {}): Promise<Created> {
    return this.#http.call({
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
    if (filter.updatedAfter !== undefined)
      query.set('updated_after', new Date(filter.updatedAfter).toISOString());
    if (filter.artifactType !== undefined) query.set('artifact_type', filter.artifactType);
    if (filter.cursor !== undefined) query.set('cursor', filter.cursor);
    const decode = (answer: unknown) => {
      const page = decodeRunPage(answer);
      for (const run of page?.runs ?? []) this.#seen(run);
      return page;
    };
    return this.#list('Listing runs', 'agent/runs', decode, options, query);
  }

  /** Resolves when the server accepted the cancellation; the run becomes CANCELLED a little later. */
  async cancelRun(id: string, options: CallOptions = {}): Promise<void> {
    await this.#http.call({
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

  /** By its own id. Older servers do not know this. */
  readConversationById(id: string, options: CallOptions = {}): Promise<Conversation> {
    const path = `agent/conversations/${encodeURIComponent(id)}`;
    return this.#get('Reading the conversation', path, decodeConversation, options);
  }

  /** The id of the conversation of a session that is over; empty while it goes on. Older servers do not know this. */
  readSessionConversation(session: string, options: CallOptions = {}): Promise<string> {
    const path = `agent/sessions/${encodeURIComponent(session)}/redirect`;
    return this.#get('Looking up the session', path, decodeSessionRedirect, options);
  }

  /** What happened to a run, and when. Older servers do not know this. */
  readTimeline(id: string, options: CallOptions = {}): Promise<RunEvent[]> {
    const path = `agent/runs/${encodeURIComponent(id)}/timeline`;
    return this.#get('Reading the timeline', path, decodeTimeline, options);
  }

  /** What the sandbox of a run handed over when it ended. Older servers do not know this. */
  listHandoff(id: string, options: CallOptions = {}): Promise<HandoffFile[]> {
    const path = `agent/runs/${encodeURIComponent(id)}/handoff/attachments`;
    return this.#get('Listing the handoff', path, decodeHandoff, options);
  }

  /** Sends a message to a run. No more may be sent blindly than with `createRun`. `body` is a RunFollowupRequest. */
  async followUp(id: string, body: JsonObject, options: CallOptions = {}): Promise<void> {
    await this.#http.call({
      operation: 'Sending the follow-up',
      method: 'POST',
      path: `agent/runs/${encodeURIComponent(id)}/followups`,
      body,
      decode: () => true,
      ...options,
    });
  }

  listModels(options: CallOptions = {}): Promise<Models> {
    return this.#list('Listing models', 'agent/models', decodeModels, options);
  }

  listEnvironments(options: CallOptions = {}): Promise<Environment[]> {
    return this.#list('Listing environments', 'agent/environments', decodeEnvironments, options);
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
    const answer = await this.#http.send({
      operation,
      method: 'GET',
      path,
      decode: () => undefined,
      ...options,
    });
    const { location } = answer.headers;
    if (answer.status >= 300 && answer.status < 400 && typeof location === 'string') return location;
    throw problemFrom(operation, answer, this.#http.serverTime());
  }

  /** The transcript of a run, of at most so many bytes. Rejects with an `OzError`, or over the storage host. */
  async readTranscript(
    id: string,
    options: { readonly largest: number; readonly signal: AbortSignal; readonly timeout: number },
  ): Promise<string> {
    const { largest } = options;
    const timeout = timeoutSignal(
      Math.min(options.timeout, this.#options.timeout ?? Number.POSITIVE_INFINITY),
    );
    const signal = AbortSignal.any([options.signal, timeout]);
    const url = await this.locateTranscript(id, { signal });
    const { downloadText } = await import('./download.ts');
    return downloadText(url, { signal, largest, mayBePlain: this.isLoopback, expected: undefined });
  }

  /** Gives up every request in progress. */
  async destroy(): Promise<void> {
    await this.#http.destroy();
  }

  #seen(run: Run | undefined): Run | undefined {
    if (run !== undefined) this.#options.onRun?.(run);
    return run;
  }

  #list<T>(
    operation: string,
    path: string,
    decode: Call<T>['decode'],
    options: CallOptions,
    query = new URLSearchParams(),
  ): Promise<T> {
    return this.#http.call({
      operation,
      method: 'GET',
      path,
      query,
      decode,
      isCollection: true,
      ...options,
    });
  }

  #get<T>(
    operation: string,
    path: string,
    decode: Call<T>['decode'],
    options: CallOptions,
    query?: URLSearchParams,
  ): Promise<T> {
    return this.#http.call({
      operation,
      method: 'GET',
      path,
      decode,
      ...(query ? { query } : {}),
      ...options,
    });
  }
}
