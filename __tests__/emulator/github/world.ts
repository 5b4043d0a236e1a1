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

export interface PullRequest {
  number: number;
  /** `owner/name`. */
  repository: string;
  title: string;
  body: string;
  author: Account;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  headRefName: string;
  headSha: string;
  baseRefName: string;
  additions: number;
  deletions: number;
  changedFiles: number;
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
  /** Numbers of issues and pull requests that do not exist; all others do. */
  readonly missing = new Set<number>();
  /** By login in lower case. Nobody else is a collaborator. */
  readonly permissions = new Map<string, Permission>();
  readonly reactions: Reaction[] = [];
  /** By commit. */
  readonly checks = new Map<string, Check[]>();
  /** By commit. */
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

  addPull(facts: Partial<PullRequest> & { number: number; user?: AccountLike }): PullRequest {
    const { user = 'octocat', ...given } = facts;
    const pull: PullRequest = {
      repository: this.repository,
      title: `Pull request ${facts.number}`,
      body: '',
      author: this.account(user),
      state: 'OPEN',
      isDraft: false,
      headRefName: `branch-${facts.number}`,
      headSha: facts.number.toString(16).padStart(40, 'a'),
      baseRefName: 'main',
      additions: 12,
      deletions: 3,
      changedFiles: 2,
      ...given,
    };
    this.#pulls.set(`${pull.repository}#${pull.number}`.toLowerCase(), pull);
    return pull;
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

  /** GitHub's timestamps have whole seconds. */
  timestamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }
}

function typeOf(login: string): Account['type'] {
  return login.endsWith('[bot]') ? 'Bot' : 'User';
}
