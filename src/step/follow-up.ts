import type { FollowUpInputs } from '../inputs/inputs.ts';
import { text } from '../lib/json.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { backOff } from '../runs/cadence.ts';
import { type FollowUp, timesSaidIn } from '../runs/follow-up-proof.ts';
import { persist } from '../runs/retry.ts';
import { verdictOn } from '../runs/start.ts';
import type { Context } from './context.ts';
import { refused, troubleOf, type Verdict } from './verdict.ts';

/** How long the follow-up is tried, in ms, as long as it surely had no effect. */
const PATIENCE = 2 * 60_000;

/** How long a follow-up in flight may still be answered once the step was asked to stop, in ms. */
const ANSWER_GRACE = 3000;

/** Sends the message to the run. What was sent, or why nothing was. */
export async function sendFollowUp(
  runId: string,
  inputs: FollowUpInputs,
  context: Context,
): Promise<FollowUp | Verdict> {
  const { oz, clock, shutdown, journal, outputs, log } = context;
  const limits = { deadline: clock.now() + PATIENCE, signal: shutdown.signal };
  const message = text(inputs.request.message) ?? '';
  let before: Run;
  let timesSaid: number | undefined;
  try {
    [timesSaid, before] = await Promise.all([
      timesSaidIn(runId, message, context, shutdown.signal),
      persist((options) => oz.readRun(runId, options), context, limits),
    ]);
  } catch (error) {
    return refusedBy(error);
  }
  journal.attaching(runId, inputs.onCancel ?? 'detach');
  log.info(`follow-up to run ${runUrl(runId)}  ${before.state}`);
  outputs.sending();
  for (let sent = 1; ; sent += 1) {
    shutdown.signal.throwIfAborted();
    const sentAt = oz.serverNow();
    const sending = (isAccepted: boolean) => ({
      before,
      message,
      timesSaid,
      sentAt,
      endedAt: oz.serverNow(),
      isAccepted,
    });
    try {
      await oz.followUp(runId, inputs.request, { signal: shutdown.after(ANSWER_GRACE) });
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
      if (verdict === 'refused' || clock.now() + pause >= limits.deadline) {
        journal.settled();
        return refusedBy(error, before);
      }
      await clock.sleep(pause, shutdown.signal);
    }
  }
}

/** A run that is gone or cannot go on may still have a conversation that a new run can take up. */
function refusedBy(error: unknown, before?: Run): Verdict {
  if (!(error instanceof OzError)) throw error;
  const trouble = troubleOf(error);
  const isOver = [400, 404, 409, 410, 422].includes(error.status ?? 0);
  const conversation = before?.conversationId
    ? `\`conversation-id: ${before.conversationId}\``
    : '`conversation-id`';
  const offer = `To go on with what was said, start a new run: \`mode: run\` with ${conversation}.`;
  return refused(isOver ? { ...trouble, remedy: `${offer} ${trouble.remedy}`.trim() } : trouble);
}
