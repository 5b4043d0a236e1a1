import { expect, test } from 'vitest';
import { passGate } from '../../src/gate/gate.ts';
import { readEvent } from '../../src/github/event.ts';
import type { GatedInputs } from '../../src/inputs/inputs.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { StepError } from '../../src/model.ts';
import { type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import type { EventFixture } from '../events/load.ts';
import { introduce } from './people.ts';

export const PERMISSION = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';

/** The gate, with a GitHub that knows the people of these tests. */
export interface GateStage {
  readonly emulator: Emulator;
  /** Undefined when the event may start a run. */
  readonly judge: (event: EventFixture, rules?: Partial<GatedInputs>) => Promise<StepError | undefined>;
}

/** A test with a gate of its own; a breach of contract fails it. */
export const it = test
  .extend('contracts', { scope: 'file' }, () => loadContracts())
  .extend('gate', async ({ contracts }, { onCleanup }): Promise<GateStage> => {
    const emulator = await startEmulator({ contracts });
    introduce(emulator);
    onCleanup(async () => {
      await emulator.close();
      expect(emulator.violations).toEqual([]);
      expect(emulator.count('oz')).toBe(0);
    });
    return { emulator, judge: (event, rules) => judge(event, rules, emulator) };
  });

async function judge(
  { name, payload, env }: EventFixture,
  rules: Partial<GatedInputs> = {},
  { githubUrl, githubToken, apiUrl }: Emulator,
): Promise<StepError | undefined> {
  const variables = { ...env, GITHUB_EVENT_NAME: name, GITHUB_API_URL: githubUrl };
  const inputs: GatedInputs = {
    apiKey: undefined,
    apiUrl: new URL(apiUrl),
    githubToken,
    summary: false,
    comment: 'off',
    number: undefined,
    commentKey: 'Agent/agent',
    isCommentKeyGiven: false,
    requiredPermission: 'write',
    allowedActors: [],
    ...rules,
  };
  const event = { ...readEvent(variables), payload: payload as JsonObject };
  try {
    await passGate(inputs, event, new AbortController().signal);
    return undefined;
  } catch (error) {
    if (error instanceof StepError) return error;
    throw error;
  }
}

/** `passes`, or the outcome and why. */
export function summaryOf(refusal: StepError | undefined): string {
  if (refusal === undefined) return 'passes';
  return [refusal.outcome, refusal.skippedReason ?? refusal.failure.code].join(': ');
}
