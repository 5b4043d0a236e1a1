import { text } from '../lib/json.ts';
import { type FollowUpTask, type RunRecord, StepError } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { backOff } from './cadence.ts';
import type { TaskDeps } from './deps.ts';
import { failureFrom } from './endings.ts';
import { conversationNow, type FollowUp, timesSaidIn } from './follow-up-proof.ts';
import { withRetry } from './retry.ts';
import { verdictOn } from './start.ts';

/** How long the follow-up is tried, in ms, as long as it surely had no effect. */
const TIMEOUT = 2 * 60_000;

/** How long a follow-up in flight may still be answered once the step is shutting down, in ms. */
const ANSWER_GRACE = 3000;

/** Sends the message to the run. Throws a `StepError` when that is refused. */
export async function sendFollowUp(
  { id: taskId, runId, body, policy }: FollowUpTask,
  deps: TaskDeps,
): Promise<{ record: RunRecord; followUp: FollowUp }> {
  const { oz, clock, shutdown, ledger, log, signal } = deps;
  const deadline = clock.now() + TIMEOUT;
  const message = text(body.message) ?? '';
  const [said, before] = await Promise.all([
    conversationNow(runId, deps),
    withRetry((options) => oz.readRun(runId, options), deps, deadline),
  ]).catch((error) => {
    throw refusedBy(error);
  });
  const record = ledger.following(before, said, { taskId, onCancel: policy.onCancel });
  const timesSaid = timesSaidIn(said, message);
  log.info(`follow-up to run ${runUrl(runId)}  ${before.state}`);
  for (let sent = 1; ; sent += 1) {
    signal.throwIfAborted();
    const sentAt = oz.serverTimeOf(clock.wall());
    const sending = (isAccepted: boolean) => ({
      record,
      followUp: { before, message, timesSaid, sentAt, endedAt: oz.serverTimeOf(clock.wall()), isAccepted },
    });
    try {
      await oz.followUp(runId, body, { signal: shutdown.after(ANSWER_GRACE) });
      return sending(true);
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
      const verdict = verdictOn(error);
      if (verdict === 'ambiguous') {
        // It may have arrived, and a second one would be another order to the agent.
        log.warning(`${error.message}. The follow-up may or may not have arrived; it is not sent again.`);
        return sending(false);
      }
      const pause = Math.max(error.retryAfter ?? 0, backOff(sent));
      if (verdict === 'refused' || clock.now() + pause >= deadline) {
        const refusal = refusedBy(error, before);
        ledger.end(record, { outcome: 'refused', failure: refusal.failure, isDone: true });
        throw refusal;
      }
      await clock.sleep(pause, signal);
    }
  }
}

/** A run that is gone or cannot go on may still have a conversation that a new run can take up. */
function refusedBy(error: unknown, before?: Run): StepError {
  if (!(error instanceof OzError)) throw error;
  const failure = failureFrom(error);
  const isOver = [400, 404, 409, 410, 422].includes(error.status ?? 0);
  if (!isOver) return new StepError(failure);
  const conversation = before?.conversationId
    ? `\`conversation-id: ${before.conversationId}\``
    : '`conversation-id`';
  const offer = `To go on with what was said, start a new run: \`mode: run\` with ${conversation}.`;
  return new StepError({ ...failure, remedy: `${offer} ${failure.remedy}`.trim() });
}
