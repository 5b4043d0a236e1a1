import type { FollowPlan } from '../../src/runs/follow.ts';
import { MINUTE } from '../support/virtual-step.ts';

/** How the action follows a run unless told otherwise. */
export function planOf(changes: Partial<FollowPlan> = {}): FollowPlan {
  return {
    queueBudget: 30 * MINUTE,
    runBudget: 60 * MINUTE,
    pollCeiling: 15_000,
    onBlocked: 'fail',
    since: 0,
    isForeign: false,
    onReading: () => undefined,
    ...changes,
  };
}
