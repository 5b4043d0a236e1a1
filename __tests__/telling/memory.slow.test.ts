import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import { chunksOf } from '../emulator/http/content.ts';
import { file } from '../emulator/oz/artifacts.ts';
import { it } from '../support/dist-step.ts';
import { indexOf, makeFolders } from './folders.ts';
import { canReadMemory, peakMemory } from './peak-memory.ts';

const MIB = 1024 ** 2;
const LARGE = { size: 300 * MIB, seed: 7 };

it.skipIf(!canReadMemory)(
  'an artifact of 300 MiB passes through in less than 150 MiB (Linux alone tells RssAnon)',
  async ({ stage }) => {
    await using folders = await makeFolders();
    const artifact = file('large', LARGE, { filename: 'large.bin', sizeBytes: LARGE.size });
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts: [artifact] }]);
    const step = await stage.start({ workspace: folders.workspace, with: { 'artifacts-dir': 'out' } });
    const peak = await peakMemory(step.pid, step.main);
    await stage.finish(step);
    const stored = (await indexOf(path.join(folders.workspace, 'out'))).find(
      ({ source }) => source === 'large',
    );
    const hash = createHash('sha256');
    for (const chunk of chunksOf(LARGE)) hash.update(chunk);
    expect(stored).toMatchObject({ size: LARGE.size, sha256: hash.digest('hex') });
    expect(peak).toBeGreaterThan(10 * MIB);
    expect(peak).toBeLessThan(150 * MIB);
  },
);
