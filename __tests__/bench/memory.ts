import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator } from '../emulator/emulator.ts';
import { file } from '../emulator/oz/artifacts.ts';
import { loadEvent } from '../events/load.ts';
import { startStep } from '../runner/step.ts';
import { canReadMemory, peakMemory } from '../telling/peak-memory.ts';

export interface Memory {
  readonly artifact: string;
  /** Most anonymous memory of the main phase, in MiB. */
  readonly peak: number;
}

const MIB = 1024 ** 2;
const SIZES = [0, 3, 30, 300];

/** The main phase storing one artifact of several sizes. Empty where the system does not tell. */
export async function measureMemory(): Promise<Memory[]> {
  if (!canReadMemory) return [];
  const rows: Memory[] = [];
  for (const size of SIZES) rows.push({ artifact: `${size} MiB`, peak: (await peakOf(size * MIB)) / MIB });
  return rows;
}

async function peakOf(size: number): Promise<number> {
  await using emulator = await startEmulator();
  const artifact = file('large', { size, seed: 1 }, { filename: 'large.bin', sizeBytes: size });
  emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts: [artifact] }]);
  const workspace = await mkdtemp(path.join(tmpdir(), 'bench-'));
  try {
    await using step = await startStep({
      action: new URL('../../', import.meta.url),
      event: loadEvent('pull_request.opened'),
      workspace,
      githubToken: emulator.githubToken,
      urls: { api: emulator.githubUrl, graphql: emulator.graphqlUrl },
      with: {
        prompt: 'Measure',
        'api-key': emulator.apiKey,
        'api-url': emulator.apiUrl,
        'artifacts-dir': 'out',
      },
    });
    return await peakMemory(step.pid, step.main);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
