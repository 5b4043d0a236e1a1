import type { CancelInputs } from '../inputs/inputs.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { type Cancellation, cancelRun } from '../runs/cancel.ts';
import type { Context } from './context.ts';
import { refused, troubleOf, type Verdict } from './verdict.ts';
import { findRuns } from './which-run.ts';

/** For all runs together, in ms. */
const PATIENCE = 5 * 60_000;

/** Cancels the run that the step names, or every active one of its pull request or issue. */
export async function cancelRuns(inputs: CancelInputs, context: Context): Promise<Verdict> {
  const { log, clock, shutdown, journal } = context;
  const found = inputs.runId ? [inputs.runId] : await activeRuns(inputs, context);
  if (!Array.isArray(found)) return found;
  if (found.length === 0) log.info('No active run was found: there is nothing to cancel.');
  const limits = { deadline: clock.now() + PATIENCE, signal: shutdown.signal };
  const failures: string[] = [];
  for (const runId of found) {
    // Should this step die, the post phase goes on with what it was asked for.
    journal.attaching(runId, 'cancel');
    const cancellation = await cancelRun(runId, context, limits);
    if (cancellation.result === 'over') journal.read(cancellation.run);
    else {
      if (cancellation.result === 'blocked') journal.read(cancellation.run);
      failures.push(`${runUrl(runId)}: ${reasonOf(cancellation)}`);
    }
    journal.settled();
  }
  if (failures.length === 0) return { outcome: 'cancelled' };
  return {
    outcome: 'cancelled',
    trouble: {
      code: 'not_cancelled',
      message: `${failures.length} of ${found.length} runs could not be cancelled:\n${failures.join('\n')}`,
      remedy: 'Stop them in Oz.',
    },
  };
}

function reasonOf(cancellation: Exclude<Cancellation, { result: 'over' }>): string {
  switch (cancellation.result) {
    case 'accepted':
      return 'its end could not be confirmed in time';
    case 'blocked':
      return 'it is BLOCKED: it waits for a person, and goes on once it is answered';
    default:
      return cancellation.error.message;
  }
}

/** None found, or nothing to find them by, means that there is nothing to do. */
async function activeRuns(inputs: CancelInputs, context: Context): Promise<string[] | Verdict> {
  if (inputs.number === undefined) return [];
  try {
    const findings = await findRuns(inputs, inputs.number, { onlyActive: true }, context);
    if (findings.kind === 'found') return findings.runs.map(({ id }) => id);
    if (findings.kind === 'none') return [];
    return refused({
      code: 'runs_unknown',
      message: `Which runs are active could not be found out: ${findings.why}.`,
      remedy: 'Give the input `run-id`.',
    });
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return refused(troubleOf(error));
  }
}
