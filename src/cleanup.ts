import type { Ledger } from './ledger.ts';
import type { CreateRequest, RunRecord, StepResult } from './model.ts';
import { runUrl } from './oz/links.ts';
import { OzError } from './oz/problem.ts';
import { canonicalState, isActive } from './oz/states.ts';
import { cancelRun } from './runs/cancel.ts';
import type { Deps } from './runs/deps.ts';
import { cancelDuplicates, reportDuplicates, warnOfDoubt } from './runs/duplicates.ts';
import { endedOverBudget, endingOf, lost, unread } from './runs/endings.ts';
import { type Findings, findByStart } from './runs/find.ts';
import { mayBeNew } from './runs/start.ts';
import type { SavedState } from './saved-state.ts';

/** Hosted runners give a cancelled job about five minutes in all. In ms. */
const TIMEOUT = 2 * 60_000;

/** Pauses in ms before each look for what a create request made: it, or its repetition, may still be on its way. */
const LOOKS = [0, 3000, 10_000];

/** After so long nothing of a request is on its way any more, in ms. */
const STRAY_TIME = 60_000;

/**
 * The post phase: leaves no orphan of whatever the main phase was not done with. What cannot be done is a warning that
 * names the run. What is to be reported, if nothing was or something has changed.
 */
export async function cleanUp(
  { isReported }: Pick<SavedState, 'isReported'>,
  ledger: Ledger,
  deps: Deps,
): Promise<StepResult | undefined> {
  const deadline = deps.clock.now() + TIMEOUT;
  const changes = await Promise.all(
    ledger.records.map((record) => cleanUpAfter(record, ledger, deps, deadline)),
  );
  const record = ledger.records.findLast(({ runId }) => runId !== undefined);
  if (record === undefined || (isReported && !changes.includes(true))) return undefined;
  return finalResult(record, ledger, deps);
}

/** Whether it did anything about the run itself. */
async function cleanUpAfter(
  record: RunRecord,
  ledger: Ledger,
  deps: Deps,
  deadline: number,
): Promise<boolean> {
  const isLeft = !record.isDone && record.runId !== undefined;
  if (isLeft) await release(record, deps, deadline);
  const isFound = await lookForRuns(record, ledger, deps, deadline);
  return isLeft || isFound;
}

/** How the run stands now. */
async function finalResult(record: RunRecord, ledger: Ledger, { oz }: Deps): Promise<StepResult> {
  const failure = { code: 'stopped', message: 'The step was stopped before its run ended.', remedy: '' };
  const { runId = '', stateBefore, isAnswerWanted, overBudget } = record;
  const unknown = overBudget ? endedOverBudget(overBudget, 'The run may still go on.', true) : lost(failure);
  try {
    const run = await oz.readRun(runId);
    ledger.recordReading(run);
    // Its end may be the one from before the follow-up.
    const isOld = stateBefore !== undefined && canonicalState(stateBefore) === canonicalState(run.state);
    if (isActive(run.state) || isOld) return unknown;
    const ending = endingOf(run, { requirePullRequest: false });
    if (ending.outcome === 'cancelled' && overBudget !== undefined) {
      return endedOverBudget(overBudget, 'The run was cancelled.', true);
    }
    return isAnswerWanted ? unread(ending) : ending;
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
  }
  return unknown;
}

/**
 * Whether the run of a record turned up whose create request had no answer. After an ambiguous answer, or none, what
 * the request made besides is cancelled, also when it lands only now.
 */
async function lookForRuns(
  record: RunRecord,
  ledger: Ledger,
  deps: Deps,
  deadline: number,
): Promise<boolean> {
  const { request, isDone, ambiguousAt } = record;
  const { clock, log } = deps;
  const isMissing = record.runId === undefined && !isDone;
  if (request === undefined || !(isMissing || ambiguousAt !== undefined)) return false;
  if (isMissing)
    log.info('The main phase ended while its create request had no answer. Looking for its run.');
  const isLate = !isMissing && clock.wall() - (ambiguousAt ?? 0) > STRAY_TIME;
  const handled = [...record.reportedDuplicates];
  let doubt: string | undefined;
  for (const pause of isLate ? [0] : LOOKS) {
    await clock.sleep(pause);
    const findings = await look(request, deps, deadline, record.runId);
    doubt = findings.kind === 'unclear' ? findings.why : undefined;
    if (findings.kind !== 'found') continue;
    if (record.runId === undefined) {
      // Of several the oldest is the one.
      ledger.created(record, findings.runs[0].id);
      await release(record, deps, deadline);
    }
    const kept = record.runId ?? '';
    const duplicates = await cancelDuplicates(findings, request, kept, deps, deadline, handled);
    reportDuplicates(record, duplicates, ledger, deps);
    handled.push(...duplicates.map(({ run }) => run.id));
  }
  if (doubt !== undefined) warnOfDoubt(doubt, request, deps, record.runId);
  else if (record.runId === undefined) log.info('No run was found.');
  return isMissing && record.runId !== undefined;
}

async function look(
  request: CreateRequest,
  deps: Deps,
  deadline: number,
  ownRunId: string | undefined,
): Promise<Findings> {
  try {
    return await findByStart(request, deps, deadline, ownRunId);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return { kind: 'unclear', why: error.message };
  }
}

async function release(
  { runId = '', onCancel, request }: RunRecord,
  deps: Deps,
  deadline: number,
): Promise<void> {
  const { log, clock } = deps;
  const link = runUrl(runId);
  if (onCancel === 'detach') {
    log.notice(`The run was left running, as \`on-cancel\` says: ${link}`, 'Oz agent');
    return;
  }
  const cancellation = await cancelRun(runId, deps, deadline, { mayBeNew: mayBeNew(request, clock.wall()) });
  switch (cancellation.kind) {
    case 'over':
      return;
    case 'blocked':
      return log.warning(
        `The run is BLOCKED and could not be cancelled: it waits for a person, and goes on once it is answered: ${link}`,
        'Oz agent',
      );
    case 'accepted':
      return log.warning(
        `The cancellation of the run was accepted, but its end could not be confirmed: ${link}`,
        'Oz agent',
      );
    default:
      return log.warning(
        `The run may still be working and costing credits, since it could not be cancelled: ${cancellation.error.message}. Stop it here: ${link}`,
        'Oz agent',
      );
  }
}
