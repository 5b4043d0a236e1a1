import type { OpenApiContract } from '../../contract/openapi.ts';
import type { Call, Reply, Service } from '../http/message.ts';
import { ozHandlers } from './handlers.ts';
import { UNKNOWN_ROUTE } from './newer.ts';
import { problemReply } from './problem.ts';
import { SPELLINGS } from './spelling.ts';
import type { OzWorld } from './world.ts';

/** Base path of the API on its host. */
export const OZ_BASE = '/api/v1';

/** The Oz API in front of its world. */
export function ozService(world: OzWorld, contract: OpenApiContract): Service {
  const handlers = ozHandlers(world);
  return {
    name: 'oz',
    routes: contract.routes,
    match: (method, path) =>
      path.startsWith(`${OZ_BASE}/`) ? contract.match(method, path.slice(OZ_BASE.length)) : undefined,
    checkRequest: (call) => [...checkHeaders(call), ...contract.checkRequest(call.route, call)],
    checkReply: (route, { status, headers = {}, contentType, json }, body) => {
      const type = contentType ?? (json === undefined ? '' : 'application/json');
      return contract.checkReply(route, { status, headers: { ...headers, 'content-type': type }, body });
    },
    refuse: (status, message) =>
      problemReply(status, status === 404 ? 'resource_not_found' : 'invalid_request', { error: message }),
    handle: (call) => {
      if (!isAuthorised(world, call)) {
        return problemReply(401, 'authentication_required', { error: 'Invalid API key' });
      }
      if (world.options.unknownRoutes.has(call.route)) return UNKNOWN_ROUTE;
      return handlers[call.route]?.(call) ?? problemReply(500, 'internal_error');
    },
    clock: () => (world.options.sendsDate ? world.now() : undefined),
    disguise: (reply) => disguise(world, reply),
  };
}

/** Runs whose source is a GitHub Action cannot be cancelled, so the header that says so must never be sent. */
function checkHeaders({ headers }: Call): string[] {
  return 'x-oz-api-source' in headers ? ['the header X-Oz-Api-Source was sent'] : [];
}

const KEYLESS = new Set(['GET /agent/artifacts/{artifactUid}', 'GET /agent/sessions/{sessionUuid}/redirect']);

function isAuthorised(world: OzWorld, { route, headers }: Call): boolean {
  // The contract lets these be asked without a key; a wrong key is refused anyway.
  if (KEYLESS.has(route) && headers.authorization === undefined) return true;
  const key = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  return key !== undefined && world.keys.has(key);
}

function disguise({ options }: OzWorld, reply: Reply): Reply {
  let dressed = reply;
  if (options.legacyErrors && reply.contentType === 'application/problem+json') {
    const { error } = reply.json as { error: string };
    dressed = { status: reply.status, json: { error } };
  }
  if (typeof dressed.json !== 'object' || dressed.json === null || dressed.status !== 200) return dressed;
  let body = dressed.json as Body;
  if (options.omitParent !== 'nowhere') body = withoutParents(body, options.omitParent);
  body = spelt(body, SPELLINGS[options.stateSpelling]);
  if (options.legacyIds) body = withoutRunIds(body);
  return { ...dressed, json: body };
}

type Body = Record<string, unknown>;

function withoutRunIds({ run_id: _, ...body }: Body): Body {
  if (!Array.isArray(body.runs)) return body;
  return { ...body, runs: body.runs.map((run: Body) => withoutRunIds(run)) };
}

/** A run, the answer to a create request, or a page of runs, with its states in the server's own spelling. */
function spelt(body: Body, spell: (state: string) => string): Body {
  if (Array.isArray(body.runs)) return { ...body, runs: body.runs.map((run: Body) => spelt(run, spell)) };
  const isRun = 'run_id' in body || 'task_id' in body;
  return isRun && typeof body.state === 'string' ? { ...body, state: spell(body.state) } : body;
}

function withoutParents(body: Body, where: 'in-listings' | 'everywhere'): Body {
  if (Array.isArray(body.runs)) {
    return { ...body, runs: body.runs.map((run: Body) => withoutParents(run, 'everywhere')) };
  }
  if (where === 'in-listings') return body;
  const { parent_run_id: _, ...rest } = body;
  return rest;
}
