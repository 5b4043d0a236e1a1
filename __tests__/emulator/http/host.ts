import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Answering } from './answering.ts';
import type { FaultScript } from './faults.ts';
import type { RequestLog } from './log.ts';
import type { Call, LoggedRequest, Service } from './message.ts';

interface Listening {
  address: '127.0.0.1' | '::1';
  /** In PEM; plain HTTP without. */
  tls: { key: string; cert: string } | undefined;
}

export interface HostParts {
  service: Service;
  log: RequestLog;
  faults: FaultScript;
  violations: string[];
  listening: Listening;
  /** World time in ms. */
  now: () => number;
}

/** One HTTP server on the loopback interface in front of a service. */
export class Host {
  readonly #parts: HostParts;
  #server: Server | undefined;
  #port = 0;

  constructor(parts: HostParts) {
    this.#parts = parts;
  }

  get origin(): string {
    const { address, tls } = this.#parts.listening;
    const host = address === '::1' ? '[::1]' : address;
    return `${tls === undefined ? 'http' : 'https'}://${host}:${this.#port}`;
  }

  /** Starts to listen; after a `stop`, on the same port as before. */
  async start(port = this.#port): Promise<void> {
    const { address, tls } = this.#parts.listening;
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      this.#receive(request, response).catch((error: unknown) => {
        this.#parts.violations.push(`the emulator failed at ${request.method} ${request.url}: ${error}`);
        response.destroy();
      });
    };
    const options = { keepAliveTimeout: 60_000 };
    const server =
      tls === undefined ? createServer(options, answer) : createTlsServer({ ...options, ...tls }, answer);
    this.#server = server;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(port, address, resolve);
    await promise;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Refuses new connections and destroys the open ones at once. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    server.closeAllConnections();
    await promise;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service, log, faults, violations, now } = this.#parts;
    const raw = await text(request).catch(() => undefined);
    if (raw === undefined) return; // The client left in the middle of its request.
    const { call, logged, wrong } = this.#read(request, raw);
    const answering = new Answering(this.#parts, logged, response);
    if (response.closed) log.settle(logged);
    else response.once('close', () => log.settle(logged));
    violations.push(...wrong.map((what) => `${service.name}: ${logged.method} ${logged.path}: ${what}`));
    await faults.tick(service.name, now());
    const fault = faults.take(logged);
    const effect = async () => {
      if (call === undefined) return service.refuse(404, 'not found');
      // The request is a violation already: its answer need not be one too.
      if (wrong.length > 0) return { ...service.refuse(400, wrong.join('; ')), unchecked: true };
      return await service.handle(call);
    };
    if (fault === undefined) await answering.truly(effect);
    else await answering.faultily(fault, effect);
  }

  #read(request: IncomingMessage, raw: string): { call?: Call; logged: LoggedRequest; wrong: string[] } {
    const { service, log, now } = this.#parts;
    const { method = 'GET', headers } = request;
    const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
    const match = service.match(method, path);
    const query = new URLSearchParams(search);
    const { body, wrong } = parseBody(raw, headers['content-type']);
    const logged = log.add({
      host: service.name,
      method,
      path,
      route: match?.route,
      query,
      headers,
      body,
      at: now(),
    });
    if (match === undefined) return { logged, wrong: ['no such route'] };
    const call = { ...match, query, headers, body };
    return { call, logged, wrong: [...wrong, ...service.checkRequest(call)] };
  }
}

function parseBody(raw: string, type: string | undefined): { body: unknown; wrong: string[] } {
  if (raw === '') return { body: undefined, wrong: [] };
  const wrong = /^application\/([\w.]+\+)?json\b/.test(type ?? '') ? [] : [`a body of content type ${type}`];
  try {
    return { body: JSON.parse(raw), wrong };
  } catch {
    return { body: raw, wrong: [...wrong, 'a body that is not JSON'] };
  }
}
