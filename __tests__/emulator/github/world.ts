import type { FileChange } from './changes.ts';
import type { Grants } from './grants.ts';
import { advance, newPull, type PullFacts, type PullRequest } from './pulls.ts';
import { Reviews } from './reviews.ts';

export interface Account {
  /** As REST shows it: a bot's ends in `[bot]`. */
  login: string;
  type: 'User' | 'Bot';
  id: number;
}

export interface IssueComment {
  id: number;
  number: number;
  user: Account;
  body: string;
  createdAt: string;
  updatedAt: string;
  isMinimized: boolean;
}

export interface Check {
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion:
    | 'success'
    | 'failure'
    | 'neutral'
    | 'cancelled'
    | 'skipped'
    | 'timed_out'
    | 'action_required'
    | null;
}

export interface CommitStatus {
  context: string;
  state: 'error' | 'failure' | 'pending' | 'success';
  description?: string | null;
  targetUrl?: string | null;
  id?: number;
  createdAt?: string;
  creator?: Account;
}

export interface Permission {
  permission: 'admin' | 'write' | 'read' | 'none';
  role_name: string;
}

export interface Reaction {
  id: number;
  on: 'issue' | 'issue-comment' | 'review-comment';
  /** Number of the issue or id of the comment. */
  target: number;
  content: string;
  user: Account;
  createdAt: string;
}

/** Who may be named by login alone: `x[bot]` is a bot. */
export type AccountLike = string | { login: string; type: 'User' | 'Bot' };

/** The state of the emulated GitHub: one repository with its comments, and pull requests anywhere. */
export class GitHubWorld {
  /** `owner/name`; everything but pull requests answers 404 elsewhere. */
  repository: string;
  /** Tokens that are accepted. */
  readonly tokens = new Set<string>(['ghs_emulatedTokenOfTheWorkflow0123456789']);
  /** Whom the token belongs to; the workflow's own token is a bot. */
  viewer: Account;
  isPrivate = false;
  /** What the token may do. */
  readonly grants: Grants = {
    checks: 'write',
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
    statuses: 'write',
  };
  /** Numbers of issues and pull requests that do not exist; all others do. */
  readonly missing = new Set<number>();
  /** Numbers of issues and pull requests that take no more comments. */
  readonly locked = new Set<number>();
  /** Commits that do not exist; all others do. */
  readonly missingCommits = new Set<string>();
  readonly reviews = new Reviews(this);
  /** By login in lower case. Nobody else is a collaborator. */
  readonly permissions = new Map<string, Permission>();
  readonly reactions: Reaction[] = [];
  /** By commit. */
  readonly checks = new Map<string, Check[]>();
  /** By commit, oldest first: the newest of a context counts. */
  readonly statuses = new Map<string, CommitStatus[]>();
  readonly #pulls = new Map<string, PullRequest>();
  readonly #accounts = new Map<string, Account>();
  readonly #now: () => number;
  #comments: IssueComment[] = [];
  #lastId = 1000;

  constructor(now: () => number, repository: string) {
    this.#now = now;
    this.repository = repository;
    this.viewer = this.account('github-actions[bot]');
    this.permissions.set('octocat', { permission: 'admin', role_name: 'admin' });
  }

  /** The same account for the same login. */
  account(like: AccountLike): Account {
    const { login, type } = typeof like === 'string' ? { login: like, type: typeOf(like) } : like;
    const known = this.#accounts.get(login) ?? { login, type, id: 41898000 + this.#accounts.size };
    this.#accounts.set(login, known);
    return known;
  }

  /** Sets who the token belongs to. */
  logInAs(like: AccountLike): void {
    this.viewer = this.account(like);
  }

  /** Comments of an issue or pull request, oldest first; of all of them without a number. */
  comments(number?: number): IssueComment[] {
    return number === undefined ? this.#comments : this.#comments.filter((one) => one.number === number);
  }

  comment(id: number): IssueComment | undefined {
    return this.#comments.find((one) => one.id === id);
  }

  addComment(comment: {
    number: number;
    body: string;
    user?: AccountLike;
    createdAt?: string;
  }): IssueComment {
    const createdAt = comment.createdAt ?? this.timestamp();
    const added: IssueComment = {
      id: this.nextId(),
      number: comment.number,
      user: comment.user === undefined ? this.viewer : this.account(comment.user),
      body: comment.body,
      createdAt,
      updatedAt: createdAt,
      isMinimized: false,
    };
    this.#comments.push(added);
    return added;
  }

  editComment(id: number, body: string): IssueComment | undefined {
    const comment = this.comment(id);
    if (comment !== undefined) Object.assign(comment, { body, updatedAt: this.timestamp() });
    return comment;
  }

  deleteComment(id: number): boolean {
    const before = this.#comments.length;
    this.#comments = this.#comments.filter((one) => one.id !== id);
    return this.#comments.length < before;
  }

  /** `files` are the whole diff against the merge base; the counts come from them unless given. */
  addPull(facts: Partial<PullFacts> & { number: number; user?: AccountLike }): PullRequest {
    const { user = 'octocat', ...given } = facts;
    const owned = { repository: this.repository, author: this.account(user), ...given };
    const pull = newPull(owned);
    this.#pulls.set(`${pull.repository}#${pull.number}`.toLowerCase(), pull);
    return pull;
  }

  /** A commit on top of the head; `files` are the whole diff against the merge base from then on. */
  push(number: number, files: readonly FileChange[], sha = this.#nextSha()): PullRequest {
    const pull = this.pull(number);
    if (pull === undefined) throw new Error(`no such pull request: ${number}`);
    const before = pull.heads.at(-1)?.files ?? [];
    advance(pull, sha, files);
    this.reviews.follow(number, before, pull.heads.at(-1)?.files ?? []);
    return pull;
  }

  /** The branch starts again from its merge base. `isLost`: the old commits cannot be read by their ids either. */
  forcePush(number: number, files: readonly FileChange[], { isLost = false } = {}): PullRequest {
    for (const head of this.pull(number)?.heads ?? []) {
      head.isPart = false;
      if (isLost) this.missingCommits.add(head.sha);
    }
    return this.push(number, files);
  }

  /** Closes, merges or reopens a pull request. */
  setState(number: number, state: PullRequest['state']): void {
    Object.assign(this.pull(number) ?? {}, { state });
  }

  deleteBranch(number: number): void {
    Object.assign(this.pull(number) ?? {}, { isBranchDeleted: true });
  }

  /** Pull requests of this world's own repository. */
  get pulls(): PullRequest[] {
    return [...this.#pulls.values()].filter((pull) => this.has(pull.repository));
  }

  addStatus(sha: string, status: CommitStatus): CommitStatus {
    const facts = { id: this.nextId(), createdAt: this.timestamp(), creator: this.viewer };
    const added = { description: null, targetUrl: null, ...facts, ...status };
    this.statuses.set(sha, [...(this.statuses.get(sha) ?? []), added]);
    return added;
  }

  /** The newest status of each context of a commit. Contexts are compared without regard to case. */
  currentStatuses(sha: string): CommitStatus[] {
    const newest = new Map<string, CommitStatus>();
    for (const status of this.statuses.get(sha) ?? []) newest.set(status.context.toLowerCase(), status);
    return [...newest.values()];
  }

  pull(number: number, repository = this.repository): PullRequest | undefined {
    return this.#pulls.get(`${repository}#${number}`.toLowerCase());
  }

  react(reaction: Pick<Reaction, 'on' | 'target' | 'content'>): { reaction: Reaction; isNew: boolean } {
    const { on, target, content } = reaction;
    const old = this.reactions.find(
      (one) => one.on === on && one.target === target && one.content === content && one.user === this.viewer,
    );
    if (old !== undefined) return { reaction: old, isNew: false };
    const added = { ...reaction, id: this.nextId(), user: this.viewer, createdAt: this.timestamp() };
    this.reactions.push(added);
    return { reaction: added, isNew: true };
  }

  has(repository: string): boolean {
    return repository.toLowerCase() === this.repository.toLowerCase();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #nextSha(): string {
    return this.nextId().toString(16).padStart(40, 'd');
  }

  /** GitHub's timestamps have whole seconds. */
  timestamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }
}

function typeOf(login: string): Account['type'] {
  return login.endsWith('[bot]') ? 'Bot' : 'User';
}
