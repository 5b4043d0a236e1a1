import { OzError } from '../oz/problem.ts';
import { backOff } from './cadence.ts';
import type { Deps } from './deps.ts';

/** Whether the same request may fare better a little later. */
export function isTransient(error: OzError): boolean {
  // What a proxy refuses, it refuses again.
  if (error.code === 'proxy_refused') return false;
  if (error.kind !== 'problem') return true;
  return error.status === 408 || error.status === 429 || (error.status ?? 0) >= 500;
}

/** Whether a 429 only hides that the credits are used up: waiting does not help then. */
export function isOutOfCredits(error: OzError): boolean {
  return ['out_of_credits', 'insufficient_credits', 'budget_exceeded'].includes(error.code);
}

/** How a read that is repeated is to be made. */
export type Read<T> = (options: { timeout: number; signal: AbortSignal }) => Promise<T>;

/**
 * A read, repeated over transient failures, or those that `mayPass` names, until the deadline. Rejects with the last
 * `OzError`, at once where trying again cannot help, or with the signal's reason.
 */
export async function withRetry<T>(
  read: Read<T>,
  { clock, signal }: Pick<Deps, 'clock' | 'signal'>,
  deadline: number,
  mayPass: (error: OzError) => boolean = isTransient,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await read({ timeout: Math.max(1, Math.min(10_000, deadline - clock.now())), signal });
    } catch (error) {
      if (!(error instanceof OzError) || !mayPass(error)) throw error;
      const pause = Math.max(error.retryAfter ?? 0, backOff(failures));
      if (clock.now() + pause >= deadline) throw error;
      await clock.sleep(pause, signal);
    }
  }
}
