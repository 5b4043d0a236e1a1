import type { Ending, OutputSpec, Policy, RunRecord } from '../model.ts';
import { awaitPullRequests } from './artifact-lag.ts';
import { Budgets } from './budgets.ts';
import { endOutOfTime, endOverBudget } from './cancel-record.ts';
import type { TaskDeps } from './deps.ts';
import { endingAfterFollowUp, endingOf, failureFrom, lost, unread } from './endings.ts';
import { endingWithFindings } from './findings.ts';
import { type Followed, type FollowPlan, follow } from './follow.ts';
import { type FollowUp, PROOF_WINDOW } from './follow-up-proof.ts';
import { collectResult } from './results.ts';
import { SpendLimit } from './spend-limit.ts';
import { type Wanted, wantedEarlier } from './wanted.ts';

/** How a run is stayed with. */
export interface Visit {
  readonly policy: Policy;
  readonly spend: SpendLimit | undefined;
  readonly followUp?: FollowUp | undefined;
  /** What this step has asked the agent for, or an earlier one. */
  readonly wanted?: Wanted | undefined;
  readonly output?: OutputSpec | undefined;
  /** Whether this step may ask the agent for a correction. */
  readonly mayPrompt?: boolean;
}

export function spendLimitOf({ maxCredits, wait }: Policy): SpendLimit | undefined {
  return maxCredits === undefined || !wait ? undefined : new SpendLimit(maxCredits);
}

/** Of a run that was never read there is nothing to say. */
export function reportSpend(record: RunRecord, { spend }: Visit, { log }: TaskDeps): void {
  if (record.run === undefined) return;
  const isCut = ['over-budget', 'timed-out', 'lost'].includes(record.ending?.outcome ?? '');
  spend?.report(!isCut, log);
}

/** Follows the run of a record as its policy says, and notes how that ended. */
export async function stay(record: RunRecord, visit: Visit, deps: TaskDeps): Promise<void> {
  const { policy, followUp } = visit;
  const { ledger, signal } = deps;
  const { runId = '' } = record;
  // Asked to stop while the run was still being created: `on-cancel` applies.
  signal.throwIfAborted();
  if (!policy.wait && (followUp === undefined || followUp.isAccepted)) {
    return ledger.end(record, { outcome: 'started', isDone: true });
  }
  const plan = planOf(record, visit, deps);
  const budgets = new Budgets(plan);
  await settle(record, await follow(runId, { ...plan, budgets }, deps), visit, budgets, deps);
}

/** Notes how following a run ended, and reads what it left. */
export async function settle(
  record: RunRecord,
  followed: Followed,
  visit: Visit,
  budgets: Budgets,
  deps: TaskDeps,
): Promise<void> {
  const { policy, spend } = visit;
  const { ledger } = deps;
  const isForeign = record.request === undefined;
  const ending = await endingFor(followed, record, visit, deps);
  ledger.end(record, record.isAnswerWanted ? unread(ending) : ending);
  if (record.run !== undefined) spend?.observe(record.run, isForeign);
  const isOver = record.run?.stage === 'ended' || record.run?.stage === 'blocked';
  if (!policy.wait || !isOver || ending.outcome === 'lost' || record.run === undefined) return;
  // Of a run that others started, this step has not seen the beginning.
  ledger.collected(record, await collectResult(record.run, deps, isForeign));
  if (ending.outcome !== 'succeeded' && ending.outcome !== 'no-pull-request') return;
  await awaitPullRequests(record, policy, deps);
  const invalid = await answerFor(record, visit, budgets, deps);
  ledger.end(
    record,
    invalid ?? endingWithFindings(endingOf(record.run, policy), record.result?.document, policy),
  );
}

/** How the step ends, if the run's answer will not do. */
async function answerFor(
  record: RunRecord,
  { policy, spend, output, wanted = output && wantedEarlier(output, record), mayPrompt }: Visit,
  budgets: Budgets,
  deps: TaskDeps,
): Promise<Ending | undefined> {
  if (wanted === undefined) return undefined;
  const goOn = async (followUp: FollowUp) => {
    const visit = { policy, spend, followUp };
    const plan = { ...planOf(record, visit, deps), budgets };
    return endingFor(await follow(record.runId ?? '', plan, deps), record, visit, deps);
  };
  const { concludeAnswer } = await import('./correction.ts');
  // A correction costs credits as well.
  const isAllowed = mayPrompt && spend?.isReached !== true;
  return concludeAnswer(record, { wanted, goOn, budgets: isAllowed ? budgets : undefined }, deps);
}

function planOf(
  record: RunRecord,
  { policy, followUp, spend }: Visit,
  { clock, ledger }: TaskDeps,
): FollowPlan {
  // Without waiting, a follow-up whose answer was lost is looked at until there is proof that it took.
  const budgets = policy.wait ? policy : { queueBudget: PROOF_WINDOW, runBudget: PROOF_WINDOW };
  const { pollCeiling, onBlocked } = policy;
  return {
    queueBudget: budgets.queueBudget,
    runBudget: budgets.runBudget,
    pollCeiling,
    onBlocked,
    since: clock.now(),
    isForeign: record.request === undefined && followUp === undefined,
    followUp,
    until: policy.wait ? 'end' : 'taken',
    onReading: (run) => {
      spend?.observe(run, record.request === undefined);
      ledger.recordReading(run);
    },
    isOverBudget: () => spend?.isReached === true,
    onProof: () => ledger.followUpShown(record),
  };
}

async function endingFor(
  followed: Followed,
  record: RunRecord,
  { policy, followUp, spend }: Visit,
  deps: TaskDeps,
): Promise<Ending> {
  switch (followed.kind) {
    case 'ended':
    case 'blocked':
      return (followUp ? endingAfterFollowUp : endingOf)(followed.run, policy);
    case 'taken':
      return { outcome: 'started', isDone: true };
    case 'unproven':
      return unconfirmed(followUp);
    case 'unreadable':
      return { outcome: 'refused', failure: failureFrom(followed.error), isDone: true };
    case 'over-budget':
      return endOverBudget(record, spend?.figures ?? '', policy, deps);
    case 'timed-out':
      return policy.wait ? endOutOfTime(record, followed.budget, policy, deps) : unconfirmed(followUp);
    case 'lost': {
      const failure = failureFrom(followed.error);
      return lost({ ...failure, message: `Lost contact with the run: ${failure.message}` });
    }
  }
}

function unconfirmed(followUp: FollowUp | undefined): Ending {
  const fate = followUp?.isAccepted
    ? 'The server accepted the follow-up, but'
    : 'The follow-up got no answer, and';
  const failure = {
    code: 'follow_up_unconfirmed',
    message: `${fate} nothing showed within ${PROOF_WINDOW / 1000} s that the run took it: what is known of the run is from before.`,
    remedy: 'Open the run, and send the follow-up again only if it is not there.',
  };
  return lost(failure, true);
}
