import type { Log } from '../lib/log.ts';
import type { Run } from '../oz/decode.ts';
import { creditsOf } from '../oz/usage.ts';

/** The spend limit of a task, over all its attempts. Judged from what each run says of its own usage. */
export class SpendLimit {
  readonly #limit: number;
  /** Credits by run, as last read. */
  readonly #used = new Map<string, number>();
  /** Credits of a run from before this step followed it. */
  readonly #before = new Map<string, number>();
  /** Runs that were met before they began to work. */
  readonly #fresh = new Set<string>();
  /** Whether any reading of a run that went on had figures; else nothing could be watched. */
  #hasSeenFigures = false;

  /** `limit`: in credits. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Takes a reading. `isForeign`: what the run had used before the first reading does not count; where that one has no
   * figures, those that are met first stand for it, unless the run had not begun to work.
   */
  observe(run: Run, isForeign: boolean): void {
    if (run.stage === 'queued' && run.startedAt === undefined) this.#fresh.add(run.id);
    const credits = creditsOf(run);
    if (credits === undefined) return;
    this.#hasSeenFigures ||= run.stage !== 'ended';
    if (!this.#before.has(run.id)) {
      this.#before.set(run.id, isForeign && !this.#fresh.has(run.id) ? credits : 0);
    }
    // A replica that lags may show fewer.
    const counted = credits - (this.#before.get(run.id) ?? 0);
    this.#used.set(run.id, Math.max(counted, this.#used.get(run.id) ?? 0));
  }

  /** Credits that count. */
  get used(): number {
    return Number([...this.#used.values()].reduce((sum, credits) => sum + credits, 0).toFixed(6));
  }

  get isReached(): boolean {
    return this.used >= this.#limit;
  }

  /** How the figures stand, in words. */
  get figures(): string {
    return `${this.used} credits were used, and \`max-credits\` is ${this.#limit}`;
  }

  /** What people are to know at the end. `endedByItself`: the last run was not cut short by this step. */
  report(endedByItself: boolean, log: Log): void {
    if (this.isReached && endedByItself) {
      log.warning(`The run ended by itself above its spend limit: ${this.figures}.`, 'Spend limit');
    }
    if (!this.#hasSeenFigures) {
      log.notice(
        'Oz gave no usage figures while the run went on, so `max-credits` could not be watched.',
        'Spend limit',
      );
    }
  }
}
