import type { AttachInputs, Inputs, RunInputs } from './inputs/read.ts';
import type { Run } from './oz/decode.ts';
import { OzError } from './oz/problem.ts';
import { pullRequestsOf } from './oz/pull-requests.ts';
import { findStamped } from './run/find.ts';
import { sweep } from './run/sweep.ts';
import { attachTo, startAttempt, stay } from './step/attempt.ts';
import type { Context } from './step/context.ts';
import { observe } from './step/observe.ts';
import { resolveOverlap } from './step/overlap.ts';
import { stopped } from './step/stopped.ts';
import { refused, troubleOf, type Verdict } from './step/verdict.ts';

/** How long a look for runs may take, in ms. */
const PATIENCE = 60_000;

/** Before the second attempt, in ms; doubled before each further one, up to a minute. */
const RETRY_PAUSE = 5000;

/** The main phase. Rejects only over faults of our own. */
export async function act(inputs: Inputs, context: Context): Promise<Verdict> {
  try {
    return inputs.mode === 'run' ? await run(inputs, context) : await attach(inputs, context);
  } catch (error) {
    if (!context.shutdown.isUnderWay) throw error;
    return stopped(inputs, context);
  }
}

/** overlap → attempts, each of which starts a run and stays with it. */
async function run(inputs: RunInputs, context: Context): Promise<Verdict> {
  const overlap = await resolveOverlap(inputs, context);
  if (overlap !== undefined) return typeof overlap === 'string' ? remain(overlap, inputs, context) : overlap;
  let previous: Verdict | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const started = await startAttempt(inputs, context);
    if (previous && typeof started !== 'string' && started.outcome === 'refused') {
      context.log.warning(`A further attempt was refused: ${started.trouble?.message}`);
      return previous;
    }
    const verdict = typeof started === 'string' ? await remain(started, inputs, context) : started;
    context.progress(verdict);
    await sweepUp(context);
    if (attempt >= inputs.maxAttempts || !(await mayTryAgain(attempt, verdict, context))) return verdict;
    context.log.info(`Attempt ${attempt + 1} of ${inputs.maxAttempts}.`);
    previous = verdict;
  }
}

async function attach(inputs: AttachInputs, context: Context): Promise<Verdict> {
  const found = inputs.runId ?? (await newestRun(inputs, context));
  return typeof found === 'string' ? remain(attachTo(found, inputs, context), inputs, context) : found;
}

async function remain(runId: string, inputs: Inputs, context: Context): Promise<Verdict> {
  if (inputs.wait) return stay(runId, inputs, context);
  context.journal.settled();
  return { outcome: 'started' };
}

/** Waits before a further attempt, where the server says that a new run may succeed and this one opened nothing. */
async function mayTryAgain(attempt: number, verdict: Verdict, context: Context): Promise<boolean> {
  const { clock, shutdown, journal, log } = context;
  const { run } = journal.attempts.at(-1) ?? {};
  if (!run || !['failed', 'error'].includes(verdict.outcome) || !isWorthAnother(run)) return false;
  const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
  log.info(`${run.state}: ${verdict.trouble?.message}`);
  log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
  await clock.sleep(pause, shutdown.signal);
  // Artifacts can lag: a pull request may have turned up meanwhile.
  return isWorthAnother(await readAgain(run, context));
}

function isWorthAnother(run: Run): boolean {
  return run.status?.retryable === true && pullRequestsOf(run).length === 0;
}

async function readAgain(run: Run, context: Context): Promise<Run> {
  try {
    const latest = await context.oz.readRun(run.id, { signal: context.shutdown.signal });
    observe(latest, context);
    return latest;
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return run;
  }
}

/** A create request that was sent twice may have made a second run in the meantime. */
async function sweepUp(context: Context): Promise<void> {
  const { journal, clock, shutdown } = context;
  const { resent, wish, runId } = journal.saved;
  if (!resent || wish === undefined || runId === undefined) return;
  await sweep(wish, runId, context, { deadline: clock.now() + PATIENCE, signal: shutdown.signal });
}

/** The newest run of this repository and number, and of the comment key if the workflow gave one. */
async function newestRun(inputs: AttachInputs, context: Context): Promise<string | Verdict> {
  const { event, clock, shutdown } = context;
  const remedy = 'Give the input `run-id`, for instance from the output of the step that started the run.';
  if (inputs.number === undefined) {
    const message =
      'There is no run to follow: `run-id` is empty, and the event has no pull request or issue to find it by.';
    return refused({ code: 'no_run', message, remedy });
  }
  const stamp = {
    github_repository: event.repository,
    github_number: String(inputs.number),
    ...(inputs.isCommentKeyGiven ? { comment_key: inputs.commentKey } : {}),
  };
  const limits = { deadline: clock.now() + PATIENCE, signal: shutdown.signal };
  try {
    const findings = await findStamped(stamp, { parentRunId: undefined, onlyActive: false }, context, limits);
    if (findings.kind === 'found') return findings.runs[0].id;
    const why = findings.kind === 'unclear' ? ` (${findings.why})` : '';
    return refused({
      code: 'no_run',
      message: `No run of ${event.repository} #${inputs.number} was found${why}.`,
      remedy,
    });
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return refused(troubleOf(error));
  }
}
