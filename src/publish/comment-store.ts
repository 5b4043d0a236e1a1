import type { CommentStore } from '../github/comments.ts';
import type { WorkflowEvent } from '../github/event.ts';

export interface StoreOptions {
  readonly githubToken: string | undefined;
  readonly number: number | undefined;
  /** The review comment that opened the thread, where the event does not say. */
  readonly thread?: number | undefined;
  /** In ms, for one request to GitHub. */
  readonly requestTimeout?: number | undefined;
}

/** `thread`: the review thread that the event is about, where it is about one. */
export async function openStore(
  { githubToken: token = '', number = 0, thread: firstId, requestTimeout }: StoreOptions,
  event: WorkflowEvent,
  place: 'conversation' | 'thread',
): Promise<CommentStore> {
  const { apiUrl, repository } = event;
  const access = { token, apiUrl, requestTimeout };
  if (place === 'thread') {
    const { ThreadComments, threadOf } = await import('../github/thread-comments.ts');
    const thread =
      firstId === undefined ? threadOf(event, number) : { repository, number, firstId, since: undefined };
    if (thread !== undefined) return new ThreadComments(access, thread);
  }
  const { IssueComments } = await import('../github/comments.ts');
  return new IssueComments(access, { repository, number });
}
