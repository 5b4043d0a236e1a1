import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { act } from '../../src/action.ts';
import { readInputs } from '../../src/inputs/read.ts';
import type { Context } from '../../src/step/context.ts';
import type { Verdict } from '../../src/step/verdict.ts';
import { it as base } from '../telling/virtual-test.ts';

/** What a step comes to, given its inputs, once the gate is passed; in virtual time. */
export type ActVirtually = (given: Readonly<Record<string, string>>) => Promise<Verdict>;

/** A test with a virtual step and its main phase. */
export const it = base.extend('act', async ({ step }, { onCleanup }): Promise<ActVirtually> => {
  const { context: bare, oz, emulator } = step;
  const folder = await mkdtemp(path.join(tmpdir(), 'virtual-act-'));
  const file = path.join(folder, 'output');
  await writeFile(file, '');
  vi.stubEnv('GITHUB_OUTPUT', file);
  onCleanup(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
  return async (given) => {
    const all = { 'api-key': emulator.apiKey, 'api-url': emulator.apiUrl, ...given };
    const names = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
    const env = { ...bare.env, ...Object.fromEntries(names) };
    const inputs = await readInputs(env, bare.event, () => undefined);
    const context: Context = { ...bare, oz, progress: () => undefined, onReading: () => undefined };
    return act(inputs, context);
  };
});
