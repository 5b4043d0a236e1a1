import { buildSchema, type GraphQLSchema, graphql, parse, validate } from 'graphql';
import { actor, connection, type PageArguments } from './connection.ts';
import { demandRead, FORBIDDEN } from './grants.ts';
import { commitNode } from './graphql-commit.ts';
import { reviewFields } from './graphql-review.ts';
import { commentUrl, pullUrl } from './render.ts';
import { commitOf } from './status-handlers.ts';
import type { GitHubWorld, IssueComment } from './world.ts';

export interface GraphqlRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** GitHub's GraphQL API in front of its world. */
export class GitHubGraphql {
  readonly #schema: GraphQLSchema;
  readonly #world: GitHubWorld;

  /** `sdl` is the slice of the published schema that may be used. */
  constructor(sdl: string, world: GitHubWorld) {
    this.#schema = buildSchema(sdl);
    this.#world = world;
  }

  /** What is wrong with a request body, in words. */
  check(body: unknown): string[] {
    if (typeof body !== 'object' || body === null) return ['no GraphQL request body'];
    const { query, variables: _variables, operationName: _name, ...others } = body as Record<string, unknown>;
    const unknown = Object.keys(others).map((key) => `unknown member ${key} of a GraphQL request`);
    if (typeof query !== 'string') return [...unknown, 'no GraphQL query'];
    try {
      return [...unknown, ...validate(this.#schema, parse(query)).map((error) => error.message)];
    } catch (error) {
      return [...unknown, String(error)];
    }
  }

  async execute({ query, variables, operationName }: GraphqlRequest): Promise<Record<string, unknown>> {
    const result = await graphql({
      schema: this.#schema,
      source: query,
      rootValue: this.#root(),
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    });
    const { data, errors } = JSON.parse(JSON.stringify(result)) as {
      data?: unknown;
      errors?: { message: string }[];
    };
    return { data, ...(errors !== undefined && { errors: errors.map(typed) }) };
  }

  #root(): Record<string, unknown> {
    const world = this.#world;
    return {
      viewer: () => ({ ...actor(world.viewer), login: world.viewer.login, __typename: 'User' }),
      repository: ({ owner, name }: { owner: string; name: string }) => {
        const repository = `${owner}/${name}`;
        const pull = ({ number }: { number: number }) => this.#pull(repository, number);
        const issue = ({ number }: { number: number }) => this.#issue(repository, number);
        return {
          id: `R_${repository}`,
          isPrivate: world.isPrivate,
          name,
          nameWithOwner: repository,
          url: `https://github.com/${repository}`,
          object: ({ oid, expression }: { oid?: string | null; expression?: string | null }) =>
            this.#object(repository, oid ?? expression ?? ''),
          pullRequest: pull,
          issue,
          issueOrPullRequest: (given: { number: number }) => {
            const isPull = world.pull(given.number, repository) !== undefined;
            return isPull ? pull(given) : issue(given);
          },
        };
      },
    };
  }

  #object(repository: string, name: string): Record<string, unknown> | null {
    const sha = this.#world.has(repository) ? commitOf(this.#world, name) : undefined;
    return sha === undefined ? null : { ...commitNode(this.#world, sha), __typename: 'Commit' };
  }

  #issue(repository: string, number: number): Record<string, unknown> {
    demandRead(this.#world, 'issues');
    if (!this.#world.has(repository) || this.#world.missing.has(number)) {
      throw new Error(`Could not resolve to an issue or pull request with the number of ${number}.`);
    }
    return {
      __typename: 'Issue',
      id: `I_${number}`,
      number,
      locked: this.#world.locked.has(number),
      state: 'OPEN',
      title: `Issue ${number}`,
      url: `https://github.com/${repository}/issues/${number}`,
      comments: (page: PageArguments) => this.#comments(number, page),
    };
  }

  #pull(repository: string, number: number): Record<string, unknown> {
    demandRead(this.#world, 'pull-requests');
    const pull = this.#world.pull(number, repository);
    if (pull === undefined || this.#world.missing.has(number)) {
      throw new Error(`Could not resolve to a PullRequest with the number of ${number}.`);
    }
    const isMerged = pull.state === 'MERGED';
    const { author, headSha, heads: _, ...facts } = pull;
    const commit = commitNode(this.#world, headSha);
    return {
      ...facts,
      __typename: 'PullRequest',
      id: `PR_${number}`,
      author: actor(author),
      headRefOid: headSha,
      baseRefOid: pull.baseSha,
      locked: this.#world.locked.has(number),
      ...reviewFields(this.#world, number),
      url: pullUrl(pull),
      merged: isMerged,
      mergedAt: isMerged ? this.#world.timestamp() : null,
      closed: pull.state !== 'OPEN',
      statusCheckRollup: () => commit.statusCheckRollup(),
      commits: (page: PageArguments) =>
        connection([{ id: `PRC_${number}`, url: pullUrl(pull), commit }], page),
      comments: (page: PageArguments) => this.#comments(number, page),
    };
  }

  #comments(number: number, page: PageArguments): unknown {
    const comments = this.#world.comments(number);
    return connection(
      comments.map((comment) => this.#comment(comment)),
      page,
    );
  }

  #comment({
    id,
    number,
    user,
    body,
    createdAt,
    updatedAt,
    isMinimized,
  }: IssueComment): Record<string, unknown> {
    const isOwn = user === this.#world.viewer;
    return {
      id: `IC_${id}`,
      databaseId: id,
      fullDatabaseId: String(id),
      body,
      createdAt,
      updatedAt,
      lastEditedAt: updatedAt === createdAt ? null : updatedAt,
      isMinimized,
      minimizedReason: isMinimized ? 'outdated' : null,
      url: commentUrl(this.#world, { id, number }),
      author: actor(user),
      viewerDidAuthor: isOwn,
      viewerCanUpdate: isOwn,
    };
  }
}

/** GitHub tells the kind of an error in a member of its own. */
function typed(error: { message: string }): Record<string, unknown> {
  if (error.message === FORBIDDEN) return { type: 'FORBIDDEN', ...error };
  return error.message.startsWith('Could not resolve') ? { type: 'NOT_FOUND', ...error } : error;
}
