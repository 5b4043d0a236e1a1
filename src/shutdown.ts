import { type Clock, timeoutSignal } from './lib/clock.ts';

/**
 * The runner asks a cancelled step to stop with SIGINT, insists with SIGTERM after 7.5 s and kills it after 10 s; it
 * signals the node process only. Later signals change nothing.
 */
export class Shutdown {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #late = new Map<number, AbortSignal>();
  #since: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Aborted as soon as the step is asked to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isActive(): boolean {
    return this.#since !== undefined;
  }

  begin(): void {
    this.#since ??= this.#clock.now();
    this.#controller.abort(new Error('the step was asked to stop'));
  }

  /** `grace` ms after the step was asked to stop, on the monotonic clock; `otherwise` while it was not. */
  deadline(grace: number, otherwise: number): number {
    return this.#since === undefined ? otherwise : this.#since + grace;
  }

  /**
   * Aborted `grace` ms after the step was asked to stop: for what is better finished than dropped. One signal for each
   * grace, whose timer keeps no process alive.
   */
  after(grace: number): AbortSignal {
    const known = this.#late.get(grace);
    if (known) return known;
    const late = new AbortController();
    const wait = () => {
      const left = Math.max(0, this.deadline(grace, 0) - this.#clock.now());
      timeoutSignal(left).addEventListener('abort', () => late.abort(this.signal.reason), {
        once: true,
      });
    };
    if (this.signal.aborted) wait();
    else this.signal.addEventListener('abort', wait, { once: true });
    this.#late.set(grace, late.signal);
    return late.signal;
  }
}
