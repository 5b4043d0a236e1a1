import { REQUEST_TIMEOUT } from '../oz/client.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { backOff } from './cadence.ts';
import type { Limits, Tools } from './deps.ts';
import { INFANCY } from './outage-tracker.ts';
import { isTransient, persist } from './retry.ts';

/**
 * How an attempt to cancel ended:
 * `over`: the run has ended, and `run` says how;
 * `blocked`: the run waits for a person, and the server does not cancel such a run;
 * `accepted`: the server took the cancellation, but no read has confirmed it in time;
 * `impossible`: this kind of run cannot be cancelled, or the key may not;
 * `failed`: nothing got through in time.
 */
export type Cancellation =
  | { readonly result: 'over'; readonly run: Run }
  | { readonly result: 'blocked'; readonly run: Run }
  | { readonly result: 'accepted' }
  | { readonly result: 'impossible' | 'failed'; readonly error: OzError };

/** One request may take so long at least, in ms: a step that was asked to stop has only seconds for two. */
const SHORTEST_TRY = 2500;

/** An acceptance without any effect so long after it may have been a gateway's, which told nobody. In ms. */
const CONFIRMATION = 10_000;

/** A run that the server says has ended must show its end twice, so far apart, in ms: an old state can come late. */
const STAYS = 2000;

/** A run that stays BLOCKED so long waits for a person; many are BLOCKED for a moment only. In ms. */
const LONGEST_BLOCKED = 60_000;

/**
 * Cancels a run and reads it until it has ended, as far as the deadline allows. `mayBeNew`: a replica may not
 * know it yet. Rejects only with the signal's reason.
 */
export async function cancelRun(
  id: string,
  tools: Tools,
  limits: Limits,
  { mayBeNew = false } = {},
): Promise<Cancellation> {
  const { log, clock } = tools;
  log.info(`Cancelling run ${id}.`);
  const unknownUntil = mayBeNew ? clock.now() + INFANCY : 0;
  const cancel = new Cancel(id, tools, limits, unknownUntil);
  let blockedSince: number | undefined;
  let announced: string | undefined;
  for (let tries = 1; ; tries += 1) {
    const refusal = await cancel.request();
    const hadEnded = refusal?.kind === 'problem' && refusal.status === 400;
    if (refusal && !hadEnded) return refused(refusal, cancel, log);
    const run = await (hadEnded ? cancel.readEnd() : cancel.confirm());
    if (run?.stage === 'ended') {
      if (hadEnded) log.info(`The run had already ended: ${run.state}.`);
      return { result: 'over', run };
    }
    blockedSince = run?.stage === 'blocked' ? (blockedSince ?? clock.now()) : undefined;
    const isHopeless = blockedSince !== undefined && clock.now() - blockedSince >= LONGEST_BLOCKED;
    const pause = hadEnded ? Math.min(500 * 1.5 ** tries, 5000) : 0;
    if (run === undefined || isHopeless || clock.now() + pause >= limits.deadline) {
      return unfinished(run, refusal, log);
    }
    if (run.state !== announced) log.info(`The run is ${run.state}; cancelling it again.`);
    announced = run.state;
    await clock.sleep(pause, limits.signal);
  }
}

function refused(error: OzError, cancel: Cancel, log: Tools['log']): Cancellation {
  const mayPass = cancel.mayPass(error) || error.status === 409;
  log.info(`The run could not be cancelled: ${error.message}`);
  return { result: mayPass ? 'failed' : 'impossible', error };
}

/** `refusal`: the server says that the run has ended, which no reading bears out. */
function unfinished(run: Run | undefined, refusal: OzError | undefined, log: Tools['log']): Cancellation {
  if (run?.stage === 'blocked') {
    log.info('The run is BLOCKED: it waits for a person, and could not be cancelled.');
    return { result: 'blocked', run };
  }
  if (refusal) {
    log.info(`The run could not be cancelled: ${refusal.message}`);
    return { result: 'failed', error: refusal };
  }
  log.info('The cancellation was accepted; its end could not be read in time.');
  return { result: 'accepted' };
}

/** The requests that one cancellation takes. */
class Cancel {
  readonly #id: string;
  readonly #tools: Tools;
  readonly #limits: Limits;
  readonly #unknownUntil: number;

  constructor(id: string, tools: Tools, limits: Limits, unknownUntil: number) {
    this.#id = id;
    this.#tools = tools;
    this.#limits = limits;
    this.#unknownUntil = unknownUntil;
  }

  /** Whether the same request may fare better a little later. */
  mayPass(error: OzError): boolean {
    const isUnknownYet = error.status === 404 && this.#tools.clock.now() < this.#unknownUntil;
    return isTransient(error) || isUnknownYet;
  }

  /** Undefined when the server accepted; else its refusal, or what kept the request from it until the deadline. */
  async request(): Promise<OzError | undefined> {
    const { oz, clock } = this.#tools;
    const { deadline, signal } = this.#limits;
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
    const { clock } = this.#tools;
    const { deadline, signal } = this.#limits;
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
    const { clock } = this.#tools;
    const run = await this.#read();
    if (run?.stage !== 'ended' || clock.now() + STAYS >= this.#limits.deadline) return run;
    await clock.sleep(STAYS, this.#limits.signal);
    return (await this.#read()) ?? run;
  }

  async #read(): Promise<Run | undefined> {
    const { oz } = this.#tools;
    try {
      return await persist(
        ({ signal }) => oz.readRun(this.#id, { signal, timeout: this.#timeout() }),
        this.#tools,
        this.#limits,
        (error) => this.mayPass(error),
      );
    } catch (error) {
      if (error instanceof OzError) return undefined;
      throw error;
    }
  }

  /** Of one request, in ms: half of what is left, so that there is time for another. */
  #timeout(): number {
    const left = this.#limits.deadline - this.#tools.clock.now();
    return Math.max(1, Math.min(left, Math.max(left / 2, SHORTEST_TRY), REQUEST_TIMEOUT));
  }
}
