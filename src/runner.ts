import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';

/** One create request that this step sent, or the run that it attached to. */
export interface SavedAttempt {
  /** Stamped on the run; empty for a run that this step did not create. */
  readonly startId: string;
  readonly parentRunId: string | undefined;
  /** When the first create request was sent: ms since the epoch. */
  readonly sentAt: number;
  readonly runId: string | undefined;
  /** Whether the create request was ever sent twice, so that a second run may turn up. */
  readonly resent: boolean;
  /** What becomes of it when the step dies. */
  readonly onCancel: 'cancel' | 'detach';
  /** Whether the step is through with the run: it is over, or was left running by choice. */
  readonly settled: boolean;
}

/** What the main phase leaves to the post phase, whichever way it ends. Never a secret. */
export interface SavedState {
  readonly attempts: readonly SavedAttempt[];
}

const KEY = 'step';

/** Appends one line to the runner's state file, which survives a kill; the last one counts. */
export function saveState(state: SavedState): void {
  core.saveState(KEY, JSON.stringify(state));
}

/** Undefined when the main phase saved nothing, or nothing whole. */
export function readState(): SavedState | undefined {
  try {
    return (JSON.parse(core.getState(KEY)) as SavedState | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Appends to the step summary. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (!file) throw new Error('the runner offers no step summary');
  appendFileSync(file, markdown);
}
