import type { OpenApiContract } from '../../contract/openapi.ts';
import type { Call, Reply, Service } from '../http/message.ts';
import { ozHandlers } from './handlers.ts';
import { UNKNOWN_ROUTE } from './newer.ts';
import { problemReply } from './problem.ts';
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
  if (options.legacyIds && typeof dressed.json === 'object' && dressed.status === 200) {
    dressed = { ...dressed, json: withoutRunIds(dressed.json as Record<string, unknown>) };
  }
  return dressed;
}

function withoutRunIds({ run_id: _, ...body }: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(body.runs)) return body;
  return { ...body, runs: body.runs.map((run: Record<string, unknown>) => withoutRunIds(run)) };
}
