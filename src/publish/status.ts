import type { WorkflowEvent } from '../github/event.ts';
import { causeOf, failureOf, isFinal, pauseAfter } from '../github/failure.ts';
import type { HeadCommit } from '../github/head-commit.ts';
import type { FollowingInputs } from '../inputs/inputs.ts';
import type { Change, Ledger } from '../ledger.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { RunRecord, StatusUpdate } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import type { Report } from '../report/report.ts';
import { stampedCommit } from '../runs/stamp.ts';
import type { Shutdown } from '../shutdown.ts';
import { tryUntil } from './last-try.ts';
import type { Publisher } from './publisher.ts';

/** How long GitHub may take for the last status, in ms: the comment needs time of its own. */
const TIMEOUT = 10_000;

/** What is left to it once the step is shutting down, in ms: after 7.5 s the runner insists. */
const GRACE = 6000;

/** The same for one that the last status follows at once. */
const PENDING_GRACE = 1000;

/** After a failure, in ms, before a status that only says how the run gets on is tried again. */
const PAUSE = 10_000;

interface Parts {
  readonly event: WorkflowEvent;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly shutdown: Shutdown;
  readonly ledger: Ledger;
}

/** The commit status: pending while the run goes on, concluded with it. Set beside the polling, which never waits. */
export class StatusPublisher implements Publisher {
  readonly #name: string;
  readonly #inputs: FollowingInputs;
  readonly #findHead: () => Promise<HeadCommit>;
  readonly #parts: Parts;
  /** The newest that the status should say, and what it says. */
  #due: { readonly update: StatusUpdate; readonly record: RunRecord } | undefined;
  #set: StatusUpdate | undefined;
  #setting: Promise<void> | undefined;
  #notBefore = 0;
  #isGivenUp = false;
  /** Whether a request had no answer: it may still take effect, after the last one. */
  #isDoubtful = false;

  constructor(name: string, inputs: FollowingInputs, findHead: () => Promise<HeadCommit>, parts: Parts) {
    this.#name = name;
    this.#inputs = inputs;
    this.#findHead = findHead;
    this.#parts = parts;
  }

  update(_report: Report, { kind, record }: Change): void {
    if (!['known', 'reading'].includes(kind) || !this.#isStarted(record)) return;
    this.#due = { update: pendingUpdate(record), record };
    const { clock, shutdown } = this.#parts;
    if (this.#setting || shutdown.isActive || clock.now() < this.#notBefore) return;
    this.#setting = this.#tryDue().finally(() => {
      this.#setting = undefined;
    });
  }

  /** What the post phase has to set if this one is killed from now on. Sends nothing. */
  async prepare(report: Report): Promise<void> {
    const { ledger } = this.#parts;
    const { pendingStatus } = ledger;
    if (pendingStatus === undefined) return;
    const conclusion = await this.#conclusionOf(report);
    ledger.setPendingStatus(conclusion && { ...pendingStatus, conclusion });
  }

  async finish(report: Report, deadline: number): Promise<undefined> {
    const { clock, ledger, shutdown, log } = this.#parts;
    await this.#setting;
    const record = ledger.records.at(-1);
    const update = (await this.#conclusionOf(report)) ?? this.#lastPending(report, record);
    if (update === undefined || this.#isGivenUp) return undefined;
    const limits = { deadline: Math.min(deadline, clock.now() + TIMEOUT), grace: GRACE };
    const error = await tryUntil(() => this.#send(update, record), limits, { clock, shutdown });
    if (this.#isGivenUp) return undefined;
    const isPending = update.state === 'pending';
    if (error !== undefined && (isPending || isFinal(failureOf(error)))) await this.#giveUp(error);
    else if (error !== undefined) {
      log.info(`The commit status was not set: ${causeOf(error)}. The post phase of this step tries again.`);
    } else if (isPending || !this.#isDoubtful) ledger.setPendingStatus(undefined);
    return undefined;
  }

  /** Undefined where it stays pending, or where there is none. */
  async #conclusionOf(report: Report): Promise<StatusUpdate | undefined> {
    const { ledger, secrets } = this.#parts;
    if (isLeftRunning(report, ledger.records.at(-1))) return undefined;
    const { concludedStatus } = await import('../report/status.ts');
    return concludedStatus(report, secrets, ledger.pendingStatus !== undefined);
  }

  /** Of a run that goes on, whose status may not say so yet. */
  #lastPending({ outcome }: Report, record: RunRecord | undefined): StatusUpdate | undefined {
    if (this.#due !== undefined) return this.#due.update;
    const isOurs = record?.request !== undefined || this.#inputs.mode === 'follow-up';
    return outcome === 'started' && record !== undefined && isOurs ? pendingUpdate(record) : undefined;
  }

  /** Whether the run is one that this step waits for; of an attached one the commit is known with the first reading. */
  #isStarted(record: RunRecord): boolean {
    const { runId, run, request, stateBefore } = record;
    if (runId === undefined || run?.stage === 'ended' || stateBefore !== undefined) return false;
    return run !== undefined || request !== undefined;
  }

  async #tryDue(): Promise<void> {
    const { clock, log, shutdown } = this.#parts;
    while (this.#due !== undefined && !this.#isGivenUp && !shutdown.isActive) {
      const { update, record } = this.#due;
      try {
        await this.#send(update, record);
      } catch (error) {
        const failure = failureOf(error);
        if (isFinal(failure)) return this.#giveUp(error);
        this.#notBefore = clock.now() + (failure === 'busy' ? pauseAfter(error, clock.wall()) : PAUSE);
        log.debug(`The commit status was not set (${failure}): ${(error as Error).message}`);
        return;
      }
      if (this.#due.update === update || isSame(this.#due.update, update)) return;
    }
  }

  /** What it says already is not set again. Saved first: a step that dies leaves no status pending. */
  async #send(update: StatusUpdate, record: RunRecord | undefined): Promise<void> {
    const { ledger, shutdown, event } = this.#parts;
    if (this.#set !== undefined && isSame(this.#set, update)) return;
    const sha = await this.#commitOf(record);
    const { githubToken: token } = this.#inputs;
    if (sha === undefined || token === undefined || this.#isGivenUp) return;
    const conclusion = update.state === 'pending' ? ledger.pendingStatus?.conclusion : update;
    ledger.setPendingStatus({ name: this.#name, sha, isWaiting: this.#inputs.wait, conclusion });
    // A pending status that the post phase knows nothing of would stay.
    if (ledger.fault !== undefined && update.state === 'pending') return;
    const { setStatus } = await import('../github/statuses.ts');
    const place = { repository: event.repository, sha, context: this.#name };
    try {
      const grace = update.state === 'pending' ? PENDING_GRACE : GRACE;
      await setStatus({ token, apiUrl: event.apiUrl }, place, update, shutdown.after(grace));
      this.#set = update;
    } catch (error) {
      this.#isDoubtful ||= failureOf(error) === 'other';
      throw error;
    }
  }

  /** An attached run has its commit stamped; the pull request may have moved on since. */
  async #commitOf(record: RunRecord | undefined): Promise<string | undefined> {
    const { event } = this.#parts;
    const { number, githubToken, mode } = this.#inputs;
    if (!githubToken)
      return this.#none('the input `github-token` is empty. Give one, or leave `status` out.');
    const isForeign = record?.request === undefined && mode !== 'follow-up';
    const stamped = isForeign ? stampedCommit(record?.run, event, number) : undefined;
    if (stamped !== undefined) return stamped;
    const head = await this.#findHead();
    if (head.kind === 'commit') return head.sha || this.#none('the workflow names no commit.');
    return this.#none(
      head.kind === 'issue'
        ? `#${number} is an issue, which has no commit. Leave \`status\` out, or give \`issue-number\`.`
        : `the head commit of #${number} could not be read: ${causeOf(head.error)}. Let the job read it:\npermissions:\n  pull-requests: read`,
    );
  }

  #none(why: string): undefined {
    if (!this.#isGivenUp) this.#parts.log.warning(`No commit status was set: ${why}`, 'Status');
    this.#isGivenUp = true;
  }

  /** One warning for a step. */
  async #giveUp(error: unknown): Promise<void> {
    const { ledger, log } = this.#parts;
    const { explainStatus } = await import('../github/statuses.ts');
    if (!this.#isGivenUp) log.warning(explainStatus(error), 'Status');
    this.#isGivenUp = true;
    ledger.setPendingStatus(undefined);
  }
}

function pendingUpdate({ runId = '', run }: RunRecord): StatusUpdate {
  const description = run === undefined || run.stage === 'queued' ? 'Queued' : 'Working';
  return { state: 'pending', description, targetUrl: runUrl(runId) };
}

function isSame(one: StatusUpdate, other: StatusUpdate): boolean {
  return (
    one.state === other.state && one.description === other.description && one.targetUrl === other.targetUrl
  );
}

/** Whether the run goes on by choice, so that nothing is concluded: not a run that ran out of time. */
function isLeftRunning({ outcome, failure }: Report, record: RunRecord | undefined): boolean {
  if (outcome === 'started') return true;
  const isDetached = record?.isDone === true && record.onCancel === 'detach';
  return outcome === 'lost' && failure?.code === 'stopped' && isDetached && record?.runId !== undefined;
}
