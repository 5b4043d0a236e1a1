import { timeoutSignal } from '../lib/clock.ts';
import { list, object, text } from '../lib/json.ts';
import { type Authored, isBy } from './author.ts';
import { REQUEST_TIMEOUT } from './comments.ts';
import { opensWith } from './marker.ts';
import { connectGitHub, type GitHubAccess } from './octokit.ts';

/** The first lines of our comments about a run: of the one that concludes it, and of the one that goes with that. */
export interface CommentMarkers {
  readonly marker: string;
  readonly working: string;
}

/** What our comment says. `isAtWork`: the working one stands beside it. */
export interface CommentStanding {
  readonly body: string;
  readonly isAtWork: boolean;
}

/** What is looked up of one run. */
export interface Question {
  /** The pull request or issue, and what to look for there. */
  readonly comment: (CommentMarkers & { readonly number: number }) | undefined;
  readonly status: { readonly sha: string; readonly context: string } | undefined;
}

export interface Answer {
  /** Our comment; null where there surely is none, undefined where GitHub did not say. */
  readonly comment: CommentStanding | null | undefined;
  readonly status: { readonly targetUrl: string; readonly description: string } | undefined;
}

/** Runs that one request asks about. */
export const PER_REQUEST = 20;

const COMMENTS = `comments(last: 100) { nodes { body author { login __typename } } pageInfo { hasPreviousPage } }`;

/** What GitHub shows of at most so many runs, in their order. Rejects with Octokit's errors. */
export async function lookUp(
  questions: readonly Question[],
  access: GitHubAccess,
  repository: string,
  signal: AbortSignal,
): Promise<Answer[]> {
  const [owner, name] = repository.split('/');
  const variables: Record<string, unknown> = { owner, name };
  const declared = ['$owner: String!', '$name: String!'];
  const fields = questions.flatMap(({ comment, status }, index) => {
    if (comment) {
      variables[`number${index}`] = comment.number;
      declared.push(`$number${index}: Int!`);
    }
    if (status) {
      Object.assign(variables, { [`sha${index}`]: status.sha, [`context${index}`]: status.context });
      declared.push(`$sha${index}: GitObjectID!`, `$context${index}: String!`);
    }
    return [
      comment &&
        `comment${index}: issueOrPullRequest(number: $number${index}) { ... on Issue { ${COMMENTS} } ... on PullRequest { ${COMMENTS} } }`,
      status &&
        `status${index}: object(oid: $sha${index}) { ... on Commit { status { context(name: $context${index}) { targetUrl description } } } }`,
    ].filter(Boolean);
  });
  if (fields.length === 0) return questions.map(() => ({ comment: undefined, status: undefined }));
  const query = `query (${declared.join(', ')}) { viewer { login } repository(owner: $owner, name: $name) { ${fields.join('\n')} } }`;
  const request = { signal: AbortSignal.any([signal, timeoutSignal(REQUEST_TIMEOUT)]) };
  const data = await connectGitHub(access)
    .graphql(query, { ...variables, request })
    .catch(partial);
  const viewer = text(object(object(data).viewer).login);
  const found = object(object(data).repository);
  if (viewer === undefined) throw new Error('GitHub does not name the account of the token');
  return questions.map(({ comment }, index) => ({
    comment: comment && commentIn(found[`comment${index}`], comment, viewer),
    status: statusIn(found[`status${index}`]),
  }));
}

/** What a token may not read, or what is gone, spoils nothing else. */
function partial(error: unknown): unknown {
  const { data } = error as { data?: unknown };
  if (text(object(object(data).viewer).login) === undefined) throw error;
  return data;
}

function commentIn(found: unknown, markers: CommentMarkers, viewer: string): Answer['comment'] {
  const { nodes, pageInfo } = object(object(found).comments);
  const ours = list(nodes)
    .map((node) => ({ node: node as Authored, body: text(object(node).body) ?? '' }))
    .filter(({ node }) => isBy(viewer, node));
  const standing = standingIn(ours, markers);
  if (standing !== undefined) return standing;
  return Array.isArray(nodes) && object(pageInfo).hasPreviousPage === false ? null : undefined;
}

function statusIn(found: unknown): Answer['status'] {
  const { context } = object(object(found).status);
  const { targetUrl, description } = object(context);
  return context ? { targetUrl: text(targetUrl) ?? '', description: text(description) ?? '' } : undefined;
}

/** What is said by our comments, oldest first. */
export function standingIn(
  ours: readonly { readonly body: string }[],
  { marker, working }: CommentMarkers,
): CommentStanding | undefined {
  const comment = ours.find(({ body }) => opensWith(body, marker));
  return comment && { body: comment.body, isAtWork: ours.some(({ body }) => opensWith(body, working)) };
}
