import { type Anchor, follow, place, type Side } from './anchors.ts';
import type { ChangedFile } from './changes.ts';
import type { Head, PullRequest } from './pulls.ts';
import type { Account, AccountLike, GitHubWorld } from './world.ts';

export type ReviewState = 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING';

export interface Review {
  id: number;
  number: number;
  user: Account;
  body: string;
  state: ReviewState;
  commitSha: string;
  submittedAt: string;
}

export interface Thread {
  id: number;
  number: number;
  /** As placed. */
  original: Anchor;
  /** Where it stands in the diff of the present head; `undefined` once a push outdated it. */
  current: Anchor | undefined;
  commitSha: string;
  diffHunk: string;
  position: number;
  resolvedBy: Account | undefined;
}

export interface ReviewComment {
  id: number;
  number: number;
  review: Review;
  thread: Thread;
  user: Account;
  body: string;
  createdAt: string;
  updatedAt: string;
  isMinimized: boolean;
  /** Id of the comment that opened the thread. */
  inReplyTo: number | undefined;
}

export interface DraftComment {
  path: string;
  line: number;
  side?: Side;
  startLine?: number;
  body: string;
}

export interface Draft {
  number: number;
  body?: string;
  state?: ReviewState;
  /** The head by default. */
  commitSha?: string;
  comments?: readonly DraftComment[];
  user?: AccountLike;
}

/** Reviews of pull requests, with their threads. */
export class Reviews {
  readonly #world: GitHubWorld;
  readonly #reviews: Review[] = [];
  readonly #threads: Thread[] = [];
  #comments: ReviewComment[] = [];

  constructor(world: GitHubWorld) {
    this.#world = world;
  }

  /** Oldest first. A pending review is seen by its author only. */
  of(number: number): Review[] {
    const { viewer } = this.#world;
    return this.#reviews.filter(
      (one) => one.number === number && (one.state !== 'PENDING' || one.user === viewer),
    );
  }

  /** Inline comments, oldest first. */
  comments(number: number): ReviewComment[] {
    return this.#comments.filter((one) => one.number === number && one.review.state !== 'PENDING');
  }

  /** Threads that still have a comment. */
  threads(number: number): Thread[] {
    const alive = new Set(this.comments(number).map((one) => one.thread));
    return this.#threads.filter((one) => alive.has(one));
  }

  comment(id: number): ReviewComment | undefined {
    return this.#comments.find((one) => one.id === id);
  }

  /** Posts a review, or says in GitHub's words why not; then nothing has been posted. */
  post(draft: Draft): { review: Review } | { refused: string } {
    const { number, comments = [], state = 'COMMENTED' } = draft;
    const pull = this.#world.pull(number);
    if (pull === undefined) throw new Error(`no such pull request: ${number}`);
    const user = draft.user === undefined ? this.#world.viewer : this.#world.account(draft.user);
    const head = headAt(pull, draft.commitSha ?? pull.headSha);
    if (head === undefined) return { refused: 'The commit_id is not part of the pull request.' };
    const isSecond = this.#reviews.some(
      (one) => one.number === number && one.user === user && one.state === 'PENDING',
    );
    if (isSecond) return { refused: 'User can only have one pending review per pull request' };
    const placed = comments.map((comment) => ({
      comment,
      anchor: anchorOf(comment),
      where: place(head.files, anchorOf(comment)),
    }));
    const refused = placed.find(({ where }) => typeof where === 'string')?.where;
    if (typeof refused === 'string') return { refused };
    const submittedAt = this.#world.timestamp();
    const { body = '' } = draft;
    const facts = { id: this.#world.nextId(), number, user, body, state };
    const review: Review = { ...facts, commitSha: head.sha, submittedAt };
    this.#reviews.push(review);
    for (const { comment, anchor, where } of placed) {
      if (typeof where === 'string') continue;
      const current = head === pull.heads.at(-1) ? anchor : follow(head.files, filesOf(pull), anchor);
      const at = { original: anchor, current, commitSha: head.sha, ...where };
      this.#open(review, at, comment.body);
    }
    return { review };
  }

  /** Adds a review that GitHub would take; throws when it would not. */
  add(draft: Draft): Review {
    const result = this.post(draft);
    if ('refused' in result) throw new Error(result.refused);
    return result.review;
  }

  reply(to: ReviewComment, body: string, user: AccountLike = this.#world.viewer): ReviewComment {
    const { number, thread } = to;
    const account = this.#world.account(user);
    const submittedAt = this.#world.timestamp();
    // GitHub wraps each reply in a review of its own, without a text.
    const facts = { id: this.#world.nextId(), number, user: account, body: '', submittedAt };
    const review: Review = { ...facts, state: 'COMMENTED', commitSha: thread.commitSha };
    this.#reviews.push(review);
    return this.#say(review, thread, body, this.first(thread)?.id);
  }

  /** The comment that leads a thread now. */
  first(thread: Thread): ReviewComment | undefined {
    return this.#comments.find((one) => one.thread === thread);
  }

  edit(comment: ReviewComment, body: string): void {
    Object.assign(comment, { body, updatedAt: this.#world.timestamp() });
  }

  delete(id: number): boolean {
    const before = this.#comments.length;
    this.#comments = this.#comments.filter((one) => one.id !== id);
    return this.#comments.length < before;
  }

  /** Resolves the thread of a comment. */
  resolve(id: number, by: AccountLike = 'octocat'): void {
    const thread = this.comment(id)?.thread;
    if (thread === undefined) throw new Error(`no such review comment: ${id}`);
    thread.resolvedBy = this.#world.account(by);
  }

  /** A push moves the threads with their lines, and outdates those whose line it changed. */
  follow(number: number, before: readonly ChangedFile[], after: readonly ChangedFile[]): void {
    for (const thread of this.#threads) {
      if (thread.number !== number || thread.current === undefined) continue;
      thread.current = follow(before, after, thread.current);
    }
  }

  #open(
    review: Review,
    at: Pick<Thread, 'original' | 'current' | 'commitSha' | 'diffHunk' | 'position'>,
    body: string,
  ): void {
    const { number } = review;
    const thread: Thread = { id: this.#world.nextId(), number, resolvedBy: undefined, ...at };
    this.#threads.push(thread);
    this.#say(review, thread, body, undefined);
  }

  #say(review: Review, thread: Thread, body: string, inReplyTo: number | undefined): ReviewComment {
    const createdAt = this.#world.timestamp();
    const { number, user } = review;
    const facts = { id: this.#world.nextId(), number, review, thread, user, body, inReplyTo };
    const comment = { ...facts, createdAt, updatedAt: createdAt, isMinimized: false };
    this.#comments.push(comment);
    return comment;
  }
}

function anchorOf({ path, line, side = 'RIGHT', startLine }: DraftComment): Anchor {
  return { path, line, side, ...(startLine !== undefined && { startLine }) };
}

function headAt({ heads }: PullRequest, sha: string): Head | undefined {
  return heads.find((head) => head.sha === sha && head.isPart);
}

function filesOf({ heads }: PullRequest): readonly ChangedFile[] {
  return heads.at(-1)?.files ?? [];
}
