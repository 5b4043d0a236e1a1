import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { isActive } from '../oz/states.ts';
import { backOff } from './cadence.ts';
import { isTransient, persist } from './persist.ts';
import type { Limits, Tools } from './tools.ts';

/**
 * How an attempt to cancel ended:
 * `over`: the run is not active any more, and `run` says how it ended;
 * `accepted`: the server took the cancellation, but no read has confirmed it in time;
 * `impossible`: this kind of run cannot be cancelled, or the key may not;
 * `failed`: nothing got through in time.
 */
export type Cancellation =
  | { readonly result: 'over'; readonly run: Run }
  | { readonly result: 'accepted' }
  | { readonly result: 'impossible' | 'failed'; readonly error: OzError };

/** One request may take so long, in ms: a dying step has only seconds. */
const PATIENCE = 2500;

/** An acceptance without any effect so long after it may have been a gateway's, which told nobody. In ms. */
const CONFIRMATION = 10_000;

/** Cancels a run and reads it until it is over, as far as the deadline allows. Rejects only with the signal's reason. */
export async function cancelRun(id: string, tools: Tools, limits: Limits): Promise<Cancellation> {
  const { log, clock } = tools;
  log.info(`Cancelling run ${id}.`);
  for (;;) {
    const refusal = await request(id, tools, limits);
    const hadEnded = refusal?.kind === 'problem' && refusal.status === 400;
    if (refusal && !hadEnded) {
      const result = isTransient(refusal) || refusal.status === 409 ? 'failed' : 'impossible';
      log.info(`The run could not be cancelled: ${refusal.message}`);
      return { result, error: refusal };
    }
    const until = Math.min(clock.now() + CONFIRMATION, limits.deadline);
    const run = await confirm(id, tools, { ...limits, deadline: until });
    if (run && !isActive(run.state)) {
      if (hadEnded) log.info(`The run had already ended: ${run.state}.`);
      return { result: 'over', run };
    }
    if (clock.now() + CONFIRMATION >= limits.deadline) {
      log.info('The cancellation was accepted; its end could not be read in time.');
      return { result: 'accepted' };
    }
    await clock.sleep(Math.max(0, until - clock.now()), limits.signal);
    log.info('The run goes on all the same; cancelling it again.');
  }
}

/** Undefined when the server accepted; else its refusal, or what kept the request from it until the deadline. */
async function request(
  id: string,
  { oz, clock }: Tools,
  { deadline, signal }: Limits,
): Promise<OzError | undefined> {
  for (let failures = 1; ; failures += 1) {
    try {
      await oz.cancelRun(id, { signal, timeout: patience(deadline - clock.now()) });
      return undefined;
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
      // 409: the run is PENDING, which passes in a moment.
      const isPending = error.status === 409;
      if (!isPending && !isTransient(error)) return error;
      const pause = Math.max(error.retryAfter ?? 0, isPending ? 500 : Math.min(backOff(failures) / 4, 5000));
      if (clock.now() + pause >= deadline) return error;
      await clock.sleep(pause, signal);
    }
  }
}

/** The run as last read: over, or still active at the deadline. */
async function confirm(id: string, tools: Tools, limits: Limits): Promise<Run | undefined> {
  const { oz, clock } = tools;
  let run: Run | undefined;
  for (let pause = 250; ; pause = Math.min(pause * 1.5, 5000)) {
    try {
      run = await persist(
        ({ timeout, signal }) => oz.readRun(id, { signal, timeout: patience(timeout) }),
        tools,
        limits,
      );
    } catch (error) {
      if (error instanceof OzError) return run;
      throw error;
    }
    if (!isActive(run.state) || clock.now() + pause >= limits.deadline) return run;
    await clock.sleep(pause, limits.signal);
  }
}

function patience(left: number): number {
  return Math.max(1, Math.min(PATIENCE, left));
}
