import type { OpenApiDocument } from '../../contract/document.ts';
import { fill } from '../../contract/fill.ts';
import { place } from './anchors.ts';
import type { ChangedFile } from './changes.ts';
import type { PullRequest } from './pulls.ts';
import type { Review, ReviewComment, Thread } from './reviews.ts';
import type { Account, Check, CommitStatus, GitHubWorld, IssueComment, Reaction } from './world.ts';

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
      locked: this.#world.locked.has(pull.number),
      merged: isMerged,
      merged_at: isMerged ? ended : null,
      closed_at: ended,
      html_url: pullUrl(pull),
      url: `${this.#repositoryUrl(pull.repository)}/pulls/${pull.number}`,
      user: this.user(pull.author),
      head: this.#end(pull, pull.headRefName, pull.headSha),
      base: this.#end(pull, pull.baseRefName, pull.baseSha),
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

  /** All that the newest statuses of a commit come to. */
  combinedStatus(sha: string, statuses: CommitStatus[]): Json {
    const states = statuses.map((one) => one.state);
    const isFailed = states.some((state) => state === 'error' || state === 'failure');
    const state = isFailed ? 'failure' : states.every((one) => one === 'success') ? 'success' : 'pending';
    return fill(this.#document, 'combined-commit-status', {
      sha,
      state: states.length === 0 ? 'pending' : state,
      total_count: statuses.length,
      statuses: statuses.map((one) => this.status(one, 'simple-commit-status')),
    });
  }

  status(status: CommitStatus, schema = 'status'): Json {
    const { id = 1, context, state, description = null, targetUrl = null, creator } = status;
    const createdAt = status.createdAt ?? this.#world.timestamp();
    return fill(this.#document, schema, {
      id,
      context,
      state,
      description,
      target_url: targetUrl,
      created_at: createdAt,
      updated_at: createdAt,
      ...(schema === 'status' && { creator: creator === undefined ? null : this.user(creator) }),
    });
  }

  reaction({ id, content, user, createdAt }: Reaction): Json {
    return fill(this.#document, 'reaction', { id, content, user: this.user(user), created_at: createdAt });
  }

  rateLimit(): Json {
    return fill(this.#document, 'rate-limit-overview', {});
  }

  review(review: Review): Json {
    const { id, number, user, body, state, commitSha, submittedAt } = review;
    return fill(this.#document, 'pull-request-review', {
      id,
      body,
      state,
      user: this.user(user),
      commit_id: commitSha,
      html_url: reviewUrl(this.#world, review),
      pull_request_url: `${this.#repositoryUrl()}/pulls/${number}`,
      ...(state !== 'PENDING' && { submitted_at: submittedAt }),
    });
  }

  reviewComment(comment: ReviewComment): Json {
    const { id, number, user, body, thread, review, createdAt, updatedAt, inReplyTo } = comment;
    const { original, current } = thread;
    return fill(this.#document, 'pull-request-review-comment', {
      id,
      body,
      user: this.user(user),
      path: original.path,
      side: original.side,
      line: current?.line ?? null,
      start_line: current?.startLine ?? null,
      start_side: original.startLine === undefined ? null : original.side,
      original_line: original.line,
      original_start_line: original.startLine ?? null,
      position: this.#position(thread),
      original_position: thread.position,
      commit_id: current === undefined ? thread.commitSha : this.#world.pull(number)?.headSha,
      original_commit_id: thread.commitSha,
      diff_hunk: thread.diffHunk,
      subject_type: 'line',
      pull_request_review_id: review.id,
      ...(inReplyTo !== undefined && { in_reply_to_id: inReplyTo }),
      url: `${this.#repositoryUrl()}/pulls/comments/${id}`,
      html_url: reviewCommentUrl(this.#world, comment),
      pull_request_url: `${this.#repositoryUrl()}/pulls/${number}`,
      created_at: createdAt,
      updated_at: updatedAt,
    });
  }

  file({ change, status, additions, deletions, patch, blob }: ChangedFile): Json {
    return fill(this.#document, 'diff-entry', {
      sha: blob,
      filename: change.path,
      ...(change.previousPath !== undefined && { previous_filename: change.previousPath }),
      status,
      additions,
      deletions,
      changes: additions + deletions,
      ...(patch !== undefined && { patch }),
    });
  }

  comparison(facts: {
    base: string;
    mergeBase: string;
    head: string;
    status: string;
    files: ChangedFile[];
  }): Json {
    const { base, mergeBase, head, status, files } = facts;
    const commit = (sha: string) => fill(this.#document, 'commit', { sha });
    return fill(this.#document, 'commit-comparison', {
      base_commit: commit(base),
      merge_base_commit: commit(mergeBase),
      commits: mergeBase === head ? [] : [commit(head)],
      total_commits: mergeBase === head ? 0 : 1,
      status,
      ahead_by: mergeBase === head ? 0 : 1,
      behind_by: mergeBase === base ? 0 : 1,
      files: files.map((file) => this.file(file)),
    });
  }

  /** In the diff of the present head; `null` for a thread that a push outdated. */
  #position({ number, current }: Thread): number | null {
    const files = this.#world.pull(number)?.heads.at(-1)?.files ?? [];
    const placed = current === undefined ? undefined : place(files, current);
    return typeof placed === 'object' ? placed.position : null;
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

export function reviewUrl(world: GitHubWorld, { id, number }: Pick<Review, 'id' | 'number'>): string {
  return `https://github.com/${world.repository}/pull/${number}#pullrequestreview-${id}`;
}

export function reviewCommentUrl(world: GitHubWorld, { id, number }: Pick<Review, 'id' | 'number'>): string {
  return `https://github.com/${world.repository}/pull/${number}#discussion_r${id}`;
}
