import type { Clock } from '../../src/lib/clock.ts';

/** A clock that only moves when somebody sleeps on it, and then at once. */
export class VirtualClock implements Clock {
  #now = 0;
  #wallOffset = Date.parse('2026-01-01T00:00:00Z');
  /** Every sleep so far, in ms. */
  readonly slept: number[] = [];
  /** What happens at a moment of the virtual time, in order. */
  readonly #events: { at: number; act: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now + this.#wallOffset;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    const end = this.#now + ms;
    for (;;) {
      const next = this.#events.findIndex(({ at }) => at <= end);
      if (next < 0) break;
      const [event] = this.#events.splice(next, 1);
      this.#now = Math.max(this.#now, event?.at ?? 0);
      event?.act();
      signal?.throwIfAborted();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Lets something happen at a moment, during the sleep that spans it. */
  at(moment: number, act: () => void): void {
    this.#events.push({ at: moment, act });
    this.#events.sort((a, b) => a.at - b.at);
  }

  /** The system time is adjusted, or the machine slept: durations must not notice. */
  jump(ms: number): void {
    this.#wallOffset += ms;
  }
}
