import { buildSchema, type GraphQLSchema, graphql, parse, validate } from 'graphql';
import { commentUrl, pullUrl } from './render.ts';
import type { Account, GitHubWorld, IssueComment, PullRequest } from './world.ts';

export interface GraphqlRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** GitHub refuses larger pages. */
const MAX_PAGE = 100;

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

  #issue(repository: string, number: number): Record<string, unknown> {
    if (!this.#world.has(repository) || this.#world.missing.has(number)) {
      throw new Error(`Could not resolve to an issue or pull request with the number of ${number}.`);
    }
    return {
      __typename: 'Issue',
      id: `I_${number}`,
      number,
      state: 'OPEN',
      title: `Issue ${number}`,
      url: `https://github.com/${repository}/issues/${number}`,
      comments: (page: PageArguments) => this.#comments(number, page),
    };
  }

  #pull(repository: string, number: number): Record<string, unknown> {
    const pull = this.#world.pull(number, repository);
    if (pull === undefined || this.#world.missing.has(number)) {
      throw new Error(`Could not resolve to a PullRequest with the number of ${number}.`);
    }
    const isMerged = pull.state === 'MERGED';
    const { author, headSha, ...facts } = pull;
    const commit = { id: `C_${headSha}`, oid: headSha, statusCheckRollup: this.#rollup(pull) };
    return {
      ...facts,
      __typename: 'PullRequest',
      id: `PR_${number}`,
      author: actor(author),
      headRefOid: headSha,
      url: pullUrl(pull),
      merged: isMerged,
      mergedAt: isMerged ? this.#world.timestamp() : null,
      closed: pull.state !== 'OPEN',
      statusCheckRollup: commit.statusCheckRollup,
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

  #rollup({ headSha }: PullRequest): Record<string, unknown> | null {
    const checks = (this.#world.checks.get(headSha) ?? []).map((check, index) => ({
      ...check,
      __typename: 'CheckRun',
      id: `CR_${index}`,
      url: `https://github.com/${this.#world.repository}/runs/${index}`,
      status: check.status.toUpperCase(),
      conclusion: check.conclusion?.toUpperCase() ?? null,
    }));
    const statuses = (this.#world.statuses.get(headSha) ?? []).map((status, index) => ({
      ...status,
      __typename: 'StatusContext',
      id: `SC_${index}`,
      createdAt: this.#world.timestamp(),
      state: status.state.toUpperCase(),
    }));
    if (checks.length + statuses.length === 0) return null;
    const verdicts = [
      ...checks.map((one) => one.conclusion ?? 'PENDING'),
      ...statuses.map((one) => one.state),
    ];
    return {
      id: `SCR_${headSha}`,
      state: worst(verdicts),
      contexts: (page: PageArguments) => ({
        ...connection([...checks, ...statuses], page),
        checkRunCount: checks.length,
        statusContextCount: statuses.length,
      }),
    };
  }
}

/** GitHub tells the kind of an error in a member of its own. */
function typed(error: { message: string }): Record<string, unknown> {
  return error.message.startsWith('Could not resolve') ? { type: 'NOT_FOUND', ...error } : error;
}

function worst(verdicts: string[]): string {
  if (verdicts.includes('PENDING')) return 'PENDING';
  const isGood = (verdict: string) => ['SUCCESS', 'NEUTRAL', 'SKIPPED'].includes(verdict);
  return verdicts.every(isGood) ? 'SUCCESS' : 'FAILURE';
}

/** GraphQL shows a bot's login without the suffix that REST puts on it. */
function actor({ login, type, id }: Account): Record<string, unknown> {
  const name = login.replace(/\[bot\]$/, '');
  return { __typename: type, id: `U_${id}`, databaseId: id, login: name, url: `https://github.com/${name}` };
}

function connection(
  all: Record<string, unknown>[],
  { first, last, after, before }: PageArguments,
): Record<string, unknown> {
  const size = first ?? last;
  if (size === undefined || size === null) throw new Error('You must provide a `first` or `last` value.');
  if (size > MAX_PAGE)
    throw new Error(`Requesting ${size} records exceeds the limit of ${MAX_PAGE} records.`);
  const from = after == null ? 0 : position(after) + 1;
  const to = before == null ? all.length : position(before);
  const start = first == null ? Math.max(from, to - size) : from;
  const end = first == null ? to : Math.min(to, from + size);
  const edges = all.slice(start, end).map((node, index) => ({ node, cursor: cursor(start + index) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    totalCount: all.length,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
    },
  };
}

function cursor(position: number): string {
  return Buffer.from(`cursor:${position}`).toString('base64');
}

function position(text: string): number {
  const found = /^cursor:(\d+)$/.exec(Buffer.from(text, 'base64').toString());
  if (found === null) throw new Error(`\`${text}\` does not appear to be a valid cursor.`);
  return Number(found[1]);
}
