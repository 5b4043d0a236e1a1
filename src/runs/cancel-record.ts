import type { Ending, Policy, RunRecord, Task } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { type Cancellation, cancelRun } from './cancel.ts';
import type { TaskDeps } from './deps.ts';
import { endedOverBudget, endingOf, lost, overBudget, timedOut, unread } from './endings.ts';
import { mayBeNew } from './start.ts';

/** Until when a run is cancelled at shutdown, in ms from the first signal: after 7.5 s the runner insists. */
const SHUTDOWN_GRACE = 5000;

/** How long a run that ran out of time is cancelled, in ms. */
const OUT_OF_TIME = 2 * 60_000;

/** How long a step that was asked to cancel runs may take for all of them together, in ms. */
const CANCEL_TIMEOUT = 5 * 60_000;

/** What a step that is shutting down does about a run. What it leaves undone, the post phase does. */
export async function cancelOnShutdown(
  record: RunRecord,
  { kind, policy }: Task,
  deps: TaskDeps,
): Promise<Ending> {
  const { shutdown, clock, ledger } = deps;
  const { runId, run, onCancel } = record;
  const stopped = (message: string) => ({
    code: 'stopped',
    message,
    remedy: 'If nobody cancelled the workflow, raise the `timeout-minutes` of the step or job.',
  });
  if (runId === undefined && record.isDone) {
    return {
      outcome: 'refused',
      failure: stopped('The step was stopped before it created a run.'),
      isDone: true,
    };
  }
  if (runId === undefined) {
    return lost(
      stopped(
        'The step was stopped while its create request had no answer; the post step looks for the run.',
      ),
    );
  }
  const judge = record.isAnswerWanted
    ? (ended: Run) => unread(endingOf(ended, policy))
    : (ended: Run) => endingOf(ended, policy);
  if (run?.stage === 'ended' && record.stateBefore === undefined) return judge(run);
  if (onCancel === 'detach') {
    return lost(stopped('The step was stopped. The run was left running, as `on-cancel` says.'), true);
  }
  const deadline = shutdown.deadline(SHUTDOWN_GRACE, clock.now());
  const cancellation = await cancel(record, { ...deps, signal: new AbortController().signal }, deadline);
  if ('run' in cancellation) ledger.recordReading(cancellation.run);
  if (cancellation.kind !== 'over')
    return lost(stopped(`The step was stopped; ${FATES[cancellation.kind]}.`));
  const ending = judge(cancellation.run);
  // Then all is as the step was asked to make it.
  if (kind === 'cancel') return { outcome: 'cancelled', isDone: true };
  if (ending.outcome === 'cancelled' && record.overBudget !== undefined) {
    return endedOverBudget(record.overBudget, 'The run was cancelled.', true);
  }
  if (ending.outcome === 'cancelled') {
    return { ...ending, failure: stopped('The step was stopped, and its run cancelled.') };
  }
  if (record.stateBefore === undefined) return ending;
  return lost(stopped(`The step was stopped ${unprovenAs(cancellation.run)}`), true);
}

/** Its end may be the one from before the follow-up. */
function unprovenAs({ state }: Run): string {
  return `before it was known what happened to the follow-up; the run is ${state}.`;
}

const FATES: Readonly<Record<Exclude<Cancellation['kind'], 'over'>, string>> = {
  accepted: 'the server accepted to cancel its run; the post step makes sure of it',
  blocked: 'its run is BLOCKED, which Oz does not cancel; the post step tries again',
  failed: 'its run could not be cancelled yet; the post step tries again',
  impossible: 'its run goes on, since it cannot be cancelled',
};

/** A budget ran out: does with the run what `on-timeout` says. */
export async function endOutOfTime(
  record: RunRecord,
  budget: 'queue' | 'run',
  policy: Policy,
  deps: TaskDeps,
): Promise<Ending> {
  if (policy.onTimeout === 'detach') {
    return timedOut(budget, 'The run was left running, as `on-timeout` says.', true);
  }
  return cancelOver(record, policy, deps, (fate, isDone) => timedOut(budget, fate, isDone));
}

/** The spend limit was reached: cancels the run, whoever started it. */
export async function endOverBudget(
  record: RunRecord,
  figures: string,
  policy: Policy,
  deps: TaskDeps,
): Promise<Ending> {
  const failure = overBudget(figures);
  deps.log.info(failure.message);
  // Should this step die, the post phase goes on with it.
  deps.ledger.overBudget(record, failure);
  return cancelOver(record, policy, deps, (fate, isDone) => endedOverBudget(failure, fate, isDone));
}

/** Cancels a run that reached a limit. `endingWith` makes the ending of what happened to the run. */
async function cancelOver(
  record: RunRecord,
  policy: Policy,
  deps: TaskDeps,
  endingWith: (fate: string, isDone: boolean) => Ending,
): Promise<Ending> {
  const { clock, ledger } = deps;
  const cancellation = await cancel(record, deps, clock.now() + OUT_OF_TIME);
  if ('run' in cancellation) ledger.recordReading(cancellation.run);
  switch (cancellation.kind) {
    case 'over': {
      // It may have come to its own end in the last moment: then that is the truth.
      const ending = endingOf(cancellation.run, policy);
      if (ending.outcome === 'cancelled') return endingWith('The run was cancelled.', true);
      return record.stateBefore === undefined ? ending : unproven(cancellation.run);
    }
    case 'blocked': {
      const fate = `The run is BLOCKED: it waits for a person, and Oz does not cancel such a run. It goes on once it is answered.`;
      return endingWith(fate, true);
    }
    case 'accepted':
      return endingWith('Its cancellation was accepted, but not confirmed in time.', false);
    case 'impossible': {
      const fate = `The run goes on, since it cannot be cancelled: ${cancellation.error.message}.`;
      // A key that was refused may fare better in the post phase; the kind of run does not change.
      return endingWith(fate, cancellation.error.status === 422);
    }
    case 'failed': {
      const fate = `The run may go on, since cancelling it failed: ${cancellation.error.message}.`;
      return endingWith(fate, false);
    }
  }
}

function unproven(run: Run): Ending {
  const failure = {
    code: 'follow_up_unconfirmed',
    message: `Time was up ${unprovenAs(run)}`,
    remedy: 'Open the run, and send the follow-up again only if it is not there.',
  };
  return lost(failure, true);
}

/** What the step was asked for. Its failure names no run: the step names all of them together. */
export async function cancelRecord(record: RunRecord, deps: TaskDeps): Promise<Ending> {
  const { clock, ledger } = deps;
  const cancellation = await cancel(record, deps, clock.now() + CANCEL_TIMEOUT);
  if ('run' in cancellation) ledger.recordReading(cancellation.run);
  if (cancellation.kind === 'over') return { outcome: 'cancelled', isDone: true };
  const failure = { code: 'not_cancelled', message: reasonOf(cancellation), remedy: 'Stop it in Oz.' };
  return { outcome: 'cancelled', failure, isDone: true };
}

function reasonOf(cancellation: Exclude<Cancellation, { kind: 'over' }>): string {
  switch (cancellation.kind) {
    case 'accepted':
      return 'its end could not be confirmed in time';
    case 'blocked':
      return 'it is BLOCKED: it waits for a person, and goes on once it is answered';
    default:
      return cancellation.error.message;
  }
}

function cancel({ runId = '', request }: RunRecord, deps: TaskDeps, deadline: number): Promise<Cancellation> {
  return cancelRun(runId, deps, deadline, { mayBeNew: mayBeNew(request, deps.clock.wall()) });
}
