import { expect, test } from 'vitest';
import { OzClient } from '../../src/oz/client.ts';
import type { Limits, Tools } from '../../src/runs/deps.ts';
import type { FollowPlan } from '../../src/runs/follow.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import type { LoggedRequest } from '../emulator/http/message.ts';
import type { Life } from '../emulator/oz/life.ts';
import { collectingLog } from '../support/collecting-log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

export const MINUTE = 60_000;

/** The real client, log and server, in a time of their own. */
export interface VirtualStage {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly tools: Tools;
  /** Everything that was logged; annotations and debug lines carry their kind in front. */
  readonly lines: string[];
  /** What people read: without debug lines, and without the stopwatch in front. */
  readonly said: () => string[];
  /** Adds a run and returns its id. */
  readonly addRun: (...life: Extract<Life, readonly unknown[]>) => string;
  /** Requests on a route, each with its time in ms since the clock began. */
  readonly requests: (route: string) => { at: number; request: LoggedRequest }[];
  /** Until so many ms from now. */
  readonly within: (ms: number) => Limits;
}

/** A test with a virtual stage of its own; a breach of contract fails it. */
export const it = test
  .extend('contracts', { scope: 'file' }, () => loadContracts())
  .extend('stage', async ({ contracts }, { onCleanup }): Promise<VirtualStage> => {
    const { stage, close } = await openVirtualStage(contracts);
    onCleanup(close);
    return stage;
  });

async function openVirtualStage(
  contracts: Contracts,
): Promise<{ stage: VirtualStage; close: () => Promise<void> }> {
  const clock = new VirtualClock();
  const began = clock.wall();
  const emulator = await startEmulator({ contracts, now: () => clock.now() + began });
  const { log, lines } = collectingLog(clock);
  const oz = new OzClient({
    apiUrl: new URL(emulator.apiUrl),
    apiKey: emulator.apiKey,
    userAgent: 'lifecycle-tests',
    clock,
    debug: (message) => log.debug(message),
    // Real time: for requests that are never answered.
    timeout: 2000,
  });
  const stage: VirtualStage = {
    emulator,
    clock,
    tools: { oz, clock, log },
    lines,
    said: () =>
      lines
        .filter((line) => !line.startsWith('debug: '))
        .map((line) => line.replace(/^ *\d+:[\d:]+ {2}/, '')),
    addRun: (...life) => emulator.oz.addRun({}, life),
    requests: (route) =>
      emulator.requests
        .filter((request) => request.route === route)
        .map((request) => ({ at: request.at - began, request })),
    within: (ms) => ({ deadline: clock.now() + ms }),
  };
  const close = async () => {
    await oz.destroy();
    await emulator.close();
    expect(emulator.violations).toEqual([]);
  };
  return { stage, close };
}

/** How the action follows a run unless told otherwise. */
export function planOf(changes: Partial<FollowPlan> = {}): FollowPlan {
  return {
    queueBudget: 30 * MINUTE,
    runBudget: 60 * MINUTE,
    pollCeiling: 15_000,
    onBlocked: 'fail',
    since: 0,
    isForeign: false,
    signal: new AbortController().signal,
    onReading: () => undefined,
    ...changes,
  };
}
