import type { Artifact } from './artifacts.ts';
import type { ConversationStep, CreateRequest, RunItem, StatusMessage } from './wire.ts';

/** The conversation as read at this moment: 404 and 422 are the API's ways of having none. */
export type ConversationView = ConversationStep[] | 'none' | 'unsupported';

/**
 * One stretch of a run's life. It ends at whichever of its limits comes first; without a limit it lasts until
 * somebody cancels. What a step says holds until a later one says otherwise.
 */
export interface LifeStep {
  state: string;
  /** Left after so many reads of the run by `GET /agent/runs/{runId}`. */
  reads?: number;
  /** Left after so much world time, in ms. */
  ms?: number;
  /** Left after so many cancel requests, whatever they were answered: PENDING refuses them all. */
  cancels?: number;
  /** Overrides members of the run; `undefined` takes one away. */
  set?: { [member in keyof RunItem]?: RunItem[member] | undefined };
  conversation?: ConversationView | ((elapsedMs: number) => ConversationView);
  /** The whole list from here on. */
  artifacts?: Artifact[];
  /** The run's `status_message`, during this step only. */
  error?: StatusMessage;
  /** Only in the first step: the create request is answered with `at_capacity`. */
  atCapacity?: boolean;
  /** This step breaks the contract on purpose, so answers that show it are not checked. */
  deviates?: boolean;
}

export interface LifeContext {
  runId: string;
  request: CreateRequest;
  /** `owner/name` of the repository that the emulated GitHub knows. */
  repository: string;
  /** What has been said until now; empty for a new run. */
  conversation: ConversationStep[];
  /** The message of the follow-up that this life answers. */
  followUp?: string;
}

export type Life = readonly LifeStep[] | ((context: LifeContext) => readonly LifeStep[]);

export function liveOut(life: Life, context: LifeContext): readonly LifeStep[] {
  return typeof life === 'function' ? life(context) : life;
}

/** States that nothing but a follow-up leaves. */
export function isFinal(state: string): boolean {
  return ['SUCCEEDED', 'FAILED', 'ERROR', 'CANCELLED'].includes(state);
}

/** Every other state breaks the contract, however a server may come to send it. */
export function isKnown(state: string): boolean {
  return isFinal(state) || ['QUEUED', 'PENDING', 'CLAIMED', 'INPROGRESS', 'BLOCKED'].includes(state);
}
