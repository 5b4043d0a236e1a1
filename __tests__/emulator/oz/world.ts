import type { StorageWorld } from '../storage/world.ts';
import type { Artifact } from './artifacts.ts';
import { AGENTS, DEFAULT_MODEL, ENVIRONMENTS, MODELS } from './catalogue.ts';
import { Talk } from './conversation.ts';
import { type Life, type LifeContext, liveOut } from './life.ts';
import { type ListingOptions, listRuns, type Page } from './listing.ts';
import { byReads, succeedsWithPullRequest } from './lives.ts';
import { EmulatedRun, iso, type ReplicaLag } from './run.ts';
import { SPELLINGS, type StateSpelling } from './spelling.ts';
import type { CreateRequest, RunItem } from './wire.ts';

export interface OzOptions {
  /** An older server: answers these routes, of `NEWER_ROUTES`, like any path that it never heard of. */
  unknownRoutes: ReadonlySet<string>;
  /** An older server: what is stamped on runs is lost. */
  dropMetadata: boolean;
  /** An older server: lists everybody's runs, whatever the metadata filter says. */
  ignoreMetadataFilter: boolean;
  /** The filter is not part of this account's plan: 403 `feature_not_available`. */
  refuseMetadataFilter: boolean;
  /** The oldest server: errors are `{error}` and nothing else. */
  legacyErrors: boolean;
  /** The oldest server: runs have a `task_id` only. */
  legacyIds: boolean;
  /** What a cancel and a follow-up are answered with. */
  bodies: 'contract' | 'string' | 'object' | 'empty';
  /** Refuse environments, models and skills that are not in the lists. */
  refuseUnknown: boolean;
  /** How long the old final state is still shown after a follow-up. */
  followUpStale: { reads?: number; ms?: number };
  /** How the server spells states; its `state` filter knows no other spelling. */
  stateSpelling: StateSpelling;
  /** Where `parent_run_id`, which is optional, is left out. */
  omitParent: 'nowhere' | 'in-listings' | 'everywhere';
  /** How far the server's clock is ahead of world time, in ms: timestamps and `Date` header. To be set at the start. */
  clockSkewMs: number;
  /** Whether answers carry a `Date` header. */
  sendsDate: boolean;
  /** How the replica lags from which runs are read, for the runs to come. */
  replica: ReplicaLag;
  /** Lifetime of signed URLs, in ms of world time. */
  signedUrlMs: number;
}

type Json = Record<string, unknown>;

/** The state of the emulated Oz service. */
export class OzWorld {
  readonly runs = new Map<string, EmulatedRun>();
  /** API keys that are accepted. */
  readonly keys = new Set<string>(['wk-1.emulated-key-0123456789abcdef']);
  environments: Json[] = [...ENVIRONMENTS];
  models: Json[] = [...MODELS];
  defaultModelId = DEFAULT_MODEL;
  /** Skills, as `GET /agent` lists them. */
  agents: Json[] = [...AGENTS];
  /** The life of runs for which none was queued. */
  defaultLife: Life = succeedsWithPullRequest(byReads);
  /** The life of a run after a follow-up to an ended one. */
  followUpLife: Life = answerFollowUp;
  /** `owner/name`, for lives that open pull requests. */
  repository: string;
  readonly storage: StorageWorld;
  readonly options: OzOptions = {
    unknownRoutes: new Set(),
    dropMetadata: false,
    ignoreMetadataFilter: false,
    refuseMetadataFilter: false,
    legacyErrors: false,
    legacyIds: false,
    bodies: 'contract',
    refuseUnknown: false,
    followUpStale: { reads: 1 },
    stateSpelling: 'canonical',
    omitParent: 'nowhere',
    clockSkewMs: 0,
    sendsDate: true,
    replica: {},
    signedUrlMs: 15 * 60_000,
  };
  readonly #now: () => number;
  readonly #queue: Life[] = [];

  constructor(now: () => number, storage: StorageWorld, repository: string) {
    this.#now = () => now() + this.options.clockSkewMs;
    this.storage = storage;
    this.repository = repository;
  }

  /** What the server's clock shows: ms since 1970. */
  now(): number {
    return this.#now();
  }

  /** Queues lives for the runs to be created, one each. */
  nextLife(...lives: Life[]): void {
    this.#queue.push(...lives);
  }

  /** The effect of a create request. */
  create(request: CreateRequest): EmulatedRun {
    const life = this.#queue.shift() ?? this.defaultLife;
    return this.#add(request, life, {});
  }

  /** Adds a run that somebody else started. `overrides` are members of the run as the API shows it. */
  addRun(overrides: Partial<RunItem> & { request?: CreateRequest }, life: Life): string {
    const { request = {}, ...item } = overrides;
    const prompt = item.prompt ?? request.prompt ?? 'Somebody else wants something';
    return this.#add({ ...request, prompt }, life, item).id;
  }

  /** Adds a run that an agent started: it inherits its parent's metadata. */
  addChild(parentRunId: string, life: Life, overrides: Partial<RunItem> = {}): string {
    const metadata = this.run(parentRunId)?.metadata ?? {};
    return this.addRun({ metadata, parent_run_id: parentRunId, ...overrides }, life);
  }

  run(id: string): EmulatedRun | undefined {
    return this.runs.get(id);
  }

  /** The run that was added last; throws when there is none. */
  get lastRun(): EmulatedRun {
    const run = [...this.runs.values()].at(-1);
    if (run === undefined) throw new Error('no run was created');
    return run;
  }

  /** Runs that have neither ended nor been cancelled. */
  active(): EmulatedRun[] {
    return [...this.runs.values()].filter((run) => run.isActive);
  }

  list(query: URLSearchParams): Page {
    const options: ListingOptions = {
      ignoreMetadataFilter: this.options.ignoreMetadataFilter,
      spell: SPELLINGS[this.options.stateSpelling],
      parentOf: (id) => this.run(id)?.look().parent_run_id,
    };
    return listRuns(this.runs.values(), query, options);
  }

  followUp(run: EmulatedRun, message: string): void {
    const conversation = Array.isArray(run.conversation) ? run.conversation : [];
    const context = { ...this.#context(run.id, run.request), conversation, followUp: message };
    run.followUp(message, liveOut(this.followUpLife, context), this.options.followUpStale);
  }

  /** The newest run of a conversation that has begun. */
  conversation(id: string): EmulatedRun | undefined {
    return [...this.runs.values()].findLast((run) => !run.deleted && run.look().conversation_id === id);
  }

  artifact(uid: string): Artifact | undefined {
    for (const run of this.runs.values()) {
      const found = run.artifacts.find((one) => one.item.data.artifact_uid === uid);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #add(request: CreateRequest, life: Life, overrides: Partial<RunItem>): EmulatedRun {
    const id = overrides.run_id ?? uuid(this.runs.size + 1);
    const item: RunItem = { ...itemOf(id, request, iso(this.#now())), ...overrides };
    if (this.options.dropMetadata) delete item.metadata;
    const steps = liveOut(life, this.#context(id, request));
    const run = new EmulatedRun({
      id,
      request,
      item,
      life: steps,
      now: this.#now,
      lag: this.options.replica,
    });
    this.runs.set(id, run);
    return run;
  }

  #context(runId: string, request: CreateRequest): LifeContext {
    return { runId, request, repository: this.repository, conversation: [] };
  }
}

/** What a server makes of a create request; it echoes the configuration, secrets included. */
function itemOf(id: string, request: CreateRequest, now: string): RunItem {
  const { prompt = '', skill, config = {}, metadata, parent_run_id, agent_identity_uid } = request;
  const name = skill?.split(/[:/]/).at(-1);
  return {
    run_id: id,
    task_id: id,
    title: request.title ?? (prompt.split('\n')[0]?.slice(0, 60) || name || 'Untitled'),
    state: 'QUEUED',
    prompt,
    created_at: now,
    updated_at: now,
    started_at: null,
    ...(prompt !== '' && { submitted_prompt: prompt }),
    execution_location: 'REMOTE',
    source: 'API',
    creator: { type: 'user', uid: 'user-1', display_name: 'Ada' },
    ...(agent_identity_uid !== undefined && {
      executor: { type: 'service_account', uid: agent_identity_uid },
    }),
    agent_config: { ...config, ...(skill !== undefined && { skill_spec: skill }) },
    ...(skill !== undefined && name !== undefined && { agent_skill: { name, full_path: skill } }),
    ...(metadata !== undefined && { metadata }),
    ...(parent_run_id !== undefined && { parent_run_id }),
    scope: { type: request.team === true ? 'Team' : 'User' },
    is_run_type_cancellable: true,
    artifacts: [],
  };
}

function answerFollowUp({ runId, conversation, followUp = '' }: LifeContext): ReturnType<typeof liveOut> {
  const talk = new Talk(`${runId}-follow-up-${conversation.length}`)
    .user(followUp)
    .assistant('Done as well.');
  return [
    { state: 'INPROGRESS', reads: 1 },
    { state: 'SUCCEEDED', conversation: [...conversation, ...talk.steps()] },
  ];
}

function uuid(n: number): string {
  return `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
