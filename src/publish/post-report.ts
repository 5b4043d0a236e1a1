import type { WorkflowEvent } from '../github/event.ts';
import type { CommonInputs } from '../inputs/inputs.ts';
import type { Ledger } from '../ledger.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { StepResult } from '../model.ts';
import { OzError } from '../oz/problem.ts';
import { buildReport, type Report } from '../report/report.ts';
import type { ReviewReport } from '../report/review.ts';
import type { Deps } from '../runs/deps.ts';
import { collectResult } from '../runs/results.ts';
import type { PendingComment, SavedState } from '../saved-state.ts';
import type { Shutdown } from '../shutdown.ts';
import { CommentPublisher } from './comment.ts';
import { type Patience, POST_REQUEST_TIMEOUT, postPatience } from './last-try.ts';
import { concludeLeftStatus } from './post-status.ts';
import { PullRequestDetails } from './pull-requests.ts';
import { SummaryPublisher } from './summary.ts';

/** How long GitHub may take for the comment, in ms: its secondary rate limit asks for a pause of a minute. */
const GITHUB_TIMEOUT = 90_000;

interface Parts {
  readonly env: NodeJS.ProcessEnv;
  readonly event: WorkflowEvent;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly shutdown: Shutdown;
  readonly ledger: Ledger;
}

/** Reports what the post phase did, or what the main phase could not say in the comment. */
export async function reportCleanUp(
  result: StepResult | undefined,
  past: SavedState,
  inputs: CommonInputs,
  deps: Deps,
  parts: Parts,
): Promise<void> {
  const { clock, ledger } = parts;
  const { pendingComment } = past;
  const report = await reportOf(result, pendingComment, deps, parts);
  // From here on GitHub is asked: what Oz took is none of its time.
  const patience = postPatience(pendingComment?.hasWaited === true, clock.now());
  await Promise.all([
    concludeLeftStatus(past, result, report, inputs.githubToken, { ...parts, patience }),
    write(report, { isNew: result !== undefined, pendingComment, patience }, inputs, deps, parts),
  ]);
  ledger.reported();
}

/** What is to be written, and how long it may take. */
interface Writing {
  /** Whether the post phase has a result of its own. */
  readonly isNew: boolean;
  readonly pendingComment: PendingComment | undefined;
  readonly patience: Patience;
}

/** Comment and summary. */
async function write(
  report: Report,
  { isNew, pendingComment, patience }: Writing,
  inputs: CommonInputs,
  deps: Deps,
  parts: Parts,
): Promise<void> {
  const { event, clock, log, secrets, env } = parts;
  const summary = new SummaryPublisher(log, secrets, env);
  const pace = { patience, requestTimeout: POST_REQUEST_TIMEOUT };
  const comment = new CommentPublisher(inputs, parts, 'post', pace);
  const deadline = clock.now() + GITHUB_TIMEOUT;
  const details = new PullRequestDetails(inputs, event, log, deps.signal);
  const detailed = { ...report, ...(await details.finish(report)) };
  if (isNew && inputs.summary) await summary.finish(detailed);
  if (isNew || pendingComment !== undefined) {
    const { commentUrl } = (await comment.finish(detailed, deadline)) ?? {};
    if (commentUrl !== undefined) log.info(`comment: ${commentUrl}`);
  }
  if (!isNew && inputs.summary && report.duplicates.length > 0) await summary.finishDuplicates(report);
}

async function reportOf(
  result: StepResult | undefined,
  pending: PendingComment | undefined,
  deps: Deps,
  { ledger, event }: Parts,
): Promise<Report> {
  if (result === undefined && pending !== undefined) await readLastRun(ledger, deps);
  const { isCancelWanted = false, reviewUrl, hasWaited: _, ...known } = pending ?? {};
  const shown: StepResult = result ?? { outcome: 'lost', ...known };
  const isPending = result === undefined && isCancelWanted;
  return {
    ...buildReport(shown, undefined, ledger, event),
    isCancelWanted: isPending,
    isCommentWanted: true,
    review: reviewUrl === undefined ? undefined : postedReview(reviewUrl, event),
  };
}

/** Of a review that the main phase posted only its place is known. */
function postedReview(url: string, { serverUrl, repository }: WorkflowEvent): ReviewReport {
  const at = { serverUrl, repository, commit: undefined, mergeBase: undefined };
  return { summary: '', placed: [], at, url, why: undefined };
}

/** What the agent has said, once the last run is over. A run that cannot be read leaves its link to show. */
async function readLastRun(ledger: Ledger, deps: Deps): Promise<void> {
  const record = ledger.records.at(-1);
  if (record?.runId === undefined) return;
  try {
    const run = await deps.oz.readRun(record.runId);
    ledger.recordReading(run);
    if (run.stage === 'ended') ledger.collected(record, await collectResult(run, deps));
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    deps.log.debug(`The run could not be read again: ${error.message}`);
  }
}
