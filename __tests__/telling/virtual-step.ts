import { setImmediate as turn } from 'node:timers/promises';
import { Secrets } from '../../src/lib/secrets.ts';
import { wire } from '../../src/main.ts';
import type { OzClient } from '../../src/oz/client.ts';
import { connection } from '../../src/oz-connection.ts';
import { Outputs } from '../../src/publish/outputs.ts';
import type { SavedState } from '../../src/saved-state.ts';
import { Shutdown } from '../../src/shutdown.ts';
import type { Parts } from '../../src/step.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import { collectingLog } from '../support/collecting-log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

export const MINUTE = 60_000;

/** The parts of a step that watches a run, wired as its entry does, in a time of their own. */
export interface VirtualStep {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly oz: OzClient;
  /** They connect to `oz`. */
  readonly context: Parts;
  /** Everything that was logged; annotations, groups and debug lines carry their kind in front. */
  readonly lines: string[];
  /** Ms since the clock began, of each request that a test chooses. */
  readonly times: (...routes: string[]) => number[];
  /** What the post phase would begin with now; undefined when nothing was saved. */
  readonly saved: () => SavedState | undefined;
  /** Resolves when no conversation is being read: virtual time must not run ahead of it. */
  readonly settled: () => Promise<void>;
}

export async function openVirtualStep(contracts: Contracts = loadContracts()): Promise<VirtualStep> {
  const clock = new VirtualClock();
  const began = clock.wall();
  const emulator = await startEmulator({ contracts, now: () => clock.now() + began });
  const { log, lines } = collectingLog(clock);
  const secrets = new Secrets(() => undefined);
  const env = {
    GITHUB_REPOSITORY: emulator.github.repository,
    GITHUB_API_URL: emulator.githubUrl,
    GITHUB_RUN_ID: '1658821493',
  };
  let saved: SavedState | undefined;
  const parts = wire({
    env,
    clock,
    log,
    secrets,
    outputs: new Outputs(secrets),
    shutdown: new Shutdown(clock),
    save: (state) => {
      saved = state;
    },
  });
  const oz = connection(parts)({ apiKey: emulator.apiKey, apiUrl: new URL(emulator.apiUrl) });
  return {
    emulator,
    clock,
    oz,
    context: { ...parts, connect: () => oz },
    lines,
    times: (...routes) =>
      emulator.requests
        .filter(({ route }) => route !== undefined && routes.includes(route))
        .map(({ at }) => at - began),
    saved: () => saved,
    settled: watchReadings(oz),
  };
}

/** The real client; only the promises of its readings of conversations are kept. */
function watchReadings(oz: OzClient): () => Promise<void> {
  const read = oz.readConversation.bind(oz);
  let readings: Promise<unknown>[] = [];
  oz.readConversation = (...given) => {
    const reading = read(...given);
    readings.push(reading);
    return reading;
  };
  return async () => {
    const open = readings;
    readings = [];
    await Promise.allSettled(open);
    // What waits for them comes next.
    await turn();
  };
}
