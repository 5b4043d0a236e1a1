import { describe, expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import { CANCEL, it, messages, QUIET, READ, until } from '../support/dist-step.ts';

/** Longer than any request of a step that was asked to stop may take, in ms. */
const SLOW = 2800;

/** Not on a pull request, where the gate would ask for runs as well. */
const PUSH = loadEvent('push');

describe.concurrent('a cancel', () => {
  it('that takes long on a server that drops work on disconnect succeeds at the first try', async ({
    stage,
  }) => {
    const { oz, faults } = stage.emulator;
    const id = oz.addRun({}, [{ state: 'INPROGRESS' }]);
    faults.set(CANCEL, { delayMs: SLOW, dropsOnDisconnect: true, times: 'always' });
    const job = await stage.runMain({ with: { ...QUIET, mode: 'cancel', prompt: '', 'run-id': id } });
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', state: 'CANCELLED' });
    expect(stage.emulator.count('oz', CANCEL)).toBe(1);
  });

  it('whose confirmation takes long is not sent again', async ({ stage }) => {
    const { oz, faults } = stage.emulator;
    const id = oz.addRun({}, [{ state: 'INPROGRESS' }]);
    faults.set(READ, { delayMs: SLOW, dropsOnDisconnect: true, times: 'always' });
    const job = await stage.runMain({ with: { ...QUIET, mode: 'cancel', prompt: '', 'run-id': id } });
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', state: 'CANCELLED' });
    expect([stage.emulator.count('oz', CANCEL), stage.emulator.count('oz', READ)]).toEqual([1, 1]);
  });

  it('that is too slow for a step that must stop is done by the post phase', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.set(CANCEL, { delayMs: SLOW, dropsOnDisconnect: true, times: 'always' });
    const step = await stage.start({ event: PUSH, with: QUIET });
    await until(stage.emulator.answered(READ, 4), step);
    step.signal('SIGINT');
    const job = await stage.finish(step);
    expect(job.main.outputs.outcome).toBe('lost');
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
  });
});

describe.concurrent('a run that is BLOCKED for a moment', () => {
  it('does not escape the post phase', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start({ event: PUSH, with: QUIET });
    await until(stage.emulator.answered(READ, 4), step);
    step.kill();
    await step.main;
    stage.emulator.oz.lastRun.turn({ state: 'BLOCKED', cancels: 2 }, { state: 'INPROGRESS' });
    const job = await stage.finish(step);
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('does not escape a step that was asked to stop', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start({ event: PUSH, with: QUIET });
    await until(stage.emulator.answered(READ, 4), step);
    stage.emulator.oz.lastRun.turn({ state: 'BLOCKED', cancels: 2 }, { state: 'INPROGRESS' });
    step.signal('SIGINT');
    const job = await stage.finish(step);
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', state: 'CANCELLED' });
  });
});
