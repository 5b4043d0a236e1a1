import type { Failure, Outcome, RunRecord, StatusUpdate } from './model.ts';

/** What of a run record outlives the process. */
export type SavedRun = Pick<
  RunRecord,
  | 'taskId'
  | 'request'
  | 'runId'
  | 'onCancel'
  | 'ambiguousAt'
  | 'reportedDuplicates'
  | 'stateBefore'
  | 'isAnswerWanted'
  | 'overBudget'
  | 'isDone'
>;

/** What the main phase leaves to the post phase, however it ends. Never a key or a token. */
export interface SavedState {
  readonly runs: readonly SavedRun[];
  /** Whether the session's link lets anyone edit. */
  readonly sharesEditing: boolean;
  /** Whether the end was reported. */
  readonly isReported: boolean;
  /** What the comment does not say yet, when everything else was reported. */
  readonly pendingComment?: PendingComment | undefined;
  /** The commit status that is not concluded yet. */
  readonly pendingStatus?: PendingStatus | undefined;
  /** What the markers of this step's comments name, where its first run does not say. */
  readonly commentName?: string | undefined;
}

/** Redacted. */
export interface PendingStatus {
  readonly name: string;
  readonly sha: string;
  /** Whether the step stays with its run. */
  readonly isWaiting: boolean;
  /** What is to be set, once the main phase knew. */
  readonly conclusion: StatusUpdate | undefined;
}

/** What the post phase cannot read from the run. Redacted. */
export interface PendingComment {
  readonly outcome: Outcome;
  readonly failure: Failure | undefined;
  /** Whether the step was asked to cancel runs. */
  readonly isCancelWanted: boolean;
  /** Whether the main phase has given GitHub all the time that it may take. */
  readonly hasWaited?: boolean | undefined;
  /** The review that was posted. */
  readonly reviewUrl?: string | undefined;
}

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
    !state.isReported ||
    state.pendingComment !== undefined ||
    state.pendingStatus !== undefined ||
    state.runs.some(({ isDone, ambiguousAt }) => !isDone || ambiguousAt !== undefined)
  );
}

/** As this process begins with it. */
export function recordOf(past: SavedRun): RunRecord {
  const unknown = {
    state: undefined,
    run: undefined,
    ending: undefined,
    result: undefined,
    conversationBefore: undefined,
  };
  return { ...past, ...unknown, history: [], duplicates: [] };
}

/** What of a record the post phase must know. */
export function savedRun(entry: RunRecord): SavedRun {
  const { taskId, request, runId, onCancel, ambiguousAt, reportedDuplicates } = entry;
  const { stateBefore, isAnswerWanted, overBudget, isDone } = entry;
  const sent = { taskId, request, runId, onCancel, ambiguousAt, reportedDuplicates };
  return { ...sent, stateBefore, isAnswerWanted, overBudget, isDone };
}
