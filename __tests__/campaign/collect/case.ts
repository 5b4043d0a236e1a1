import type { OzOptions } from '../../emulator/oz/world.ts';
import type { FaultPlan, KillPlan } from '../case.ts';

/** Steps that do not wait for their runs, and collecting steps after them: data only, as the other cases. */
export interface CollectCase {
  readonly server: Partial<OzOptions>;
  readonly starts: readonly StartPlan[];
  /** Runs beside those, of which nothing may come. */
  readonly others: readonly OtherRun[];
  /** The collecting steps in which something may go wrong. Two follow in which nothing does. */
  readonly rounds: readonly RoundPlan[];
}

export interface StartPlan {
  readonly event: StartEvent;
  /** Besides `wait: false`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly life: CollectLife;
  /** What the review finds, where one is asked for. */
  readonly findings: 'some' | 'none' | 'invalid';
  /** The state that an accepted cancel ends in: a run may come to its own end first. */
  readonly afterCancel: 'CANCELLED' | 'SUCCEEDED' | 'FAILED';
  /** The collecting step before which it starts. */
  readonly round: number;
  /** By how many stretches its life goes on before each collecting step. */
  readonly moves: readonly number[];
  readonly faults: readonly FaultPlan[];
}

export type StartEvent = 'pull_request.opened' | 'issue_comment.created.pull_request' | 'push' | 'schedule';

export type CollectLife =
  | 'succeeds'
  | 'leaves-a-plan'
  | 'fails'
  | 'errors'
  | 'cancelled-elsewhere'
  | 'blocks'
  | 'blocks-and-goes-on'
  | 'blocks-just-now'
  | 'goes-on'
  | 'is-taken-up-again'
  | 'unknown-state'
  | 'works-too-long'
  | 'works-too-long-and-succeeds'
  | 'ends-as-it-is-read'
  | 'queues-too-long'
  | 'costs-too-much';

/**
 * A child, a newer and an older copy of the first run, the same with a wrong signature, a stamp that cannot be read or
 * another number; a run of another repository, one without stamps, and one that a step waits for.
 */
export type OtherRun =
  | 'child'
  | 'copy'
  | 'old-copy'
  | 'forged'
  | 'rubbish'
  | 'other-number'
  | 'foreign'
  | 'bare'
  | 'waited-for';

export interface RoundPlan {
  readonly event: 'schedule' | 'pull_request.opened' | 'push';
  /** `issue-number` and `comment-key`, which narrow it down. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly faults: readonly FaultPlan[];
  readonly kill?: KillPlan;
  readonly postKill?: KillPlan;
}

/** A collecting step in which nothing goes wrong. */
export const CLEAN: RoundPlan = { event: 'schedule', inputs: {}, faults: [] };
