import { readEvent } from '../../src/github/event.ts';
import { Journal } from '../../src/ledger.ts';
import { Secrets } from '../../src/lib/secrets.ts';
import { OzClient } from '../../src/oz/client.ts';
import { Outputs } from '../../src/publish/outputs.ts';
import { Shutdown } from '../../src/shutdown.ts';
import type { BareContext } from '../../src/step/context.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import { collectingLog } from '../support/collecting-log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

export const MINUTE = 60_000;

/** The parts of a step that watches a run, wired as its entry does, in a time of their own. */
export interface VirtualStep {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly oz: OzClient;
  readonly context: BareContext;
  /** Everything that was logged; annotations, groups and debug lines carry their kind in front. */
  readonly lines: string[];
  /** Ms since the clock began, of each request that a test chooses. */
  readonly times: (...routes: string[]) => number[];
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
  const oz = new OzClient({
    apiUrl: new URL(emulator.apiUrl),
    apiKey: emulator.apiKey,
    userAgent: 'telling-tests',
    clock,
    debug: () => undefined,
  });
  const context: BareContext = {
    env,
    clock,
    log,
    secrets,
    event: readEvent(env),
    outputs: new Outputs(secrets),
    shutdown: new Shutdown(clock),
    journal: new Journal(clock, () => undefined),
    sharesEditing: false,
  };
  return {
    emulator,
    clock,
    oz,
    context,
    lines,
    times: (...routes) =>
      emulator.requests
        .filter(({ route }) => route !== undefined && routes.includes(route))
        .map(({ at }) => at - began),
  };
}
