import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { addEndedRuns } from '../collect/many-runs.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { environment, median, untilExit } from './startup.ts';

/** Medians of whole processes, and their ratio to a script that does nothing. */
interface CollectTime {
  readonly what: string;
  readonly ms: number;
  readonly ratio: number;
}

const ROUNDS = 7;

type Step = (folder: string) => Promise<number>;

const STEPS: readonly [what: string, step: Step][] = [
  ['an empty script', (folder) => untilExit(path.join(folder, 'empty.mjs'))],
  ['a step with `wait: false`', (folder) => withEmulator((emulator) => main(folder, emulator, {}))],
  ['a collecting step, 1 run concluded before', (folder) => collecting(folder, 1, 0)],
  ['a collecting step, 1 run that has ended', (folder) => collecting(folder, 1, 1)],
  ['a collecting step, 20 runs concluded before', (folder) => collecting(folder, 20, 0)],
  ['a collecting step, 20 runs that have ended', (folder) => collecting(folder, 20, 20)],
];

/** The main phase from start to end, comments included; network time is that of the loopback interface. */
export async function measureCollectTime(): Promise<CollectTime[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  writeFileSync(path.join(folder, 'empty.mjs'), '');
  const samples = STEPS.map((): number[] => []);
  try {
    // In turn, so that a drift of the machine's speed meets all alike.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, [, step]] of STEPS.entries()) samples[index]?.push(await step(folder));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const medians = samples.map(median);
  const [base = Number.NaN] = medians;
  return STEPS.map(([what], index) => {
    const ms = medians[index] ?? Number.NaN;
    return { what, ms, ratio: ms / base };
  });
}

function collecting(folder: string, runs: number, fresh: number): Promise<number> {
  return withEmulator(async (emulator) => {
    addEndedRuns(emulator, emulator.oz.now(), runs, fresh);
    const ms = await main(folder, emulator, { INPUT_MODE: 'collect', INPUT_PROMPT: '', INPUT_WAIT: '' });
    if (emulator.github.comments().length !== runs) throw new Error('not every run was concluded');
    return ms;
  });
}

function main(folder: string, emulator: Emulator, inputs: Record<string, string>): Promise<number> {
  const entry = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  return untilExit(entry, {
    ...environment(folder, emulator),
    GITHUB_API_URL: emulator.githubUrl,
    GITHUB_GRAPHQL_URL: emulator.graphqlUrl,
    'INPUT_GITHUB-TOKEN': emulator.githubToken,
    ...inputs,
  });
}

async function withEmulator(measure: (emulator: Emulator) => Promise<number>): Promise<number> {
  await using emulator = await startEmulator();
  return await measure(emulator);
}
