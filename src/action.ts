import { randomUUID } from 'node:crypto';
import type { AttachInputs, FollowInputs, Inputs, RunInputs } from './inputs/read.ts';
import { text } from './json.ts';
import { cancelRun } from './run/cancel.ts';
import { follow, type Settled } from './run/follow.ts';
import { cleaned, stampOf } from './run/stamp.ts';
import { START_PATIENCE, type Start, startRun } from './run/start.ts';
import { runUrl } from './step/account.ts';
import type { Context } from './step/context.ts';
import { observe } from './step/observe.ts';
import { awaitArtifacts } from './step/settle.ts';
import { lost, refused, timedOut, troubleOf, type Verdict, verdictOnRun } from './step/verdict.ts';

/** In ms, counted from the first signal: a create request may still be answered, then the run be cancelled. */
const GRACE = { create: 3000, cancel: 5000 };

/** How long a run that ran out of time is told to stop, in ms. */
const CANCEL_PATIENCE = 2 * 60_000;

/** The main phase: start → follow → settle. Rejects only over faults of our own. */
export async function act(inputs: Inputs, context: Context): Promise<Verdict> {
  try {
    const begun = inputs.mode === 'run' ? await start(inputs, context) : attach(inputs, context);
    if (typeof begun !== 'string') return begun;
    if (!inputs.wait) {
      context.journal.settled();
      return { outcome: 'started' };
    }
    return await stay(begun, inputs, context);
  } catch (error) {
    if (!context.shutdown.isUnderWay) throw error;
    return stopped(inputs, context);
  }
}

/** The id of the new run, or why there is none. */
async function start(inputs: RunInputs, context: Context): Promise<string | Verdict> {
  const { event, journal, outputs, clock, shutdown, log, elapsed } = context;
  const startId = randomUUID();
  const parentRunId = text(inputs.request.parent_run_id);
  const stamp = stampOf(event, inputs.number, inputs.commentKey);
  const metadata = { ...cleaned(inputs.metadata), ...stamp, start_id: startId };
  const started = await startRun(
    { startId, parentRunId, prompt: text(inputs.request.prompt), skill: text(inputs.request.skill) },
    { ...inputs.request, metadata },
    context,
    { deadline: clock.now() + START_PATIENCE, signal: shutdown.signal },
    {
      giveUp: shutdown.after(GRACE.create),
      sending: (resent) => {
        if (resent) return journal.creatingAgain();
        journal.creating(startId, parentRunId);
        outputs.sending();
      },
    },
  );
  if (started.kind !== 'started') return notStarted(started, startId, context);
  const { id, state } = started.run;
  journal.created(id, state);
  log.info(`${elapsed()}  run created: ${runUrl(id)}${state ? `  ${state}` : ''}`);
  context.progress();
  if (started.run.atCapacity)
    log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
  return id;
}

function notStarted(
  start: Exclude<Start, { kind: 'started' }>,
  startId: string,
  { journal }: Context,
): Verdict {
  const trouble = troubleOf(start.error);
  if (start.kind === 'refused') {
    journal.settled();
    return refused(trouble);
  }
  return lost({
    ...trouble,
    message: `${trouble.message} A run may exist all the same: ${start.why}.`,
    remedy: `Look in Oz for a run with the metadata start_id=${startId} before starting another. ${trouble.remedy}`,
  });
}

function attach(inputs: AttachInputs, { journal, progress, log, elapsed }: Context): string {
  log.info(`${elapsed()}  following run ${runUrl(inputs.runId)}`);
  journal.attaching(inputs.runId);
  progress();
  return inputs.runId;
}

/** Follows the run to its end. */
async function stay(runId: string, inputs: Inputs, context: Context): Promise<Verdict> {
  const { shutdown, clock } = context;
  const settled = await follow(
    runId,
    {
      ...inputs,
      since: clock.now(),
      isForeign: inputs.mode !== 'run',
      signal: shutdown.signal,
      onReading: (run) => observe(run, context),
    },
    context,
  );
  return settle(runId, settled, inputs, context);
}

async function settle(runId: string, settled: Settled, inputs: Inputs, context: Context): Promise<Verdict> {
  const { journal } = context;
  switch (settled.how) {
    case 'ended':
    case 'blocked': {
      journal.settled();
      const run = await awaitArtifacts(settled.run, context);
      return verdictOnRun(run, inputs);
    }
    case 'unreadable':
      journal.settled();
      return refused(troubleOf(settled.error));
    case 'timed-out':
      return outOfTime(runId, settled.budget, inputs, context);
    case 'lost': {
      // Not settled: the post phase does what `on-cancel` says, with fresh patience.
      const trouble = troubleOf(settled.error);
      return lost({ ...trouble, message: `Lost contact with the run: ${trouble.message}` });
    }
  }
}

async function outOfTime(
  runId: string,
  budget: 'queue' | 'run',
  inputs: FollowInputs,
  context: Context,
): Promise<Verdict> {
  const { journal, clock, shutdown } = context;
  if (inputs.onTimeout === 'detach') {
    journal.settled();
    return timedOut(budget, 'It was left running, as `on-timeout` says.');
  }
  const limits = { deadline: clock.now() + CANCEL_PATIENCE, signal: shutdown.signal };
  const cancellation = await cancelRun(runId, context, limits);
  switch (cancellation.result) {
    case 'over': {
      journal.settled();
      observe(cancellation.run, context);
      const verdict = verdictOnRun(cancellation.run, inputs);
      // It may have come to its own end in the last moment: then that is the truth.
      const isOwnEnd = verdict.outcome !== 'cancelled' && verdict.outcome !== 'blocked';
      return isOwnEnd ? verdict : timedOut(budget, 'It was cancelled.');
    }
    case 'accepted':
      return timedOut(budget, 'Its cancellation was accepted, but not confirmed in time.');
    case 'impossible':
      journal.settled();
      return timedOut(budget, `It goes on, since it cannot be cancelled: ${cancellation.error.message}.`);
    case 'failed':
      return timedOut(budget, `It may go on, since cancelling it failed: ${cancellation.error.message}.`);
  }
}

/** The step was asked to go. What is left undone here, the post phase does. */
async function stopped(inputs: FollowInputs, context: Context): Promise<Verdict> {
  const { journal, shutdown, clock } = context;
  const trouble = {
    code: 'stopped',
    remedy: 'The workflow was cancelled, or the step ran into its `timeout-minutes`.',
  };
  const attempt = journal.attempts.at(-1);
  if (attempt === undefined)
    return refused({ ...trouble, message: 'The step was stopped before it created a run.' });
  if (attempt.run && journal.isSettled) return verdictOnRun(attempt.run, inputs);
  if (attempt.runId === undefined) {
    return lost({
      ...trouble,
      message:
        'The step was stopped while its create request had no answer; the post step looks for the run.',
    });
  }
  if (inputs.onCancel === 'detach') {
    journal.settled();
    return lost({
      ...trouble,
      message: 'The step was stopped. The run was left running, as `on-cancel` says.',
    });
  }
  const cancellation = await cancelRun(attempt.runId, context, {
    deadline: shutdown.deadline(GRACE.cancel, clock.now()),
  });
  if (cancellation.result === 'over') {
    journal.settled();
    observe(cancellation.run, context);
    const verdict = verdictOnRun(cancellation.run, inputs);
    if (verdict.outcome !== 'cancelled') return verdict;
    return {
      outcome: 'cancelled',
      trouble: { ...trouble, message: 'The step was stopped, and its run cancelled.' },
    };
  }
  const fate = {
    accepted: 'the server accepted to cancel its run; the post step makes sure of it',
    failed: 'its run could not be cancelled yet; the post step tries again',
    impossible: 'its run goes on, since it cannot be cancelled',
  }[cancellation.result];
  return lost({ ...trouble, message: `The step was stopped; ${fate}.` });
}
