import type {
  AttachTask,
  CancelTask,
  Ending,
  FollowUpTask,
  OutputSpec,
  Policy,
  RunRecord,
  StartTask,
  Task,
} from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { awaitPullRequests, withLater } from './artifact-lag.ts';
import { Budgets } from './budgets.ts';
import { cancelOnShutdown, cancelRecord, endOutOfTime } from './cancel-record.ts';
import { concludeAnswer } from './correction.ts';
import { createRun } from './create.ts';
import type { TaskDeps } from './deps.ts';
import { removeDuplicates } from './duplicates.ts';
import { endingAfterFollowUp, endingOf, failureFrom, lost, unread } from './endings.ts';
import { endingWithFindings } from './findings.ts';
import { type Followed, type FollowPlan, follow } from './follow.ts';
import { sendFollowUp } from './follow-up.ts';
import { type FollowUp, PROOF_WINDOW } from './follow-up-proof.ts';
import { collectResult } from './results.ts';
import { type Wanted, wantedEarlier } from './wanted.ts';

/** How long the look for duplicate runs may take, in ms. */
const DUPLICATES_TIMEOUT = 60_000;

/** Before the second attempt, in ms; doubled before each further one, up to a minute. */
const RETRY_PAUSE = 5000;

/**
 * Sees one task to its end; any number may go on side by side. What came of it is in the ledger. Rejects with a
 * `StepError` or an `OzError` when there is no run to follow, with the signal's reason when there was none yet at
 * shutdown, and over faults of our own.
 */
export async function concludeTask(task: Task, deps: TaskDeps): Promise<void> {
  const { ledger, signal } = deps;
  try {
    await conclude(task, deps);
  } catch (error) {
    // Only the signal's own reason is a shutdown: whatever else fails then is a fault like any other.
    if (!signal.aborted || error !== signal.reason) throw error;
    const records = ledger.records.filter(({ taskId }) => taskId === task.id);
    if (records.length === 0) throw error;
    for (const record of records.filter(({ ending }) => !ending?.isDone)) {
      ledger.end(record, await cancelOnShutdown(record, task, deps));
    }
  }
}

function conclude(task: Task, deps: TaskDeps): Promise<void> {
  switch (task.kind) {
    case 'start':
      return runAttempts(task, deps);
    case 'attach':
      return attach(task, deps);
    case 'follow-up':
      return followUp(task, deps);
    case 'cancel':
      return cancel(task, deps);
  }
}

/** Each attempt starts a run and stays with it. */
async function runAttempts(task: StartTask, deps: TaskDeps): Promise<void> {
  const { log } = deps;
  const { policy, maxAttempts } = task;
  for (let attempt = 1; ; attempt += 1) {
    const { record, wanted } = await createRun(task, deps);
    const { failure } = record.ending ?? {};
    if (attempt > 1 && record.ending?.outcome === 'refused') {
      log.warning(`A further attempt was refused: ${failure?.message}`);
    }
    if (record.runId === undefined) return;
    // What the look-up after a lost answer already showed must not work on beside the run for hours.
    if (policy.wait) await lookForDuplicates(record, deps);
    await stay(record, { policy, wanted, mayPrompt: true }, deps);
    await lookForDuplicates(record, deps);
    if (attempt >= maxAttempts || !(await mayTryAgain(attempt, record, deps))) return;
    log.info(`Attempt ${attempt + 1} of ${maxAttempts}.`);
  }
}

async function attach({ id: taskId, runId, policy, output }: AttachTask, deps: TaskDeps): Promise<void> {
  const { ledger, log } = deps;
  const isAnswerWanted = output !== undefined && policy.wait;
  for (const record of ledger.attaching([{ taskId, runId, onCancel: policy.onCancel, isAnswerWanted }])) {
    log.info(`following run ${runUrl(runId)}`);
    await stay(record, { policy, output }, deps);
  }
}

async function followUp(task: FollowUpTask, deps: TaskDeps): Promise<void> {
  const { record, followUp, wanted } = await sendFollowUp(task, deps);
  await stay(record, { policy: task.policy, followUp, wanted, mayPrompt: true }, deps);
}

/** Its record was begun with those of its siblings, so that all of them are known should the step die. */
async function cancel(task: CancelTask, deps: TaskDeps): Promise<void> {
  const { ledger } = deps;
  const record = ledger.records.find(({ taskId }) => taskId === task.id);
  if (record !== undefined) ledger.end(record, await cancelRecord(record, deps));
}

/** How a run is stayed with. */
interface Visit {
  readonly policy: Policy;
  readonly followUp?: FollowUp | undefined;
  /** What this step has asked the agent for, or an earlier one. */
  readonly wanted?: Wanted | undefined;
  readonly output?: OutputSpec | undefined;
  /** Whether this step may ask the agent for a correction. */
  readonly mayPrompt?: boolean;
}

/** Follows the run of a record as its policy says, and notes how that ended. */
async function stay(record: RunRecord, visit: Visit, deps: TaskDeps): Promise<void> {
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
  const followed = await follow(runId, { ...plan, budgets }, deps);
  const ending = await endingFor(followed, record, visit, deps);
  ledger.end(record, record.isAnswerWanted ? unread(ending) : ending);
  const isOver = record.run?.stage === 'ended' || record.run?.stage === 'blocked';
  if (!policy.wait || !isOver || ending.outcome === 'lost' || record.run === undefined) return;
  ledger.collected(record, await collectResult(record.run, deps));
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
  { policy, output, wanted = output && wantedEarlier(output, record), mayPrompt }: Visit,
  budgets: Budgets,
  deps: TaskDeps,
): Promise<Ending | undefined> {
  if (wanted === undefined) return undefined;
  const goOn = async (followUp: FollowUp) => {
    const visit = { policy, followUp };
    const plan = { ...planOf(record, visit, deps), budgets };
    return endingFor(await follow(record.runId ?? '', plan, deps), record, visit, deps);
  };
  return concludeAnswer(record, { wanted, goOn, budgets: mayPrompt ? budgets : undefined }, deps);
}

function planOf(record: RunRecord, { policy, followUp }: Visit, { clock, ledger }: TaskDeps): FollowPlan {
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
    onReading: (run) => ledger.recordReading(run),
    onProof: () => ledger.followUpShown(record),
  };
}

async function endingFor(
  followed: Followed,
  record: RunRecord,
  { policy, followUp }: Visit,
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

/** Waits before a further attempt, where the server says that a new run may succeed and this one opened nothing. */
async function mayTryAgain(attempt: number, record: RunRecord, deps: TaskDeps): Promise<boolean> {
  const { clock, signal, log } = deps;
  const { run: ended, ending } = record;
  if (!ended || !['failed', 'error'].includes(ending?.outcome ?? '') || !isWorthAnother(ended)) return false;
  const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
  log.info(`${ended.state}: ${ending?.failure?.message}`);
  log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
  await clock.sleep(pause, signal);
  // Artifacts can lag: a pull request may have turned up meanwhile.
  return isWorthAnother(await readAgain(ended, deps));
}

function isWorthAnother(ended: Run): boolean {
  return ended.status?.retryable === true && pullRequestsOf(ended).length === 0;
}

async function readAgain(ended: Run, { oz, signal, ledger }: TaskDeps): Promise<Run> {
  try {
    const latest = withLater(ended, await oz.readRun(ended.id, { signal }));
    ledger.recordReading(latest);
    return latest;
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return ended;
  }
}

/** A create request with an ambiguous answer may have made a further run in the meantime. */
async function lookForDuplicates(record: RunRecord, deps: TaskDeps): Promise<void> {
  const { clock, ledger, signal } = deps;
  try {
    await removeDuplicates(record, ledger, deps, clock.now() + DUPLICATES_TIMEOUT);
  } catch (error) {
    // What is known of the run stands, and the post phase looks for duplicates anyway.
    if (!signal.aborted || error !== signal.reason) throw error;
  }
}
