import type { Outcome } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { canonicalState } from '../oz/states.ts';
import type { Order } from '../runs/collect-stamp.ts';
import type { Followed } from '../runs/follow.ts';
import type { SpendLimit } from '../runs/spend-limit.ts';

/** How long a run must have been BLOCKED, in ms: twice the default polling ceiling. */
const BLOCKED_TIME = 30_000;

const AT_A_LIMIT: readonly Outcome[] = ['timed-out', 'over-budget'];

/** Outcomes that a run in this state may have been concluded with; a limit may have ended it. */
const OUTCOMES: Readonly<Record<string, readonly Outcome[]>> = {
  SUCCEEDED: ['succeeded', 'no-pull-request', 'invalid-output', 'findings'],
  FAILED: ['failed'],
  ERROR: ['error'],
  CANCELLED: ['cancelled', ...AT_A_LIMIT],
  BLOCKED: ['blocked', ...AT_A_LIMIT],
};

export const CONCLUSIONS: readonly Outcome[] = [...new Set(Object.values(OUTCOMES).flat())];

/** Whether a run that was concluded so needs no further conclusion as it is now. */
export function isStill({ state, stage }: Pick<Run, 'state' | 'stage'>, outcome: Outcome): boolean {
  // Somebody took it up again after its end, or answered the agent: its next end is concluded.
  if (stage !== 'ended' && stage !== 'blocked') return true;
  return OUTCOMES[canonicalState(state)]?.includes(outcome) === true;
}

/** How it stands with a run; undefined while it goes on within its budgets. `now`: by the server's clock. */
export function standingOf(
  run: Run,
  order: Order,
  spend: SpendLimit | undefined,
  now: number,
): Exclude<Followed, { kind: 'lost' | 'unreadable' }> | undefined {
  if (run.stage === 'ended') return { kind: 'ended', run };
  const isBlocked = run.stage === 'blocked' && order.onBlocked === 'fail';
  if (isBlocked && run.updatedAt !== undefined && now - run.updatedAt >= BLOCKED_TIME) {
    return { kind: 'blocked', run };
  }
  if (spend?.isReached) return { kind: 'over-budget', run };
  const { queueBudget = Number.POSITIVE_INFINITY, runBudget = Number.POSITIVE_INFINITY } = order;
  const createdAt = run.createdAt ?? now;
  const hasStarted = run.stage === 'unknown' ? run.startedAt !== undefined : run.stage !== 'queued';
  if (!hasStarted)
    return now - createdAt > queueBudget ? { kind: 'timed-out', budget: 'queue', run } : undefined;
  // Where the server does not say when the agent started: the latest moment that it may have.
  const startedAt = run.startedAt ?? createdAt + queueBudget;
  return now - startedAt > runBudget ? { kind: 'timed-out', budget: 'run', run } : undefined;
}
