import type { WorkflowEvent } from '../github/event.ts';
import type { HeadCommit } from '../github/head-commit.ts';
import { collectStamp, MAX_STATUS_BYTES, type Order } from '../runs/collect-stamp.ts';
import type { FollowInputs, RunInputs } from './inputs.ts';
import { InputError, type RawInputs } from './values.ts';

/** What is stamped on a run that nobody waits for; undefined where nothing is to be reported of it. */
export async function orderStamp(
  inputs: RunInputs,
  event: WorkflowEvent,
  head: HeadCommit,
): Promise<Stamp | undefined> {
  const { wait, apiKey = '', number, review, onTimeout = 'cancel' } = inputs;
  const comment = number === undefined ? 'off' : inputs.comment;
  const status = head.kind === 'commit' && head.sha ? inputs.status : undefined;
  if (wait || (comment === 'off' && status === undefined)) return undefined;
  const { queueBudget, runBudget, maxCredits, onBlocked, requirePullRequest } = inputs;
  const budgets = { queueBudget, runBudget, maxCredits, onTimeout };
  const thread = comment === 'reply' ? await threadIn(event, number) : undefined;
  const order: Order = { comment, thread, status, review, ...budgets, onBlocked, requirePullRequest };
  return (run, time) => collectStamp(order, run, time, apiKey);
}

type Stamp = (run: Parameters<typeof collectStamp>[1], time: number) => string;

async function threadIn(event: WorkflowEvent, number = 0): Promise<number | undefined> {
  const { threadOf } = await import('../github/thread-comments.ts');
  return threadOf(event, number)?.firstId;
}

/** Notes what a run cannot be collected with. */
export function refuseUncollectable(
  raw: RawInputs,
  { wait, review, status }: FollowInputs,
  { comment, number }: Pick<RunInputs, 'comment' | 'number'>,
): void {
  if (wait) return;
  const isCommented = comment !== 'off' && number !== undefined;
  if (review !== undefined && !isCommented && status === undefined) {
    raw.refuse(
      new InputError(
        'With `wait: false` the input `review` needs `comment` or `status` as well: a review without findings would leave no trace.',
      ),
    );
  }
  if (status !== undefined && Buffer.byteLength(status) > MAX_STATUS_BYTES) {
    raw.refuse(
      new InputError(
        `Input \`status\` has ${Buffer.byteLength(status)} bytes; with \`wait: false\` at most ${MAX_STATUS_BYTES} are accepted.`,
      ),
    );
  }
}
