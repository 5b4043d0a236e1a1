import { type JsonObject, text } from '../lib/json.ts';
import { type FollowUpTask, type RunRecord, StepError } from '../model.ts';
import type { Conversation } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { backOff } from './cadence.ts';
import type { TaskDeps } from './deps.ts';
import { failureFrom } from './endings.ts';
import { conversationNow, type FollowUp, saidIn } from './follow-up-proof.ts';
import { withRetry } from './retry.ts';
import { verdictOn } from './start.ts';
import { blockOf, type Wanted, wantedAgain, withOutput } from './wanted.ts';

/** A follow-up on its way. */
interface Sent {
  readonly record: RunRecord;
  readonly followUp: FollowUp;
  readonly wanted: Wanted | undefined;
}

/** How long the follow-up is tried, in ms, as long as it surely had no effect. */
const TIMEOUT = 2 * 60_000;

/** How long a follow-up in flight may still be answered once the step is shutting down, in ms. */
const ANSWER_GRACE = 3000;

/** Sends the message to the run. Throws a `StepError` when that is refused. */
export async function sendFollowUp(
  { id: taskId, runId, body, policy, output }: FollowUpTask,
  deps: TaskDeps,
): Promise<Sent> {
  const { ledger, log, clock } = deps;
  const deadline = clock.now() + TIMEOUT;
  const before = await readBefore(runId, deps, deadline);
  const wanted = output && wantedAgain(output, before, 1);
  const message = withOutput(text(body.message), wanted);
  const letter = await letterOf({ ...body, ...(message && { message }) }, before, deps);
  const isAnswerWanted = wanted !== undefined && policy.wait;
  const record = ledger.following(before, letter.said, { taskId, onCancel: policy.onCancel, isAnswerWanted });
  log.info(`follow-up to run ${runUrl(runId)}  ${before.state}`);
  try {
    const followUp = await deliver(letter, deps, deadline);
    return { record, followUp, wanted: wanted && { ...wanted, answersBefore: letter.answersBefore } };
  } catch (error) {
    if (error instanceof StepError) {
      ledger.end(record, { outcome: 'refused', failure: error.failure, isDone: true });
    }
    throw error;
  }
}

/**
 * Asks the agent of a run that has ended for another answer, in words that `prompt` makes of the block that asks for it.
 * Throws a `StepError` when that is refused. `deadline`: on the monotonic clock.
 */
export async function sendCorrection(
  record: RunRecord,
  { spec, stem, first }: Wanted,
  prompt: (block: string) => string,
  deps: TaskDeps,
  deadline: number,
): Promise<{ readonly wanted: Wanted; readonly followUp: FollowUp }> {
  const { clock, ledger, log } = deps;
  const until = Math.min(deadline, clock.now() + TIMEOUT);
  const before = await readBefore(record.runId ?? '', deps, until);
  const wanted = wantedAgain(spec, before, first + 1, stem);
  const letter = await letterOf({ message: prompt(blockOf(wanted)) }, before, deps);
  try {
    ledger.correcting(record, before);
  } catch (error) {
    throw refusedBy(error);
  }
  log.info('Asking the agent for a corrected answer.');
  const followUp = await deliver(letter, deps, until);
  return { followUp, wanted: { ...wanted, answersBefore: letter.answersBefore } };
}

async function readBefore(runId: string, deps: TaskDeps, deadline: number): Promise<Run> {
  try {
    return await withRetry((options) => deps.oz.readRun(runId, options), deps, deadline);
  } catch (error) {
    throw refusedBy(error);
  }
}

/** A follow-up that is ready to be sent. */
interface Letter extends Pick<FollowUp, 'before' | 'message' | 'timesSaid' | 'answersBefore'> {
  readonly body: JsonObject;
  /** What was said before; undefined where that could not be read. */
  readonly said: Conversation | undefined;
}

async function letterOf(body: JsonObject, before: Run, deps: TaskDeps): Promise<Letter> {
  const message = text(body.message) ?? '';
  const said = await conversationNow(before.id, deps);
  const { times: timesSaid, answers: answersBefore } = (said && saidIn(said, message)) ?? {};
  return { body, before, said, message, timesSaid, answersBefore };
}

/** Sends it again only as long as it surely had no effect. */
async function deliver(
  { body, said: _, ...letter }: Letter,
  deps: TaskDeps,
  deadline: number,
): Promise<FollowUp> {
  const { oz, clock, shutdown, log, signal } = deps;
  const { before } = letter;
  for (let sent = 1; ; sent += 1) {
    signal.throwIfAborted();
    const sentAt = oz.serverTimeOf(clock.wall());
    const sending = (isAccepted: boolean) => {
      return { ...letter, sentAt, endedAt: oz.serverTimeOf(clock.wall()), isAccepted };
    };
    try {
      await oz.followUp(before.id, body, { signal: shutdown.after(ANSWER_GRACE) });
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
      if (verdict === 'refused' || clock.now() + pause >= deadline) throw refusedBy(error, before);
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
