import { describe, expect } from 'vitest';
import { cancelRun } from '../../src/runs/cancel.ts';
import type { Fault } from '../emulator/http/faults.ts';
import { problemFault, tooManyRequests } from '../emulator/known-faults.ts';
import { MINUTE } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const CANCEL = 'POST /agent/runs/{runId}/cancel';
const READ = 'GET /agent/runs/{runId}';

describe('a cancel', () => {
  it('is confirmed by reading the run until it is over', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    const run = step.emulator.oz.run(id);
    if (run) run.cancelReads = 4;
    const cancellation = await cancelRun(id, step.deps, step.within(2 * MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
    expect(step.requests(READ)).toHaveLength(5);
    expect(step.said()[0]).toContain(`Cancelling run ${id}`);
  });

  it('answered 409 is sent again until it takes', async ({ step }) => {
    const id = step.addRun({ state: 'PENDING', cancels: 12 }, { state: 'INPROGRESS' });
    const cancellation = await cancelRun(id, step.deps, step.within(2 * MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
    expect(step.requests(CANCEL)).toHaveLength(13);
  });

  it('answered 409 to the end fails, within its time', async ({ step }) => {
    const id = step.addRun({ state: 'PENDING' });
    const cancellation = await cancelRun(id, step.deps, step.within(20_000));
    expect(cancellation).toMatchObject({ kind: 'failed', error: { status: 409 } });
    expect(step.clock.now()).toBeLessThanOrEqual(20_000);
  });

  it.for(['SUCCEEDED', 'FAILED', 'ERROR', 'CANCELLED'])(
    'answered 400 tells how the run had ended: %s',
    async (state, { step }) => {
      const id = step.addRun({ state });
      const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
      expect(cancellation).toMatchObject({ kind: 'over', run: { state } });
      expect(step.requests(CANCEL)).toHaveLength(1);
      expect(step.said().at(-1)).toContain(state);
    },
  );

  it('answered 400 for a final state that does not stay is sent again', async ({ step }) => {
    const id = step.addRun({ state: 'SUCCEEDED', reads: 1 }, { state: 'INPROGRESS' });
    const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
  });

  it('answered 400 for an end that cannot be read fails', async ({ step }) => {
    const id = step.addRun({ state: 'SUCCEEDED' });
    step.emulator.faults.set(READ, { ...problemFault(403, 'not_authorized'), times: 'always' });
    const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'failed', error: { status: 400 } });
  });

  describe('of a BLOCKED run', () => {
    it.for([
      [1000, 5000],
      [25_000, MINUTE],
    ] as const)('takes once it goes on, after %i ms', async ([ms, time], { step }) => {
      const id = step.addRun({ state: 'BLOCKED', ms }, { state: 'INPROGRESS' });
      const cancellation = await cancelRun(id, step.deps, step.within(time));
      expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
      expect(step.said().filter((line) => line.includes('BLOCKED'))).toHaveLength(1);
    });

    it('that was accepted, and blocks, is sent again', async ({ step }) => {
      const id = step.addRun({ state: 'INPROGRESS' });
      const run = step.emulator.oz.run(id);
      if (run) run.afterCancel = [{ state: 'BLOCKED', ms: 20_000 }, { state: 'CANCELLED' }];
      const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
      expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
    });

    it('that stays so gives up after a minute, and names it', async ({ step }) => {
      const id = step.addRun({ state: 'BLOCKED' });
      const cancellation = await cancelRun(id, step.deps, step.within(5 * MINUTE));
      expect(cancellation).toMatchObject({ kind: 'blocked', run: { id, state: 'BLOCKED' } });
      expect(step.clock.now()).toBeGreaterThanOrEqual(MINUTE);
      expect(step.clock.now()).toBeLessThan(1.5 * MINUTE);
      expect(step.said().at(-1)).toContain('waits for a person');
    });

    it('ends at its deadline', async ({ step }) => {
      const id = step.addRun({ state: 'BLOCKED' });
      const cancellation = await cancelRun(id, step.deps, step.within(5000));
      expect(cancellation).toMatchObject({ kind: 'blocked' });
      expect(step.clock.now()).toBeLessThanOrEqual(5000);
    });
  });

  describe('of a run that a replica does not know yet', () => {
    it('is sent again where the run may be new', async ({ step }) => {
      step.emulator.oz.options.replica = { unknownRequests: 6 };
      const id = step.addRun({ state: 'INPROGRESS' });
      const cancellation = await cancelRun(id, step.deps, step.within(2 * MINUTE), { mayBeNew: true });
      expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
    });

    it('is impossible after a minute', async ({ step }) => {
      const gone = problemFault(404, 'resource_not_found');
      step.emulator.faults.set(CANCEL, { ...gone, times: 'always' });
      const id = step.addRun({ state: 'INPROGRESS' });
      const cancellation = await cancelRun(id, step.deps, step.within(2 * MINUTE), { mayBeNew: true });
      expect(cancellation).toMatchObject({ kind: 'impossible', error: { status: 404 } });
      expect(step.clock.now()).toBeGreaterThanOrEqual(MINUTE);
    });
  });

  it('answered 422 is impossible, and not tried again', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', set: { is_run_type_cancellable: false } });
    const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'impossible', error: { status: 422 } });
    expect(step.requests(CANCEL)).toHaveLength(1);
  });

  it.for([
    problemFault(401, 'authentication_required'),
    problemFault(403, 'not_authorized'),
    problemFault(404, 'resource_not_found'),
  ])('answered $status is not tried again', async (fault, { step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set(CANCEL, fault);
    const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'impossible', error: { status: fault.status } });
    expect(step.requests(CANCEL)).toHaveLength(1);
  });

  const AGAIN: [string, Fault][] = [
    ['500', problemFault(500, 'internal_error')],
    ['502 page', { kind: 'html' }],
    ["a gateway's 401", { kind: 'html', status: 401 }],
    ['503, empty', { status: 503, body: '' }],
    ['429', tooManyRequests('2')],
    ['a reset', { kind: 'reset' }],
    ['an answer lost after the effect', { kind: 'reset-after' }],
    ['a truncated answer', { kind: 'truncate' }],
    ['no answer', { kind: 'hang', effect: true }],
  ];
  it.for(AGAIN)('answered with %s is sent again', async ([, fault], { step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set(CANCEL, fault);
    const cancellation = await cancelRun(id, { ...step.deps, oz: step.impatient }, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
  });

  it.for(['string', 'object', 'empty'] as const)(
    'may be answered with a body of kind %s',
    async (bodies, { step }) => {
      step.emulator.oz.options.bodies = bodies;
      const id = step.addRun({ state: 'INPROGRESS' });
      const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
      expect(cancellation).toMatchObject({ kind: 'over' });
      expect(step.requests(CANCEL)).toHaveLength(1);
    },
  );

  it('survives an outage longer than any pause', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set('oz *', {
      kind: 'html',
      times: 'always',
      when: () => step.clock.now() < 90_000,
    });
    const cancellation = await cancelRun(id, step.deps, step.within(2 * MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
  });

  it('that nothing answers ends at its deadline', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set(CANCEL, { kind: 'reset', times: 'always' });
    const cancellation = await cancelRun(id, step.deps, step.within(5000));
    expect(cancellation).toMatchObject({ kind: 'failed', error: { kind: 'unanswered' } });
    expect(step.clock.now()).toBeLessThanOrEqual(5000);
  });

  it.for([problemFault(403, 'not_authorized'), { kind: 'html', times: 'always' } as Fault])(
    'that no reading confirms is accepted, not over',
    async (fault, { step }) => {
      const id = step.addRun({ state: 'INPROGRESS' });
      step.emulator.faults.set(READ, { ...fault, times: 'always' });
      const cancellation = await cancelRun(id, step.deps, step.within(5000));
      expect(cancellation).toEqual({ kind: 'accepted' });
      expect(step.clock.now()).toBeLessThanOrEqual(5000);
    },
  );

  it.for([
    ['redirects', { status: 302, headers: { Location: 'https://login.example.com/' }, body: '' }],
    ['no answer', { kind: 'reset' }],
  ] as [string, Fault][])(
    'whose reads meet %s for a minute is not sent again',
    async ([, fault], { step }) => {
      const id = step.addRun({ state: 'INPROGRESS' });
      const when = () => step.clock.now() < MINUTE;
      step.emulator.faults.set(READ, { ...fault, times: 'always', when });
      const cancellation = await cancelRun(id, step.deps, step.within(2 * MINUTE));
      expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
      expect(step.requests(CANCEL)).toHaveLength(1);
      expect(step.said()).toEqual([expect.stringContaining('Cancelling run')]);
    },
  );

  it('that a gateway swallowed is sent again', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set(CANCEL, { status: 200, body: {} });
    const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'CANCELLED' } });
    expect(step.said()).toContain('The run is INPROGRESS; cancelling it again.');
  });

  it('of a run that ends by itself meanwhile tells that end', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    const run = step.emulator.oz.run(id);
    if (run) run.afterCancel = [{ state: 'INPROGRESS', reads: 2 }, { state: 'SUCCEEDED' }];
    const cancellation = await cancelRun(id, step.deps, step.within(MINUTE));
    expect(cancellation).toMatchObject({ kind: 'over', run: { state: 'SUCCEEDED' } });
  });

  it('rejects with the reason of its signal while it waits on 409', async ({ step }) => {
    const id = step.addRun({ state: 'PENDING' });
    const controller = new AbortController();
    step.clock.at(3000, () => controller.abort(new Error('asked to stop')));
    const deps = { ...step.deps, signal: controller.signal };
    await expect(cancelRun(id, deps, step.within(MINUTE))).rejects.toThrow('asked to stop');
  });
});
