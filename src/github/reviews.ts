import { timeoutSignal } from '../lib/clock.ts';
import { object, text } from '../lib/json.ts';
import { type Authored, isBy } from './author.ts';
import { causeOf, failureOf, statusOf } from './failure.ts';
import { opensWith } from './marker.ts';
import { connectGitHub, type GitHubAccess, type Octokit } from './octokit.ts';

/** Which review of which pull request. */
interface ReviewPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** The first line of the review, and of no other. */
  readonly marker: string;
  /** The first line of all inline comments of this comment key. */
  readonly inlineMarker: string;
}

/** An inline comment of ours. */
export interface OwnComment {
  readonly path: string;
  readonly side: 'LEFT' | 'RIGHT';
  /** The lines of the diff down to its own. */
  readonly diffHunk: string;
  readonly url: string;
  /** Whether somebody resolved its thread. */
  readonly isResolved: boolean;
}

/** How the pull request stands. */
export interface Standing {
  readonly headSha: string;
  readonly baseSha: string;
  /** The review with the marker, if it is there. */
  readonly url: string | undefined;
  /** Those that nobody has deleted or hidden. */
  readonly comments: readonly OwnComment[];
}

export interface ChangedFile {
  readonly filename: string;
  readonly previous_filename?: string | undefined;
  readonly patch?: string | undefined;
}

export interface Draft {
  readonly body: string;
  /** Undefined: the head. */
  readonly commit: string | undefined;
  readonly comments: readonly DraftComment[];
}

export interface DraftComment {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly side: 'LEFT' | 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'LEFT' | 'RIGHT';
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
}

interface CommentNode extends Authored {
  readonly body: string;
  readonly url: string;
  readonly diffHunk: string;
  readonly isMinimized: boolean;
}

interface ThreadNode {
  readonly path: string;
  readonly diffSide: 'LEFT' | 'RIGHT';
  readonly isResolved: boolean;
  readonly comments: { readonly nodes: readonly CommentNode[] };
}

interface ReviewNode extends Authored {
  readonly body: string;
  readonly url: string;
}

interface Answer {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly pullRequest: {
      readonly headRefOid: string;
      readonly baseRefOid: string;
      readonly reviews?: Page<ReviewNode>;
      readonly reviewThreads?: Page<ThreadNode>;
    } | null;
  } | null;
}

// From the newest backwards. GraphQL alone knows which comments are hidden, and who a token of GitHub Actions is.
const STANDING = `
query ($owner: String!, $name: String!, $number: Int!,
       $reviews: Boolean!, $reviewsBefore: String, $threads: Boolean!, $threadsBefore: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      baseRefOid
      reviews(last: 100, before: $reviewsBefore) @include(if: $reviews) {
        nodes { body url author { login __typename } }
        pageInfo { hasPreviousPage startCursor }
      }
      reviewThreads(last: 100, before: $threadsBefore) @include(if: $threads) {
        nodes {
          path diffSide isResolved
          comments(first: 1) { nodes { body url diffHunk isMinimized author { login __typename } } }
        }
        pageInfo { hasPreviousPage startCursor }
      }
    }
  }
}`;

/** How long one request may take, in ms: GitHub itself ends those that take over 10 s. */
const REQUEST_TIMEOUT = 12_000;

/** In files: GitHub's own page. */
const PAGE = 100;

/** Our review of a pull request. Methods reject with Octokit's errors. */
export class Reviews {
  readonly #octokit: Octokit;
  readonly #place: ReviewPlace;
  readonly #signal: AbortSignal;

  constructor(access: GitHubAccess, place: ReviewPlace, signal: AbortSignal) {
    this.#octokit = connectGitHub(access);
    this.#place = place;
    this.#signal = signal;
  }

  /** How the pull request stands; without the comments where our review is there. */
  async look(): Promise<Standing> {
    const comments: OwnComment[] = [];
    let [reviews, threads] = [FIRST_PAGE, FIRST_PAGE];
    for (;;) {
      const { viewer, pull } = await this.#read(reviews, threads);
      const { headRefOid: headSha, baseRefOid: baseSha } = pull;
      const ours = pull.reviews?.nodes.find((node) => this.#isOurs(node, viewer, this.#place.marker));
      comments.push(...(pull.reviewThreads?.nodes ?? []).flatMap((node) => this.#ownComment(node, viewer)));
      reviews = nextPage(pull.reviews);
      threads = nextPage(pull.reviewThreads);
      if (ours !== undefined || !(reviews.isWanted || threads.isWanted)) {
        return { headSha, baseSha, url: ours?.url, comments };
      }
    }
  }

  /** The URL of the review, if it is there. */
  async find(): Promise<string | undefined> {
    for (let page = FIRST_PAGE; page.isWanted; ) {
      const { viewer, pull } = await this.#read(page, NO_PAGE);
      const ours = pull.reviews?.nodes.find((node) => this.#isOurs(node, viewer, this.#place.marker));
      if (ours !== undefined) return ours.url;
      page = nextPage(pull.reviews);
    }
    return undefined;
  }

  /** What the pull request changes at its head. */
  async files(): Promise<ChangedFile[]> {
    const files: ChangedFile[] = [];
    for (let page = 1; ; page += 1) {
      const { data } = await this.#octokit.rest.pulls.listFiles({
        ...this.#repository,
        pull_number: this.#place.number,
        per_page: PAGE,
        page,
        ...this.#requestOptions,
      });
      if (!Array.isArray(data)) throw new Error('GitHub did not list the files');
      files.push(...data);
      if (data.length < PAGE) return files;
    }
  }

  /** What a commit changes since it left its base; GitHub lists at most 300 files. */
  async compare(
    base: string,
    commit: string,
  ): Promise<{ mergeBase: string | undefined; files: ChangedFile[] }> {
    const { data } = await this.#octokit.rest.repos.compareCommitsWithBasehead({
      ...this.#repository,
      basehead: `${base}...${commit}`,
      // Its pages are of commits; the files come with the first.
      per_page: 1,
      ...this.#requestOptions,
    });
    const { merge_base_commit, files = [] } = data;
    return { mergeBase: text(object(merge_base_commit).sha), files };
  }

  /** Posts the review, in one request that is all or nothing; its URL. */
  async create({ body, commit, comments }: Draft): Promise<string> {
    const { data } = await this.#octokit.rest.pulls.createReview({
      ...this.#repository,
      pull_number: this.#place.number,
      event: 'COMMENT',
      body,
      ...(commit !== undefined && { commit_id: commit }),
      comments: [...comments],
      ...this.#requestOptions,
    });
    const url = text(object(data).html_url);
    // A spoilt body comes as text, or not at all.
    if (url === undefined) throw new Error('GitHub answered with something unreadable');
    return url;
  }

  async #read(reviews: Cursor, threads: Cursor) {
    const answer: Answer | undefined = await this.#octokit.graphql(STANDING, {
      owner: this.#repository.owner,
      name: this.#repository.repo,
      number: this.#place.number,
      reviews: reviews.isWanted,
      reviewsBefore: reviews.before,
      threads: threads.isWanted,
      threadsBefore: threads.before,
      ...this.#requestOptions,
    });
    const pull = answer?.repository?.pullRequest;
    // Taken for "none", it would make a second review.
    const isWhole = (!reviews.isWanted || pull?.reviews) && (!threads.isWanted || pull?.reviewThreads);
    if (!answer || !pull || !isWhole) throw new Error('GitHub did not list the reviews');
    return { viewer: answer.viewer.login, pull };
  }

  #ownComment({ path, diffSide: side, isResolved, comments }: ThreadNode, viewer: string): OwnComment[] {
    const [first] = comments.nodes;
    if (first === undefined || first.isMinimized) return [];
    if (!this.#isOurs(first, viewer, this.#place.inlineMarker)) return [];
    return [{ path, side, isResolved, diffHunk: first.diffHunk, url: first.url }];
  }

  /** Anyone can copy a marker. */
  #isOurs(node: Authored & { readonly body: string }, viewer: string, marker: string): boolean {
    return isBy(viewer, node) && opensWith(node.body, marker);
  }

  get #requestOptions(): { request: { signal: AbortSignal } } {
    return { request: { signal: AbortSignal.any([this.#signal, timeoutSignal(REQUEST_TIMEOUT)]) } };
  }

  get #repository(): { owner: string; repo: string } {
    const [owner = '', repo = ''] = this.#place.repository.split('/');
    return { owner, repo };
  }
}

interface Cursor {
  readonly isWanted: boolean;
  readonly before: string | null;
}

const FIRST_PAGE: Cursor = { isWanted: true, before: null };
const NO_PAGE: Cursor = { isWanted: false, before: null };

function nextPage(page: Page<unknown> | undefined): Cursor {
  if (!page?.pageInfo.hasPreviousPage) return NO_PAGE;
  return { isWanted: true, before: page.pageInfo.startCursor };
}

/** A sentence that says what happened, and what to do about it. */
export function explainReview(error: unknown): string {
  const happened = `The review could not be posted: ${causeOf(error)}.`;
  const instead = 'Its findings stand in the step summary, and in the comment where there is one.';
  switch (failureOf(error)) {
    case 'denied':
    case 'gone':
      return statusOf(error) === 401
        ? `${happened} Check the \`github-token\` input. ${instead}`
        : `${happened} Let the job post reviews:\npermissions:\n  pull-requests: write\nPull requests from forks get a read-only token. ${instead}`;
    default:
      return `${happened} ${instead}`;
  }
}
