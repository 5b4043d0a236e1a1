import type { PullRequestLookup } from '../github/pull-requests.ts';
import type { Run } from '../oz/decode.ts';
import type { PullRequestLink } from '../oz/pull-requests.ts';
import type { Stage } from '../oz/states.ts';

/** How a step ended, as the output `outcome` has it. */
export type Outcome =
  | 'succeeded'
  | 'started'
  | 'checked'
  | 'skipped'
  | 'failed'
  | 'error'
  | 'cancelled'
  | 'blocked'
  | 'no-pull-request'
  | 'timed-out'
  | 'refused'
  | 'lost';

export type SkippedReason = 'permission' | 'actor' | 'self-triggered' | 'no-secret' | 'overlap';

/** Why a step did not succeed, and what to do next. */
export interface Trouble {
  readonly code: string;
  /** What happened, in the server's own words where there are any. */
  readonly message: string;
  /** What to do, in whole sentences; may be empty. */
  readonly remedy: string;
  readonly traceId?: string | undefined;
  readonly retryable?: boolean | undefined;
}

/** A state that the run was seen in, and since when: ms since the epoch. */
export interface StateChange {
  readonly state: string;
  readonly stage: Stage;
  readonly at: number;
}

/** One run that was created for the step's wish, or the run that it attached to. */
export interface Attempt {
  readonly runId: string | undefined;
  /** The last state that the server reported, as it spelt it. */
  readonly state: string | undefined;
  /** As last read; undefined before the first reading. */
  readonly run: Run | undefined;
  readonly history: readonly StateChange[];
}

/** A run that a create request of the step made besides the one that it follows. */
export interface Duplicate {
  readonly runId: string;
  readonly state: string;
  readonly credits: number | undefined;
  readonly pullRequests: readonly PullRequestLink[];
}

/** One line of what `mode: check` found out. */
export interface Check {
  readonly what: string;
  /** `bad`: a run would be refused. */
  readonly verdict: 'good' | 'bad' | 'unknown';
  readonly finding: string;
}

/** All that can be told of a step: data only, which outputs, summary, comment and log are made of. */
export interface Report {
  readonly outcome: Outcome;
  readonly skippedReason: SkippedReason | undefined;
  /** Whether the step was asked to cancel runs. */
  readonly isCancelWanted: boolean;
  /** What `mode: check` found out. */
  readonly checks: readonly Check[];
  /** Whether the pull request or issue is the place to tell it. */
  readonly isCommentWanted: boolean;
  /** While the step still follows the run: what the agent does now, if that is known. Then nothing else is final. */
  readonly underWay: { readonly now: string | undefined } | undefined;
  readonly trouble: Trouble | undefined;
  /** At most one while no run is ever retried; the last is the one that counts. */
  readonly attempts: readonly Attempt[];
  /** How many of them this step created. */
  readonly created: number;
  readonly duplicates: readonly Duplicate[];
  readonly runId: string | undefined;
  readonly runUrl: string | undefined;
  readonly state: string | undefined;
  readonly run: Run | undefined;
  readonly sessionLink: string | undefined;
  /** Whether readers of log, summary and comment may see the session link. */
  readonly isSessionLinkShown: boolean;
  readonly pullRequests: readonly PullRequestLink[];
  /** By URL, as far as GitHub was asked and could tell. */
  readonly pullRequestDetails: ReadonlyMap<string, PullRequestLookup>;
  /** Base URL of the GitHub server that the workflow runs on. */
  readonly serverUrl: string;
  /** `owner/name` of the repository that the workflow runs in. */
  readonly repository: string;
  /** The agent's final message. */
  readonly result: string | undefined;
  /** Absolute path of the downloaded artifacts. */
  readonly artifactsPath: string | undefined;
  readonly queueSeconds: number | undefined;
  readonly runSeconds: number | undefined;
  readonly commentUrl: string | undefined;
  /** What was asked for, for runs that do not echo it. */
  readonly asked: Readonly<Partial<Record<'prompt' | 'skill' | 'model' | 'environment', string | undefined>>>;
  readonly workflowRunUrl: string;
  readonly actor: string;
}

const GREEN: readonly Outcome[] = ['succeeded', 'started', 'checked', 'skipped'];

/** A cancellation is red, unless cancelling was what the step was asked for and nothing went wrong with it. */
export function isGreen({
  outcome,
  isCancelWanted,
  trouble,
}: Pick<Report, 'outcome' | 'isCancelWanted' | 'trouble'>): boolean {
  return GREEN.includes(outcome) || (outcome === 'cancelled' && isCancelWanted && trouble === undefined);
}

/** Credits: inference + compute + platform; undefined when the server told none of them. */
export function creditsOf(run: Run | undefined): number | undefined {
  const parts = [run?.usage.inference, run?.usage.compute, run?.usage.platform].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? Number(parts.reduce((sum, part) => sum + part, 0).toFixed(6)) : undefined;
}

/** `59 s`, `12 min 5 s`, `1 h 2 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}
