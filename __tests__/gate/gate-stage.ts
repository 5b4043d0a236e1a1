import { expect, test } from 'vitest';
import { passGate } from '../../src/gate/gate.ts';
import { readEvent } from '../../src/github/event.ts';
import type { GatedInputs } from '../../src/inputs/inputs.ts';
import { Journal } from '../../src/ledger.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { Secrets } from '../../src/lib/secrets.ts';
import { Outputs } from '../../src/publish/outputs.ts';
import { Shutdown } from '../../src/shutdown.ts';
import type { Verdict } from '../../src/step/verdict.ts';
import { type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import type { EventFixture } from '../events/load.ts';
import { collectingLog } from '../support/collecting-log.ts';
import { introduce } from './people.ts';

export const PERMISSION = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';

/** The gate, with a GitHub that knows the people of these tests. */
export interface GateStage {
  readonly emulator: Emulator;
  /** Undefined when the event may start a run. */
  readonly judge: (event: EventFixture, rules?: Partial<GatedInputs>) => Promise<Verdict | undefined>;
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

function judge(
  { name, payload, env }: EventFixture,
  rules: Partial<GatedInputs> = {},
  { githubUrl, githubToken, apiUrl }: Emulator,
): Promise<Verdict | undefined> {
  const variables = { ...env, GITHUB_EVENT_NAME: name, GITHUB_API_URL: githubUrl };
  const secrets = new Secrets(() => undefined);
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
  return passGate(inputs, {
    env: variables,
    event: { ...readEvent(variables), payload: payload as JsonObject },
    clock: systemClock,
    log: collectingLog().log,
    secrets,
    outputs: new Outputs(secrets),
    shutdown: new Shutdown(systemClock),
    journal: new Journal(systemClock, () => undefined),
    sharesEditing: false,
  });
}

/** `passes`, or the outcome and why. */
export function summaryOf(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'passes';
  return [verdict.outcome, verdict.skippedReason ?? verdict.trouble?.code].join(': ');
}
