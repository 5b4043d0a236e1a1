import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';
import { registerSecrets } from '../../src/inputs/secrets.ts';
import { Secrets } from '../../src/lib/secrets.ts';
import { wire } from '../../src/main.ts';
import { OzClient } from '../../src/oz/client.ts';
import { connection } from '../../src/oz-connection.ts';
import { Outputs } from '../../src/publish/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import type { TaskDeps } from '../../src/runs/deps.ts';
import type { SavedState } from '../../src/saved-state.ts';
import { Shutdown } from '../../src/shutdown.ts';
import { type Parts, runStep } from '../../src/step.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import type { LoggedRequest } from '../emulator/http/message.ts';
import type { Life } from '../emulator/oz/life.ts';
import { collectingLog } from './collecting-log.ts';
import { VirtualClock } from './virtual-clock.ts';

export const MINUTE = 60_000;

/** One step in this process, wired as `main` wires it, against an emulator and in a time of their own. */
export interface VirtualStep {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly oz: OzClient;
  /** Gives each request 2 s of real time: for requests that are never answered. */
  readonly impatient: OzClient;
  readonly parts: Parts;
  /** What it takes below reporting. */
  readonly deps: TaskDeps;
  /** Everything that was logged; annotations, groups and debug lines carry their kind in front. */
  readonly lines: string[];
  /** What people read: without debug lines, and without the stopwatch in front. */
  readonly said: () => string[];
  /** Whatever the post phase would get, as the runner would hand it over. */
  readonly saved: () => SavedState | undefined;
  /** Adds a run and returns its id. */
  readonly addRun: (...life: Extract<Life, readonly unknown[]>) => string;
  /** Requests on a route, each with its time in ms since the clock began. */
  readonly requests: (route: string) => { at: number; request: LoggedRequest }[];
  /** Ms since the clock began, of each request on these routes. */
  readonly times: (...routes: string[]) => number[];
  /** The deadline that is so many ms from now. */
  readonly within: (ms: number) => number;
  /** Runs the whole step, without summary and comment unless the inputs say so; what it reported at the end. */
  readonly run: (inputs: Readonly<Record<string, string>>) => Promise<Pick<Report, 'outcome' | 'failure'>>;
  /** Resolves when no conversation is being read: virtual time must not run ahead of it. */
  readonly readingsDone: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The real outputs, which keep what was reported last. */
class KeepingOutputs extends Outputs {
  report: Report | undefined;

  override finish(report: Report): Promise<undefined> {
    this.report = report;
    return super.finish(report);
  }
}

const QUIET = { summary: 'false', comment: 'off' };

export async function openVirtualStep(contracts: Contracts = loadContracts()): Promise<VirtualStep> {
  const clock = new VirtualClock();
  const began = clock.wall();
  const emulator = await startEmulator({ contracts, now: () => clock.now() + began });
  const { apiKey } = emulator;
  const apiUrl = new URL(emulator.apiUrl);
  const secrets = new Secrets(() => undefined);
  const { log, lines } = collectingLog(clock, secrets);
  const files = await runnerFiles();
  const env: NodeJS.ProcessEnv = {
    GITHUB_REPOSITORY: emulator.github.repository,
    GITHUB_API_URL: emulator.githubUrl,
    GITHUB_RUN_ID: '1658821493',
    // Nobody is behind it, so that the gate asks nobody.
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_STEP_SUMMARY: files.summary,
    RUNNER_TEMP: files.folder,
  };
  const shutdown = new Shutdown(clock);
  const outputs = new KeepingOutputs(secrets);
  let state: string | undefined;
  const save = (saved: SavedState) => {
    state = JSON.stringify(saved);
  };
  const parts = wire({ env, clock, log, secrets, outputs, shutdown, save });
  const oz = connection(parts)({ apiKey, apiUrl });
  const impatient = new OzClient({
    apiUrl,
    apiKey,
    userAgent: 'tests',
    clock,
    debug: (message) => log.debug(message),
    timeout: 2000,
  });
  const readingsDone = watchReadings(oz);
  const { ledger } = parts;
  const requests = (...routes: string[]) =>
    emulator.requests
      .filter(({ route }) => route !== undefined && routes.includes(route))
      .map((request) => ({ at: request.at - began, request }));
  return {
    emulator,
    clock,
    oz,
    impatient,
    parts,
    deps: { oz, clock, log, signal: shutdown.signal, ledger, shutdown, secrets },
    lines,
    said: () =>
      lines
        .filter((line) => !line.startsWith('debug: '))
        .map((line) => line.replace(/^ *\d+:[\d:]+ {2}/, '')),
    saved: () => (state === undefined ? undefined : JSON.parse(state)),
    addRun: (...life) => emulator.oz.addRun({}, life),
    requests,
    times: (...routes) => requests(...routes).map(({ at }) => at),
    within: (ms) => clock.now() + ms,
    async run(inputs) {
      const all = { 'api-key': apiKey, 'api-url': emulator.apiUrl, ...QUIET, ...inputs };
      for (const [name, value] of Object.entries(all)) env[`INPUT_${name.toUpperCase()}`] = value;
      registerSecrets(env, secrets);
      await runStep(parts);
      if (outputs.report === undefined) throw new Error('the step reported nothing');
      const { outcome, failure } = outputs.report;
      return { outcome, failure };
    },
    readingsDone,
    async close() {
      await Promise.all([oz.destroy(), impatient.destroy()]);
      await emulator.close();
      await files.remove();
    },
  };
}

/** The toolkit knows the runner's files by the environment of the process alone. */
async function runnerFiles(): Promise<{
  folder: string;
  summary: string;
  remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'virtual-step-'));
  const [output, summary] = [path.join(folder, 'output'), path.join(folder, 'summary')];
  await Promise.all([output, summary].map((file) => writeFile(file, '')));
  const before = process.env.GITHUB_OUTPUT;
  process.env.GITHUB_OUTPUT = output;
  return {
    folder,
    summary,
    async remove() {
      if (before === undefined) delete process.env.GITHUB_OUTPUT;
      else process.env.GITHUB_OUTPUT = before;
      await rm(folder, { recursive: true });
    },
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
