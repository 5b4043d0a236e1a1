import { timeoutSignal } from '../lib/clock.ts';
import { number, object, text } from '../lib/json.ts';
import {
  type CommentAccess,
  type CommentRef,
  type CommentStore,
  type FoundComment,
  IssueComments,
  REQUEST_TIMEOUT,
  unlessGone,
  urlOf,
} from './comments.ts';
import type { WorkflowEvent } from './event.ts';
import { failureOf } from './failure.ts';
import { opensWith } from './marker.ts';
import { connectGitHub, type Octokit } from './octokit.ts';

/** The review thread that an event is about. */
interface Thread {
  /** `owner/name`. */
  readonly repository: string;
  /** Of the pull request. */
  readonly number: number;
  /** The comment that opened the thread: GitHub takes replies to no other. */
  readonly firstId: number;
  /** RFC 3339: nothing of ours is older. */
  readonly since: string | undefined;
}

/** Undefined for anything but a comment in a review of this pull request. */
export function threadOf(
  { name, payload, repository, number: own }: WorkflowEvent,
  pull: number,
): Thread | undefined {
  if (name !== 'pull_request_review_comment' || own !== pull) return undefined;
  const comment = object(payload.comment);
  const firstId = number(comment.in_reply_to_id) ?? number(comment.id);
  return firstId === undefined
    ? undefined
    : { repository, number: pull, firstId, since: text(comment.created_at) };
}

/** The comments of a review thread; where the thread is gone, those of its pull request. */
export class ThreadComments implements CommentStore {
  readonly #octokit: Octokit;
  readonly #thread: Thread;
  readonly #place: { readonly owner: string; readonly repo: string };
  readonly #conversation: IssueComments;
  readonly #requestTimeout: number;

  constructor(access: CommentAccess, thread: Thread) {
    const [owner = '', repo = ''] = thread.repository.split('/');
    this.#octokit = connectGitHub(access);
    this.#thread = thread;
    this.#place = { owner, repo };
    this.#conversation = new IssueComments(access, thread);
    this.#requestTimeout = access.requestTimeout ?? REQUEST_TIMEOUT;
  }

  /** Markers of replies name their step, so it does not matter in which thread they stand. */
  async find(markers: readonly string[], signal: AbortSignal): Promise<FoundComment[]> {
    const elsewhere = await this.#conversation.find(markers, signal);
    const { number: pull_number, since } = this.#thread;
    const [viewer, comments] = await Promise.all([
      this.#viewer(signal),
      this.#octokit.paginate(this.#octokit.rest.pulls.listReviewComments, {
        ...this.#place,
        pull_number,
        ...(since === undefined ? {} : { since }),
        per_page: 100,
        ...this.#options(signal),
      }),
    ]);
    const mine = comments
      .filter(({ user, body }) => user?.login?.toLowerCase() === viewer && opensWith(body, ...markers))
      .map(({ id, body }) => ({ id, isReview: true, body }));
    return [...mine.toSorted((a, b) => a.id - b.id), ...elsewhere];
  }

  async create(body: string, signal: AbortSignal): Promise<CommentRef & { url: string }> {
    const { number: pull_number, firstId: comment_id } = this.#thread;
    try {
      const { data } = await this.#octokit.rest.pulls.createReplyForReviewComment({
        ...this.#place,
        pull_number,
        comment_id,
        body,
        ...this.#options(signal),
      });
      return { url: urlOf(data), id: data.id, isReview: true };
    } catch (error) {
      if (!['gone', 'refused'].includes(failureOf(error))) throw error;
      return this.#conversation.create(body, signal);
    }
  }

  async update(comment: CommentRef, body: string, signal: AbortSignal): Promise<string> {
    if (!comment.isReview) return this.#conversation.update(comment, body, signal);
    const { data } = await this.#octokit.rest.pulls.updateReviewComment({
      ...this.#place,
      comment_id: comment.id,
      body,
      ...this.#options(signal),
    });
    return urlOf(data);
  }

  async remove(comment: CommentRef, signal: AbortSignal): Promise<void> {
    if (!comment.isReview) return this.#conversation.remove(comment, signal);
    await this.#octokit.rest.pulls
      .deleteReviewComment({ ...this.#place, comment_id: comment.id, ...this.#options(signal) })
      .catch(unlessGone);
  }

  /** Only GraphQL names the account of a token of GitHub Actions. */
  async #viewer(signal: AbortSignal): Promise<string> {
    const answer = await this.#octokit.graphql('query { viewer { login } }', this.#options(signal));
    const login = text(object(object(answer).viewer).login);
    if (login === undefined) throw new Error('GitHub does not name the account of the token');
    return login.toLowerCase();
  }

  #options(signal: AbortSignal): { request: { signal: AbortSignal } } {
    return { request: { signal: AbortSignal.any([signal, timeoutSignal(this.#requestTimeout)]) } };
  }
}
