import type { Run } from '../oz/decode.ts';

/** Two budgets in ms that never eat each other: from creation to the agent's start, and from there on. */
export class Budgets {
  readonly #queue: number | undefined;
  readonly #run: number | undefined;
  readonly #since: number;
  #startedAt: number | undefined;

  constructor(plan: { queueBudget: number | undefined; runBudget: number | undefined; since: number }) {
    this.#queue = plan.queueBudget;
    this.#run = plan.runBudget;
    this.#since = plan.since;
  }

  /** `now` on the monotonic clock. An agent that once started never queues again. */
  observe(run: Run, now: number): void {
    const hasStarted = run.stage === 'unknown' ? run.startedAt !== undefined : run.stage !== 'queued';
    if (hasStarted) this.#startedAt ??= now;
  }

  /** When the present budget ends, on the monotonic clock. */
  deadline(): number {
    if (this.#startedAt === undefined) return this.#since + (this.#queue ?? Number.POSITIVE_INFINITY);
    return this.#startedAt + (this.#run ?? Number.POSITIVE_INFINITY);
  }

  current(): 'queue' | 'run' {
    return this.#startedAt === undefined ? 'queue' : 'run';
  }
}
