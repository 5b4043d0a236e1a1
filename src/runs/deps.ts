import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { OzClient } from '../oz/client.ts';

/** What everything that deals with a run needs. */
export interface Tools {
  readonly oz: OzClient;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long something may go on. */
export interface Limits {
  /** On the monotonic clock, in ms. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}
