import { entryOf } from '../lib/json.ts';

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

/** The state as the contract spells it, whatever case, hyphens or underscores (seen: `IN_PROGRESS`) the server uses. */
export function canonicalState(state: string): string {
  const upper = state.toUpperCase();
  const bare = upper.replace(/[-_ ]/g, '');
  return Object.hasOwn(STAGES, bare) ? bare : upper;
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

/** Whether the server spells this state as the contract does. A filter of the list endpoint may know no other spelling. */
export function isSpeltAsKnown(state: string): boolean {
  return Object.hasOwn(STAGES, state);
}

/** The states that `isActive` knows, for filters of the list endpoint. */
export const ACTIVE_STATES = Object.keys(STAGES).filter(isActive);
