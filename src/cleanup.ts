import { runUrl } from './oz/links.ts';
import { OzError } from './oz/problem.ts';
import { isActive } from './oz/states.ts';
import { cancelRun } from './run/cancel.ts';
import { findByStart } from './run/find.ts';
import { hintFor, sweep } from './run/sweep.ts';
import type { Limits, Tools } from './run/tools.ts';
import type { SavedAttempt, SavedState } from './saved-state.ts';
import type { Journal } from './step/journal.ts';
import { lost, type Verdict, verdictOnRun } from './step/verdict.ts';

/** Hosted runners give a cancelled job about five minutes in all. In ms. */
const PATIENCE = 2 * 60_000;

/** Pauses in ms before each look for a run whose create request had no answer: it may still be on its way. */
const LOOKS = [0, 3000, 10_000];

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
    const left = attempt.settled ? [] : await runsOf(attempt, context, limits);
    // Of several runs of one wish the oldest is the one; the sweep takes the others.
    const kept = attempt.runId ?? left[0];
    if (left.length > 0 && kept !== undefined) {
      await release(kept, attempt.onCancel, context, limits);
      journal.found(attempt, kept);
      hasChanged = true;
    }
    if (attempt.wish && (attempt.resent || left.length > 1)) await sweep(attempt.wish, kept, context, limits);
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

async function runsOf(attempt: SavedAttempt, tools: Tools, limits: Limits): Promise<readonly string[]> {
  const { runId, wish } = attempt;
  if (runId !== undefined) return [runId];
  if (wish === undefined) return [];
  const { clock, log } = tools;
  log.info('The main phase ended while its create request had no answer. Looking whether it made a run.');
  let found: readonly string[] = [];
  let doubt: string | undefined;
  for (const pause of LOOKS) {
    // A second create request may still be on its way, so its runs are looked for to the end.
    if (found.length > 0 && !attempt.resent) break;
    await clock.sleep(pause);
    try {
      const findings = await findByStart(wish, tools, limits);
      if (findings.kind === 'found') found = findings.runs.map(({ id }) => id);
      doubt = findings.kind === 'unclear' ? findings.why : undefined;
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
      doubt = error.message;
    }
  }
  if (doubt !== undefined) {
    log.warning(`Whether a run was left behind could not be found out: ${doubt}. ${hintFor(wish)}`);
  } else if (found.length === 0) log.info('No run was found.');
  return found;
}

async function release(
  runId: string,
  onCancel: SavedAttempt['onCancel'],
  tools: Tools,
  limits: Limits,
): Promise<void> {
  const { log } = tools;
  if (onCancel === 'detach') {
    log.notice(`The run was left running, as \`on-cancel\` says: ${runUrl(runId)}`, 'Oz agent');
    return;
  }
  const cancellation = await cancelRun(runId, tools, limits);
  const link = runUrl(runId);
  switch (cancellation.result) {
    case 'over':
      return;
    case 'accepted':
      return log.warning(`The run was told to stop, but its end could not be confirmed: ${link}`, 'Oz agent');
    default:
      return log.warning(
        `The run may still be working and costing credits, since it could not be cancelled: ${cancellation.error.message}. Stop it here: ${link}`,
        'Oz agent',
      );
  }
}
