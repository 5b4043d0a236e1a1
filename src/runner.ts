import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import { type SavedState, STATE_KEY } from './saved-state.ts';

/** Appends one line to the runner's state file, which survives a kill; the last one counts. */
export function saveState(state: SavedState): void {
  core.saveState(STATE_KEY, JSON.stringify(state));
}

/** Appends to the step summary. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (!file) throw new Error('the runner offers no step summary');
  appendFileSync(file, markdown);
}
