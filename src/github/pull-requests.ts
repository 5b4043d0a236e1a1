import { number, object, text } from '../lib/json.ts';
import type { PullRequestLink } from '../oz/pull-requests.ts';
import { connectGitHub, type GitHubAccess } from './octokit.ts';

/** A pull request as GitHub describes it. */
export interface PullRequestDetails {
  readonly title: string;
  /** `open`, `draft`, `closed` or `merged`. */
  readonly state: string;
  readonly branch: string;
  readonly additions: number;
  readonly deletions: number;
  readonly files: number;
  /** `success`, `failure`, `pending` …; undefined without checks, or where the token may not read them. */
  readonly checks: string | undefined;
}

/** `missing`: GitHub knows of no such pull request in a repository that the token can read. */
export type PullRequestLookup = PullRequestDetails | 'missing' | undefined;

const PULL_REQUEST = `
query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      title state isDraft headRefName additions deletions changedFiles
      commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
    }
  }
}`;

/** More than one would look at, and than one run opens. */
const MAX_LOOKUPS = 10;

interface Access extends GitHubAccess {
  readonly serverUrl: string;
  readonly signal: AbortSignal;
}

/**
 * What GitHub says about the pull requests that a run claims, by their URL. Only this server's are asked about, and
 * only by number: an agent's URL is never fetched. Undefined for what cannot be read.
 */
export async function lookUpPullRequests(
  links: readonly PullRequestLink[],
  access: Access,
): Promise<ReadonlyMap<string, PullRequestLookup>> {
  const octokit = connectGitHub(access);
  const here = links.filter(({ url }) => new URL(url).host === new URL(access.serverUrl).host);
  const found = new Map<string, PullRequestLookup>();
  for (const { url, repository, number: id } of here.slice(0, MAX_LOOKUPS)) {
    const [owner, name] = repository?.split('/') ?? [];
    if (!owner || !name || id === undefined) continue;
    const variables = { owner, name, number: id, request: { signal: access.signal } };
    found.set(url, await octokit.graphql(PULL_REQUEST, variables).then(decode, decodeFailure));
  }
  return found;
}

/** A token that may not read checks gets the rest anyway, with the errors. */
function decodeFailure(error: unknown): PullRequestLookup {
  const { errors, data } = error as {
    errors?: readonly { type?: string; path?: readonly string[] }[];
    data?: unknown;
  };
  // A repository that is not found may only be hidden from the token.
  const isMissing = errors?.some(({ type, path }) => type === 'NOT_FOUND' && path?.at(-1) === 'pullRequest');
  return isMissing ? 'missing' : decode(data);
}

function decode(answer: unknown): PullRequestLookup {
  const pull = object(object(object(answer).repository).pullRequest);
  const state = text(pull.state)?.toLowerCase();
  if (state === undefined) return undefined;
  const nodes = object(pull.commits).nodes;
  const commit = object(object(Array.isArray(nodes) ? nodes[0] : undefined).commit);
  return {
    title: text(pull.title) ?? '',
    state: state === 'open' && pull.isDraft === true ? 'draft' : state,
    branch: text(pull.headRefName) ?? '',
    additions: number(pull.additions) ?? 0,
    deletions: number(pull.deletions) ?? 0,
    files: number(pull.changedFiles) ?? 0,
    checks: text(object(commit.statusCheckRollup).state)?.toLowerCase(),
  };
}
