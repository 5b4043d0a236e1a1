import type { Call, Handler, Reply } from '../http/message.ts';
import { pageOf } from './paging.ts';
import type { Renderer } from './render.ts';
import { badText, githubError, notFound, unprocessable } from './replies.ts';
import type { DraftComment, ReviewComment, ReviewState } from './reviews.ts';
import type { GitHubWorld } from './world.ts';

const REPO = '/repos/{owner}/{repo}';
const PULL = `${REPO}/pulls/{pull_number}`;
const COMMENT = `${REPO}/pulls/comments/{comment_id}`;

interface ReviewRequest {
  commit_id?: string;
  body?: string;
  event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';
  comments?: {
    path: string;
    body: string;
    position?: number;
    line?: number;
    side?: string;
    start_line?: number;
    start_side?: string;
  }[];
}

const STATES: Record<string, ReviewState> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** Reviews of pull requests, and the threads that they open. */
export function reviewHandlers(
  world: GitHubWorld,
  render: Renderer,
  api: () => string,
): Record<string, Handler> {
  const onPull =
    (handle: (number: number, call: Call) => Reply): Handler =>
    (call) => {
      const number = Number(call.params.pull_number);
      return world.pull(number) === undefined || world.missing.has(number)
        ? notFound()
        : handle(number, call);
    };
  const onComment =
    (handle: (comment: ReviewComment, call: Call) => Reply): Handler =>
    (call) => {
      const comment = world.reviews.comment(Number(call.params.comment_id));
      return comment === undefined ? notFound() : handle(comment, call);
    };
  const shown = (status: number, comment: ReviewComment): Reply => ({
    status,
    json: render.reviewComment(comment),
    unchecked: isOutdated(comment),
  });
  return {
    [`GET ${PULL}/reviews`]: onPull((number, call) => {
      const path = `${api()}/repositories/1/pulls/${number}/reviews`;
      const page = pageOf(world.reviews.of(number), call, path);
      return { status: 200, headers: page.headers, json: page.shown.map((one) => render.review(one)) };
    }),
    [`POST ${PULL}/reviews`]: onPull((number, { body }) => createReview(world, render, number, body)),
    [`GET ${PULL}/comments`]: onPull((number, call) => listComments(world, render, api, number, call)),
    [`POST ${PULL}/comments/{comment_id}/replies`]: onPull((number, { params, body }) => {
      const comment = world.reviews.comment(Number(params.comment_id));
      if (comment === undefined || comment.number !== number) return notFound();
      const text = (body as { body: string }).body;
      const refused = replyRefusal(world, comment) ?? badText(text, 'PullRequestReviewComment');
      return refused ?? shown(201, world.reviews.reply(comment, text));
    }),
    [`GET ${COMMENT}`]: onComment((comment) => shown(200, comment)),
    [`PATCH ${COMMENT}`]: onComment((comment, { body }) => {
      const text = (body as { body: string }).body;
      const refused = badText(text, 'PullRequestReviewComment');
      if (refused !== undefined) return refused;
      world.reviews.edit(comment, text);
      return shown(200, comment);
    }),
    [`DELETE ${COMMENT}`]: onComment(({ id }) => {
      world.reviews.delete(id);
      return { status: 204 };
    }),
  };
}

function createReview(world: GitHubWorld, render: Renderer, number: number, body: unknown): Reply {
  const request = (body ?? {}) as ReviewRequest;
  const refused = reviewRefusal(world, number, request);
  if (refused !== undefined) return refused;
  const { event = '', commit_id, comments = [] } = request;
  const posted = world.reviews.post({
    number,
    body: request.body ?? '',
    state: STATES[event] ?? 'PENDING',
    ...(commit_id !== undefined && { commitSha: commit_id }),
    comments: comments.map(draftOf),
  });
  if ('refused' in posted) return unprocessable('Unprocessable Entity', [posted.refused]);
  return { status: 200, json: render.review(posted.review) };
}

function reviewRefusal(world: GitHubWorld, number: number, request: ReviewRequest): Reply | undefined {
  const { body = '', event, comments = [] } = request;
  const refuse = (error: string) => unprocessable('Unprocessable Entity', [error]);
  if (world.locked.has(number)) return refuse('lock prevents review');
  const isSilent = body.trim() === '' && (comments.length === 0 || event === 'REQUEST_CHANGES');
  if (isSilent && event !== undefined && event !== 'APPROVE') return refuse('Body can not be blank');
  if (body.trim() !== '') {
    const tooLong = badText(body, 'PullRequestReview');
    if (tooLong !== undefined) return tooLong;
  }
  if (event === 'APPROVE' && world.pull(number)?.author === world.viewer) {
    return refuse('Can not approve your own pull request');
  }
  for (const comment of comments) {
    const text = badText(comment.body, 'PullRequestReviewComment');
    if (text !== undefined) return text;
    if (comment.line === undefined) return refuse('Pull request review thread position is invalid');
    const { side = 'RIGHT', start_line, start_side = side } = comment;
    if (!isSide(side) || !isSide(start_side)) return refuse('Pull request review thread side is invalid');
    if (start_line !== undefined && start_side !== side) {
      return refuse('Pull request review thread start side must be the same as the side');
    }
  }
  return undefined;
}

function isSide(text: string): boolean {
  return text === 'LEFT' || text === 'RIGHT';
}

function draftOf(comment: NonNullable<ReviewRequest['comments']>[number]): DraftComment {
  const { path, body, line = 0, side, start_line } = comment;
  return {
    path,
    body,
    line,
    side: side === 'LEFT' ? 'LEFT' : 'RIGHT',
    ...(start_line !== undefined && { startLine: start_line }),
  };
}

/** GitHub knows no replies to replies: the whole thread answers its first comment. */
function replyRefusal(world: GitHubWorld, comment: ReviewComment): Reply | undefined {
  if (world.locked.has(comment.number)) {
    return githubError(403, 'Unable to create comment because issue is locked.');
  }
  if (world.reviews.first(comment.thread) === comment) return undefined;
  return unprocessable('Validation Failed', ['in_reply_to must be the first comment of a thread']);
}

function listComments(
  world: GitHubWorld,
  render: Renderer,
  api: () => string,
  number: number,
  call: Call,
): Reply {
  const since = call.query.get('since');
  const isNewestFirst = call.query.get('direction') === 'desc';
  const all = world.reviews.comments(number).filter((one) => since === null || one.updatedAt >= since);
  const sorted = call.query.get('sort') === 'updated' ? all.toSorted(byUpdate) : all;
  const path = `${api()}/repositories/1/pulls/${number}/comments`;
  const page = pageOf(isNewestFirst ? sorted.toReversed() : sorted, call, path);
  const json = page.shown.map((comment) => render.reviewComment(comment));
  return { status: 200, headers: page.headers, json, unchecked: page.shown.some(isOutdated) };
}

function byUpdate(a: ReviewComment, b: ReviewComment): number {
  return a.updatedAt < b.updatedAt ? -1 : Number(a.updatedAt > b.updatedAt);
}

/** The description says that a line is a number; of an outdated comment GitHub sends null. */
function isOutdated({ thread }: ReviewComment): boolean {
  return thread.current === undefined;
}
