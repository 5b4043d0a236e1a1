import type { OzError } from '../oz/problem.ts';
import type { Deps } from './deps.ts';

/** An unbroken outage of this length ends the following, in ms. */
const MAX_OUTAGE = 10 * 60_000;

/** A replica that lags may not know a run so long after its creation, in ms. */
export const UNKNOWN_TIME = 60_000;

/**
 * Keeps track of readings that failed. The API's own refusals end the following after a few in a row: a revoked
 * key or a run that is gone does not come back. Everything else is an outage, which gets one line when it starts and
 * one when it ends.
 */
export class OutageTracker {
  readonly #deps: Pick<Deps, 'clock' | 'log'>;
  #outageSince: number | undefined;
  #refusals: { kind: 'denied' | 'gone'; count: number } | undefined;

  constructor(deps: Pick<Deps, 'clock' | 'log'>) {
    this.#deps = deps;
  }

  answered(): void {
    this.#refusals = undefined;
    if (this.#outageSince === undefined) return;
    const seconds = Math.round((this.#deps.clock.now() - this.#outageSince) / 1000);
    this.#outageSince = undefined;
    this.#deps.log.info(`The API answers again, after ${seconds} s.`);
  }

  /**
   * `isFirst`: nothing was ever read, so that the first refusal is final; `isNew`: the run was created a moment ago,
   * so that not finding it means nothing.
   */
  failed(error: OzError, isFirst: boolean, isNew = false): 'goes-on' | 'lost' {
    const refusal = refusalOf(error);
    if (refusal === 'gone' && isNew) {
      this.#refusals = undefined;
      return 'goes-on';
    }
    if (refusal === undefined) return this.#outage(error, isFirst);
    const count = this.#refusals?.kind === refusal ? this.#refusals.count + 1 : 1;
    this.#refusals = { kind: refusal, count };
    this.#deps.log.debug(`${error.message} (${count} in a row)`);
    return isFirst || count >= (refusal === 'denied' ? 2 : 3) ? 'lost' : 'goes-on';
  }

  #outage(error: OzError, isFirst: boolean): 'goes-on' | 'lost' {
    const now = this.#deps.clock.now();
    this.#refusals = undefined;
    if (isFirst && error.kind === 'problem' && (error.status ?? 0) < 429 && error.status !== 408)
      return 'lost';
    if (this.#outageSince === undefined) {
      this.#outageSince = now;
      this.#deps.log.info(`${error.message}. Still asking.`);
    }
    return now - this.#outageSince >= MAX_OUTAGE ? 'lost' : 'goes-on';
  }
}

/** Only the API's own word counts; a gateway's page with such a status is an outage. */
function refusalOf({ kind, status }: OzError): 'denied' | 'gone' | undefined {
  if (kind !== 'problem') return undefined;
  if (status === 401 || status === 403) return 'denied';
  return status === 404 ? 'gone' : undefined;
}
