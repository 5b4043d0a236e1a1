import type { Conversation } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { type Activity, activitiesOf, type StreamLevel } from '../report/activity.ts';
import type { Deps } from '../runs/deps.ts';
import { printActivities } from './activities.ts';

/** From the agent's start to the first reading, and at least between two of them, in ms. */
const MIN_PAUSE = 3000;

/**
 * How much older the work is at each reading than at the one before. A conversation comes whole every time, so the
 * readings of one that grows evenly add up to 1 / (1 - 1 / GROWTH) = 4.8 times its final size; with the last one,
 * 5.8 times.
 */
const GROWTH = 1.26;

/**
 * Prints the work of one run as it happens. Reads the conversation beside the polling, which never waits for it, and
 * only when the run has moved. A failure costs nothing but the feed.
 */
export class LiveFeed {
  readonly #deps: Deps;
  readonly #level: StreamLevel;
  readonly #printed = new Set<string>();
  readonly #skipped = new Set<string>();
  #startedAt: number | undefined;
  #nextAt = 0;
  #seenUpdate: number | undefined;
  #reading: Promise<void> | undefined;
  #isUnsupported = false;
  #isFinished = false;
  #latest: Activity | undefined;

  constructor(deps: Deps, level: StreamLevel) {
    this.#deps = deps;
    this.#level = level;
  }

  /** What the agent did last, for people who look at the comment. */
  get latest(): string | undefined {
    return this.#latest?.text;
  }

  /** What was there before is not printed. `isOver`: whether the run had ended, so that no message is still growing. */
  skip(conversation: Conversation, isOver: boolean): void {
    const all = activitiesOf(conversation, this.#level);
    for (const { key } of settled(all, isOver)) this.#skipped.add(key);
  }

  /** Call it with every reading of the run; returns at once. */
  update(run: Run): void {
    const { clock, signal } = this.#deps;
    if (this.#level === 'off' || run.stage === 'queued' || signal.aborted || this.#isUnsupported) return;
    const now = clock.now();
    this.#startedAt ??= now;
    this.#nextAt ||= now + MIN_PAUSE;
    const hasMoved = run.updatedAt === undefined || run.updatedAt !== this.#seenUpdate;
    if (run.stage === 'ended' || now < this.#nextAt || !hasMoved || this.#reading) return;
    this.#seenUpdate = run.updatedAt;
    // A run that this step attached to has worked before; both times are the server's.
    const worked =
      run.startedAt !== undefined && run.updatedAt !== undefined ? run.updatedAt - run.startedAt : 0;
    const age = Math.max(now - this.#startedAt, worked);
    this.#nextAt = now + Math.max(MIN_PAUSE, age * (GROWTH - 1));
    // A run that had ended may go on after a follow-up.
    this.#isFinished = false;
    this.#reading = this.#read(run.id).finally(() => {
      this.#reading = undefined;
    });
  }

  /** Prints what is left, once the run is over and its conversation was read for the last time. */
  finish(conversation: Conversation | undefined): void {
    if (conversation) this.#print(conversation, true);
    // A reading that is still on its way has nothing to add.
    this.#isFinished = true;
  }

  async #read(runId: string): Promise<void> {
    const { oz, log, signal } = this.#deps;
    try {
      const conversation = await oz.readConversation(runId, { signal });
      if (!this.#isFinished) this.#print(conversation, false);
    } catch (error) {
      if (!(error instanceof OzError) && !signal.aborted) throw error;
      // Not every harness has one; the transcript takes its place once the run is over.
      this.#isUnsupported = error instanceof OzError && error.status === 422;
      log.debug(`No conversation to show: ${(error as Error).message}`);
    }
  }

  #print(conversation: Conversation, isFinal: boolean): void {
    const all = activitiesOf(conversation, this.#level).filter(({ key }) => !this.#skipped.has(key));
    const fresh = settled(all, isFinal).filter(({ key }) => !this.#printed.has(key));
    for (const { key } of fresh) this.#printed.add(key);
    this.#latest = all.findLast(({ kind }) => kind !== 'result') ?? this.#latest;
    if (fresh.length > 0) printActivities(fresh, this.#deps.log);
  }
}

/** The last message may still be growing, and each is printed once. */
function settled(all: readonly Activity[], isFinal: boolean): readonly Activity[] {
  return !isFinal && all.at(-1)?.kind === 'message' ? all.slice(0, -1) : all;
}
