import { timeoutSignal } from '../lib/clock.ts';
import { type Authored, isBy } from './author.ts';
import { causeOf, failureOf, statusOf } from './failure.ts';
import { opensWith } from './marker.ts';
import { connectGitHub, type GitHubAccess, type Octokit } from './octokit.ts';

/** A pull request or an issue. */
interface Conversation {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
}

/** A comment that is there. Ids are unique among those of one kind only. */
export interface CommentRef {
  readonly id: number;
  readonly isReview: boolean;
}

/** A comment that was found. */
export interface FoundComment extends CommentRef {
  readonly body: string;
}

/** Where comments go. Methods reject with Octokit's errors; nothing that creates is repeated. */
export interface CommentStore {
  /**
   * Those that open with one of the markers and that our own account wrote, oldest first: anyone can copy a marker. Older ones
   * than a hundred may be left out where there are any.
   */
  find(markers: readonly string[], signal: AbortSignal): Promise<FoundComment[]>;
  create(body: string, signal: AbortSignal): Promise<CommentRef & { readonly url: string }>;
  /** Its URL. */
  update(comment: CommentRef, body: string, signal: AbortSignal): Promise<string>;
  /** Whether or not it is still there. */
  remove(comment: CommentRef, signal: AbortSignal): Promise<void>;
}

interface CommentPage {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly issueOrPullRequest: {
      readonly comments: CommentConnection;
    } | null;
  } | null;
}

interface CommentConnection {
  readonly nodes: readonly CommentNode[];
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
}

interface CommentNode extends Authored {
  readonly databaseId: number;
  readonly body: string;
}

// GraphQL serves comments from the newest backwards, and alone can tell who a token of GitHub Actions is.
const COMMENTS = `
query ($owner: String!, $name: String!, $number: Int!, $before: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      ... on Issue { comments(last: 100, before: $before) { ...page } }
      ... on PullRequest { comments(last: 100, before: $before) { ...page } }
    }
  }
}
fragment page on IssueCommentConnection {
  nodes { databaseId body author { login __typename } }
  pageInfo { hasPreviousPage startCursor }
}`;

/** How long one request may take, in ms: GitHub itself ends those that take over 10 s. */
export const REQUEST_TIMEOUT = 12_000;

export interface CommentAccess extends GitHubAccess {
  /** In ms, for one request. */
  readonly requestTimeout?: number | undefined;
}

/** The comments of a pull request or issue. */
export class IssueComments implements CommentStore {
  readonly #octokit: Octokit;
  readonly #place: { readonly owner: string; readonly repo: string };
  readonly #number: number;
  readonly #requestTimeout: number;

  constructor(
    { requestTimeout = REQUEST_TIMEOUT, ...access }: CommentAccess,
    { repository, number }: Conversation,
  ) {
    const [owner = '', repo = ''] = repository.split('/');
    this.#octokit = connectGitHub(access);
    this.#place = { owner, repo };
    this.#number = number;
    this.#requestTimeout = requestTimeout;
  }

  async find(markers: readonly string[], signal: AbortSignal): Promise<FoundComment[]> {
    const { owner, repo: name } = this.#place;
    let before: string | null = null;
    for (;;) {
      const page: CommentPage | undefined = await this.#octokit.graphql(COMMENTS, {
        owner,
        name,
        number: this.#number,
        before,
        ...this.#options(signal),
      });
      const comments: CommentConnection | undefined = page?.repository?.issueOrPullRequest?.comments;
      // Taken for "none", it would make a second comment.
      if (page === undefined || comments === undefined) throw new Error('GitHub did not list the comments');
      const mine = comments.nodes
        .filter((node) => isBy(page.viewer.login, node) && opensWith(node.body, ...markers))
        .map(({ databaseId: id, body }) => ({ id, isReview: false, body }));
      if (mine.length > 0) return mine.toSorted((a, b) => a.id - b.id);
      if (!comments.pageInfo.hasPreviousPage) return [];
      before = comments.pageInfo.startCursor;
    }
  }

  async create(body: string, signal: AbortSignal): Promise<CommentRef & { url: string }> {
    const { data } = await this.#octokit.rest.issues.createComment({
      ...this.#place,
      issue_number: this.#number,
      body,
      ...this.#options(signal),
    });
    return { url: urlOf(data), id: data.id, isReview: false };
  }

  async update({ id }: CommentRef, body: string, signal: AbortSignal): Promise<string> {
    const { data } = await this.#octokit.rest.issues.updateComment({
      ...this.#place,
      comment_id: id,
      body,
      ...this.#options(signal),
    });
    return urlOf(data);
  }

  async remove({ id }: CommentRef, signal: AbortSignal): Promise<void> {
    await this.#octokit.rest.issues
      .deleteComment({ ...this.#place, comment_id: id, ...this.#options(signal) })
      .catch(unlessGone);
  }

  #options(signal: AbortSignal): { request: { signal: AbortSignal } } {
    return { request: { signal: AbortSignal.any([signal, timeoutSignal(this.#requestTimeout)]) } };
  }
}

export function unlessGone(error: unknown): void {
  if (failureOf(error) !== 'gone') throw error;
}

/** A spoilt body comes as text, or not at all. */
export function urlOf({ html_url }: { html_url?: string }): string {
  if (html_url === undefined) throw new Error('GitHub answered with something unreadable');
  return html_url;
}

/** A sentence that says what happened, and what to do about it. `isOpen`: whether the post phase tries again. */
export function explain(error: unknown, isOpen: boolean): string {
  const happened = `The comment could not be written: ${causeOf(error)}.`;
  switch (failureOf(error)) {
    case 'locked':
      return `${happened} Unlock the conversation, or set \`comment: off\`.`;
    case 'denied':
    case 'gone':
      return statusOf(error) === 401
        ? `${happened} Check the \`github-token\` input.`
        : `${happened} Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set \`comment: off\`. Pull requests from forks get a read-only token.`;
    default:
      return isOpen
        ? `${happened} The post phase of this step tries again.`
        : `${happened} The outcome is not affected.`;
  }
}
