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

/** What a last try needs, in ms: it comes this long before time is up. */
const LAST_TRY = 1500;

/** In ms. */
export interface Patience {
  /** Where GitHub does not answer. */
  readonly silence: number;
  /** Where it answers that it cannot. */
  readonly outage: number;
  /** From when it counts, on the monotonic clock; missing: from the first try. */
  readonly since?: number;
}

/** Of what is done after the end of a run, where each further try delays somebody. */
export const SHORT_PATIENCE: Patience = { silence: 12_000, outage: 30_000 };

/**
 * Of the post phase, for all of GitHub's trouble together: it gives GitHub half a minute unless the main phase did
 * already.
 */
export function postPatience(hasMainWaited: boolean, since: number): Patience {
  return { ...SHORT_PATIENCE, ...(hasMainWaited ? {} : { silence: 30_000 }), since };
}

/** Of the post phase, in ms: short enough for a second try. */
export const POST_REQUEST_TIMEOUT = 5000;

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
  let since = patience?.since ?? clock.now();
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
      const left = () => Math.min(until, shutdown.deadline(grace, until)) - clock.now();
      const isTooLate = left() <= (failure === 'busy' ? wait : LAST_TRY);
      if (isFinal(failure) || isTooLate) return error;
      await rest(failure === 'busy' ? wait : Math.min(wait, left() - LAST_TRY), parts);
      if (failure === 'busy') since = clock.now();
      if (left() <= 0) return error;
    }
  }
}

/** Ends early when the step is asked to stop: the last word is still sent then. */
export async function rest(ms: number, { clock, shutdown }: Parts): Promise<void> {
  if (ms <= 0) return;
  if (shutdown.isActive) await clock.sleep(ms);
  else await clock.sleep(ms, shutdown.signal).catch(() => {});
}
