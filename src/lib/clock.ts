import { setTimeout as delay } from 'node:timers/promises';

/** Time as the rest of the code sees it, so that tests can bend it. */
export interface Clock {
  /** Milliseconds on a clock that no adjustment of the system time moves: for durations and budgets. */
  now(): number;
  /** Milliseconds since the epoch: for what is compared with the server's timestamps or shown to people. */
  wall(): number;
  /** Rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** In ms: Node fires longer timers at once. */
const MAX_TIMER = 2 ** 31 - 1;

/** Aborted after so many ms of real time; keeps no process alive. Node refuses fractions. */
export function timeoutSignal(ms: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(Math.min(Math.max(ms, 0), MAX_TIMER)));
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      for (let left = ms; left > 0; left -= MAX_TIMER) {
        await delay(Math.min(left, MAX_TIMER), undefined, signal ? { signal } : {});
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
