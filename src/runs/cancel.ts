import type { Run } from '../oz/decode.ts';
import { REQUEST_TIMEOUT } from '../oz/http.ts';
import { OzError } from '../oz/problem.ts';
import { backOff } from './cadence.ts';
import type { Deps } from './deps.ts';
import { UNKNOWN_TIME } from './outage-tracker.ts';
import { isTransient, withRetry } from './retry.ts';

/**
 * How an attempt to cancel ended:
 * `over`: the run has ended, and `run` says how;
 * `blocked`: the run waits for a person, and the server does not cancel such a run;
 * `accepted`: the server took the cancellation, but no read has confirmed it in time;
 * `impossible`: this kind of run cannot be cancelled, or the key may not;
 * `failed`: nothing got through in time.
 */
export type Cancellation =
  | { readonly kind: 'over'; readonly run: Run }
  | { readonly kind: 'blocked'; readonly run: Run }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'impossible' | 'failed'; readonly error: OzError };

/** One request may take so long at least, in ms: a step that was asked to stop has only seconds for two. */
const MIN_TRY = 2500;

/** An acceptance without any effect so long after it may have been a gateway's, which passed it on to nobody. In ms. */
const CONFIRMATION = 10_000;

/** A run that the server says has ended must show its end twice, so far apart, in ms: an old state can come late. */
const STAYS = 2000;

/** A run that stays BLOCKED so long waits for a person; many are BLOCKED for a moment only. In ms. */
const MAX_BLOCKED = 60_000;

/**
 * Cancels a run and reads it until it has ended, as far as the deadline allows. `mayBeNew`: a replica may not
 * know it yet. Rejects only with the signal's reason.
 */
export async function cancelRun(
  id: string,
  deps: Deps,
  deadline: number,
  { mayBeNew = false } = {},
): Promise<Cancellation> {
  const { log, clock, signal } = deps;
  log.info(`Cancelling run ${id}.`);
  const unknownUntil = mayBeNew ? clock.now() + UNKNOWN_TIME : 0;
  const cancel = new Cancel(id, deps, deadline, unknownUntil);
  let blockedSince: number | undefined;
  let announced: string | undefined;
  for (let tries = 1; ; tries += 1) {
    const refusal = await cancel.request();
    const hadEnded = refusal?.kind === 'problem' && refusal.status === 400;
    if (refusal && !hadEnded) return refused(refusal, cancel, log);
    const run = await (hadEnded ? cancel.readEnd() : cancel.confirm());
    if (run?.stage === 'ended') {
      if (hadEnded) log.info(`The run had already ended: ${run.state}.`);
      return { kind: 'over', run };
    }
    blockedSince = run?.stage === 'blocked' ? (blockedSince ?? clock.now()) : undefined;
    const isHopeless = blockedSince !== undefined && clock.now() - blockedSince >= MAX_BLOCKED;
    const pause = hadEnded ? Math.min(500 * 1.5 ** tries, 5000) : 0;
    if (run === undefined || isHopeless || clock.now() + pause >= deadline) {
      return unfinished(run, refusal, log);
    }
    if (run.state !== announced) log.info(`The run is ${run.state}; cancelling it again.`);
    announced = run.state;
    await clock.sleep(pause, signal);
  }
}

function refused(error: OzError, cancel: Cancel, log: Deps['log']): Cancellation {
  const mayPass = cancel.mayPass(error) || error.status === 409;
  log.info(`The run could not be cancelled: ${error.message}`);
  return { kind: mayPass ? 'failed' : 'impossible', error };
}

/** `refusal`: the server says that the run has ended, which no reading bears out. */
function unfinished(run: Run | undefined, refusal: OzError | undefined, log: Deps['log']): Cancellation {
  if (run?.stage === 'blocked') {
    log.info('The run is BLOCKED: it waits for a person, and could not be cancelled.');
    return { kind: 'blocked', run };
  }
  if (refusal) {
    log.info(`The run could not be cancelled: ${refusal.message}`);
    return { kind: 'failed', error: refusal };
  }
  log.info('The cancellation was accepted; its end could not be read in time.');
  return { kind: 'accepted' };
}

/** The requests that one cancellation takes. */
class Cancel {
  readonly #id: string;
  readonly #deps: Deps;
  readonly #deadline: number;
  readonly #unknownUntil: number;

  constructor(id: string, deps: Deps, deadline: number, unknownUntil: number) {
    this.#id = id;
    this.#deps = deps;
    this.#deadline = deadline;
    this.#unknownUntil = unknownUntil;
  }

  /** Whether the same request may fare better a little later. */
  mayPass(error: OzError): boolean {
    const isUnknownYet = error.status === 404 && this.#deps.clock.now() < this.#unknownUntil;
    return isTransient(error) || isUnknownYet;
  }

  /** Undefined when the server accepted; else its refusal, or what kept the request from it until the deadline. */
  async request(): Promise<OzError | undefined> {
    const { oz, clock, signal } = this.#deps;
    const deadline = this.#deadline;
    for (let failures = 1; ; failures += 1) {
      try {
        await oz.cancelRun(this.#id, { signal, timeout: this.#timeout() });
        return undefined;
      } catch (error) {
        if (!(error instanceof OzError)) throw error;
        // 409: the run is PENDING, which passes in a moment.
        const isPending = error.status === 409;
        if (!isPending && !this.mayPass(error)) return error;
        const pause = Math.max(
          error.retryAfter ?? 0,
          isPending ? 500 : Math.min(backOff(failures) / 4, 5000),
        );
        if (clock.now() + pause >= deadline) return error;
        await clock.sleep(pause, signal);
      }
    }
  }

  /** The run once it has ended, or as it is when that takes too long. Undefined: it could not be read to the deadline. */
  async confirm(): Promise<Run | undefined> {
    const { clock, signal } = this.#deps;
    const deadline = this.#deadline;
    const until = clock.now() + CONFIRMATION;
    for (let pause = 250; ; pause = Math.min(pause * 1.5, 5000)) {
      const run = await this.#read();
      if (run === undefined || run.stage === 'ended' || clock.now() >= until) return run;
      if (clock.now() + pause >= deadline) return undefined;
      await clock.sleep(pause, signal);
    }
  }

  /** The run that the server says has ended. Undefined: it could not be read. */
  async readEnd(): Promise<Run | undefined> {
    const { clock } = this.#deps;
    const run = await this.#read();
    if (run?.stage !== 'ended' || clock.now() + STAYS >= this.#deadline) return run;
    await clock.sleep(STAYS, this.#deps.signal);
    return (await this.#read()) ?? run;
  }

  async #read(): Promise<Run | undefined> {
    const { oz } = this.#deps;
    try {
      return await withRetry(
        ({ signal }) => oz.readRun(this.#id, { signal, timeout: this.#timeout() }),
        this.#deps,
        this.#deadline,
        (error) => this.mayPass(error),
      );
    } catch (error) {
      if (error instanceof OzError) return undefined;
      throw error;
    }
  }

  /** Of one request, in ms: half of what is left, so that there is time for another. */
  #timeout(): number {
    const left = this.#deadline - this.#deps.clock.now();
    return Math.max(1, Math.min(left, Math.max(left / 2, MIN_TRY), REQUEST_TIMEOUT));
  }
}
