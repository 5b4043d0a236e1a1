import { appendFileSync, statSync, truncateSync } from 'node:fs';
import process from 'node:process';
import * as core from '@actions/core';
import { type SavedState, STATE_KEY } from '../saved-state.ts';

/** Appends one line to the runner's state file, which survives a kill; the last one counts. Throws, all or nothing. */
export function saveState(state: SavedState): void {
  wholly(process.env.GITHUB_STATE, () => core.saveState(STATE_KEY, JSON.stringify(state)));
}

/** Appends to the step's outputs; the last value of each counts. Throws, all or nothing. */
export function writeOutputs(values: Readonly<Partial<Record<string, string>>>): void {
  wholly(process.env.GITHUB_OUTPUT, () => {
    for (const [name, value = ''] of Object.entries(values)) core.setOutput(name, value);
  });
}

/** A full disk may take half of what is appended, and the runner reads nothing behind a value that has no end. */
function wholly(file: string | undefined, append: () => void): void {
  const before = file ? statSync(file, { throwIfNoEntry: false }) : undefined;
  try {
    append();
  } catch (error) {
    if (file && before?.isFile()) truncateSync(file, before.size);
    throw error;
  }
}

/** Appends to the step summary. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (!file) throw new Error('the runner offers no step summary');
  appendFileSync(file, markdown);
}
