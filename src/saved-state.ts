import type { Report } from './report/report.ts';
import type { Wish } from './runs/find.ts';

/** One create request that this step sent, or the run that it attached to. */
export interface SavedAttempt {
  /** What the run was asked for; undefined for one that this step did not create. */
  readonly wish: Wish | undefined;
  readonly runId: string | undefined;
  /**
   * When an answer to a create request last left open whether it had made a run, so that a further one may turn up: by
   * this machine's clock. Undefined: never, or the step died before the answer (then there is no `runId` either).
   */
  readonly ambiguousAt: number | undefined;
  /** Ids of runs that the request made besides `runId`, which are over, and of which people have heard. */
  readonly reportedDuplicates: readonly string[];
  /** What becomes of it when the step dies. */
  readonly onCancel: 'cancel' | 'detach';
  /** Whether the step is through with the run: it is over, or was left running by choice. */
  readonly settled: boolean;
}

/** What the main phase leaves to the post phase, whichever way it ends. Never a key or a token. */
export interface SavedState {
  readonly attempts: readonly SavedAttempt[];
  /** Whether the session's link lets anyone edit. */
  readonly sharesEditing: boolean;
  /** Whether people were told how it ended. */
  readonly isTold: boolean;
  /** What the comment does not say yet, when people were told everywhere else. */
  readonly pendingComment?: PendingComment | undefined;
}

/** What the post phase cannot read from the run. Redacted. */
export type PendingComment = Pick<Report, 'outcome' | 'trouble' | 'isCancelWanted'>;

/** The name under which the runner keeps it. */
export const STATE_KEY = 'step';

/** Undefined when the main phase saved nothing, or nothing whole. */
export function readState(env: NodeJS.ProcessEnv): SavedState | undefined {
  try {
    // How the runner hands the state of the main phase to the post phase.
    return (JSON.parse(env[`STATE_${STATE_KEY}`] ?? '') as SavedState | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether the post phase has anything to do. */
export function isAnythingLeft(env: NodeJS.ProcessEnv): boolean {
  const state = readState(env);
  if (state === undefined) return false;
  return (
    !state.isTold ||
    state.pendingComment !== undefined ||
    state.attempts.some(({ settled, ambiguousAt }) => !settled || ambiguousAt !== undefined)
  );
}
