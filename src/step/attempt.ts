import { randomUUID } from 'node:crypto';
import type { FollowInputs, FollowingInputs, RunInputs } from '../inputs/inputs.ts';
import { text } from '../lib/json.ts';
import { runUrl } from '../oz/links.ts';
import { cancelRun } from '../runs/cancel.ts';
import { type FollowPlan, follow, type Settled } from '../runs/follow.ts';
import { type FollowUp, PROOF_WINDOW, staysFailed } from '../runs/follow-up-proof.ts';
import { cleaned, stampOf } from '../runs/stamp.ts';
import { mayBeNew, START_PATIENCE, type Start, startRun } from '../runs/start.ts';
import type { Context } from './context.ts';
import { observe } from './observe.ts';
import { awaitArtifacts } from './settle.ts';
import { lost, refused, timedOut, troubleOf, type Verdict, verdictOnRun } from './verdict.ts';

/** How long a create request under way may still be answered once the step was asked to go, in ms. */
const CREATE_GRACE = 3000;

/** How much of the prompt the post phase gets to recognise the run by, in characters. */
const PROMPT_START = 200;

/** How long a run that ran out of time is told to stop, in ms. */
const CANCEL_PATIENCE = 2 * 60_000;

/** Creates a run. Its id, or why there is none. */
export async function startAttempt(inputs: RunInputs, context: Context): Promise<string | Verdict> {
  const { event, journal, outputs, clock, shutdown, log } = context;
  const startId = randomUUID();
  const parentRunId = text(inputs.request.parent_run_id);
  const stamp = stampOf(event, inputs.number, inputs.commentKey);
  const metadata = { ...cleaned(inputs.metadata), ...stamp, start_id: startId };
  const sentAt = clock.wall();
  const wish = {
    startId,
    parentRunId,
    prompt: text(inputs.request.prompt),
    skill: text(inputs.request.skill),
    sentAt,
    serverSentAt: context.oz.serverTimeOf(sentAt),
  };
  const started = await startRun(
    wish,
    { ...inputs.request, metadata },
    context,
    { deadline: clock.now() + START_PATIENCE, signal: shutdown.signal },
    {
      giveUp: shutdown.after(CREATE_GRACE),
      sending: (resent) => {
        if (resent) return journal.creatingAgain();
        journal.creating(
          { ...wish, prompt: wish.prompt?.slice(0, PROMPT_START) },
          inputs.onCancel ?? 'cancel',
        );
        outputs.sending();
      },
      ambiguous: ({ serverSentAt }) => journal.ambiguous(serverSentAt),
    },
  );
  if (started.kind !== 'started') return notStarted(started, startId, context);
  const { id, state, atCapacity } = started.run;
  journal.created(id, state);
  log.info(`run created: ${runUrl(id)}${state ? `  ${state}` : ''}`);
  if (atCapacity) log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
  context.progress();
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

/** Turns to a run that exists already. */
export function attachTo(runId: string, inputs: FollowInputs, context: Context): string {
  const { journal, progress, log } = context;
  journal.attaching(runId, inputs.onCancel ?? 'detach');
  log.info(`following run ${runUrl(runId)}`);
  progress();
  return runId;
}

/** Follows the present run to its end, and makes sure of its end. */
export async function stay(
  runId: string,
  inputs: FollowingInputs,
  context: Context,
  followUp?: FollowUp,
): Promise<Verdict> {
  const settled = await follow(runId, planOf(inputs, context, followUp), context);
  return settle(runId, settled, inputs, context, followUp);
}

/** Follows the run until there is proof that a follow-up took whose answer was lost. */
export async function awaitUptake(
  runId: string,
  inputs: FollowingInputs,
  context: Context,
  followUp: FollowUp,
): Promise<Verdict> {
  const budgets = { queueBudget: PROOF_WINDOW, runBudget: PROOF_WINDOW };
  const plan = { ...planOf(inputs, context, followUp), ...budgets, until: 'taken' as const };
  const settled = await follow(runId, plan, context);
  if (settled.how !== 'timed-out') return settle(runId, settled, inputs, context, followUp);
  context.journal.settled();
  return unconfirmed(followUp);
}

function planOf(inputs: FollowingInputs, context: Context, followUp: FollowUp | undefined): FollowPlan {
  const { shutdown, clock, journal } = context;
  return {
    ...inputs,
    since: clock.now(),
    isForeign: !journal.isCreatedHere && followUp === undefined,
    followUp,
    signal: shutdown.signal,
    onReading: (run) => observe(run, context),
  };
}

async function settle(
  runId: string,
  settled: Settled,
  inputs: FollowingInputs,
  context: Context,
  followUp: FollowUp | undefined,
): Promise<Verdict> {
  const { journal } = context;
  switch (settled.how) {
    case 'ended':
    case 'blocked': {
      journal.settled();
      const run = await awaitArtifacts(settled.run, context);
      const verdict = verdictOnRun(run, inputs);
      return followUp && staysFailed(run) ? explained(verdict) : verdict;
    }
    case 'taken':
      journal.settled();
      return { outcome: 'started' };
    case 'unproven':
      journal.settled();
      return unconfirmed(followUp);
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

/** `verdict`: on a run whose environment could not be set up. */
function explained({ trouble, ...verdict }: Verdict): Verdict {
  if (trouble === undefined) return verdict;
  const why =
    'Such a run stays failed by design: follow-ups go to a session for finding the fault in its environment.';
  return { ...verdict, trouble: { ...trouble, remedy: `${why} ${trouble.remedy}` } };
}

function unconfirmed(followUp: FollowUp | undefined): Verdict {
  const fate = followUp?.isAccepted
    ? 'The server accepted the follow-up, but'
    : 'The follow-up got no answer, and';
  return lost({
    code: 'follow_up_unconfirmed',
    message: `${fate} nothing showed within ${PROOF_WINDOW / 1000} s that the run took it: what is known of the run is from before.`,
    remedy: 'Open the run, and send the follow-up again only if it is not there.',
  });
}

async function outOfTime(
  runId: string,
  budget: 'queue' | 'run',
  inputs: FollowInputs,
  context: Context,
): Promise<Verdict> {
  const { journal, clock, shutdown } = context;
  if ((inputs.onTimeout ?? (journal.isCreatedHere ? 'cancel' : 'detach')) === 'detach') {
    journal.settled();
    return timedOut(budget, 'The run was left running, as `on-timeout` says.');
  }
  const limits = { deadline: clock.now() + CANCEL_PATIENCE, signal: shutdown.signal };
  const cancellation = await cancelRun(runId, context, limits, {
    mayBeNew: mayBeNew(journal.saved.wish, clock.wall()),
  });
  switch (cancellation.result) {
    case 'over': {
      journal.settled();
      observe(cancellation.run, context);
      const verdict = verdictOnRun(cancellation.run, inputs);
      // It may have come to its own end in the last moment: then that is the truth.
      return verdict.outcome === 'cancelled' ? timedOut(budget, 'The run was cancelled.') : verdict;
    }
    case 'blocked':
      journal.settled();
      observe(cancellation.run, context);
      return timedOut(
        budget,
        'The run is BLOCKED: it waits for a person, and Oz does not cancel such a run. It goes on once it is answered.',
      );
    case 'accepted':
      return timedOut(budget, 'Its cancellation was accepted, but not confirmed in time.');
    case 'impossible':
      // A key that was refused may fare better in the post phase; the kind of run does not change.
      if (cancellation.error.status === 422) journal.settled();
      return timedOut(
        budget,
        `The run goes on, since it cannot be cancelled: ${cancellation.error.message}.`,
      );
    case 'failed':
      return timedOut(
        budget,
        `The run may go on, since cancelling it failed: ${cancellation.error.message}.`,
      );
  }
}
