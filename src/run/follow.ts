import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { Budgets } from './budgets.ts';
import { pollDelay } from './cadence.ts';
import { Contact } from './contact.ts';
import type { Tools } from './tools.ts';

/** How to follow a run. Durations in ms; an undefined budget has no limit. */
export interface FollowPlan {
  readonly queueBudget: number | undefined;
  readonly runBudget: number | undefined;
  readonly pollCeiling: number;
  readonly onBlocked: 'fail' | 'wait';
  /** From when the queue budget counts, on the monotonic clock. */
  readonly since: number;
  /** A run that has never been read by this step: the first refusal to show it is final. */
  readonly isForeign: boolean;
  /**
   * The run as it was when a follow-up was sent to it. Its old end can still be read for a while, so such a reading
   * does not count until the run has left that state or was updated again.
   */
  readonly followUp?: FollowUp | undefined;
  /** Rejects the following with its reason. */
  readonly signal: AbortSignal;
  /** Called with every reading. */
  readonly onReading: (run: Run) => void;
}

/** A follow-up that was sent to a run. */
export interface FollowUp {
  /** The run as it was then. */
  readonly before: Run;
  /** When the server had it, by the server's clock: ms since the epoch. */
  readonly at: number;
}

/** How following ended. `unreadable`: a foreign run that could not be read even once. */
export type Settled =
  | { readonly how: 'ended' | 'blocked'; readonly run: Run }
  | { readonly how: 'timed-out'; readonly budget: 'queue' | 'run'; readonly run: Run | undefined }
  | { readonly how: 'lost'; readonly error: OzError; readonly run: Run | undefined }
  | { readonly how: 'unreadable'; readonly error: OzError };

/** Seen for up to 30 s; after twice that an unmoved run has nothing more to tell. In ms. */
const LONGEST_STALE = 60_000;

/** A state counts as BLOCKED after so many readings in a row, spanning at least twice the polling ceiling. */
const BLOCKED_READINGS = 3;

/** Reads the run until it settles. Rejects only with the signal's reason. */
export async function follow(id: string, plan: FollowPlan, tools: Tools): Promise<Settled> {
  const { clock } = tools;
  const watch = new Watch(id, plan, tools);
  const began = clock.now();
  for (;;) {
    const settled = await watch.read();
    if (settled) return settled;
    const deadline = watch.deadline();
    const next = clock.now() + Math.max(watch.retryAfter, pollDelay(clock.now() - began, plan.pollCeiling));
    await clock.sleep(Math.max(0, Math.min(next, deadline) - clock.now()), plan.signal);
    // The server asked for more time than there is.
    if (watch.retryAfter > 0 && next > deadline) return watch.timedOut();
  }
}

/** What the readings so far amount to. */
class Watch {
  readonly #id: string;
  readonly #plan: FollowPlan;
  readonly #tools: Tools;
  readonly #budgets: Budgets;
  readonly #contact: Contact;
  readonly #unknown = new Set<string>();
  #run: Run | undefined;
  /** Whether the run has left the state that a follow-up found it in. */
  #hasLeft = false;
  #blocked: { since: number; readings: number } | undefined;
  /** How long the server asked to be left alone at the last reading, in ms. */
  retryAfter = 0;

  constructor(id: string, plan: FollowPlan, tools: Tools) {
    this.#id = id;
    this.#plan = plan;
    this.#tools = tools;
    this.#budgets = new Budgets(plan);
    this.#contact = new Contact(tools);
  }

  deadline(): number {
    return this.#budgets.deadline();
  }

  timedOut(): Settled {
    return { how: 'timed-out', budget: this.#budgets.current(), run: this.#run };
  }

  /** Undefined while the run goes on. */
  async read(): Promise<Settled | undefined> {
    const { oz, clock } = this.#tools;
    const isLast = clock.now() >= this.deadline();
    const settled = await oz.readRun(this.#id, { signal: this.#plan.signal }).then(
      (run) => this.#answered(run),
      (error: unknown) => this.#failed(error),
    );
    return settled ?? (isLast && clock.now() >= this.deadline() ? this.timedOut() : undefined);
  }

  #answered(run: Run): Settled | undefined {
    const now = this.#tools.clock.now();
    this.#run = run;
    this.retryAfter = 0;
    this.#contact.answered();
    this.#budgets.observe(run, now);
    this.#warnOfUnknown(run);
    this.#plan.onReading(run);
    if (this.#isStale(run, now)) return undefined;
    if (run.stage === 'ended') return { how: 'ended', run };
    return this.#isBlocked(run, now) ? { how: 'blocked', run } : undefined;
  }

  #failed(error: unknown): Settled | undefined {
    if (!(error instanceof OzError)) throw error;
    this.#blocked = undefined;
    this.retryAfter = error.retryAfter ?? 0;
    const isFirst = this.#plan.isForeign && this.#run === undefined;
    const verdict = this.#contact.failed(error, isFirst);
    if (verdict === 'goes-on') return undefined;
    return isFirst ? { how: 'unreadable', error } : { how: 'lost', error, run: this.#run };
  }

  #isStale(run: Run, now: number): boolean {
    const { followUp, since } = this.#plan;
    if (followUp === undefined || this.#hasLeft || now - since > LONGEST_STALE) return false;
    const hasMoved = run.updatedAt !== undefined && run.updatedAt > followUp.at;
    this.#hasLeft = canonicalState(run.state) !== canonicalState(followUp.before.state) || hasMoved;
    return !this.#hasLeft;
  }

  #isBlocked(run: Run, now: number): boolean {
    if (run.stage !== 'blocked' || this.#plan.onBlocked === 'wait') {
      this.#blocked = undefined;
      return false;
    }
    const { since, readings } = this.#blocked ?? { since: now, readings: 0 };
    this.#blocked = { since, readings: readings + 1 };
    return readings + 1 >= BLOCKED_READINGS && now - since >= 2 * this.#plan.pollCeiling;
  }

  #warnOfUnknown(run: Run): void {
    const state = canonicalState(run.state);
    if (run.stage !== 'unknown' || this.#unknown.has(state)) return;
    this.#unknown.add(state);
    this.#tools.log.warning(
      `The server reports the state ${run.state}, which this version does not know. Following on; look for an update of this action.`,
    );
  }
}
