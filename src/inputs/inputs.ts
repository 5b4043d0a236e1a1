import type { Permission } from '../github/permission.ts';
import type { JsonObject } from '../lib/json.ts';
import type { OutputSpec, Setting } from '../model.ts';
import type { ReviewInputs } from './review.ts';

/** What every mode takes. */
export interface CommonInputs {
  /** Undefined when missing: whether that is an error depends on the event. */
  readonly apiKey: string | undefined;
  readonly apiUrl: URL;
  readonly githubToken: string | undefined;
  readonly summary: boolean;
  readonly comment: CommentKind;
  readonly number: number | undefined;
  readonly commentKey: string;
  /** Whether the workflow chose it, instead of taking workflow and job. */
  readonly isCommentKeyGiven: boolean;
}

/** `auto` is decided by the event. */
export type CommentKind = 'sticky' | 'new' | 'reply' | 'off';

/** How to stay with a run. Durations in ms; an undefined budget has no limit. */
export interface FollowInputs {
  readonly wait: boolean;
  readonly queueBudget: number | undefined;
  readonly runBudget: number | undefined;
  /** Undefined: `cancel` for a run that this step created, `detach` for another. */
  readonly onTimeout: 'cancel' | 'detach' | undefined;
  readonly onCancel: 'cancel' | 'detach' | undefined;
  readonly onBlocked: 'fail' | 'wait';
  readonly pollCeiling: number;
  readonly requirePullRequest: boolean;
  /** The document that the agent is asked for. */
  readonly output: OutputSpec | undefined;
  /** Set where findings are to be posted as a review. */
  readonly review: ReviewInputs | undefined;
  /** Name of a commit status. */
  readonly status: string | undefined;
  /** In credits; undefined: no limit. */
  readonly maxCredits: number | undefined;
  readonly stream: 'off' | 'messages' | 'full';
  /** Absolute path, surely inside the workspace or the runner's temporary directory. */
  readonly artifactsFolder: string | undefined;
}

export interface RunInputs extends GatedInputs, FollowInputs {
  readonly mode: 'run';
  /** A RunAgentRequest without metadata. */
  readonly request: JsonObject;
  /** The environment, where the request names it by something else than a UID. */
  readonly environmentName: string | undefined;
  /** The workflow author's own. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly onOverlap: 'allow' | 'skip' | 'attach' | 'cancel';
  readonly maxAttempts: number;
}

export interface AttachInputs extends CommonInputs, FollowInputs {
  readonly mode: 'attach';
  /** Undefined: to be found by what is stamped on runs. */
  readonly runId: string | undefined;
}

/** What the gate judges people by. */
export interface GatedInputs extends CommonInputs {
  readonly requiredPermission: Permission;
  /** Logins in lower case. */
  readonly allowedActors: readonly string[];
}

export interface FollowUpInputs extends GatedInputs, FollowInputs {
  readonly mode: 'follow-up';
  readonly runId: string | undefined;
  /** A RunFollowupRequest. */
  readonly request: JsonObject;
}

export interface CancelInputs extends CommonInputs {
  readonly mode: 'cancel';
  readonly runId: string | undefined;
}

export interface CheckInputs extends CommonInputs {
  readonly mode: 'check';
  /** What a run would send. */
  readonly request: JsonObject;
  readonly environmentName: string | undefined;
  /** Whether there is a prompt or a skill, which a check can do without. */
  readonly hasTask: boolean;
  readonly settings: readonly Setting[];
  /** What the token needs for what is asked for, as lines of `permissions:`. */
  readonly needs: readonly string[];
}

export interface CollectInputs extends CommonInputs {
  readonly mode: 'collect';
  /** How far back runs are looked at, by their last change, in ms. */
  readonly lookback: number;
}

export type Inputs = RunInputs | AttachInputs | FollowUpInputs | CancelInputs | CheckInputs | CollectInputs;

/** The modes that stay with one run. */
export type FollowingInputs = RunInputs | AttachInputs | FollowUpInputs;

export type Mode = Inputs['mode'];

export function isFollowing(inputs: Inputs): inputs is FollowingInputs {
  return ['run', 'attach', 'follow-up'].includes(inputs.mode);
}

/** Whether it matters who caused the event. */
export function isGated(inputs: Inputs): inputs is RunInputs | FollowUpInputs {
  return ['run', 'follow-up'].includes(inputs.mode);
}
