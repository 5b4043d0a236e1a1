import type { Json, JsonObject } from './lib/json.ts';
import type { Conversation } from './oz/conversation.ts';
import type { Run } from './oz/decode.ts';
import type { RunEvent } from './oz/newer.ts';
import type { PullRequestLink } from './oz/pull-requests.ts';
import type { Stage } from './oz/states.ts';
import type { Severity } from './review/findings.ts';

// The domain: plain data, which everything above shares.

/** How a step ended, as the output `outcome` has it. */
export type Outcome =
  | 'succeeded'
  | 'started'
  | 'checked'
  | 'skipped'
  | 'collected'
  | 'failed'
  | 'error'
  | 'cancelled'
  | 'blocked'
  | 'no-pull-request'
  | 'invalid-output'
  | 'findings'
  | 'timed-out'
  | 'over-budget'
  | 'refused'
  | 'lost';

export type SkippedReason = 'permission' | 'actor' | 'self-triggered' | 'no-secret' | 'overlap';

/** Why a step did not succeed, and what to do next. */
export interface Failure {
  readonly code: string;
  /** What happened, in the server's own words where there are any. */
  readonly message: string;
  /** What to do, in whole sentences; may be empty. */
  readonly remedy: string;
  readonly traceId?: string | undefined;
  readonly retryable?: boolean | undefined;
}

interface StepErrorOptions {
  readonly outcome?: 'refused' | 'skipped' | 'lost';
  readonly skippedReason?: SkippedReason;
  /** Whether nothing is to be said about it on the pull request: a stranger may have caused it. */
  readonly isQuiet?: boolean;
}

/** Ends a step before it has a run to follow: thrown anywhere, caught once. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly failure: Failure;
  readonly outcome: 'refused' | 'skipped' | 'lost';
  readonly skippedReason: SkippedReason | undefined;
  readonly isQuiet: boolean;

  constructor(
    failure: Failure,
    { outcome = 'refused', skippedReason, isQuiet = false }: StepErrorOptions = {},
  ) {
    super(failure.message);
    this.failure = failure;
    this.outcome = outcome;
    this.skippedReason = skippedReason;
    this.isQuiet = isQuiet;
  }
}

/** The step starts nothing, and that is right. */
export function skipped(reason: SkippedReason, message: string, code: string = reason): StepError {
  return new StepError({ code, message, remedy: '' }, { outcome: 'skipped', skippedReason: reason });
}

/** What happens to a run. */
export type Fate = 'cancel' | 'detach';

/** How to stay with a run. Durations in ms; an undefined budget has no limit. */
export interface Policy {
  readonly wait: boolean;
  readonly queueBudget: number | undefined;
  readonly runBudget: number | undefined;
  readonly pollCeiling: number;
  readonly onTimeout: Fate;
  readonly onCancel: Fate;
  readonly onBlocked: 'fail' | 'wait';
  readonly requirePullRequest: boolean;
  /** With a review: a finding at least that severe makes the step red. */
  readonly failOn?: Severity | undefined;
  /** Spend limit over all attempts, in credits; undefined: none. */
  readonly maxCredits: number | undefined;
}

/** One JSON document that the agent is asked for besides its work. */
export interface OutputSpec {
  /** Of draft 2020-12; one that compiles. */
  readonly schema: JsonObject;
  /** What asks for it. */
  readonly label: 'output-schema' | 'review';
  /** What else the agent must know to write it, in lines of the prompt; may be none. */
  readonly instructions: readonly string[];
}

/** One thing that a step is to see to its end. */
export type Task = StartTask | AttachTask | FollowUpTask | CancelTask;

interface AnyTask {
  /** Tells the tasks of a step apart. */
  readonly id: string;
  readonly policy: Policy;
}

/** Create a run, and another one where that may help. */
export interface StartTask extends AnyTask {
  readonly kind: 'start';
  readonly output: OutputSpec | undefined;
  /** A RunAgentRequest; every attempt adds its own `start_id` to the metadata. */
  readonly body: JsonObject;
  readonly maxAttempts: number;
  /**
   * Of a run that a later step is to conclude: makes the value of the metadata key `collect`. `time`: of the request, by
   * the server's clock where that is known.
   */
  readonly stampOrder?: ((run: Pick<Run, 'metadata' | 'parentRunId'>, time: number) => string) | undefined;
}

export interface AttachTask extends AnyTask {
  readonly kind: 'attach';
  readonly output: OutputSpec | undefined;
  readonly runId: string;
}

export interface FollowUpTask extends AnyTask {
  readonly kind: 'follow-up';
  readonly output: OutputSpec | undefined;
  readonly runId: string;
  /** A RunFollowupRequest. */
  readonly body: JsonObject;
}

export interface CancelTask extends AnyTask {
  readonly kind: 'cancel';
  readonly runId: string;
}

/** The create request that a run is looked for by. */
export interface CreateRequest {
  readonly startId: string;
  readonly prompt: string | undefined;
  readonly skill: string | undefined;
  readonly parentRunId: string | undefined;
  /** When the first request was sent, by this machine's clock: ms since the epoch. */
  readonly sentAt: number;
  /** The same by the server's clock, where that was known. */
  readonly serverSentAt: number | undefined;
}

/** A state that the run was seen in, and since when: ms since the epoch. */
export interface StateChange {
  readonly state: string;
  readonly stage: Stage;
  readonly at: number;
  /** What the first reading in that state said of its last change, by the server's clock. */
  readonly updatedAt?: number | undefined;
}

/** A run that a create request made besides the one that is kept. */
export interface Duplicate {
  readonly runId: string;
  readonly state: string;
  readonly credits: number | undefined;
  readonly pullRequests: readonly PullRequestLink[];
}

/** How the step is done with a run. `isDone`: nothing is left to the post phase. */
export interface Ending {
  readonly outcome: Outcome;
  readonly failure?: Failure | undefined;
  readonly isDone: boolean;
}

/** What there is to collect of a run that is over. */
export interface RunResult {
  /** Its final message. */
  readonly text: string | undefined;
  /** Some harnesses keep none. */
  readonly conversation: Conversation | undefined;
  /** The document of an `OutputSpec`, secrets redacted; undefined unless it is valid. */
  readonly document?: Json | undefined;
  /** What happened to a run that this step did not see from its start, where the server tells. */
  readonly timeline?: readonly RunEvent[] | undefined;
}

/** One attempt of a task: the run, as far as there is one, and what this step knows of it. */
export interface RunRecord {
  readonly taskId: string;
  /** Undefined for a run that this step did not create. */
  readonly request: CreateRequest | undefined;
  readonly runId: string | undefined;
  readonly onCancel: Fate;
  /**
   * When an answer to the create request last left open whether it had made a run, so that a further one may turn up: by
   * this machine's clock. Undefined: never, or the step died before the answer (then there is no `runId` either).
   */
  readonly ambiguousAt: number | undefined;
  /** Ids of duplicates that are over, and were reported. */
  readonly reportedDuplicates: readonly string[];
  /** The state of the run before a follow-up, until a reading shows the run after it. */
  readonly stateBefore: string | undefined;
  /** What was said before a follow-up, where that could be read. */
  readonly conversationBefore: Conversation | undefined;
  /** Whether the step succeeds only with an `OutputSpec`'s document. */
  readonly isAnswerWanted?: boolean | undefined;
  /** Why the run is being cancelled, once it has reached the step's spend limit. */
  readonly overBudget?: Failure | undefined;
  /** Whether the step is done with the run: it is over, or was left running by choice. */
  readonly isDone: boolean;
  /** The last state that the server reported, as it spelt it. */
  readonly state: string | undefined;
  /** As last read; undefined before the first reading. */
  readonly run: Run | undefined;
  readonly history: readonly StateChange[];
  readonly duplicates: readonly Duplicate[];
  readonly ending: Ending | undefined;
  readonly result: RunResult | undefined;
}

/** One line of what `mode: check` finds. */
export interface Check {
  readonly what: string;
  /** `bad`: a run would be refused. */
  readonly verdict: 'good' | 'bad' | 'unknown';
  readonly finding: string;
}

/** An input as the step has it. */
export interface Setting {
  readonly name: string;
  /** Undefined when empty. What may be secret, or is long, is only described. */
  readonly value: string | undefined;
  /** Whether it is something else than the default. */
  readonly isChosen: boolean;
}

/** Why nothing is done about a run that says it was ordered to be collected. */
export type Distrust = 'unreadable' | 'unsigned' | 'parent' | 'time' | 'copy';

/** A run that a collecting step looked at. */
export interface CollectedRun {
  readonly runId: string;
  readonly title: string | undefined;
  readonly number: number | undefined;
  readonly commentKey: string;
  /** As the server spelt it. */
  readonly state: string;
  readonly isActive: boolean;
  readonly what: 'concluded' | 'unchanged' | 'going on' | 'superseded' | 'failed';
  /** Of one that was concluded. */
  readonly outcome?: Outcome | undefined;
  readonly pullRequestUrl: string | undefined;
}

/** What a collecting step comes to. */
export interface Collection {
  readonly runs: readonly CollectedRun[];
  readonly distrusted: readonly (readonly [why: Distrust, count: number])[];
}

/** What a commit status says. */
export interface StatusUpdate {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  /** At most 140 characters. */
  readonly description: string;
  readonly targetUrl: string;
}

/** What a step comes to. */
export interface StepResult {
  readonly outcome: Outcome;
  readonly failure?: Failure | undefined;
  readonly skippedReason?: SkippedReason | undefined;
  readonly isQuiet?: boolean;
  readonly checks?: readonly Check[];
  /** What it was found with. */
  readonly settings?: readonly Setting[];
  readonly collection?: Collection;
}
