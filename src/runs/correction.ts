import { type Ending, type RunRecord, StepError } from '../model.ts';
import type { Budgets } from './budgets.ts';
import type { TaskDeps } from './deps.ts';
import { invalidOutput } from './endings.ts';
import { sendCorrection } from './follow-up.ts';
import type { FollowUp } from './follow-up-proof.ts';
import { correctionPrompt } from './output-block.ts';
import { collectResult } from './results.ts';
import { type Answer, readAnswer } from './structured-output.ts';
import type { Wanted } from './wanted.ts';

/** With less of the budget left no correction is asked for, in ms: the agent could not make it. */
const MIN_LEFT = 60_000;

interface Correction {
  readonly wanted: Wanted;
  /** What is left of them is for the correction. Undefined: this step only watches the run, and asks for none. */
  readonly budgets: Budgets | undefined;
  /** Follows the run after the follow-up, and says how that ended. */
  readonly goOn: (followUp: FollowUp) => Promise<Ending>;
}

/**
 * Reads the answer of a run that has succeeded, and asks once for another one if it will not do. A valid one is in the
 * ledger. Otherwise: how the step ends.
 */
export async function concludeAnswer(
  record: RunRecord,
  { wanted, budgets, goOn }: Correction,
  deps: TaskDeps,
): Promise<Ending | undefined> {
  const answer = await readAnswer(record, wanted, deps);
  if (answer.kind === 'valid') return accept(record, answer, deps);
  const { spec } = wanted;
  const refuse = (note: string, isDone = true) => invalidOutput(answer.problems, spec, note, isDone);
  if (budgets === undefined || answer.isFinal) return refuse('');
  const deadline = budgets.deadline();
  if (deadline - deps.clock.now() < MIN_LEFT) {
    return refuse('No correction was asked for: less than a minute was left of `run-timeout-minutes`.');
  }
  const prompt = (block: string) => correctionPrompt(answer.problems, block);
  const sent = await sendCorrection(record, wanted, prompt, deps, deadline).catch(refusalOf);
  if (sent instanceof StepError) {
    // The run is as it was.
    deps.ledger.followUpShown(record);
    return refuse(`Asking for a correction was refused: ${sent.failure.message}`);
  }
  const ending = await goOn(sent.followUp);
  return judgeCorrection(record, ending, sent.wanted, refuse, deps);
}

async function judgeCorrection(
  record: RunRecord,
  ending: Ending,
  wanted: Wanted,
  refuse: (note: string, isDone: boolean) => Ending,
  deps: TaskDeps,
): Promise<Ending | undefined> {
  const { outcome, failure, isDone } = ending;
  const hasSucceeded = outcome === 'succeeded' || outcome === 'no-pull-request';
  const isUnproven = failure?.code === 'follow_up_unconfirmed';
  // The run may still be at work, and nobody watches it any more.
  if (outcome === 'over-budget' || (outcome === 'lost' && !isUnproven)) return ending;
  if (record.run !== undefined)
    deps.ledger.collected(record, await collectResult(record.run, deps, record.request === undefined));
  if (hasSucceeded || isUnproven) {
    const answer = await readAnswer(record, wanted, deps, hasSucceeded);
    if (answer.kind === 'valid') return accept(record, answer, deps);
    if (hasSucceeded) {
      const note = 'This is after one correction was asked for.';
      return invalidOutput(answer.problems, wanted.spec, note, isDone);
    }
  }
  return refuse(
    `A correction was asked for, but: ${failure?.message ?? `the run ended as ${outcome}`}`,
    isDone,
  );
}

function accept(
  record: RunRecord,
  { document }: Extract<Answer, { kind: 'valid' }>,
  { ledger }: TaskDeps,
): undefined {
  const { text, conversation, timeline } = record.result ?? {};
  ledger.collected(record, { text, conversation, timeline, document });
}

function refusalOf(error: unknown): StepError {
  if (error instanceof StepError) return error;
  throw error;
}
