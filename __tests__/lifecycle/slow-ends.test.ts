import { describe, expect } from 'vitest';
import { decodeRun } from '../../src/oz/decode.ts';
import { collectResult } from '../../src/runs/results.ts';
import type { Fault } from '../emulator/http/faults.ts';
import { problemFault } from '../emulator/known-faults.ts';
import type { VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const READ = 'GET /agent/runs/{runId}';
const CONVERSATION = 'GET /agent/runs/{runId}/conversation';
const TRANSCRIPT = 'GET /agent/runs/{runId}/transcript';
const STORAGE = 'GET /{token}/{name}';
const SECOND = 1000;

const runIn = ({ emulator }: VirtualStep, id: string) => {
  const run = decodeRun(emulator.oz.run(id)?.look());
  if (run === undefined) throw new Error('no run');
  return run;
};

describe('what the agent said, once the run is over', () => {
  const result = (step: VirtualStep) => {
    const id = step.addRun({ state: 'SUCCEEDED', conversation: 'none' });
    const run = step.emulator.oz.run(id);
    if (run) run.transcript = { content: '{"type": "result", "result": "Done."}', contentType: 'text/plain' };
    // Each request gets 2 s of real time.
    return collectResult(runIn(step, id), { ...step.deps, oz: step.impatient });
  };

  it('is not waited for when the storage host trickles', async ({ step }) => {
    step.emulator.faults.set(STORAGE, { kind: 'trickle', everyMs: 500 });
    expect(await result(step)).toEqual({ conversation: undefined, text: undefined });
    expect(step.times(STORAGE)).toHaveLength(1);
  });

  it('is not waited for when nothing answers', async ({ step }) => {
    const { faults } = step.emulator;
    for (const route of [CONVERSATION, TRANSCRIPT])
      faults.set(route, { kind: 'hang', effect: false, times: 'always' });
    expect(await result(step)).toEqual({ conversation: undefined, text: undefined });
    expect(step.clock.now()).toBeLessThan(30 * SECOND);
  });
});

describe('attach to a run that cannot be read even once', () => {
  const faults: [string, Fault][] = [
    ["404 as a gateway's page", { kind: 'html', status: 404 }],
    ['302', { status: 302, body: '', headers: { Location: 'https://example.com/login' } }],
    ['500', problemFault(500, 'internal_error')],
    ['503 with a long Retry-After', { status: 503, body: '', headers: { 'Retry-After': '600' } }],
    ['nothing readable', { kind: 'broken-json' }],
  ];

  it.for(faults)('is refused within a minute: %s', async ([, fault], { step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set(READ, { ...fault, times: 'always' });
    const { outcome } = await step.run({ mode: 'attach', 'run-id': id });
    expect(outcome).toBe('refused');
    expect(step.clock.now()).toBeLessThanOrEqual(60 * SECOND);
    expect(step.times(READ).length).toBeGreaterThan(1);
  });

  it('is refused when the host cannot be reached', async ({ step }) => {
    await step.emulator.down('oz');
    const { outcome, failure } = await step.run({ mode: 'attach', 'run-id': 'run-1' });
    expect([outcome, failure?.code]).toEqual(['refused', 'unreachable']);
    expect(step.clock.now()).toBeLessThanOrEqual(60 * SECOND);
  });

  it('goes on after a shorter trouble', async ({ step }) => {
    const id = step.addRun({ state: 'SUCCEEDED' });
    step.emulator.faults.set(READ, { status: 502, body: '', times: 5 });
    expect(await step.run({ mode: 'attach', 'run-id': id })).toMatchObject({ outcome: 'succeeded' });
  });
});
