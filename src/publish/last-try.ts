import { failureOf, isFinal, pauseAfter, statusOf } from '../github/failure.ts';
import type { Clock } from '../lib/clock.ts';
import type { Shutdown } from '../shutdown.ts';

/** Between two tries, in ms; doubled each time. */
const RETRY_PAUSE = 1000;
const MAX_PAUSE = 8000;

interface Parts {
  readonly clock: Clock;
  readonly shutdown: Shutdown;
}

/** In ms. */
interface Patience {
  /** Where GitHub does not answer. */
  readonly silence: number;
  /** Where it answers that it cannot. */
  readonly outage: number;
}

/** Of the post phase, which ends when this does: everything else is done by then. */
export const POST_PATIENCE: Patience = { silence: 12_000, outage: 30_000 };

/** How long it may go on. */
interface Limits {
  /** On the monotonic clock. */
  readonly deadline: number;
  /** What is left to it once the step is shutting down, in ms. */
  readonly grace: number;
  /** While GitHub asks for no pause, from the start or from the last pause; without it, until the deadline. */
  readonly patience?: Patience;
}

/** Why it could not be done, if it could not. */
export async function tryUntil(
  attempt: () => Promise<unknown>,
  { deadline, grace, patience }: Limits,
  parts: Parts,
): Promise<unknown> {
  const { clock, shutdown } = parts;
  let since = clock.now();
  for (let pause = RETRY_PAUSE; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      const wait = failure === 'busy' ? pauseAfter(error, clock.wall()) : pause;
      const kind = statusOf(error) === undefined ? 'silence' : 'outage';
      const limit = failure === 'busy' ? undefined : patience?.[kind];
      const until = Math.min(deadline, since + (limit ?? Number.POSITIVE_INFINITY));
      const isTooLate = (at: number) => at >= Math.min(until, shutdown.deadline(grace, until));
      if (isFinal(failure) || isTooLate(clock.now() + wait)) return error;
      await rest(wait, parts);
      if (failure === 'busy') since = clock.now();
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
