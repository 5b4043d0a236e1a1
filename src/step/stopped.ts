import type { FollowInputs, Inputs } from '../inputs/inputs.ts';
import { cancelRun } from '../runs/cancel.ts';
import { mayBeNew } from '../runs/start.ts';
import type { Context } from './context.ts';
import { observe } from './observe.ts';
import { lost, refused, type Verdict, verdictOnRun } from './verdict.ts';

/** Until when the run is cancelled, in ms from the first signal: after 7.5 s the runner insists. */
const CANCEL_GRACE = 5000;

/** What a step does that was asked to go. What it leaves undone, the post phase does. */
export async function stopped(
  inputs: Pick<FollowInputs, 'requirePullRequest'> & Pick<Inputs, 'mode'>,
  context: Context,
): Promise<Verdict> {
  const { journal, shutdown, clock } = context;
  const trouble = {
    code: 'stopped',
    remedy: 'If nobody cancelled the workflow, raise the `timeout-minutes` of the step or job.',
  };
  const attempt = journal.attempts.at(-1);
  if (attempt === undefined) {
    return refused({ ...trouble, message: 'The step was stopped before it created a run.' });
  }
  if (attempt.run && journal.isSettled) return verdictOnRun(attempt.run, inputs);
  if (attempt.runId === undefined) {
    const message =
      'The step was stopped while its create request had no answer; the post step looks for the run.';
    return lost({ ...trouble, message });
  }
  if (journal.saved.onCancel === 'detach') {
    journal.settled();
    const message = 'The step was stopped. The run was left running, as `on-cancel` says.';
    return lost({ ...trouble, message });
  }
  const deadline = shutdown.deadline(CANCEL_GRACE, clock.now());
  const cancellation = await cancelRun(
    attempt.runId,
    context,
    { deadline },
    { mayBeNew: mayBeNew(journal.saved.wish, clock.wall()) },
  );
  if (cancellation.result === 'over') {
    journal.settled();
    observe(cancellation.run, context);
    const verdict = verdictOnRun(cancellation.run, inputs);
    if (verdict.outcome !== 'cancelled' && inputs.mode === 'follow-up') {
      // Its end may be the one from before the follow-up.
      const message = `The step was stopped before it was known what became of the follow-up; the run is ${cancellation.run.state}.`;
      return lost({ ...trouble, message });
    }
    if (verdict.outcome !== 'cancelled') return verdict;
    const message = 'The step was stopped, and its run cancelled.';
    return { outcome: 'cancelled', trouble: { ...trouble, message } };
  }
  if (cancellation.result === 'blocked') observe(cancellation.run, context);
  const fate = {
    accepted: 'the server accepted to cancel its run; the post step makes sure of it',
    blocked: 'its run is BLOCKED, which Oz does not cancel; the post step tries again',
    failed: 'its run could not be cancelled yet; the post step tries again',
    impossible: 'its run goes on, since it cannot be cancelled',
  }[cancellation.result];
  return lost({ ...trouble, message: `The step was stopped; ${fate}.` });
}
