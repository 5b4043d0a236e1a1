import { timeoutSignal } from '../lib/clock.ts';
import { type Authored, isBy } from './author.ts';
import { causeOf, failureOf, statusOf } from './failure.ts';
import { opensWith } from './marker.ts';
import { connectGitHub, type GitHubAccess, type Octokit } from './octokit.ts';

/** Where a comment goes, and which it is. */
export interface CommentPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** The comment's first line. */
  readonly marker: string;
  /** Whether there surely is none yet, so that none has to be looked for. */
  readonly isFresh: boolean;
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
const REQUEST_TIMEOUT = 12_000;

interface CommentAccess extends GitHubAccess {
  readonly requestTimeout?: number | undefined;
}

/** One comment on a pull request or issue. Methods reject with Octokit's errors. */
export class Comment {
  readonly #octokit: Octokit;
  readonly #place: CommentPlace;
  readonly #requestTimeout: number;
  #id: number | undefined;
  /** Whether there may be a comment of ours that we do not know of. */
  #mustLook: boolean;
  #isDoubtful = false;
  #isRemade = false;

  constructor({ token, apiUrl, requestTimeout = REQUEST_TIMEOUT }: CommentAccess, place: CommentPlace) {
    this.#octokit = connectGitHub({ token, apiUrl });
    this.#place = place;
    this.#requestTimeout = requestTimeout;
    this.#mustLook = !place.isFresh;
  }

  /** Whether a second comment may still turn up, since a request to create ours had no answer. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Posts the comment or updates it; its URL. One that somebody deleted meanwhile is posted again, once. */
  async write(body: string, signal: AbortSignal): Promise<string> {
    const known = await this.#look(signal);
    if (known !== undefined) return this.#edit(known, body, signal);
    const { id, url } = await this.#create(body, signal);
    // A step that ran at the same time may have created its own: then one of the two goes.
    const oldest = await this.#look(signal);
    return oldest === undefined || oldest === id ? url : this.#update(oldest, body, signal);
  }

  async #edit(id: number, body: string, signal: AbortSignal): Promise<string> {
    try {
      return await this.#update(id, body, signal);
    } catch (error) {
      if (failureOf(error) !== 'gone' || this.#isRemade) throw error;
    }
    // GitHub answers 404 to a token that may not edit, too: then the comment is still found.
    this.#isRemade = true;
    this.#id = undefined;
    this.#mustLook = true;
    return this.write(body, signal);
  }

  /** The id of our comment; GitHub is only asked when it may know more than we do. */
  async #look(signal: AbortSignal): Promise<number | undefined> {
    if (this.#mustLook || this.#isDoubtful) {
      this.#id = (await this.#find(signal)) ?? this.#id;
      this.#mustLook = false;
    }
    return this.#id;
  }

  /**
   * The oldest comment that opens with our marker and that our own account wrote: anyone can copy a marker. Younger
   * ones beside it are removed.
   */
  async #find(signal: AbortSignal): Promise<number | undefined> {
    const { number, marker } = this.#place;
    let before: string | null = null;
    for (;;) {
      const page: CommentPage | undefined = await this.#octokit.graphql(COMMENTS, {
        owner: this.#owner,
        name: this.#name,
        number,
        before,
        ...this.#requestOptions(signal),
      });
      const comments: CommentConnection | undefined = page?.repository?.issueOrPullRequest?.comments;
      // Taken for "none", it would make a second comment.
      if (page === undefined || comments === undefined) throw new Error('GitHub did not list the comments');
      const mine = comments.nodes
        .filter((node) => isBy(page.viewer.login, node) && opensWith(node.body, marker))
        .map(({ databaseId }) => databaseId);
      const oldest = Math.min(...mine);
      for (const id of mine) if (id !== oldest) await this.#remove(id, signal);
      if (mine.length > 0) return oldest;
      if (!comments.pageInfo.hasPreviousPage) return undefined;
      before = comments.pageInfo.startCursor;
    }
  }

  async #create(body: string, signal: AbortSignal): Promise<{ id: number; url: string }> {
    this.#mustLook = true;
    try {
      const { data } = await this.#octokit.rest.issues.createComment({
        ...this.#repository,
        issue_number: this.#place.number,
        body,
        ...this.#requestOptions(signal),
      });
      const url = urlOf(data);
      this.#id = data.id;
      this.#mustLook = !this.#place.isFresh;
      return { id: data.id, url };
    } catch (error) {
      this.#isDoubtful ||= failureOf(error) === 'other';
      throw error;
    }
  }

  async #update(id: number, body: string, signal: AbortSignal): Promise<string> {
    const { data } = await this.#octokit.rest.issues.updateComment({
      ...this.#repository,
      comment_id: id,
      body,
      ...this.#requestOptions(signal),
    });
    return urlOf(data);
  }

  async #remove(id: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#octokit.rest.issues.deleteComment({
        ...this.#repository,
        comment_id: id,
        ...this.#requestOptions(signal),
      });
    } catch (error) {
      if (failureOf(error) !== 'gone') throw error;
    }
  }

  #requestOptions(signal: AbortSignal): { request: { signal: AbortSignal } } {
    return { request: { signal: AbortSignal.any([signal, timeoutSignal(this.#requestTimeout)]) } };
  }

  get #repository(): { owner: string; repo: string } {
    return { owner: this.#owner, repo: this.#name };
  }

  get #owner(): string {
    return this.#place.repository.split('/')[0] ?? '';
  }

  get #name(): string {
    return this.#place.repository.split('/')[1] ?? '';
  }
}

/** A spoilt body comes as text, or not at all. */
function urlOf({ html_url }: { html_url?: string }): string {
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
