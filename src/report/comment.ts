import { getOctokit } from '@actions/github';
import type { Log } from '../log.ts';
import { opensWith } from './marker.ts';

type Octokit = ReturnType<typeof getOctokit>;

/** Where a comment goes, and which. */
export interface CommentPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly kind: 'sticky' | 'new';
  /** The comment's first line. */
  readonly marker: string;
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

/** One comment on a pull request or issue. */
export class Comment {
  readonly #octokit: Octokit;
  readonly #place: CommentPlace;
  readonly #log: Log;
  readonly #request: { readonly signal: AbortSignal };

  /** `signal` gives up whatever is under way. */
  constructor(access: { token: string; apiUrl: string }, place: CommentPlace, log: Log, signal: AbortSignal) {
    this.#octokit = getOctokit(access.token, { baseUrl: access.apiUrl });
    this.#place = place;
    this.#log = log;
    this.#request = { signal };
  }

  /**
   * Posts the comment or brings it up to date; its URL. What goes wrong is a warning that names its remedy, and
   * undefined comes back.
   */
  async show(body: string): Promise<string | undefined> {
    try {
      const id = this.#place.kind === 'sticky' ? await this.#find() : undefined;
      return id === undefined ? await this.#create(body) : await this.#update(id, body);
    } catch (error) {
      this.#log.warning(
        `The comment could not be written: ${describe(error)}. ${remedyFor(error)}`,
        'Comment',
      );
      return undefined;
    }
  }

  /** Only a comment of our own account counts: anyone can copy a marker. */
  async #find(): Promise<number | undefined> {
    const { number, marker } = this.#place;
    let before: string | null = null;
    for (;;) {
      const page: CommentPage = await this.#octokit.graphql(COMMENTS, {
        owner: this.#owner,
        name: this.#name,
        number,
        before,
        request: this.#request,
      });
      const comments = page.repository?.issueOrPullRequest?.comments;
      const mine = comments?.nodes.find(
        (node) => isBy(page.viewer.login, node) && opensWith(node.body, marker),
      );
      if (mine) return mine.databaseId;
      if (!comments?.pageInfo.hasPreviousPage) return undefined;
      before = comments.pageInfo.startCursor;
    }
  }

  async #create(body: string): Promise<string> {
    const { data } = await this.#octokit.rest.issues.createComment({
      owner: this.#owner,
      repo: this.#name,
      issue_number: this.#place.number,
      body,
      request: this.#request,
    });
    return data.html_url;
  }

  async #update(id: number, body: string): Promise<string> {
    const { data } = await this.#octokit.rest.issues.updateComment({
      owner: this.#owner,
      repo: this.#name,
      comment_id: id,
      body,
      request: this.#request,
    });
    return data.html_url;
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

function describe(error: unknown): string {
  const { status, message } = error as { status?: number; message?: string };
  return [status ? `GitHub answered ${status}` : '', message ?? String(error)].filter(Boolean).join(': ');
}

function remedyFor(error: unknown): string {
  const { status, message = '' } = error as { status?: number; message?: string };
  if (status === 401) return 'Check the `github-token` input.';
  if (status === 403 || status === 404 || /not accessible/i.test(message)) {
    return 'Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set `comment: off`. Pull requests from forks get a read-only token.';
  }
  return 'The outcome is not affected.';
}
