interface Waiter {
  pattern: RegExp | string;
  resolve(line: string): void;
  reject(error: Error): void;
}

/** Lets a test wait for a line of the log instead of sleeping. */
export class LineWatch {
  readonly #lines: string[] = [];
  #waiters: Waiter[] = [];
  #log: string | undefined;

  add(line: string): void {
    this.#lines.push(line);
    const met = this.#waiters.filter(({ pattern }) => matches(line, pattern));
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const waiter of met) waiter.resolve(line);
  }

  saw(pattern: RegExp | string): Promise<string> {
    const line = this.#lines.find((candidate) => matches(candidate, pattern));
    if (line !== undefined) return Promise.resolve(line);
    if (this.#log !== undefined) return Promise.reject(missed(pattern, this.#log));
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#waiters.push({ pattern, resolve, reject });
    return promise;
  }

  /** No more lines will come; `log` is quoted to those who still wait. */
  end(log: string): void {
    this.#log = log;
    for (const { pattern, reject } of this.#waiters) reject(missed(pattern, log));
    this.#waiters = [];
  }
}

function matches(line: string, pattern: RegExp | string): boolean {
  // search() ignores lastIndex, which test() would carry from line to line.
  return typeof pattern === 'string' ? line.includes(pattern) : line.search(pattern) >= 0;
}

function missed(pattern: RegExp | string, log: string): Error {
  return new Error(`The process ended without a line that matches ${pattern}. Its log:\n${log.slice(-4000)}`);
}
