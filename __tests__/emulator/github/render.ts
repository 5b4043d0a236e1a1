import type { OpenApiDocument } from '../../contract/document.ts';
import { fill } from '../../contract/fill.ts';
import type {
  Account,
  Check,
  CommitStatus,
  GitHubWorld,
  IssueComment,
  PullRequest,
  Reaction,
} from './world.ts';

type Json = Record<string, unknown>;

/** Shows the world as GitHub's REST API would; what nobody reads is filled in from the contract. */
export class Renderer {
  readonly #document: OpenApiDocument;
  readonly #world: GitHubWorld;
  readonly #api: () => string;

  /** `api` is the base URL of the REST API. */
  constructor(document: OpenApiDocument, world: GitHubWorld, api: () => string) {
    this.#document = document;
    this.#world = world;
    this.#api = api;
  }

  user({ login, id, type }: Account, schema = 'simple-user'): Json {
    const html_url = `https://github.com/${login.replace(/^(.*)\[bot\]$/, 'apps/$1')}`;
    return fill(this.#document, schema, {
      login,
      id,
      type,
      html_url,
      url: `${this.#api()}/users/${encodeURIComponent(login)}`,
    });
  }

  comment({ id, number, user, body, createdAt, updatedAt }: IssueComment): Json {
    const url = `${this.#repositoryUrl()}/issues/comments/${id}`;
    return fill(this.#document, 'issue-comment', {
      id,
      url,
      body,
      html_url: commentUrl(this.#world, { id, number }),
      issue_url: `${this.#repositoryUrl()}/issues/${number}`,
      user: this.user(user),
      created_at: createdAt,
      updated_at: updatedAt,
      author_association: user.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
      performed_via_github_app: null,
    });
  }

  pull(pull: PullRequest): Json {
    const isMerged = pull.state === 'MERGED';
    const ended = pull.state === 'OPEN' ? null : this.#world.timestamp();
    return fill(this.#document, 'pull-request', {
      number: pull.number,
      id: 500_000 + pull.number,
      title: pull.title,
      body: pull.body,
      state: pull.state === 'OPEN' ? 'open' : 'closed',
      draft: pull.isDraft,
      merged: isMerged,
      merged_at: isMerged ? ended : null,
      closed_at: ended,
      html_url: pullUrl(pull),
      url: `${this.#repositoryUrl(pull.repository)}/pulls/${pull.number}`,
      user: this.user(pull.author),
      head: this.#end(pull, pull.headRefName, pull.headSha),
      base: this.#end(pull, pull.baseRefName, '0'.repeat(40)),
      additions: pull.additions,
      deletions: pull.deletions,
      changed_files: pull.changedFiles,
      commits: 1,
      comments: this.#world.comments(pull.number).length,
      mergeable: true,
      mergeable_state: 'clean',
      author_association: 'CONTRIBUTOR',
    });
  }

  check(sha: string, check: Check, index: number): Json {
    const done = check.status === 'completed';
    return fill(this.#document, 'check-run', {
      ...check,
      id: index + 1,
      head_sha: sha,
      html_url: `https://github.com/${this.#world.repository}/runs/${index + 1}`,
      started_at: this.#world.timestamp(),
      completed_at: done ? this.#world.timestamp() : null,
    });
  }

  status(sha: string, statuses: CommitStatus[]): Json {
    const states = statuses.map((one) => one.state);
    const isFailed = states.some((state) => state === 'error' || state === 'failure');
    const state = isFailed ? 'failure' : states.every((one) => one === 'success') ? 'success' : 'pending';
    return fill(this.#document, 'combined-commit-status', {
      sha,
      state: states.length === 0 ? 'pending' : state,
      total_count: statuses.length,
      statuses: statuses.map((one, index) =>
        fill(this.#document, 'simple-commit-status', { ...one, id: index + 1 }),
      ),
    });
  }

  reaction({ id, content, user, createdAt }: Reaction): Json {
    return fill(this.#document, 'reaction', { id, content, user: this.user(user), created_at: createdAt });
  }

  rateLimit(): Json {
    return fill(this.#document, 'rate-limit-overview', {});
  }

  #end(pull: PullRequest, ref: string, sha: string): Json {
    const [owner = '', name = ''] = pull.repository.split('/');
    const user = this.user(this.#world.account(owner));
    const facts = { name, full_name: pull.repository, owner: user, private: this.#world.isPrivate };
    return { label: `${owner}:${ref}`, ref, sha, user, repo: fill(this.#document, 'repository', facts) };
  }

  #repositoryUrl(repository = this.#world.repository): string {
    return `${this.#api()}/repos/${repository}`;
  }
}

export function pullUrl({ repository, number }: Pick<PullRequest, 'repository' | 'number'>): string {
  return `https://github.com/${repository}/pull/${number}`;
}

export function commentUrl(world: GitHubWorld, { id, number }: Pick<IssueComment, 'id' | 'number'>): string {
  const kind = world.pull(number) === undefined ? 'issues' : 'pull';
  return `https://github.com/${world.repository}/${kind}/${number}#issuecomment-${id}`;
}
