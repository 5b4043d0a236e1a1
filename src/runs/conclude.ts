import type { AttachTask, CancelTask, FollowUpTask, RunRecord, StartTask, Task } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { withLater } from './artifact-lag.ts';
import { cancelOnShutdown, cancelRecord } from './cancel-record.ts';
import { createRun } from './create.ts';
import type { TaskDeps } from './deps.ts';
import { removeDuplicates } from './duplicates.ts';
import type { SpendLimit } from './spend-limit.ts';
import { reportSpend, spendLimitOf, stay } from './stay.ts';

/** How long the look for duplicate runs may take, in ms. */
const DUPLICATES_TIMEOUT = 60_000;

/** Before the second attempt, in ms; doubled before each further one, up to a minute. */
const RETRY_PAUSE = 5000;

/**
 * Sees one task to its end; any number may go on side by side. The result is in the ledger. Rejects with a
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
  const spend = spendLimitOf(policy);
  for (let attempt = 1; ; attempt += 1) {
    const { record, wanted } = await createRun(task, deps);
    const { failure } = record.ending ?? {};
    if (attempt > 1 && record.ending?.outcome === 'refused') {
      log.warning(`A further attempt was refused: ${failure?.message}`);
    }
    if (record.runId === undefined) return attempt > 1 ? spend?.report(false, log) : undefined;
    // What the look-up after a lost answer already showed must not work on beside the run for hours.
    if (policy.wait) await lookForDuplicates(record, deps);
    const visit = { policy, spend, wanted, mayPrompt: true };
    await stay(record, visit, deps);
    await lookForDuplicates(record, deps);
    const isLast = attempt >= maxAttempts || !(await mayTryAgain(attempt, record, spend, deps));
    if (isLast) return reportSpend(record, visit, deps);
    log.info(`Attempt ${attempt + 1} of ${maxAttempts}.`);
  }
}

async function attach({ id: taskId, runId, policy, output }: AttachTask, deps: TaskDeps): Promise<void> {
  const { ledger, log } = deps;
  const isAnswerWanted = output !== undefined && policy.wait;
  for (const record of ledger.attaching([{ taskId, runId, onCancel: policy.onCancel, isAnswerWanted }])) {
    log.info(`following run ${runUrl(runId)}`);
    const visit = { policy, output, spend: spendLimitOf(policy) };
    await stay(record, visit, deps);
    reportSpend(record, visit, deps);
  }
}

async function followUp(task: FollowUpTask, deps: TaskDeps): Promise<void> {
  const { sendFollowUp } = await import('./follow-up.ts');
  const { record, followUp, wanted } = await sendFollowUp(task, deps);
  const { policy } = task;
  const spend = spendLimitOf(policy);
  spend?.observe(followUp.before, true);
  const visit = { policy, spend, followUp, wanted, mayPrompt: true };
  await stay(record, visit, deps);
  reportSpend(record, visit, deps);
}

/** Its record was begun with those of its siblings, so that all of them are known should the step die. */
async function cancel(task: CancelTask, deps: TaskDeps): Promise<void> {
  const { ledger } = deps;
  const record = ledger.records.find(({ taskId }) => taskId === task.id);
  if (record !== undefined) ledger.end(record, await cancelRecord(record, deps));
}

/** Waits before a further attempt, where the server says that a new run may succeed and this one opened nothing. */
async function mayTryAgain(
  attempt: number,
  record: RunRecord,
  spend: SpendLimit | undefined,
  deps: TaskDeps,
): Promise<boolean> {
  const { clock, signal, log } = deps;
  const { run: ended, ending } = record;
  if (!ended || !['failed', 'error'].includes(ending?.outcome ?? '') || !isWorthAnother(ended)) return false;
  if (spend?.isReached) return false;
  const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
  log.info(ending?.failure?.message ?? '');
  log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
  await clock.sleep(pause, signal);
  // Artifacts can lag: a pull request may have turned up meanwhile.
  const latest = await readAgain(ended, deps);
  spend?.observe(latest, false);
  return isWorthAnother(latest) && spend?.isReached !== true;
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
