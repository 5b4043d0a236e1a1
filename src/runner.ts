import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { Wish } from './run/find.ts';

/** One create request that this step sent, or the run that it attached to. */
export interface SavedAttempt {
  /** What the run was asked for; undefined for one that this step did not create. */
  readonly wish: Wish | undefined;
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
  /** Whether the session's link lets anyone edit. */
  readonly sharesEditing: boolean;
  /** Whether people were told how it ended. */
  readonly isTold: boolean;
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
