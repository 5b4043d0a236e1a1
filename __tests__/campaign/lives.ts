import { type Life, type LifeStep, liveOut } from '../emulator/oz/life.ts';
import {
  atCapacity,
  blocks,
  byTime,
  cancelledElsewhere,
  errorsRetryably,
  fails,
  lateArtifacts,
  neverEnds,
  neverStarts,
  type Pace,
  succeedsWithoutPullRequest,
  succeedsWithPullRequest,
  unknownState,
} from '../emulator/oz/lives.ts';
import type { LifeKind, LifePlan } from './case.ts';

/** The life of a run. All but one are moved on by reads alone, so that a run that nobody reads does not end. */
export function lifeOf({ kind, reads }: LifePlan): Life {
  if (kind === 'ends-unread') return succeedsWithPullRequest(byTime(1500 * reads));
  return LIVES[kind](() => ({ reads }));
}

const RETRYABLE = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };

const LIVES: Readonly<Record<Exclude<LifeKind, 'ends-unread'>, (pace: Pace) => Life>> = {
  succeeds: succeedsWithPullRequest,
  'succeeds-empty': succeedsWithoutPullRequest,
  'late-artifacts': lateArtifacts,
  fails,
  'errors-retryably': errorsRetryably,
  'fails-with-pull-request': (pace) =>
    changed(succeedsWithPullRequest(pace), (steps) => {
      const last: LifeStep = { ...steps.at(-1), state: 'FAILED', error: RETRYABLE };
      return [...steps.slice(0, -1), last];
    }),
  blocks,
  'blocks-for-a-while': (pace) =>
    changed(succeedsWithPullRequest(pace), (steps) => [
      ...steps.slice(0, 3),
      { state: 'BLOCKED', reads: 1 + (pace(1).reads ?? 0) },
      ...steps.slice(3),
    ]),
  'never-starts': neverStarts,
  'never-ends': neverEnds,
  'cancelled-elsewhere': cancelledElsewhere,
  'unknown-state': unknownState,
  'at-capacity': atCapacity,
  pending: (pace) =>
    changed(neverEnds(pace), (steps) => [
      { state: 'PENDING', cancels: 1 + (pace(1).reads ?? 0) },
      ...steps.slice(2),
    ]),
  uncancellable: (pace) =>
    changed(neverEnds(pace), ([first, ...steps]) => [
      { state: 'QUEUED', ...first, set: { is_run_type_cancellable: false } },
      ...steps,
    ]),
};

function changed(life: Life, change: (steps: readonly LifeStep[]) => readonly LifeStep[]): Life {
  return (context) => change(liveOut(life, context));
}
