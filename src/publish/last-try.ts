import { failureOf, isFinal, pauseAfter } from '../github/failure.ts';
import type { Clock } from '../lib/clock.ts';
import type { Shutdown } from '../shutdown.ts';

/** Between two tries, in ms; doubled each time. */
const RETRY_PAUSE = 1000;
const MAX_PAUSE = 8000;

interface Parts {
  readonly clock: Clock;
  readonly shutdown: Shutdown;
}

/** How long it may go on. */
interface Limits {
  /** On the monotonic clock. */
  readonly deadline: number;
  /** What is left to it once the step is shutting down, in ms. */
  readonly grace: number;
  /** While GitHub asks for no pause, in ms from the start or from the last pause; without it, until the deadline. */
  readonly silence?: number;
}

/** Why it could not be done, if it could not. */
export async function tryUntil(
  attempt: () => Promise<unknown>,
  { deadline, grace, silence = Number.POSITIVE_INFINITY }: Limits,
  parts: Parts,
): Promise<unknown> {
  const { clock, shutdown } = parts;
  const patience = () => Math.min(deadline, clock.now() + silence);
  let silentUntil = patience();
  for (let pause = RETRY_PAUSE; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      const wait = failure === 'busy' ? pauseAfter(error, clock.wall()) : pause;
      const until = failure === 'busy' ? deadline : silentUntil;
      const isTooLate = (at: number) => at >= Math.min(until, shutdown.deadline(grace, until));
      if (isFinal(failure) || isTooLate(clock.now() + wait)) return error;
      await rest(wait, parts);
      if (failure === 'busy') silentUntil = patience();
      if (isTooLate(clock.now())) return error;
    }
  }
}

/** Ends early when the step is asked to stop: the last word is still sent then. */
export async function rest(ms: number, { clock, shutdown }: Parts): Promise<void> {
  if (ms <= 0) return;
  if (shutdown.isActive) await clock.sleep(ms);
  else await clock.sleep(ms, shutdown.signal).catch(() => {});
}
