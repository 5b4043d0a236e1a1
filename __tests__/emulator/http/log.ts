import { EventEmitter } from 'node:events';
import type { HostName, LoggedRequest } from './message.ts';

type Stage = 'seen' | 'answered';

/** `request`: it has arrived, and nothing was done about it yet; `answered`: it was answered, or dropped. */
export interface RequestEvents {
  request: [request: LoggedRequest];
  answered: [request: LoggedRequest];
}

interface Waiter {
  stage: Stage;
  route: string;
  n: number;
  resolve: (request: LoggedRequest) => void;
}

/** The requests of all hosts in order of arrival, and promises for those to come. */
export class RequestLog extends EventEmitter<RequestEvents> {
  readonly requests: LoggedRequest[] = [];
  readonly #answered: LoggedRequest[] = [];
  #waiters: Waiter[] = [];

  add(request: Omit<LoggedRequest, 'seq'>): LoggedRequest {
    const logged = { seq: this.requests.length + 1, ...request };
    this.requests.push(logged);
    this.emit('request', logged);
    this.#wake('seen', this.requests);
    return logged;
  }

  /** To be called once for each request, when its answer was sent or its connection dropped. */
  settle(request: LoggedRequest): void {
    this.#answered.push(request);
    this.emit('answered', request);
    this.#wake('answered', this.#answered);
  }

  count(host: HostName, route?: string): number {
    return this.requests.filter((one) => one.host === host && (route === undefined || one.route === route))
      .length;
  }

  /** Resolves with the n-th request of a route, at once if it has been there already. */
  wait(stage: Stage, route: string, n: number): Promise<LoggedRequest> {
    const { promise, resolve } = Promise.withResolvers<LoggedRequest>();
    this.#waiters.push({ stage, route, n, resolve });
    this.#wake(stage, stage === 'seen' ? this.requests : this.#answered);
    return promise;
  }

  #wake(stage: Stage, requests: LoggedRequest[]): void {
    this.#waiters = this.#waiters.filter((waiter) => {
      if (waiter.stage !== stage) return true;
      const hit = requests.filter((one) => one.route === waiter.route)[waiter.n - 1];
      if (hit !== undefined) waiter.resolve(hit);
      return hit === undefined;
    });
  }
}
