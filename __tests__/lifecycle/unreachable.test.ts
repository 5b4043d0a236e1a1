import { describe, expect } from 'vitest';
import { cleanUp } from '../../src/cleanup.ts';
import { Ledger } from '../../src/ledger.ts';
import type { SavedState } from '../../src/saved-state.ts';
import { Shutdown } from '../../src/shutdown.ts';
import { tooManyRequests } from '../emulator/known-faults.ts';
import type { VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';
const LIST = 'GET /agent/runs';
const MINUTE = 60_000;

const hostOf = ({ emulator }: VirtualStep) => new URL(emulator.apiUrl).host;

/** What the post phase does with what was saved; how long that takes in ms. */
async function post(step: VirtualStep, saved = step.saved()): Promise<number> {
  const { clock, deps } = step;
  if (saved === undefined) throw new Error('nothing was saved');
  const ledger = new Ledger(clock, () => undefined, saved);
  const began = clock.now();
  await cleanUp(saved, ledger, { ...deps, signal: new Shutdown(clock).signal });
  return clock.now() - began;
}

describe('a host that cannot be reached', () => {
  for (const given of [{}, { 'on-overlap': 'skip' }]) {
    it(`refuses the step within a minute, naming the host: ${JSON.stringify(given)}`, async ({ step }) => {
      await step.emulator.down('oz');
      const { outcome, failure } = await step.run({ prompt: 'Repair the parser', ...given });
      expect(outcome).toBe('refused');
      expect(failure?.message).toContain(hostOf(step));
      expect(failure?.code).toBe('unreachable');
      expect(step.clock.now()).toBeLessThan(MINUTE);
    });
  }

  it('for a moment does no harm', async ({ step }) => {
    await step.emulator.down('oz');
    step.clock.at(20_000, () => void step.emulator.up('oz'));
    await step.run({ prompt: 'Repair the parser', wait: 'false' });
    expect(step.emulator.oz.runs.size).toBe(1);
  });

  it('after a lost answer leaves open whether there is a run', async ({ step }) => {
    const { faults, oz } = step.emulator;
    faults.add(CREATE, { kind: 'reset' });
    faults.add(LIST, { times: 'always' });
    const down = faults.set(CREATE, { ...tooManyRequests('1'), times: 'always' });
    const { outcome } = await step.run({ prompt: 'Repair the parser' });
    expect(down.met.length).toBeGreaterThan(0);
    expect([outcome, oz.runs.size]).toEqual(['lost', 0]);
    // What was answered with 429 had no effect; the first request may have had one.
    expect(step.saved()?.runs).toMatchObject([{ isDone: false }]);
  });

  it('leaves a step that is stopped meanwhile nothing to look for', async ({ step }) => {
    await step.emulator.down('oz');
    step.clock.at(10_000, () => step.parts.shutdown.begin());
    const { outcome, failure } = await step.run({ prompt: 'Repair the parser' });
    expect([outcome, failure?.code]).toEqual(['refused', 'stopped']);
    expect(await post(step)).toBe(0);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('leaves a step that dies meanwhile nothing to look for', async ({ step }) => {
    await step.emulator.down('oz');
    let saved: SavedState | undefined;
    step.clock.at(10_000, () => {
      saved = step.saved();
    });
    await step.run({ prompt: 'Repair the parser' });
    expect(await post(step, saved)).toBe(0);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });
});
