import { describe, expect } from 'vitest';
import type { Ladder } from '../runner/action-process.ts';
import type { Step } from '../runner/step.ts';
import {
  attachTo,
  CANCEL,
  CREATE,
  commentsOf,
  it,
  type Job,
  type JobOptions,
  messages,
  QUIET,
  READ,
  type Stage,
  until,
} from '../support/dist-step.ts';

/** Seven seconds to go by itself; whoever takes longer ends by a signal. */
const SEVEN_SECONDS: Ladder = { term: 7000, kill: 0 };

/** A step that polls a working run. */
async function polling(stage: Stage, options: JobOptions = {}): Promise<Step> {
  stage.play('never-ends');
  const step = await stage.start({ ladder: SEVEN_SECONDS, ...options });
  await until(stage.emulator.answered(READ, 4), step);
  return step;
}

/** The process went by itself, in time, and told the truth. */
function expectStopped(job: Job): void {
  expect(job.main).toMatchObject({ signal: null, exitCode: 1 });
  expect(messages(job, 'error')).toHaveLength(1);
}

function expectNoOrphan({ emulator }: Stage): void {
  expect(emulator.oz.lastRun.state).toBe('CANCELLED');
  expect(emulator.oz.active()).toEqual([]);
  expect(emulator.count('oz', CREATE)).toBe(1);
}

describe.concurrent('a workflow that is cancelled', () => {
  it('while polling: the run is cancelled, and the step says so', async ({ stage }) => {
    const step = await polling(stage);
    step.cancel();
    const job = await stage.finish(step);
    expect(job.conclusion).toBe('cancelled');
    expectStopped(job);
    expectNoOrphan(stage);
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', state: 'CANCELLED' });
    expect(job.outputs['run-id']).toBe(stage.emulator.oz.lastRun.id);
    expect(job.summary).toContain('cancelled');
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('cancelled')]);
    expect(stage.emulator.count('oz', CANCEL)).toBe(1);
  });

  it('twice, and with SIGTERM after it: nothing changes', async ({ stage }) => {
    const held = stage.emulator.faults.set(CANCEL, { kind: 'hold' });
    const step = await polling(stage, { with: QUIET });
    step.cancel();
    await until(stage.emulator.seen(CANCEL), step);
    step.signal('SIGINT');
    step.signal('SIGTERM');
    held.release();
    const job = await stage.finish(step);
    expectStopped(job);
    expectNoOrphan(stage);
    expect(job.outputs.outcome).toBe('cancelled');
    expect(stage.emulator.count('oz', CANCEL)).toBe(1);
  });

  it('with SIGTERM alone', async ({ stage }) => {
    const step = await polling(stage, { with: QUIET });
    step.signal('SIGTERM');
    const job = await stage.finish(step);
    expectStopped(job);
    expectNoOrphan(stage);
  });

  it('while the create request is under way: its run is cancelled', async ({ stage }) => {
    stage.play('never-ends');
    const held = stage.emulator.faults.set(CREATE, { kind: 'hold' });
    const step = await stage.start({ ladder: SEVEN_SECONDS, with: QUIET });
    await until(stage.emulator.seen(CREATE), step);
    step.cancel();
    held.release();
    const job = await stage.finish(step);
    expectStopped(job);
    expectNoOrphan(stage);
  });

  it('while the create request gets no answer: the post phase finds and cancels the run', async ({
    stage,
  }) => {
    stage.play('never-ends');
    stage.emulator.faults.add(CREATE, { kind: 'hang', effect: true });
    const step = await stage.start({ ladder: SEVEN_SECONDS });
    await until(stage.emulator.seen(CREATE), step);
    step.cancel();
    const job = await stage.finish(step);
    expectStopped(job);
    expect(job.outputs.outcome).toBe('lost');
    expectNoOrphan(stage);
  });

  it('with on-cancel: detach, the run goes on', async ({ stage }) => {
    const step = await polling(stage, { with: { ...QUIET, 'on-cancel': 'detach' } });
    step.cancel();
    const job = await stage.finish(step);
    expectStopped(job);
    expect(stage.emulator.oz.active()).toHaveLength(1);
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    expect(messages(job, 'error')[0]).toContain('left running');
  });

  it('during attach, the run goes on', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS' }]);
    const step = await stage.start({ with: { ...attachTo(id), ...QUIET }, ladder: SEVEN_SECONDS });
    await until(stage.emulator.answered(READ, 2), step);
    step.cancel();
    expectStopped(await stage.finish(step));
    expect(stage.emulator.oz.active()).toHaveLength(1);
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('while the server refuses to cancel: the post phase tries again', async ({ stage }) => {
    const handles = stage.emulator.faults.add(CANCEL, { kind: 'html', times: 'always' });
    const step = await polling(stage, { with: QUIET });
    step.cancel();
    const main = await step.main;
    expect(main.outputs.outcome).toBe('lost');
    expect(handles[0]?.met.length).toBeGreaterThan(0);
    stage.emulator.faults.clear(CANCEL);
    const job = await stage.finish(step);
    expectStopped(job);
    expectNoOrphan(stage);
  });
});

describe.concurrent('a main phase that is killed', () => {
  it('while polling: the post phase cancels the run', async ({ stage }) => {
    const step = await polling(stage, { with: QUIET });
    step.kill();
    const job = await stage.finish(step);
    expect(job.main.signal).toBe('SIGKILL');
    expect(job.conclusion).toBe('failure');
    expectNoOrphan(stage);
    expect(job.outputs).toMatchObject({ outcome: 'lost', 'run-id': stage.emulator.oz.lastRun.id });
    expect(stage.emulator.count('oz', CANCEL)).toBe(1);
  });

  it('while polling, with on-cancel: detach: the post phase leaves the run', async ({ stage }) => {
    const step = await polling(stage, { with: { ...QUIET, 'on-cancel': 'detach' } });
    step.kill();
    const job = await stage.finish(step);
    expect(stage.emulator.oz.active()).toHaveLength(1);
    expect(messages(job, 'notice')).toEqual([expect.stringContaining(stage.emulator.oz.lastRun.id)]);
  });

  it('between request and answer: the post phase finds the run and cancels it', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.add(CREATE, { kind: 'hold', effect: true });
    const step = await stage.start();
    await until(stage.emulator.seen(CREATE), step);
    step.kill();
    const job = await stage.finish(step);
    expectNoOrphan(stage);
    expect(job.outputs).toMatchObject({ outcome: 'lost', 'run-id': '' });
  });

  it('after the end was told in the log: the outputs hold it, and nothing is cancelled', async ({
    stage,
  }) => {
    const step = await stage.start();
    await step.saw('outcome: succeeded');
    step.kill();
    const job = await stage.finish(step);
    expect(job.outputs).toMatchObject({
      outcome: 'succeeded',
      state: 'SUCCEEDED',
      'pull-request-number': '42',
    });
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('in its first instants, with nothing saved: the post phase makes no request', async ({ stage }) => {
    const step = await stage.start();
    step.kill();
    const job = await stage.finish(step);
    expect(job.main).toMatchObject({ signal: 'SIGKILL', state: {} });
    expect(job.post).toMatchObject({ exitCode: 0, signal: null });
    expect(stage.emulator.requests).toEqual([]);
    expect(stage.emulator.oz.runs.size).toBe(0);
  });
});
