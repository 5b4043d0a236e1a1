import { check, didYouMean } from './check.ts';
import { stopOnOwnPullRequest } from './gate/own-pull-request.ts';
import type { AttachInputs, FollowingInputs, FollowUpInputs, Inputs, RunInputs } from './inputs/inputs.ts';
import type { Run } from './oz/decode.ts';
import { OzError } from './oz/problem.ts';
import { pullRequestsOf } from './oz/pull-requests.ts';
import type { FollowUp } from './runs/follow-up-proof.ts';
import { attachTo, awaitUptake, startAttempt, stay } from './step/attempt.ts';
import { cancelRuns } from './step/cancel-runs.ts';
import type { Context } from './step/context.ts';
import { sweepDuplicates } from './step/duplicates.ts';
import { sendFollowUp } from './step/follow-up.ts';
import { observe } from './step/observe.ts';
import { resolveOverlap } from './step/overlap.ts';
import { withLater } from './step/settle.ts';
import { stopped } from './step/stopped.ts';
import type { Verdict } from './step/verdict.ts';
import { whichRun } from './step/which-run.ts';

/** How long the look for duplicate runs may take, in ms. */
const SWEEP_PATIENCE = 60_000;

/** Before the second attempt, in ms; doubled before each further one, up to a minute. */
const RETRY_PAUSE = 5000;

/** The main phase, once the gate is passed. Rejects only over faults of our own. */
export async function act(inputs: Inputs, context: Context): Promise<Verdict> {
  try {
    return await actInMode(inputs, context);
  } catch (error) {
    if (!context.shutdown.isUnderWay) throw error;
    return stopped({ requirePullRequest: false, ...inputs }, context);
  }
}

async function actInMode(inputs: Inputs, context: Context): Promise<Verdict> {
  switch (inputs.mode) {
    case 'run':
      return (await stopOnOwnPullRequest(inputs, context)) ?? run(inputs, context);
    case 'follow-up':
      return (await stopOnOwnPullRequest(inputs, context)) ?? followUp(inputs, context);
    case 'attach':
      return attach(inputs, context);
    case 'cancel':
      return cancelRuns(inputs, context);
    case 'check':
      return check(inputs, context);
  }
}

/** overlap → attempts, each of which starts a run and stays with it. */
async function run(inputs: RunInputs, context: Context): Promise<Verdict> {
  const overlap = await resolveOverlap(inputs, context);
  if (overlap !== undefined) return typeof overlap === 'string' ? remain(overlap, inputs, context) : overlap;
  let previous: Verdict | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const started = await startAttempt(inputs, context);
    if (typeof started !== 'string' && started.outcome === 'refused') {
      if (previous === undefined) return explained(started, inputs, context);
      context.log.warning(`A further attempt was refused: ${started.trouble?.message}`);
      return previous;
    }
    // What the look-up after a lost answer already showed must not work on beside the run for hours.
    if (typeof started === 'string' && inputs.wait) await sweepUp(context);
    const verdict = typeof started === 'string' ? await remain(started, inputs, context) : started;
    context.progress(verdict);
    await sweepUp(context);
    if (attempt >= inputs.maxAttempts || !(await mayTryAgain(attempt, verdict, context))) return verdict;
    context.log.info(`Attempt ${attempt + 1} of ${inputs.maxAttempts}.`);
    previous = verdict;
  }
}

async function attach(inputs: AttachInputs, context: Context): Promise<Verdict> {
  const found = await whichRun(inputs, context);
  return typeof found === 'string' ? remain(attachTo(found, inputs, context), inputs, context) : found;
}

async function followUp(inputs: FollowUpInputs, context: Context): Promise<Verdict> {
  const found = await whichRun(inputs, context);
  if (typeof found !== 'string') return found;
  const sent = await sendFollowUp(found, inputs, context);
  return 'outcome' in sent ? sent : remain(found, inputs, context, sent);
}

async function remain(
  runId: string,
  inputs: FollowingInputs,
  context: Context,
  sent?: FollowUp,
): Promise<Verdict> {
  if (inputs.wait) return stay(runId, inputs, context, sent);
  // Asked to stop while the run was still being created: `on-cancel` applies.
  context.shutdown.signal.throwIfAborted();
  if (sent && !sent.isAccepted) return awaitUptake(runId, inputs, context, sent);
  context.journal.settled();
  return { outcome: 'started' };
}

/** Adds to a refusal what may have been meant in place of an id that Oz does not know. */
async function explained(verdict: Verdict, { request }: RunInputs, context: Context): Promise<Verdict> {
  const { trouble } = verdict;
  if (!trouble || !['resource_not_found', 'invalid_request'].includes(trouble.code)) return verdict;
  const found = await didYouMean(request, context);
  return found ? { ...verdict, trouble: { ...trouble, remedy: `${found} ${trouble.remedy}` } } : verdict;
}

/** Waits before a further attempt, where the server says that a new run may succeed and this one opened nothing. */
async function mayTryAgain(attempt: number, verdict: Verdict, context: Context): Promise<boolean> {
  const { clock, shutdown, journal, log } = context;
  const { run: ended } = journal.attempts.at(-1) ?? {};
  if (!ended || !['failed', 'error'].includes(verdict.outcome) || !isWorthAnother(ended)) return false;
  const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
  log.info(`${ended.state}: ${verdict.trouble?.message}`);
  log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
  await clock.sleep(pause, shutdown.signal);
  // Artifacts can lag: a pull request may have turned up meanwhile.
  return isWorthAnother(await readAgain(ended, context));
}

function isWorthAnother(ended: Run): boolean {
  return ended.status?.retryable === true && pullRequestsOf(ended).length === 0;
}

async function readAgain(ended: Run, context: Context): Promise<Run> {
  try {
    const { oz, shutdown } = context;
    const latest = withLater(ended, await oz.readRun(ended.id, { signal: shutdown.signal }));
    observe(latest, context);
    return latest;
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return ended;
  }
}

/** A create request with an ambiguous answer may have made a further run in the meantime. */
async function sweepUp(context: Context): Promise<void> {
  const { journal, clock, shutdown } = context;
  const limits = { deadline: clock.now() + SWEEP_PATIENCE, signal: shutdown.signal };
  try {
    await sweepDuplicates(journal.saved, context, limits);
  } catch (error) {
    // The verdict on the run stands, and the post phase sweeps anyway.
    if (!shutdown.isUnderWay) throw error;
  }
}
