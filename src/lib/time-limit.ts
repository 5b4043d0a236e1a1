import { createContext, runInContext } from 'node:vm';

/**
 * What `work` gives, or undefined when it takes longer than so many ms. Unlike a timer this also ends synchronous work
 * that never yields, a regular expression that backtracks forever included: V8 interrupts it.
 */
export function withinTime<T>(ms: number, work: () => T): { readonly value: T } | undefined {
  try {
    return { value: runInContext('work()', createContext({ work }), { timeout: ms }) as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}
