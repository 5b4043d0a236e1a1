import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { Budgets } from './budgets.ts';
import { pollDelay } from './cadence.ts';
import type { Deps } from './deps.ts';
import { type FollowUp, FollowUpProof } from './follow-up-proof.ts';
import { OutageTracker, UNKNOWN_TIME } from './outage-tracker.ts';

/** How to follow a run. Durations in ms; an undefined budget has no limit. */
export interface FollowPlan {
  readonly queueBudget: number | undefined;
  readonly runBudget: number | undefined;
  readonly pollCeiling: number;
  readonly onBlocked: 'fail' | 'wait';
  /** From when the queue budget counts, on the monotonic clock. */
  readonly since: number;
  /** Of an earlier stretch of the same run, which go on counting. */
  readonly budgets?: Budgets | undefined;
  /** A run that has never been read by this step: the first refusal to show it is final. */
  readonly isForeign: boolean;
  /** Sent to the run before. Until there is proof that it took, a reading may still show the old end. */
  readonly followUp?: FollowUp | undefined;
  /** `taken`: no longer than until there is proof that the follow-up took. */
  readonly until?: 'end' | 'taken';
  /** Whether a run that goes on has reached its spend limit, after each reading that `onReading` got. */
  readonly isOverBudget?: (() => boolean) | undefined;
  /** Called with every reading. */
  readonly onReading: (run: Run) => void;
  /** Called with every reading that shows the run after the follow-up. */
  readonly onProof?: () => void;
}

/**
 * How following ended:
 * `taken`: the follow-up took, and no more was asked for;
 * `unproven`: nothing shows that it did;
 * `over-budget`: it reached its spend limit;
 * `unreadable`: a foreign run that could not be read even once.
 */
export type Followed =
  | { readonly kind: 'ended' | 'blocked' | 'taken' | 'unproven' | 'over-budget'; readonly run: Run }
  | { readonly kind: 'timed-out'; readonly budget: 'queue' | 'run'; readonly run: Run | undefined }
  | { readonly kind: 'lost'; readonly error: OzError; readonly run: Run | undefined }
  | { readonly kind: 'unreadable'; readonly error: OzError };

/** A state counts as BLOCKED after so many readings in a row, spanning at least twice the polling ceiling. */
const BLOCKED_READINGS = 3;

/** How long a foreign run is tried that could not be read even once, and how long one such reading may take, in ms. */
const FIRST_TIMEOUT = 45_000;
const FIRST_TRY = 10_000;

/** Reads the run until it is over. Rejects only with the signal's reason. */
export async function follow(id: string, plan: FollowPlan, deps: Deps): Promise<Followed> {
  const { clock, signal } = deps;
  const watch = new Watch(id, plan, deps);
  const began = clock.now();
  for (;;) {
    const followed = await watch.read();
    if (followed) return followed;
    const next = watch.next(pollDelay(clock.now() - began, plan.pollCeiling));
    await clock.sleep(Math.max(0, next - clock.now()), signal);
  }
}

/** What the readings so far amount to. */
class Watch {
  readonly #id: string;
  readonly #plan: FollowPlan;
  readonly #deps: Deps;
  readonly #budgets: Budgets;
  readonly #outages: OutageTracker;
  readonly #unknown = new Set<string>();
  #run: Run | undefined;
  readonly #proof: FollowUpProof | undefined;
  #blocked: { since: number; readings: number } | undefined;
  /** How long the server asked to be left alone at the last reading, in ms. */
  #retryAfter = 0;

  constructor(id: string, plan: FollowPlan, deps: Deps) {
    this.#id = id;
    this.#plan = plan;
    this.#deps = deps;
    this.#budgets = plan.budgets ?? new Budgets(plan);
    this.#outages = new OutageTracker(deps);
    this.#proof = plan.followUp && new FollowUpProof(plan.followUp, deps);
  }

  /** When to read again, on the monotonic clock: `delay` ms from now, unless there is a reason for another time. */
  next(delay: number): number {
    const now = this.#deps.clock.now();
    // Whatever time the server asks for, there is one last reading before a budget ends the run.
    const budget = this.#budgets.deadline();
    const first = this.#isUnread ? this.#plan.since + FIRST_TIMEOUT : Number.POSITIVE_INFINITY;
    if (this.#retryAfter > delay) return Math.min(now + this.#retryAfter, budget, first);
    return Math.min(now + delay, budget, this.#proof?.deadline ?? Number.POSITIVE_INFINITY);
  }

  /** Undefined while the run goes on. */
  async read(): Promise<Followed | undefined> {
    const { oz, clock, signal } = this.#deps;
    const isLast = clock.now() >= this.#budgets.deadline();
    const timeout = this.#isUnread ? FIRST_TRY : undefined;
    const followed = await oz.readRun(this.#id, { signal, timeout }).then(
      (run) => this.#answered(run),
      (error: unknown) => this.#failed(error),
    );
    if (followed || !isLast || clock.now() < this.#budgets.deadline()) return followed;
    return { kind: 'timed-out', budget: this.#budgets.current(), run: this.#run };
  }

  async #answered(run: Run): Promise<Followed | undefined> {
    const now = this.#deps.clock.now();
    this.#run = run;
    this.#retryAfter = 0;
    this.#outages.answered();
    this.#budgets.observe(run, now);
    this.#warnOfUnknown(run);
    this.#plan.onReading(run);
    if (this.#isOverBudget(run)) return { kind: 'over-budget', run };
    const worth = (await this.#proof?.judge(run)) ?? 'new';
    if (worth === 'new') this.#plan.onProof?.();
    if (worth === 'unproven') return { kind: 'unproven', run };
    if (this.#plan.until === 'taken' && this.#proof?.isTaken) return { kind: 'taken', run };
    if (worth === 'old') return undefined;
    if (run.stage === 'ended') return { kind: 'ended', run };
    return this.#isBlocked(run, now) ? { kind: 'blocked', run } : undefined;
  }

  #failed(error: unknown): Followed | undefined {
    if (!(error instanceof OzError)) throw error;
    this.#blocked = undefined;
    this.#retryAfter = error.retryAfter ?? 0;
    const isFirst = this.#isUnread;
    const verdict = this.#outages.failed(error, isFirst, this.#isNew());
    const isTooLate = isFirst && this.#deps.clock.now() >= this.#plan.since + FIRST_TIMEOUT;
    if (verdict === 'goes-on' && !isTooLate) return undefined;
    return isFirst ? { kind: 'unreadable', error } : { kind: 'lost', error, run: this.#run };
  }

  /** Whether it is not even known that there is such a run. */
  get #isUnread(): boolean {
    return this.#plan.isForeign && this.#run === undefined;
  }

  /** Whether a replica of the server may not know the run yet. */
  #isNew(): boolean {
    const { isForeign, followUp, since } = this.#plan;
    const { oz, clock } = this.#deps;
    const createdAt = this.#run?.createdAt;
    if (createdAt !== undefined) return oz.serverNow() - createdAt < UNKNOWN_TIME;
    return !isForeign && followUp === undefined && clock.now() - since < UNKNOWN_TIME;
  }

  /** Where BLOCKED counts as an end, such a run comes to it by itself. */
  #isOverBudget({ stage }: Run): boolean {
    const { onBlocked, isOverBudget } = this.#plan;
    const goesOn = stage !== 'ended' && !(stage === 'blocked' && onBlocked === 'fail');
    return goesOn && isOverBudget?.() === true;
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
    this.#deps.log.warning(
      `The server reports the state ${run.state}, which this version does not know. Still following; look for an update of this action.`,
    );
  }
}
