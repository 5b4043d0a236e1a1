import type { Content } from '../http/content.ts';
import type { Artifact } from './artifacts.ts';
import { Talk } from './conversation.ts';
import { type ConversationView, isFinal, isKnown, type LifeStep } from './life.ts';
import type { ConversationStep, CreateRequest, RunItem } from './wire.ts';

/** A read replica that lags behind the server that requests change. */
export interface ReplicaLag {
  /** So many requests for a new run, by its id, are answered with 404. */
  unknownRequests?: number;
  /** Every so many reads of a run one shows it as it was in the step before its present one. */
  staleEvery?: number;
}

export interface RunParts {
  id: string;
  request: CreateRequest;
  /** What the server made of the request. */
  item: RunItem;
  life: readonly LifeStep[];
  /** World time in ms. */
  now: () => number;
  lag?: ReplicaLag;
}

export interface Handoff {
  filename: string;
  mimeType?: string;
  content: Content;
}

export type CancelVerdict = 'accepted' | 'ended' | 'pending' | 'not-cancellable';

/** A run and its life. Time and reads are looked at whenever somebody looks at the run. */
export class EmulatedRun {
  readonly id: string;
  readonly request: CreateRequest;
  readonly createdAt: number;
  /** Answers follow-ups with 410 when false. */
  continuable = true;
  /** The run was deleted: every request for it is answered with 404, a follow-up with 410. */
  deleted = false;
  /** What comes after an accepted cancel; by default a step to CANCELLED. */
  afterCancel: readonly LifeStep[] = [{ state: 'CANCELLED' }];
  /** So many reads still show the old state after an accepted cancel. */
  cancelReads = 0;
  /** The transcript to hand out; by default it is made from the conversation. */
  transcript: { content: Content; contentType: string } | undefined;
  readonly followUps: string[] = [];
  /** The steps of its life until now, with the world time in ms at which they began. */
  readonly history: { state: string; at: number }[] = [];
  /** What the sandbox handed over when it ended. */
  handoff: Handoff[] = [];
  /** Overrides the timeline, which is else made from the life. */
  timeline: Record<string, unknown>[] | undefined;
  /** The create request is answered with `at_capacity`. */
  readonly atCapacity: boolean;
  cancelRequests = 0;
  /** A cancel was answered with 200. */
  cancelAccepted = false;

  lag: Readonly<ReplicaLag>;

  readonly #now: () => number;
  #item: RunItem;
  /** As it was before it came to its present step. */
  #earlier: RunItem;
  #steps: readonly LifeStep[];
  #index = 0;
  #enteredAt: number;
  #reads = 0;
  #requests = 0;
  #readsInAll = 0;
  readonly #heard: ConversationStep[] = [];
  #cancels = 0;
  #artifacts: Artifact[] = [];
  #conversation: NonNullable<LifeStep['conversation']> = 'none';
  #deviates = false;

  constructor({ id, request, item, life, now, lag = {} }: RunParts) {
    this.id = id;
    this.request = request;
    this.#item = item;
    this.#earlier = item;
    this.lag = { ...lag };
    this.#steps = life.length === 0 ? [{ state: 'QUEUED' }] : life;
    this.#now = now;
    this.atCapacity = life[0]?.atCapacity === true;
    this.createdAt = now();
    this.#enteredAt = this.createdAt;
    this.#enter(0, this.createdAt);
  }

  get state(): string {
    this.#advance();
    return this.#item.state;
  }

  get metadata(): Record<string, string> {
    return this.#item.metadata ?? {};
  }

  /** Neither ended nor about to be: a run that waits for a person counts, an accepted cancel does not. */
  get isActive(): boolean {
    return !isFinal(this.state) && !this.cancelAccepted && !this.deleted;
  }

  get artifacts(): readonly Artifact[] {
    this.#advance();
    return this.#artifacts;
  }

  get conversation(): ConversationView {
    this.#advance();
    const view = this.#conversation;
    const shown = typeof view === 'function' ? view(this.#now() - this.createdAt) : view;
    return Array.isArray(shown) ? [...shown, ...this.#heard] : shown;
  }

  /** That of the conversation which the run continues, if any. */
  get conversationId(): string {
    return this.request.conversation_id ?? `conversation-${this.id}`;
  }

  /** What the run shows now breaks the contract. */
  get deviates(): boolean {
    this.#advance();
    return this.#deviates || !isKnown(this.#item.state);
  }

  /** How the API shows the run; does not count as a read. */
  look(): RunItem {
    this.#advance();
    return structuredClone(this.#item);
  }

  /** How the API shows the run to `GET /agent/runs/{runId}`. */
  read(): RunItem {
    const item = this.look();
    this.#reads += 1;
    this.#readsInAll += 1;
    const { staleEvery = Infinity } = this.lag;
    return this.#readsInAll % staleEvery === 0 ? structuredClone(this.#earlier) : item;
  }

  /** Whether a request for this run finds it; counts as such a request. */
  isVisible(): boolean {
    this.#requests += 1;
    return !this.deleted && this.#requests > (this.lag.unknownRequests ?? 0);
  }

  /** Jumps to a new life, as when somebody else does something with the run. */
  turn(...life: LifeStep[]): void {
    this.#advance();
    this.#begin(life);
  }

  /** A cancel request, by the API's rules: BLOCKED counts as ended, PENDING is refused for the moment. */
  cancel(): CancelVerdict {
    this.cancelRequests += 1;
    const { state } = this;
    this.#cancels += 1;
    const { source, is_run_type_cancellable } = this.#item;
    if (is_run_type_cancellable === false || source === 'GITHUB_ACTION') return 'not-cancellable';
    if (isFinal(state) || state === 'BLOCKED') return 'ended';
    if (state === 'PENDING') return 'pending';
    if (!this.cancelAccepted) this.#begin([{ state, reads: this.cancelReads }, ...this.afterCancel]);
    this.cancelAccepted = true;
    return 'accepted';
  }

  /** A follow-up: a working run takes it in; an ended one shows its old state for a while and then lives on. */
  followUp(message: string, life: readonly LifeStep[], stale: { reads?: number; ms?: number }): void {
    const { state } = this;
    this.followUps.push(message);
    if (!isFinal(state) && state !== 'BLOCKED') {
      this.#heard.push(...new Talk(`${this.id}-heard-${this.followUps.length}`).user(message).steps());
      return;
    }
    this.cancelAccepted = false;
    this.#steps = [{ state, ...stale }, ...life];
    this.#index = 0;
    this.#resetLimits(this.#now());
  }

  #begin(life: readonly LifeStep[]): void {
    this.#steps = life;
    this.#enter(0, this.#now());
  }

  #advance(): void {
    while (this.#index < this.#steps.length - 1) {
      const left = this.#leftAt();
      if (left === undefined) return;
      this.#enter(this.#index + 1, left);
    }
  }

  /** When the current step was left, in world time; `undefined` while it goes on. */
  #leftAt(): number | undefined {
    const { reads = Infinity, ms = Infinity, cancels = Infinity } = this.#steps[this.#index] ?? { state: '' };
    const now = this.#now();
    if (this.#enteredAt + ms <= now) return this.#enteredAt + ms;
    return this.#reads >= reads || this.#cancels >= cancels ? now : undefined;
  }

  #enter(index: number, at: number): void {
    const step = this.#steps[index];
    if (step === undefined) return;
    this.#index = index;
    this.history.push({ state: step.state, at });
    this.#resetLimits(at);
    this.#deviates = step.deviates === true;
    this.#conversation = step.conversation ?? this.#conversation;
    if (step.artifacts !== undefined) this.#artifacts = stamped(step.artifacts, iso(at));
    this.#earlier = this.#item;
    this.#item = { ...this.#item, ...this.#entered(step, at) } as RunItem;
  }

  /** What the server itself changes when a run comes to a new step. */
  #entered(step: LifeStep, at: number): Record<string, unknown> {
    const { id } = this;
    const working = step.state === 'INPROGRESS' || this.#item.started_at !== null;
    return {
      state: step.state,
      updated_at: iso(at),
      finished_at: isFinal(step.state) ? iso(at) : null,
      artifacts: this.#artifacts.map((one) => one.item),
      is_sandbox_running: step.state === 'INPROGRESS',
      status_message: step.error,
      ...(working && {
        started_at: this.#item.started_at ?? iso(at),
        session_id: `session-${id}`,
        session_link: `https://app.warp.dev/session/${id}`,
      }),
      ...(this.#conversation !== 'none' && { conversation_id: this.conversationId }),
      ...step.set,
    };
  }

  #resetLimits(at: number): void {
    this.#enteredAt = at;
    this.#reads = 0;
    this.#cancels = 0;
  }
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function stamped(artifacts: Artifact[], createdAt: string): Artifact[] {
  return artifacts.map((one) => ({ ...one, item: { created_at: createdAt, ...one.item } }));
}
