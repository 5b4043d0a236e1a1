import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Content, chunksOf, contentLength } from './content.ts';
import type { AnswerFault, FaultHandle, ReplayFault } from './faults.ts';
import type { LoggedRequest, Reply, Service } from './message.ts';

interface Parts {
  service: Service;
  violations: string[];
  now: () => number;
}

type Effect = () => Promise<Reply>;

const GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n';

/** Gives one request its answer, true or spoilt. */
export class Answering {
  readonly #parts: Parts;
  readonly #logged: LoggedRequest;
  readonly #response: ServerResponse;

  constructor(parts: Parts, logged: LoggedRequest, response: ServerResponse) {
    this.#parts = parts;
    this.#logged = logged;
    this.#response = response;
  }

  async truly(effect: Effect): Promise<void> {
    await this.#send(await this.#checked(effect));
  }

  async faultily(handle: FaultHandle, effect: Effect): Promise<void> {
    const { fault } = handle;
    if (fault.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
    if (this.#isAbandoned(handle)) return;
    switch (fault.kind) {
      case 'reset':
        return this.#drop();
      case 'reset-after':
        await this.#checked(effect);
        return this.#drop();
      case 'hang':
        if (fault.effect) await this.#checked(effect);
        return;
      case 'hold':
        return await this.#hold(handle, fault.effect === true, effect);
      case 'late-effect':
        handle.postpone(this.#parts.now(), fault, effect);
        return await this.#lose(fault.status);
      case 'replay':
        return await this.#replay(handle, fault, effect);
      case 'html':
        if (fault.effect === true) await this.#checked(effect);
        return await this.#send(gateway(fault.status ?? 502));
      case 'broken-json':
        return await this.#breakJson(fault.effect ?? true, fault.status, effect);
      case 'truncate':
        return await this.#truncate(await this.#checked(effect));
      case 'trickle':
        return await this.#trickle(fault.everyMs, await this.#checked(effect));
      default:
        return await this.#replace(fault, effect);
    }
  }

  async #hold(handle: FaultHandle, effectFirst: boolean, effect: Effect): Promise<void> {
    const early = effectFirst ? await this.#checked(effect) : undefined;
    await handle.released;
    if (this.#isAbandoned(handle)) return;
    await this.#send(early ?? (await this.#checked(effect)));
  }

  async #replay(handle: FaultHandle, fault: ReplayFault, effect: Effect): Promise<void> {
    await this.#checked(effect);
    if (fault.late !== undefined) handle.postpone(this.#parts.now(), fault.late, effect);
    const second = fault.late === undefined ? await this.#checked(effect) : undefined;
    if (fault.answer === 'second' && second !== undefined) return await this.#send(second);
    await this.#lose(fault.status);
  }

  async #lose(status: number | undefined): Promise<void> {
    if (status === undefined) this.#drop();
    else await this.#send(gateway(status));
  }

  #isAbandoned({ fault }: FaultHandle): boolean {
    return fault.dropsOnDisconnect === true && this.#response.destroyed;
  }

  async #replace(fault: AnswerFault, effect: Effect): Promise<void> {
    const { status, headers = {}, body } = fault;
    const isTruth = status === undefined && body === undefined;
    const truth = (fault.effect ?? isTruth) ? await this.#checked(effect) : undefined;
    if (isTruth && truth !== undefined) {
      const altered = fault.alter === undefined ? {} : { json: fault.alter(structuredClone(truth.json)) };
      return await this.#send({ ...truth, ...altered, headers: { ...truth.headers, ...headers } });
    }
    await this.#send(answer(status ?? 200, headers, body));
  }

  async #breakJson(hasEffect: boolean, status: number | undefined, effect: Effect): Promise<void> {
    const truth = hasEffect ? await this.#checked(effect) : { status: 200, json: { broken: true } };
    const broken = `${JSON.stringify(truth.json ?? {}).slice(0, -1)},`;
    await this.#send({ status: status ?? truth.status, content: broken, contentType: 'application/json' });
  }

  /** The effect, its answer checked against the contract and then dressed for the wire. */
  async #checked(effect: Effect): Promise<Reply> {
    const { service, violations } = this.#parts;
    const { route, method, path } = this.#logged;
    const reply = await effect();
    if (route !== undefined && reply.unchecked !== true) {
      const body = reply.json === undefined ? undefined : JSON.parse(JSON.stringify(reply.json));
      const wrong = service.checkReply(route, reply, body);
      violations.push(
        ...wrong.map((what) => `${service.name}: answer ${reply.status} to ${method} ${path}: ${what}`),
      );
    }
    return service.disguise?.(reply) ?? reply;
  }

  async #send(reply: Reply): Promise<void> {
    const content = this.#head(reply);
    if (this.#response.destroyed) return;
    // The client may leave at any time: that is its right, and no failure of the emulator.
    await pipeline(Readable.from(chunksOf(content)), this.#response).catch(() => undefined);
  }

  async #truncate(reply: Reply): Promise<void> {
    const content = this.#head(reply);
    const half = Math.floor(contentLength(content) / 2);
    const chunks = Readable.from(chunksOf(content, half));
    await pipeline(chunks, this.#response, { end: false }).catch(() => undefined);
    await delay(0);
    this.#response.destroy();
  }

  async #trickle(everyMs: number, reply: Reply): Promise<void> {
    for (const chunk of chunksOf(this.#head(reply))) {
      for (const byte of chunk) {
        if (this.#response.destroyed) return;
        this.#response.write(Uint8Array.of(byte));
        await delay(everyMs, undefined, { ref: false });
      }
    }
    this.#response.end();
  }

  #head(reply: Reply): Content {
    const content = reply.content ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
    const type = reply.contentType ?? (reply.json === undefined ? undefined : 'application/json');
    const isBodyless = reply.status === 204 || reply.status === 304;
    this.#logged.status = reply.status;
    this.#response.sendDate = false;
    this.#response.writeHead(reply.status, {
      ...this.#date(),
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(isBodyless ? {} : { 'content-length': contentLength(content) }),
      ...lowerCased(reply.headers ?? {}),
    });
    return content;
  }

  /** By the clock of the service, which need not be the client's. */
  #date(): { date?: string } {
    const { service, now } = this.#parts;
    const ms = service.clock === undefined ? now() : service.clock();
    return ms === undefined ? {} : { date: new Date(ms).toUTCString() };
  }

  #drop(): void {
    const { socket } = this.#response;
    if (socket === null) this.#response.destroy();
    else socket.resetAndDestroy();
  }
}

/** Else a fault's `Content-Type` would stand beside our own. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function gateway(status: number): Reply {
  return { status, content: GATEWAY_PAGE, contentType: 'text/html' };
}

function answer(status: number, headers: Record<string, string>, body: string | object | undefined): Reply {
  if (typeof body === 'string') return { status, headers, content: body, contentType: 'text/plain' };
  if (body === undefined) return { status, headers };
  const contentType = 'type' in body ? 'application/problem+json' : 'application/json';
  return { status, headers, json: body, contentType };
}
