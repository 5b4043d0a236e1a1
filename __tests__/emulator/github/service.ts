import { loadGraphqlSchema, type OpenApiDocument } from '../../contract/document.ts';
import type { OpenApiContract } from '../../contract/openapi.ts';
import type { Call, Reply, Service } from '../http/message.ts';
import { GitHubGraphql, type GraphqlRequest } from './graphql.ts';
import { githubHandlers } from './handlers.ts';
import { Renderer } from './render.ts';
import { githubError } from './replies.ts';
import type { GitHubWorld } from './world.ts';

const GRAPHQL = 'POST /graphql';

/** GitHub answers with these on any route; its description lists them on some. */
const ANYWHERE = [400, 401, 403, 404, 422, 429];

export interface GitHubParts {
  world: GitHubWorld;
  document: OpenApiDocument;
  contract: OpenApiContract;
  /** Origin of the host. */
  origin: () => string;
  /** Empty, or `/api/v3` as on GitHub Enterprise Server. */
  basePath: string;
}

/** GitHub's REST and GraphQL APIs in front of their world. */
export function githubService({ world, document, contract, origin, basePath }: GitHubParts): Service {
  const api = () => `${origin()}${basePath}`;
  const handlers = githubHandlers(world, new Renderer(document, world, api), api);
  const graphql = new GitHubGraphql(loadGraphqlSchema(), world);
  return {
    name: 'github',
    routes: [...contract.routes, GRAPHQL],
    match: (method, path) => {
      if (method === 'POST' && path === graphqlPath(basePath)) return { route: GRAPHQL, params: {} };
      return path.startsWith(`${basePath}/`)
        ? contract.match(method, byName(world, path.slice(basePath.length)))
        : undefined;
    },
    checkRequest: (call) =>
      call.route === GRAPHQL ? graphql.check(call.body) : contract.checkRequest(call.route, call),
    checkReply: (route, reply, body) =>
      route === GRAPHQL ? checkGraphql(body) : checkRest(contract, route, reply, body),
    refuse: (status, message) => githubError(status, message),
    handle: async (call) => {
      if (!isAuthorised(world, call)) return githubError(401, 'Bad credentials');
      if (call.route !== GRAPHQL)
        return (await handlers[call.route]?.(call)) ?? githubError(404, 'Not Found');
      return { status: 200, json: await graphql.execute(call.body as GraphqlRequest) };
    },
  };
}

/** GitHub's links to further pages name a repository by its id. */
function byName({ repository }: GitHubWorld, path: string): string {
  return path.replace(/^\/repositories\/1\//, `/repos/${repository}/`);
}

/** On GitHub Enterprise Server GraphQL is beside the REST base, not under it. */
export function graphqlPath(basePath: string): string {
  return `${basePath.replace(/\/v3$/, '')}/graphql`;
}

function checkRest(contract: OpenApiContract, route: string, reply: Reply, body: unknown): string[] {
  const { status, headers = {}, json } = reply;
  if (ANYWHERE.includes(status)) return contract.checkComponent('basic-error', withoutErrors(body));
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  return contract.checkReply(route, { status, headers: { ...headers, ...type }, body });
}

/** The schema was kept by whoever executed the query, unless the world lacked a member that must not be null. */
function checkGraphql(body: unknown): string[] {
  const { errors = [] } = body as { errors?: { message: string }[] };
  return errors.map((error) => error.message).filter((message) => message.startsWith('Cannot return null'));
}

/** A validation error is a basic error with a list. */
function withoutErrors(body: unknown): unknown {
  const { errors: _, ...basic } = body as Record<string, unknown>;
  return basic;
}

function isAuthorised(world: GitHubWorld, { headers }: Call): boolean {
  const token = /^(?:token|bearer) (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return token !== undefined && world.tokens.has(token);
}
