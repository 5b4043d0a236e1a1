import { finalMessage } from '../oz/conversation.ts';
import { OzError } from '../oz/problem.ts';
import type { PendingComment } from '../saved-state.ts';
import { account } from './account.ts';
import { type Telling, tellInComment } from './conclude.ts';
import type { Context } from './context.ts';
import { observe } from './observe.ts';
import { lookUpDetails } from './pull-request-details.ts';
import { readConversation } from './settle.ts';

/** Writes what the main phase has told everywhere but in the comment. GitHub gets `patience` ms. */
export async function finishComment(
  { outcome, trouble, isCancelWanted }: PendingComment,
  { inputs, comment }: Telling,
  context: Omit<Context, 'progress' | 'onReading'>,
  patience: number,
): Promise<void> {
  const { clock, log } = context;
  const result = await readLastRun(context);
  const verdict = trouble === undefined ? { outcome } : { outcome, trouble };
  const report = {
    ...account(verdict, undefined, context, { result }),
    isCancelWanted,
    isCommentWanted: true,
  };
  const deadline = clock.now() + patience;
  const pullRequestDetails = await lookUpDetails(report, inputs, context);
  const url = await tellInComment({ ...report, pullRequestDetails }, comment, context, deadline);
  if (url !== undefined) log.info(`comment: ${url}`);
}

/** The agent's final message, once the last run is over. A run that cannot be read leaves its link to show. */
async function readLastRun(context: Omit<Context, 'progress' | 'onReading'>): Promise<string | undefined> {
  const { journal, oz, log } = context;
  const { runId } = journal.attempts.at(-1) ?? {};
  if (runId === undefined) return undefined;
  try {
    const run = await oz.readRun(runId);
    observe(run, { ...context, progress: () => undefined, onReading: () => undefined });
    const conversation = run.stage === 'ended' ? await readConversation(runId, context) : undefined;
    return conversation && finalMessage(conversation);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    log.debug(`The run could not be read again: ${error.message}`);
    return undefined;
  }
}
