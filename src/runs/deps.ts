import type { Ledger } from '../ledger.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { OzClient } from '../oz/client.ts';
import type { Shutdown } from '../shutdown.ts';

/** What everything that deals with runs needs. Deadlines beside it are ms on the monotonic clock. */
export interface Deps {
  readonly oz: OzClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Whatever waits rejects with its reason. */
  readonly signal: AbortSignal;
}

/** What it takes to see a task to its end. */
export interface TaskDeps extends Deps {
  readonly ledger: Ledger;
  readonly shutdown: Shutdown;
  readonly secrets: Pick<Secrets, 'redactData'>;
}
