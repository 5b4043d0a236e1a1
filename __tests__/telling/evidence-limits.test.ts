import path from 'node:path';
import { describe, expect } from 'vitest';
import { decodeRun } from '../../src/oz/decode.ts';
import { Evidence, type EvidenceLimits } from '../../src/publish/evidence.ts';
import { type Artifact, file, plan } from '../emulator/oz/artifacts.ts';
import type { VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';
import { type Entry, makeFolders, treeOf } from './folders.ts';

/** Collects what a run has left, in a directory of its own. */
async function collected(
  artifacts: Artifact[],
  limits: EvidenceLimits | undefined,
  { emulator, oz, parts }: VirtualStep,
  isLoopback = true,
): Promise<{ entries: Entry[]; names: string[] }> {
  await using folders = await makeFolders();
  const id = emulator.oz.addRun({}, [{ state: 'SUCCEEDED', artifacts }]);
  const run = decodeRun(emulator.oz.run(id)?.look());
  if (run === undefined) throw new Error('no run');
  const folder = path.join(folders.workspace, 'out');
  const tools = { ...parts, oz, signal: parts.shutdown.signal, isLoopback };
  const evidence = limits ? new Evidence(folder, tools, limits) : new Evidence(folder, tools);
  const entries = (await evidence.collect(run, undefined)) as Entry[];
  return { entries, names: Object.keys(await treeOf(folder)) };
}

function some(sizes: readonly number[]): Artifact[] {
  return sizes.map((size, index) =>
    file(`f${index}`, { size, seed: index }, { filename: `f${index}.bin`, sizeBytes: size }),
  );
}

function fates(entries: readonly Entry[]): string[] {
  return entries
    .filter(({ source }) => source.startsWith('f'))
    .map(({ source, size, missing }) => `${source}: ${size ?? missing}`);
}

describe('a storage host without https', () => {
  it('is asked for nothing, unless it is on loopback like the API', async ({ step }) => {
    const { entries } = await collected(some([100, 50]), undefined, step, false);
    expect(fates(entries)).toEqual([
      expect.stringContaining('its address is not https'),
      expect.stringContaining('its address is not https'),
    ]);
    const toStorage = step.emulator.requests.filter(({ host }) => host === 'storage');
    expect(toStorage).toEqual([]);
  });
});

describe('the caps', () => {
  it('of one file: a larger one is refused at once and listed, the others are kept', async ({ step }) => {
    const { entries, names } = await collected(some([100, 101, 50]), { file: 100, all: 1000 }, step);
    expect(fates(entries)).toEqual([
      'f0: 100',
      expect.stringMatching(/f1: .*101 bytes.*at most 100/),
      'f2: 50',
    ]);
    expect(names.filter((name) => name.endsWith('.bin'))).toEqual(['f0.bin', 'f2.bin']);
    expect(step.times('GET /agent/artifacts/{artifactUid}')).toHaveLength(3);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([expect.stringContaining('f1')]);
  });

  it('of all files: what still fits is taken', async ({ step }) => {
    const { entries } = await collected(some([60, 60, 40]), { file: 100, all: 100 }, step);
    expect(fates(entries)).toEqual(['f0: 60', expect.stringContaining('at most 40'), 'f2: 40']);
  });

  it('of a file whose announced size is a lie', async ({ step }) => {
    const lie = file('f0', { size: 5000, seed: 1 }, { filename: 'f0.bin', sizeBytes: 10 });
    const { entries, names } = await collected([lie, ...some([1]).slice(1)], { file: 100, all: 1000 }, step);
    expect(fates(entries)).toEqual([expect.stringMatching(/bytes/)]);
    expect(names.filter((name) => name.includes('f0') || name.includes('partial'))).toEqual([]);
  });

  it('hold for plans as well, which come inline', async ({ step }) => {
    const { entries } = await collected(
      [plan('f0', 'Long', 'x'.repeat(500)), ...some([0, 80]).slice(1)],
      { file: 100, all: 1000 },
      step,
    );
    expect(fates(entries)).toEqual([expect.stringMatching(/at most 100/), 'f1: 80']);
  });
});

describe('without a server that answers', () => {
  it('three tries each, with pauses, then it goes on', async ({ step }) => {
    step.emulator.faults.add('GET /{token}/{name}', {
      status: 503,
      times: 'always',
      when: ({ path: url }) => url.endsWith('f0.bin'),
    });
    const { entries } = await collected(some([10, 20]), undefined, step);
    expect(fates(entries)).toEqual([expect.stringContaining('503'), 'f1: 20']);
    expect(step.clock.slept).toEqual([1000, 2000]);
  });

  it.for(['file:///etc/passwd', 'ftp://example.com/x', '//example.com/x', 'data:text/plain,x', ''])(
    'no address but https, or http beside an API on loopback: %j',
    async (download_url, { step }) => {
      const alter = (json: unknown) => ({ ...(json as object), data: { download_url } });
      step.emulator.faults.add('GET /agent/artifacts/{artifactUid}', { alter, times: 'always' });
      const { entries } = await collected(some([1]), undefined, step);
      expect(fates(entries)).toEqual([expect.stringMatching(/^f0: [^\d]/)]);
      expect(step.emulator.count('storage')).toBe(0);
    },
  );
});

describe('a storage host that trickles', () => {
  const STORAGE = 'GET /{token}/{name}';
  const slowest = { grace: 100, bytesPerSecond: 1_000_000 };
  const limits = { file: 1000, all: 10_000, slowest };

  it('loses what it is too slow for, once, and nothing else', async ({ step }) => {
    const { faults } = step.emulator;
    faults.set(STORAGE, { kind: 'trickle', everyMs: 20, when: ({ path: url }) => url.includes('f0') });
    const { entries } = await collected(some([100, 50]), limits, step);
    expect(fates(entries)).toEqual([expect.stringMatching(/f0: .*too slowly/), 'f1: 50']);
    expect(step.times(STORAGE)).toHaveLength(2);
  });

  it('is left alone after the third', async ({ step }) => {
    step.emulator.faults.set(STORAGE, { kind: 'trickle', everyMs: 20, times: 'always' });
    const { entries } = await collected(some([100, 100, 100, 100, 100]), limits, step);
    expect(fates(entries).filter((fate) => /too slow/.test(fate))).toHaveLength(5);
    expect(step.times(STORAGE)).toHaveLength(3);
  });

  it('counts as too slow when it is silent', async ({ step }) => {
    step.emulator.faults.set(STORAGE, { kind: 'hang', effect: false });
    const { entries } = await collected(some([100, 50]), limits, step);
    expect(fates(entries)).toEqual([expect.stringMatching(/f0: .*not at all/), 'f1: 50']);
  });

  it('may take its time for a large file, as long as it is fast enough', async ({ step }) => {
    const patient = { ...limits, slowest: { grace: 100, bytesPerSecond: 10 } };
    step.emulator.faults.set(STORAGE, { kind: 'trickle', everyMs: 20 });
    const { entries } = await collected(some([30]), patient, step);
    expect(fates(entries)).toEqual(['f0: 30']);
  });
});
