import { runUrl } from './oz/links.ts';
import { OzError } from './oz/problem.ts';
import { cancelRun } from './run/cancel.ts';
import { findByStart, type Wish } from './run/find.ts';
import { sweep } from './run/sweep.ts';
import type { Limits, Tools } from './run/tools.ts';
import type { SavedAttempt, SavedState } from './runner.ts';

/** Hosted runners give a cancelled job about five minutes in all. In ms. */
const PATIENCE = 2 * 60_000;

/** Pauses in ms before each look for a run whose create request had no answer: it may still be on its way. */
const LOOKS = [0, 3000, 10_000];

/**
 * The post phase: leaves no orphan of whatever the main phase did not settle. What cannot be done is a warning that
 * names the run.
 */
export async function cleanUp({ attempts }: SavedState, tools: Tools): Promise<void> {
  const limits = { deadline: tools.clock.now() + PATIENCE };
  for (const attempt of attempts) {
    for (const runId of attempt.settled ? [] : await runsOf(attempt, tools, limits)) {
      await release(runId, attempt.onCancel, tools, limits);
    }
    if (attempt.resent) await sweep(wishOf(attempt), attempt.runId, tools, limits);
  }
}

async function runsOf(attempt: SavedAttempt, tools: Tools, limits: Limits): Promise<readonly string[]> {
  const { runId, startId } = attempt;
  if (runId !== undefined) return [runId];
  const { clock, log } = tools;
  const hint = `Look in Oz for runs with the metadata start_id=${startId}.`;
  log.info('The main phase ended while its create request had no answer. Looking whether it made a run.');
  for (const pause of LOOKS) {
    await clock.sleep(pause);
    try {
      const findings = await findByStart(wishOf(attempt), tools, limits);
      if (findings.kind === 'found') return findings.runs.map(({ id }) => id);
      if (findings.kind === 'unclear')
        log.warning(`Whether a run was left behind is unclear: ${findings.why}. ${hint}`);
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
      log.warning(`Whether a run was left behind could not be found out: ${error.message}. ${hint}`);
      return [];
    }
  }
  log.info('No run was found.');
  return [];
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

function wishOf({ startId, parentRunId, sentAt }: SavedAttempt): Wish {
  return { startId, parentRunId, sentAt, prompt: undefined, skill: undefined };
}
