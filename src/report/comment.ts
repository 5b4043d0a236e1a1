import { getOctokit } from '@actions/github';
import { parseRetryAfter } from '../oz/problem.ts';
import { opensWith } from './marker.ts';

type Octokit = ReturnType<typeof getOctokit>;

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
      readonly comments: {
        readonly nodes: readonly CommentNode[];
        readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
      };
    } | null;
  } | null;
}

interface CommentNode {
  readonly databaseId: number;
  readonly body: string;
  readonly author: { readonly login: string; readonly __typename: string } | null;
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

/** What went wrong with a comment, as far as it matters for what to do next. */
export type CommentFailure = 'gone' | 'busy' | 'denied' | 'refused' | 'other';

/** One comment on a pull request or issue. Methods reject with Octokit's errors. */
export class Comment {
  readonly #octokit: Octokit;
  readonly #place: CommentPlace;
  #id: number | undefined;
  #isRemade = false;

  constructor(access: { token: string; apiUrl: string }, place: CommentPlace) {
    this.#octokit = getOctokit(access.token, { baseUrl: access.apiUrl });
    this.#place = place;
  }

  /** Posts the comment or brings it up to date; its URL. One that somebody deleted meanwhile is made anew, once. */
  async write(body: string, signal: AbortSignal): Promise<string> {
    if (this.#place.isFresh)
      return this.#id === undefined ? this.#create(body, signal) : this.#edit(this.#id, body, signal);
    this.#id ??= await this.#find(signal);
    if (this.#id === undefined) {
      const url = await this.#create(body, signal);
      // A step that ran at the same time may have created its own: then one of the two goes.
      const oldest = await this.#find(signal);
      if (oldest === undefined || oldest === this.#id) return url;
      this.#id = oldest;
    }
    return this.#edit(this.#id, body, signal);
  }

  async #edit(id: number, body: string, signal: AbortSignal): Promise<string> {
    try {
      return await this.#update(id, body, signal);
    } catch (error) {
      // GitHub answers 404 to a token that may not edit, too.
      if (failureOf(error) !== 'gone' || this.#isRemade) throw error;
      this.#isRemade = true;
      return this.#create(body, signal);
    }
  }

  /**
   * The oldest comment that opens with our marker and that our own account wrote: anyone can copy a marker. Younger
   * ones beside it are removed.
   */
  async #find(signal: AbortSignal): Promise<number | undefined> {
    const { number, marker } = this.#place;
    let before: string | null = null;
    for (;;) {
      const page: CommentPage = await this.#octokit.graphql(COMMENTS, {
        owner: this.#owner,
        name: this.#name,
        number,
        before,
        request: { signal },
      });
      const comments = page.repository?.issueOrPullRequest?.comments;
      const mine = (comments?.nodes ?? [])
        .filter((node) => isBy(page.viewer.login, node) && opensWith(node.body, marker))
        .map(({ databaseId }) => databaseId);
      const oldest = Math.min(...mine);
      for (const id of mine) if (id !== oldest) await this.#remove(id, signal);
      if (mine.length > 0) return oldest;
      if (!comments?.pageInfo.hasPreviousPage) return undefined;
      before = comments.pageInfo.startCursor;
    }
  }

  async #create(body: string, signal: AbortSignal): Promise<string> {
    const { data } = await this.#octokit.rest.issues.createComment({
      ...this.#repository,
      issue_number: this.#place.number,
      body,
      request: { signal },
    });
    this.#id = data.id;
    return data.html_url;
  }

  async #update(id: number, body: string, signal: AbortSignal): Promise<string> {
    const { data } = await this.#octokit.rest.issues.updateComment({
      ...this.#repository,
      comment_id: id,
      body,
      request: { signal },
    });
    return data.html_url;
  }

  async #remove(id: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#octokit.rest.issues.deleteComment({
        ...this.#repository,
        comment_id: id,
        request: { signal },
      });
    } catch (error) {
      if (failureOf(error) !== 'gone') throw error;
    }
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

/** GraphQL names the viewer `x[bot]`, but a comment's author `x`, of type Bot. */
function isBy(viewer: string, { author }: CommentNode): boolean {
  if (author === null) return false;
  const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login;
  return login.toLowerCase() === viewer.toLowerCase();
}

interface OctokitError {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
}

/** GitHub's secondary rate limit is a 403 or 429 like any other, save for its headers and words. */
export function failureOf(error: unknown): CommentFailure {
  const { status = 0, message = '', response } = error as OctokitError;
  const { headers = {} } = response ?? {};
  const isLimited =
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /rate limit/i.test(message);
  if (status === 404 || status === 410) return 'gone';
  if (status === 429 || (status === 403 && isLimited)) return 'busy';
  if (status === 401 || status === 403 || /not accessible/i.test(message)) return 'denied';
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'other';
}

/** How long GitHub asks to be left alone, in ms; a minute where it does not say, as its documentation advises. */
export function pauseAfter(error: unknown, wall: number): number {
  const { headers = {} } = (error as OctokitError).response ?? {};
  const reset = Number(headers['x-ratelimit-reset']) * 1000 - wall;
  return parseRetryAfter(headers['retry-after'], wall) ?? (reset > 0 ? reset : 60_000);
}

/** A sentence that says what happened, and what to do about it. */
export function explain(error: unknown): string {
  const { status, message = String(error) } = error as OctokitError;
  const happened = `The comment could not be written: ${status ? `GitHub answered ${status}: ` : ''}${message}.`;
  if (status === 401) return `${happened} Check the \`github-token\` input.`;
  if (['denied', 'gone'].includes(failureOf(error))) {
    return `${happened} Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set \`comment: off\`. Pull requests from forks get a read-only token.`;
  }
  return `${happened} The outcome is not affected.`;
}
