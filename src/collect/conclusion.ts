import type { WorkflowEvent } from '../github/event.ts';
import { failureOf } from '../github/failure.ts';
import { markerOf } from '../github/marker.ts';
import type { CollectInputs } from '../inputs/inputs.ts';
import { reviewOutput } from '../inputs/review.ts';
import { Ledger } from '../ledger.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Policy, RunRecord } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { CommentPublisher } from '../publish/comment.ts';
import { tryUntil } from '../publish/last-try.ts';
import { finishAll, type Publisher } from '../publish/publisher.ts';
import { PullRequestDetails } from '../publish/pull-requests.ts';
import { ReviewPublisher } from '../publish/review.ts';
import { buildReport, type Report } from '../report/report.ts';
import { Budgets } from '../runs/budgets.ts';
import type { Order } from '../runs/collect-stamp.ts';
import type { Deps, TaskDeps } from '../runs/deps.ts';
import { settle, spendLimitOf } from '../runs/stay.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Candidate } from './candidates.ts';
import { standingOf } from './verdict.ts';

export interface CollectParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly shutdown: Shutdown;
}

/** How long GitHub may take for a status, in ms, and what is left to it once the step is shutting down. */
const STATUS_TIMEOUT = 10_000;
const STATUS_GRACE = 6000;

/** How often a run would be asked for, in ms: it is not followed. */
const UNUSED_CEILING = 15_000;

/** The result of one run. `isReported`: at each of its places. */
export interface Conclusion {
  readonly report: Report;
  readonly isReported: boolean;
}

/** Concludes runs and reports them, as steps would that had waited for them. */
export class Conclusions {
  readonly #inputs: CollectInputs;
  readonly #deps: Deps;
  readonly #parts: CollectParts;

  constructor(inputs: CollectInputs, deps: Deps, parts: CollectParts) {
    this.#inputs = inputs;
    this.#deps = deps;
    // The comments of these runs are about other events than the one that this step runs on.
    const event = {
      ...parts.event,
      name: '',
      number: undefined,
      payload: {},
      isPublic: parts.event.isPublic,
    };
    this.#parts = { ...parts, event };
  }

  /** Whether there is anything to be done about a run: one that is reported nowhere is ended by its budgets, no more. */
  isDue(run: Run, candidate: Candidate): boolean {
    const { standing } = this.#judge(run, candidate);
    if (candidate.places.length > 0) return standing !== undefined;
    const isTimedOut = standing?.kind === 'timed-out' && candidate.order.onTimeout === 'cancel';
    return isTimedOut || standing?.kind === 'over-budget';
  }

  #judge(run: Run, { order }: Candidate) {
    const policy = policyOf(order);
    const spend = spendLimitOf(policy);
    spend?.observe(run, false);
    return { policy, spend, standing: standingOf(run, order, spend, this.#deps.oz.serverNow()) };
  }

  /** `run`: as just read. Undefined while it goes on. Rejects over what must not be taken for an end. */
  async conclude(run: Run, candidate: Candidate): Promise<Conclusion | undefined> {
    const { clock } = this.#parts;
    const { policy, spend, standing } = this.#judge(run, candidate);
    if (standing === undefined) return undefined;
    // Whatever is left undone here, the next collecting step does: the post phase has nothing to know of it.
    const ledger = new Ledger(clock, () => undefined);
    ledger.sharesEditing = true;
    ledger.nameComment(run.metadata?.start_id ?? run.id);
    const deps: TaskDeps = { ...this.#deps, ...this.#parts, ledger };
    const [record] = ledger.attaching([{ taskId: run.id, runId: run.id, onCancel: 'detach' }]);
    if (record === undefined) return undefined;
    ledger.recordReading(run);
    const budgets = new Budgets({ queueBudget: undefined, runBudget: undefined, since: clock.now() });
    const output = candidate.order.review && reviewOutput();
    await settle(record, standing, { policy, spend, output }, budgets, deps);
    return this.#report(record, candidate, ledger);
  }

  async #report(record: RunRecord, candidate: Candidate, ledger: Ledger): Promise<Conclusion> {
    const { ending } = record;
    if (ending === undefined || !ending.isDone || ending.outcome === 'lost') {
      throw new Error(ending?.failure?.message ?? 'its end is not known');
    }
    const { clock, event } = this.#parts;
    const report = { ...buildReport(ending, undefined, ledger, event), isCommentWanted: true };
    const status = new StatusOnce(candidate, this.#inputs, this.#parts);
    const publishers = this.#publishers(candidate, status, ledger, report);
    const reported = await finishAll(publishers, report, clock.now());
    const isCommented = !candidate.places.includes('comment') || reported.commentUrl !== undefined;
    const isReported = isCommented && !status.isMissing && !reported.review?.isPutOff;
    return { report: reported, isReported };
  }

  #publishers(candidate: Candidate, status: StatusOnce, ledger: Ledger, { outcome }: Report): Publisher[] {
    const { order, number, commentKey, places, run } = candidate;
    const comment = places.includes('comment') ? order.comment : 'off';
    // Without it the next collecting step posts the review.
    const secondLine = ({ review }: Report) =>
      review?.isPutOff ? undefined : concludedLine(run.id, outcome);
    const inputs = { ...this.#inputs, comment, number, commentKey, summary: false };
    const options = { ...inputs, isCommentKeyGiven: true, secondLine, thread: order.thread };
    const parts = { ...this.#parts, ledger };
    const review =
      order.review && places.includes('review')
        ? [new ReviewPublisher({ ...inputs, ...order.review }, parts)]
        : [];
    return [
      new PullRequestDetails(inputs, this.#parts.event, this.#parts.log, this.#deps.signal),
      ...review,
      status,
      // In the post phase a comment is looked for before it is made.
      new CommentPublisher(options, parts, 'post'),
    ];
  }
}

/** The second line of a comment: which run it concludes, and how. */
export function concludedLine(runId: string, outcome: Report['outcome']): string {
  return markerOf('concluded', `${runId} ${outcome}`);
}

/** The status of a run whose commit is stamped. */
class StatusOnce implements Publisher {
  readonly #candidate: Candidate;
  readonly #inputs: CollectInputs;
  readonly #parts: CollectParts;
  isMissing = false;

  constructor(candidate: Candidate, inputs: CollectInputs, parts: CollectParts) {
    this.#candidate = candidate;
    this.#inputs = inputs;
    this.#parts = parts;
  }

  async finish(report: Report, deadline: number): Promise<undefined> {
    const { order, sha, places } = this.#candidate;
    const { githubToken: token = '' } = this.#inputs;
    const { event, secrets, clock, shutdown, log } = this.#parts;
    const { concludedStatus } = await import('../report/status.ts');
    const update = concludedStatus(report, secrets, true);
    if (!places.includes('status') || !order.status || !sha || !update) return undefined;
    // A status says no more than that the run was concluded: where there is no comment to say it, it waits for the review.
    this.isMissing = report.review?.isPutOff === true && !places.includes('comment');
    if (this.isMissing) return undefined;
    const { setStatus, explainStatus } = await import('../github/statuses.ts');
    const place = { repository: event.repository, sha, context: order.status };
    const limits = { deadline: Math.min(deadline, clock.now() + STATUS_TIMEOUT), grace: STATUS_GRACE };
    const set = () => setStatus({ token, apiUrl: event.apiUrl }, place, update, shutdown.after(STATUS_GRACE));
    const error = await tryUntil(set, limits, { clock, shutdown });
    this.isMissing = error !== undefined;
    if (error !== undefined) {
      log.debug(`The status was not set: ${failureOf(error)}`);
      log.warning(explainStatus(error), 'Status');
    }
    return undefined;
  }
}

function policyOf(order: Order): Policy {
  const { queueBudget, runBudget, maxCredits, onTimeout, onBlocked, requirePullRequest, review } = order;
  const budgets = { queueBudget, runBudget, maxCredits, onTimeout };
  const rest = { onBlocked, requirePullRequest, failOn: review?.failOn };
  return { wait: true, pollCeiling: UNUSED_CEILING, onCancel: 'detach', ...budgets, ...rest };
}
