import { entryOf } from '../json.ts';

/** What a state means for whoever waits for the run. */
export type Stage = 'queued' | 'working' | 'blocked' | 'ended' | 'unknown';

const STAGES: Readonly<Record<string, Stage>> = {
  QUEUED: 'queued',
  PENDING: 'queued',
  CLAIMED: 'queued',
  INPROGRESS: 'working',
  BLOCKED: 'blocked',
  SUCCEEDED: 'ended',
  FAILED: 'ended',
  ERROR: 'ended',
  CANCELLED: 'ended',
};

/** The state as the API's newest version spells it: upper case, `IN_PROGRESS` as `INPROGRESS`. */
export function canonicalState(state: string): string {
  const upper = state.toUpperCase();
  return upper === 'IN_PROGRESS' ? 'INPROGRESS' : upper;
}

export function stageOf(state: string): Stage {
  return entryOf(STAGES, canonicalState(state)) ?? 'unknown';
}

/**
 * Whether the run may still work, and so cost. BLOCKED counts as over: the cancel endpoint answers 400 for it, as
 * for an ended run. An unknown state counts as active.
 */
export function isActive(state: string): boolean {
  return !['ended', 'blocked'].includes(stageOf(state));
}

/** The states that `isActive` knows, for filters of the list endpoint. */
export const ACTIVE_STATES = Object.keys(STAGES).filter(isActive);
