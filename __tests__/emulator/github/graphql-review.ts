import { actor, connection, type PageArguments } from './connection.ts';
import { commitNode } from './graphql-commit.ts';
import { reviewCommentUrl, reviewUrl } from './render.ts';
import type { Review, ReviewComment, Thread } from './reviews.ts';
import type { GitHubWorld } from './world.ts';

type Node = Record<string, unknown>;
type ReviewArguments = PageArguments & { author?: string | null; states?: string[] | null };

/** The fields of a pull request that show its reviews. */
export function reviewFields(world: GitHubWorld, number: number): Node {
  return {
    reviews: ({ author, states, ...page }: ReviewArguments) => {
      const shown = world.reviews.of(number).filter((review) => {
        const login = String(actor(review.user).login).toLowerCase();
        return (
          (author == null || login === author.toLowerCase()) &&
          (states ?? [review.state]).includes(review.state)
        );
      });
      return connection(
        shown.map((review) => reviewNode(world, review)),
        page,
      );
    },
    reviewThreads: (page: PageArguments) =>
      connection(
        world.reviews.threads(number).map((thread) => threadNode(world, thread)),
        page,
      ),
  };
}

function reviewNode(world: GitHubWorld, review: Review): Node {
  const { id, number, user, body, state, commitSha, submittedAt } = review;
  const comments = () => world.reviews.comments(number).filter((one) => one.review === review);
  return {
    id: `PRR_${id}`,
    databaseId: id,
    fullDatabaseId: String(id),
    author: actor(user),
    body,
    state,
    commit: commitNode(world, commitSha),
    createdAt: submittedAt,
    submittedAt: state === 'PENDING' ? null : submittedAt,
    updatedAt: submittedAt,
    isMinimized: false,
    url: reviewUrl(world, review),
    viewerDidAuthor: user === world.viewer,
    comments: (page: PageArguments) =>
      connection(
        comments().map((one) => commentNode(world, one)),
        page,
      ),
  };
}

function threadNode(world: GitHubWorld, thread: Thread): Node {
  const { id, number, original, current, resolvedBy } = thread;
  const comments = () => world.reviews.comments(number).filter((one) => one.thread === thread);
  return {
    id: `PRRT_${id}`,
    ...linesOf(thread),
    path: original.path,
    diffSide: original.side,
    startDiffSide: original.startLine === undefined ? null : original.side,
    subjectType: 'LINE',
    isOutdated: current === undefined,
    isResolved: resolvedBy !== undefined,
    isCollapsed: resolvedBy !== undefined || current === undefined,
    resolvedBy: resolvedBy === undefined ? null : actor(resolvedBy),
    comments: ({ skip, ...page }: PageArguments & { skip?: number | null }) =>
      connection(
        comments()
          .slice(skip ?? 0)
          .map((one) => commentNode(world, one)),
        page,
      ),
  };
}

function commentNode(world: GitHubWorld, comment: ReviewComment): Node {
  const { id, thread, user, body, createdAt, updatedAt, isMinimized, inReplyTo } = comment;
  const answered = inReplyTo === undefined ? undefined : world.reviews.comment(inReplyTo);
  return {
    id: `PRRC_${id}`,
    databaseId: id,
    fullDatabaseId: String(id),
    ...linesOf(thread),
    author: actor(user),
    body,
    createdAt,
    updatedAt,
    isMinimized,
    minimizedReason: isMinimized ? 'outdated' : null,
    diffHunk: thread.diffHunk,
    originalCommit: () =>
      world.missingCommits.has(thread.commitSha) ? null : commitNode(world, thread.commitSha),
    outdated: thread.current === undefined,
    path: thread.original.path,
    pullRequestReview: () => reviewNode(world, comment.review),
    replyTo: answered === undefined ? null : () => commentNode(world, answered),
    url: reviewCommentUrl(world, comment),
    viewerDidAuthor: user === world.viewer,
  };
}

function linesOf({ original, current }: Thread): Node {
  return {
    line: current?.line ?? null,
    startLine: current?.startLine ?? null,
    originalLine: original.line,
    originalStartLine: original.startLine ?? null,
  };
}
