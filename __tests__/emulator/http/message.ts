import type { IncomingHttpHeaders } from 'node:http';
import type { Content } from './content.ts';

export type HostName = 'oz' | 'github' | 'storage';

export interface LoggedRequest {
  /** Counts over all hosts, from 1. */
  seq: number;
  host: HostName;
  method: string;
  /** As received, without the query. */
  path: string;
  /** Method and path template, like `POST /agent/runs`; missing when no route took it. */
  route: string | undefined;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else text; `undefined` when there was none. */
  body: unknown;
  /** World time of arrival, in ms. */
  at: number;
  /** What was answered; missing while no answer was given, and when the connection was dropped instead. */
  status?: number;
  /** Name of the fault that it met. */
  fault?: string;
}

/** A request as the worlds see it. */
export interface Call {
  route: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON when given, unless there is `content`. */
  json?: unknown;
  content?: Content;
  contentType?: string;
  /** This answer departs from the contract on purpose. */
  unchecked?: boolean;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** What stands behind one host: its routes, their contract and their effects. */
export interface Service {
  readonly name: HostName;
  readonly routes: readonly string[];
  match(method: string, path: string): { route: string; params: Record<string, string> } | undefined;
  /** What is wrong with a request, in words. */
  checkRequest(call: Call): string[];
  /** What is wrong with an answer, in words. `body` is what the client will parse. */
  checkReply(route: string, reply: Reply, body: unknown): string[];
  /** The answer to a request that broke the contract, or that no route took (404). */
  refuse(status: 400 | 404, message: string): Reply;
  handle(call: Call): Reply | Promise<Reply>;
  /** What the `Date` header shows, in ms since 1970; undefined sends none. World time where it is missing. */
  clock?(): number | undefined;
  /** The last touch after the contract check, for servers of another age. */
  disguise?(reply: Reply): Reply;
}
