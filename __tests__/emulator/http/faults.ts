import type { HostName, LoggedRequest } from './message.ts';

interface Common {
  /** Shown in the request log; the kind by default. */
  name?: string;
  /** So many requests that it would meet pass before it; none by default. */
  skip?: number;
  /** How many requests it meets; 1 by default. */
  times?: number | 'always';
  /** Wait of real time before anything else, in ms. */
  delayMs?: number;
  /** The server drops its work when the client leaves during the delay, or while the request is held: no effect. */
  dropsOnDisconnect?: boolean;
  /** Meets only these requests; others go on to the next fault. Changes nothing: for that there is `emulator.on`. */
  when?: (request: LoggedRequest) => boolean;
}

/** Answers this in place of the truth; without status and body the true answer, perhaps with more headers. */
export interface AnswerFault extends Common {
  kind?: 'answer';
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
  /** Changes the JSON of the true answer, as a server of another age would send it. Not checked. */
  alter?: (json: unknown) => unknown;
  /** The request still takes effect. Default: only when neither status nor body is given. */
  effect?: boolean;
}

/** Drops the connection: `reset` before any effect, `reset-after` after it (the lost answer). */
interface ResetFault extends Common {
  kind: 'reset' | 'reset-after';
}

/** Never answers. */
interface HangFault extends Common {
  kind: 'hang';
  effect: boolean;
}

/** Waits for `release()`; then effect and true answer. With `effect: true` only the answer waits. */
interface HoldFault extends Common {
  kind: 'hold';
  effect?: boolean;
}

/**
 * The request takes effect, and the answer is spoilt: half of the body and a dropped connection (`truncate`), JSON
 * that does not parse (`broken-json`), or a gateway's page (`html`: status 502 and no effect by default).
 */
interface SpoilFault extends Common {
  kind: 'truncate' | 'broken-json' | 'html';
  status?: number;
  effect?: boolean;
}

/** The request takes effect, and the true answer comes a byte at a time, so many ms apart. */
interface TrickleFault extends Common {
  kind: 'trickle';
  everyMs: number;
}

/**
 * The answer is lost (connection dropped, or `status` from a gateway), and the effect comes later: when `requests`
 * more requests to the same host have been dealt with, after `ms` of world time, or on `land()`.
 */
interface LateEffectFault extends Common, Lateness {
  kind: 'late-effect';
  status?: number;
}

/**
 * A gateway sends the request twice, so that it takes effect twice. The answer is lost (connection dropped, or `status`
 * from the gateway), or is that of the second (`answer: 'second'`). With `late`, only the first effect comes at once; the
 * second when `requests` more requests to the same host have been dealt with, after `ms` of world time, or on `land()`.
 */
export interface ReplayFault extends Common {
  kind: 'replay';
  answer?: 'none' | 'second';
  status?: number;
  late?: Lateness;
}

/** How long a late effect takes; without limits it waits for `land()`. */
export interface Lateness {
  requests?: number;
  ms?: number;
}

export type Fault =
  | AnswerFault
  | ResetFault
  | HangFault
  | HoldFault
  | SpoilFault
  | TrickleFault
  | LateEffectFault
  | ReplayFault;

/** A fault in place, to be steered by a test. */
export class FaultHandle {
  readonly fault: Fault;
  readonly met: LoggedRequest[] = [];
  #skipped = 0;
  #released = false;
  readonly #gate = Promise.withResolvers<void>();
  readonly #effects: { requests: number; due: number; run: () => Promise<unknown> }[] = [];

  constructor(fault: Fault) {
    this.fault = fault;
  }

  get name(): string {
    return this.fault.name ?? this.fault.kind ?? 'answer';
  }

  get spent(): boolean {
    const { times = 1 } = this.fault;
    return times !== 'always' && this.met.length >= times;
  }

  /** Whether it meets this request, to be asked once for each that no earlier fault met. */
  meets(request: LoggedRequest): boolean {
    if (this.spent || !(this.fault.when?.(request) ?? true)) return false;
    if (this.#skipped >= (this.fault.skip ?? 0)) return true;
    this.#skipped += 1;
    return false;
  }

  /** Lets the held requests go, those still to come included. */
  release(): void {
    this.#released = true;
    this.#gate.resolve();
  }

  get released(): Promise<void> {
    return this.#released ? Promise.resolve() : this.#gate.promise;
  }

  /** Lets the late effects happen now. */
  async land(): Promise<void> {
    for (const effect of this.#effects.splice(0)) await effect.run();
  }

  postpone(now: number, { requests = Infinity, ms = Infinity }: Lateness, run: () => Promise<unknown>): void {
    this.#effects.push({ requests, due: now + ms, run });
  }

  /** To be called for each further request, before it is dealt with. */
  async tick(now: number): Promise<void> {
    const due = this.#effects.filter((effect) => effect.requests <= 0 || effect.due <= now);
    for (const effect of this.#effects) effect.requests -= 1;
    for (const effect of due) {
      this.#effects.splice(this.#effects.indexOf(effect), 1);
      await effect.run();
    }
  }
}

/** Faults by route, or by host (`oz *`), each used up in the order in which they were added. */
export class FaultScript {
  readonly #known: Set<string>;
  readonly #handles: { route: string; handle: FaultHandle }[] = [];

  /** `routes` are those that exist: a fault on another one is a mistake in the test. */
  constructor(routes: Iterable<string>) {
    this.#known = new Set([...routes, 'oz *', 'github *', 'storage *']);
  }

  add(route: string, ...faults: Fault[]): FaultHandle[] {
    if (!this.#known.has(route))
      throw new Error(`no such route: ${route}; known: ${[...this.#known].join(', ')}`);
    const handles = faults.map((fault) => new FaultHandle(fault));
    this.#handles.push(...handles.map((handle) => ({ route, handle })));
    return handles;
  }

  /** Like `add`, for one fault that the test wants to steer. */
  set(route: string, fault: Fault): FaultHandle {
    const [handle] = this.add(route, fault);
    if (handle === undefined) throw new Error('no fault given');
    return handle;
  }

  /** Lets everything happen that was put off: held requests and late effects. */
  async settle(): Promise<void> {
    for (const { handle } of this.#handles) {
      handle.release();
      await handle.land();
    }
  }

  /** Ends the faults of a route, or all of them; late effects that still wait are forgotten. */
  clear(route?: string): void {
    const kept = route === undefined ? [] : this.#handles.filter((one) => one.route !== route);
    this.#handles.splice(0, Infinity, ...kept);
  }

  take(request: LoggedRequest): FaultHandle | undefined {
    const met = this.#of(request.host, request.route).find((handle) => handle.meets(request));
    if (met === undefined) return undefined;
    met.met.push(request);
    request.fault = met.name;
    return met;
  }

  /** Lets due late effects of a host happen. */
  async tick(host: HostName, now: number): Promise<void> {
    for (const { handle } of this.#handles) {
      if (handle.met[0]?.host === host) await handle.tick(now);
    }
  }

  #of(host: HostName, route: string | undefined): FaultHandle[] {
    return this.#handles
      .filter((one) => one.route === route || one.route === `${host} *`)
      .map((one) => one.handle);
  }
}
