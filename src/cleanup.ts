import type { Journal } from './ledger.ts';
import { runUrl } from './oz/links.ts';
import { OzError } from './oz/problem.ts';
import { isActive } from './oz/states.ts';
import { cancelRun } from './runs/cancel.ts';
import type { Limits, Tools } from './runs/deps.ts';
import { cancelDuplicates, warnOfDoubt } from './runs/duplicates.ts';
import { type Findings, findByStart, type Wish } from './runs/find.ts';
import { mayBeNew } from './runs/start.ts';
import type { SavedAttempt, SavedState } from './saved-state.ts';
import { reportDuplicates } from './step/duplicates.ts';
import { lost, type Verdict, verdictOnRun } from './step/verdict.ts';

/** Hosted runners give a cancelled job about five minutes in all. In ms. */
const PATIENCE = 2 * 60_000;

/** Pauses in ms before each look for what a create request made: it, or its repetition, may still be on its way. */
const LOOKS = [0, 3000, 10_000];

/** After so long nothing of a request is on its way any more, in ms. */
const STRAY_TIME = 60_000;

/**
 * The post phase: leaves no orphan of whatever the main phase did not settle. What cannot be done is a warning that
 * names the run. What people are to be told, if they have not heard of it or something has changed.
 */
export async function cleanUp(
  { attempts, isTold }: SavedState,
  context: CleanUpContext,
): Promise<Verdict | undefined> {
  const { journal, clock } = context;
  const limits = { deadline: clock.now() + PATIENCE };
  let hasChanged = false;
  for (const attempt of attempts) {
    if (!attempt.settled && attempt.runId !== undefined) {
      await release(attempt.runId, attempt, context, limits);
      hasChanged = true;
    }
    if (await lookForRuns(attempt, context, limits)) hasChanged = true;
  }
  const runId = journal.attempts.at(-1)?.runId;
  if (runId === undefined || (isTold && !hasChanged)) return undefined;
  return lastVerdict(runId, context);
}

interface CleanUpContext extends Tools {
  readonly journal: Journal;
}

/** How the run stands now. */
async function lastVerdict(runId: string, { oz, journal }: CleanUpContext): Promise<Verdict> {
  const trouble = { code: 'stopped', message: 'The step was stopped before its run settled.', remedy: '' };
  try {
    const run = await oz.readRun(runId);
    journal.read(run);
    if (!isActive(run.state)) return verdictOnRun(run, { requirePullRequest: false });
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
  }
  return lost(trouble);
}

/**
 * Whether the run of an attempt turned up whose create request had no answer. After an ambiguous answer, or none, what
 * the request made besides is cancelled, also when it lands only now.
 */
async function lookForRuns(attempt: SavedAttempt, context: CleanUpContext, limits: Limits): Promise<boolean> {
  const { wish, settled, ambiguousAt } = attempt;
  const { clock, log, journal } = context;
  const isMissing = attempt.runId === undefined && !settled;
  if (wish === undefined || !(isMissing || ambiguousAt !== undefined)) return false;
  if (isMissing)
    log.info('The main phase ended while its create request had no answer. Looking for its run.');
  const isLate = !isMissing && clock.wall() - (ambiguousAt ?? 0) > STRAY_TIME;
  const handled = [...attempt.reportedDuplicates];
  let kept = attempt.runId;
  let doubt: string | undefined;
  for (const pause of isLate ? [0] : LOOKS) {
    await clock.sleep(pause);
    const findings = await look(wish, context, limits, kept);
    doubt = findings.kind === 'unclear' ? findings.why : undefined;
    if (findings.kind !== 'found') continue;
    if (kept === undefined) {
      // Of several the oldest is the one.
      kept = findings.runs[0].id;
      await release(kept, attempt, context, limits);
      journal.found(attempt, kept);
    }
    const duplicates = await cancelDuplicates(findings, kept, context, limits, handled);
    reportDuplicates(wish.startId, duplicates, context);
    handled.push(...duplicates.map(({ run }) => run.id));
  }
  if (doubt !== undefined) warnOfDoubt(doubt, wish, context, kept);
  else if (kept === undefined) log.info('No run was found.');
  return isMissing && kept !== undefined;
}

async function look(
  wish: Wish,
  tools: Tools,
  limits: Limits,
  ownRunId: string | undefined,
): Promise<Findings> {
  try {
    return await findByStart(wish, tools, limits, ownRunId);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return { kind: 'unclear', why: error.message };
  }
}

async function release(
  runId: string,
  { onCancel, wish }: SavedAttempt,
  tools: Tools,
  limits: Limits,
): Promise<void> {
  const { log } = tools;
  if (onCancel === 'detach') {
    log.notice(`The run was left running, as \`on-cancel\` says: ${runUrl(runId)}`, 'Oz agent');
    return;
  }
  const cancellation = await cancelRun(runId, tools, limits, {
    mayBeNew: mayBeNew(wish, tools.clock.wall()),
  });
  const link = runUrl(runId);
  switch (cancellation.result) {
    case 'over':
      return;
    case 'blocked':
      return log.warning(
        `The run is BLOCKED and could not be cancelled: it waits for a person, and goes on once it is answered: ${link}`,
        'Oz agent',
      );
    case 'accepted':
      return log.warning(`The run was told to stop, but its end could not be confirmed: ${link}`, 'Oz agent');
    default:
      return log.warning(
        `The run may still be working and costing credits, since it could not be cancelled: ${cancellation.error.message}. Stop it here: ${link}`,
        'Oz agent',
      );
  }
}
