import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';

/** Medians in ms, and their ratio to a script that does nothing. */
export interface Startup {
  readonly what: string;
  readonly ms: number;
  readonly ratio: number;
}

const ROUNDS = 11;

/**
 * From the start of the process to the arrival of the create request; beside it what the parts of it cost. `peer`:
 * another action's entry file, started without any input until it ends, as most do at once then.
 */
export async function measureStartup(peer?: string): Promise<Startup[]> {
  await using emulator = await startEmulator({ scenario: 'succeeds-with-pull-request' });
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const script = (name: string, source: string) => {
      const file = path.join(folder, name);
      writeFileSync(file, source);
      return file;
    };
    const bundle = new URL('../../dist/index.js', import.meta.url).href;
    const empty = script('empty.mjs', '');
    const loading = script('load.mjs', `import ${JSON.stringify(bundle)};\n`);
    const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
    const samples = {
      empty: [] as number[],
      loading: [] as number[],
      request: [] as number[],
      peer: [] as number[],
    };
    // In turn, so that a drift of the machine's speed meets all alike.
    for (let round = 0; round < ROUNDS; round += 1) {
      samples.empty.push(await untilExit(empty));
      samples.loading.push(await untilExit(loading));
      samples.request.push(await untilRequest(main, folder, emulator));
      if (peer) samples.peer.push(await untilExit(path.resolve(peer)));
    }
    const base = median(samples.empty);
    const row = (what: string, values: number[]) => ({
      what,
      ms: median(values),
      ratio: median(values) / base,
    });
    return [
      ...(peer ? [row(`the peer ${path.basename(peer)} without inputs, to its end`, samples.peer)] : []),
      row('an empty script, to its end', samples.empty),
      row('loading the bundle, to its end', samples.loading),
      row('the main phase, to the create request', samples.request),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Process time of a script, from its start to its end, in ms. */
export function untilExit(file: string, env: Record<string, string> = {}): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [file], { stdio: 'ignore', env });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve(performance.now() - began));
  });
}

async function untilRequest(main: string, folder: string, emulator: Emulator): Promise<number> {
  const seen = emulator.seen('POST /agent/runs', emulator.count('oz', 'POST /agent/runs') + 1);
  const began = performance.now();
  const child = spawn(process.execPath, [main], { stdio: 'ignore', env: environment(folder, emulator) });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  await Promise.race([seen, gone.then(() => Promise.reject(new Error('it ended without the request')))]);
  const ms = performance.now() - began;
  await gone;
  return ms;
}

/** Of a step that starts a run about nothing and leaves. */
export function environment(folder: string, emulator: Emulator): Record<string, string> {
  const files = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_EVENT_PATH'].map((name) => {
    const file = path.join(folder, name);
    writeFileSync(file, name === 'GITHUB_EVENT_PATH' ? '{}' : '');
    return [name, file];
  });
  return {
    ...Object.fromEntries(files),
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_ACTOR: 'octocat',
    INPUT_PROMPT: 'Measure',
    INPUT_WAIT: 'false',
    INPUT_COMMENT: 'off',
    INPUT_SUMMARY: 'false',
    'INPUT_API-KEY': emulator.apiKey,
    'INPUT_API-URL': emulator.apiUrl,
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
