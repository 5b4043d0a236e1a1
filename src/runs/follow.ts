import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { Budgets } from './budgets.ts';
import { pollDelay } from './cadence.ts';
import type { Tools } from './deps.ts';
import { type FollowUp, FollowUpProof } from './follow-up-proof.ts';
import { Contact, INFANCY } from './outage-tracker.ts';

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
  /** Sent to the run before. Until there is proof that it took, a reading may still show the old end. */
  readonly followUp?: FollowUp | undefined;
  /** `taken`: no longer than until there is proof that the follow-up took. */
  readonly until?: 'end' | 'taken';
  /** Rejects the following with its reason. */
  readonly signal: AbortSignal;
  /** Called with every reading. */
  readonly onReading: (run: Run) => void;
}

/**
 * How following ended:
 * `taken`: the follow-up took, and no more was asked for;
 * `unproven`: nothing shows that it did;
 * `unreadable`: a foreign run that could not be read even once.
 */
export type Settled =
  | { readonly how: 'ended' | 'blocked' | 'taken' | 'unproven'; readonly run: Run }
  | { readonly how: 'timed-out'; readonly budget: 'queue' | 'run'; readonly run: Run | undefined }
  | { readonly how: 'lost'; readonly error: OzError; readonly run: Run | undefined }
  | { readonly how: 'unreadable'; readonly error: OzError };

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
    const next = watch.next(pollDelay(clock.now() - began, plan.pollCeiling));
    await clock.sleep(Math.max(0, next - clock.now()), plan.signal);
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
  readonly #proof: FollowUpProof | undefined;
  #blocked: { since: number; readings: number } | undefined;
  /** How long the server asked to be left alone at the last reading, in ms. */
  #retryAfter = 0;

  constructor(id: string, plan: FollowPlan, tools: Tools) {
    this.#id = id;
    this.#plan = plan;
    this.#tools = tools;
    this.#budgets = new Budgets(plan);
    this.#contact = new Contact(tools);
    this.#proof = plan.followUp && new FollowUpProof(plan.followUp, tools, plan.signal);
  }

  /** When to read again, on the monotonic clock: `delay` ms from now, unless there is a reason for another time. */
  next(delay: number): number {
    const now = this.#tools.clock.now();
    // Whatever time the server asks for, there is one last reading before a budget ends the run.
    const budget = this.#budgets.deadline();
    if (this.#retryAfter > delay) return Math.min(now + this.#retryAfter, budget);
    return Math.min(now + delay, budget, this.#proof?.deadline ?? Number.POSITIVE_INFINITY);
  }

  /** Undefined while the run goes on. */
  async read(): Promise<Settled | undefined> {
    const { oz, clock } = this.#tools;
    const isLast = clock.now() >= this.#budgets.deadline();
    const settled = await oz.readRun(this.#id, { signal: this.#plan.signal }).then(
      (run) => this.#answered(run),
      (error: unknown) => this.#failed(error),
    );
    if (settled || !isLast || clock.now() < this.#budgets.deadline()) return settled;
    return { how: 'timed-out', budget: this.#budgets.current(), run: this.#run };
  }

  async #answered(run: Run): Promise<Settled | undefined> {
    const now = this.#tools.clock.now();
    this.#run = run;
    this.#retryAfter = 0;
    this.#contact.answered();
    this.#budgets.observe(run, now);
    this.#warnOfUnknown(run);
    this.#plan.onReading(run);
    const worth = (await this.#proof?.judge(run)) ?? 'new';
    if (worth === 'unproven') return { how: 'unproven', run };
    if (this.#plan.until === 'taken' && this.#proof?.isTaken) return { how: 'taken', run };
    if (worth === 'old') return undefined;
    if (run.stage === 'ended') return { how: 'ended', run };
    return this.#isBlocked(run, now) ? { how: 'blocked', run } : undefined;
  }

  #failed(error: unknown): Settled | undefined {
    if (!(error instanceof OzError)) throw error;
    this.#blocked = undefined;
    this.#retryAfter = error.retryAfter ?? 0;
    const isFirst = this.#plan.isForeign && this.#run === undefined;
    const verdict = this.#contact.failed(error, isFirst, this.#isNew());
    if (verdict === 'goes-on') return undefined;
    return isFirst ? { how: 'unreadable', error } : { how: 'lost', error, run: this.#run };
  }

  /** Whether a replica of the server may not know the run yet. */
  #isNew(): boolean {
    const { isForeign, followUp, since } = this.#plan;
    const { oz, clock } = this.#tools;
    const createdAt = this.#run?.createdAt;
    if (createdAt !== undefined) return oz.serverNow() - createdAt < INFANCY;
    return !isForeign && followUp === undefined && clock.now() - since < INFANCY;
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
