import type { WorkflowEvent } from '../github/event.ts';
import type { HeadCommit } from '../github/head-commit.ts';
import { type Inputs, isFollowing } from '../inputs/inputs.ts';
import type { Change, Ledger } from '../ledger.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { StepResult } from '../model.ts';
import { buildReport, isGreen } from '../report/report.ts';
import type { Deps } from '../runs/deps.ts';
import type { Shutdown } from '../shutdown.ts';
import { CommentPublisher } from './comment.ts';
import { EvidencePublisher } from './evidence-publisher.ts';
import { LiveLog, LogPublisher } from './log.ts';
import type { Outputs } from './outputs.ts';
import { finishAll, type Publisher } from './publisher.ts';
import { PullRequestDetails } from './pull-requests.ts';
import type { StatusPublisher } from './status.ts';
import { StructuredOutputFile } from './structured-output.ts';
import { SummaryPublisher } from './summary.ts';

/** What reporting takes, in either phase. */
export interface ReportingParts {
  readonly env: NodeJS.ProcessEnv;
  readonly event: WorkflowEvent;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly outputs: Outputs;
  readonly shutdown: Shutdown;
  readonly ledger: Ledger;
}

/** All places to report to: what moves while it moves, and at the end the result. */
export class Reporting {
  readonly #parts: ReportingParts;
  readonly #publishers: Publisher[];
  #inputs: Inputs | undefined;
  #live: LiveLog | undefined;
  #status: StatusPublisher | undefined;

  constructor(parts: ReportingParts) {
    this.#parts = parts;
    const { log, secrets, env, outputs } = parts;
    this.#publishers = [new StructuredOutputFile(log, secrets, env), outputs, new LogPublisher(log, secrets)];
  }

  async open(inputs: Inputs): Promise<void> {
    const { log, secrets, env, event, shutdown } = this.#parts;
    this.#inputs = inputs;
    this.#publishers.push(new PullRequestDetails(inputs, event, log, shutdown.signal));
    if (isFollowing(inputs) && inputs.review) {
      const { ReviewPublisher } = await import('./review.ts');
      const options = { ...inputs, maxComments: inputs.review.maxComments };
      this.#publishers.push(new ReviewPublisher(options, this.#parts));
    }
    if (inputs.summary) this.#publishers.push(new SummaryPublisher(log, secrets, env));
    this.#publishers.push(new CommentPublisher(inputs, this.#parts, 'main'));
  }

  /** From now on runs may move. */
  async follow(inputs: Inputs, findHead: () => Promise<HeadCommit>, deps: Deps): Promise<void> {
    const { ledger, secrets } = this.#parts;
    const stays = isFollowing(inputs) && inputs.wait;
    this.#live = new LiveLog(deps, stays ? inputs.stream : 'off');
    this.#publishers.push(this.#live);
    if (stays && inputs.artifactsFolder !== undefined) {
      const { artifactsFolder } = inputs;
      this.#publishers.push(new EvidencePublisher(artifactsFolder, () => ledger.records, deps, secrets));
    }
    if (isFollowing(inputs) && inputs.status !== undefined) {
      const { StatusPublisher } = await import('./status.ts');
      this.#status = new StatusPublisher(inputs.status, inputs, findHead, this.#parts);
      // A verdict that a merge may wait for comes before the words about it.
      const place = this.#publishers.findIndex((publisher) => publisher instanceof CommentPublisher);
      this.#publishers.splice(place, 0, this.#status);
    }
    ledger.onChange((change) => this.#update(change, stays));
  }

  async finish(result: StepResult): Promise<boolean> {
    const { outputs, log, clock, ledger, event } = this.#parts;
    const report = buildReport(result, this.#inputs, ledger, event);
    await this.#status?.prepare(report);
    const latest = await finishAll(this.#publishers, report, clock.now());
    if (!ledger.isReported) ledger.reported();
    const later = [latest.commentUrl, latest.artifactsPath, latest.review?.url];
    if (later.some((value) => value !== undefined)) outputs.write(latest);
    const fault = unwritten(outputs.fault, ledger.fault);
    // A red step has its one error annotation already.
    if (isGreen(report) && fault !== undefined) log.error(fault, `Oz agent: ${report.outcome}`);
    return isGreen(report) && fault === undefined;
  }

  #update(change: Change, stays: boolean): void {
    const { ledger, event } = this.#parts;
    const { ending, runId, stateBefore } = change.record;
    // A follow-up that nothing shows to have been taken has started nothing.
    const isStarted = !stays && stateBefore === undefined;
    const failure = { code: 'interrupted', message: 'The step ended before its run did.', remedy: '' };
    const result: StepResult = ending ?? (isStarted ? { outcome: 'started' } : { outcome: 'lost', failure });
    const progress = ending === undefined ? { now: this.#live?.latestOf(runId) } : undefined;
    const report = buildReport(result, this.#inputs, ledger, event, progress);
    for (const publisher of this.#publishers) {
      // Only a step that stays with its run has a comment that moves.
      if (stays || !(publisher instanceof CommentPublisher)) publisher.update?.(report, change);
    }
  }
}

/** Why a step is red whose run went well: what comes after it would act on something untrue. */
function unwritten(outputs: string | undefined, state: string | undefined): string | undefined {
  const remedy = 'What to do: Free disk space on the runner.';
  if (outputs !== undefined) {
    return `The outputs could not be written: ${outputs}. Later steps see old values or none.\n${remedy}`;
  }
  if (state === undefined) return undefined;
  return `The state of this step could not be saved: ${state}. Its post phase may cancel the run.\n${remedy}`;
}
