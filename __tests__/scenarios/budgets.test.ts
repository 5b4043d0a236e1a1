import { describe, expect } from 'vitest';
import { pullRequestOf } from '../emulator/oz/lives.ts';
import {
  attachTo,
  CANCEL,
  CREATE,
  commentsOf,
  errorOf,
  it,
  type Job,
  QUIET,
  READ,
  type Stage,
  until,
} from '../support/dist-step.ts';

const QUEUE = { 'queue-timeout-minutes': '0.02' };
const RUN = { 'run-timeout-minutes': '0.02' };

function expectTimedOut(job: Job, stage: Stage, budget: 'queue' | 'run'): void {
  expect(job.conclusion).toBe('failure');
  expect(job.outputs).toMatchObject({ outcome: 'timed-out', 'error-code': `${budget}_timeout` });
  expect(errorOf(job)).toContain(`${budget}-timeout-minutes`);
  expect(job.summary).toContain('ran out of time');
  expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('ran out of time')]);
}

describe.concurrent('a budget that runs out', () => {
  it('in the queue: the run is cancelled', async ({ stage }) => {
    stage.play('never-starts');
    const job = await stage.run({ with: QUEUE });
    expectTimedOut(job, stage, 'queue');
    expect(job.outputs.state).toBe('CANCELLED');
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(stage.emulator.count('oz', CANCEL)).toBe(1);
  });

  it('at work: the run is cancelled', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stage.run({ with: RUN });
    expectTimedOut(job, stage, 'run');
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it('with on-timeout: detach, the run goes on', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stage.run({ with: { ...RUN, 'on-timeout': 'detach' } });
    expectTimedOut(job, stage, 'run');
    expect(stage.emulator.oz.active()).toHaveLength(1);
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    expect(errorOf(job)).toContain('left running');
  });

  it('during attach: the run goes on, unless it is to be cancelled', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS' }]);
    const detached = await stage.run({ with: { ...attachTo(id), ...RUN } });
    expectTimedOut(detached, stage, 'run');
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    const cancelled = await stage.run({ with: { ...attachTo(id), ...RUN, 'on-timeout': 'cancel' } });
    expectTimedOut(cancelled, stage, 'run');
    expect(stage.emulator.oz.run(id)?.state).toBe('CANCELLED');
  });

  it('just when the run ends by itself: its end is the truth', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start({ with: { ...RUN, ...QUIET } });
    await until(stage.emulator.answered(CREATE), step);
    const run = stage.emulator.oz.lastRun;
    const { id: runId, request } = run;
    const context = { runId, request, repository: stage.emulator.oz.repository, conversation: [] };
    run.afterCancel = [{ state: 'SUCCEEDED', artifacts: [pullRequestOf(context)] }];
    const job = await stage.finish(step);
    expect(job.outputs).toMatchObject({
      outcome: 'succeeded',
      state: 'SUCCEEDED',
      'pull-request-number': '42',
    });
  });

  it('on a run that cannot be cancelled: it says so', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'INPROGRESS', set: { is_run_type_cancellable: false } }]);
    const job = await stage.run({ with: RUN });
    expectTimedOut(job, stage, 'run');
    expect(errorOf(job)).toContain('cannot be cancelled');
    expect(errorOf(job)).toContain(stage.emulator.oz.lastRun.id);
  });

  it('while the API is down, which then comes back', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start({ with: { ...RUN, ...QUIET } });
    await until(stage.emulator.answered(READ, 4), step);
    stage.emulator.faults.add(READ, { kind: 'html', times: 'always' });
    await until(stage.emulator.answered(CANCEL), step);
    stage.emulator.faults.clear(READ);
    const job = await stage.finish(step);
    expect(job.outputs).toMatchObject({ outcome: 'timed-out', state: 'CANCELLED' });
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
  });
});

describe.concurrent('a budget that does not run out', () => {
  it('is not eaten by the queue', async ({ stage }) => {
    stage.emulator.oz.nextLife((context) => [
      { state: 'QUEUED', ms: 1600 },
      { state: 'INPROGRESS', ms: 300 },
      { state: 'SUCCEEDED', artifacts: [pullRequestOf(context)] },
    ]);
    const job = await stage.run({ with: { ...RUN, ...QUIET } });
    expect(job.outputs.outcome).toBe('succeeded');
  });

  it('0 is no limit', async ({ stage }) => {
    const job = await stage.run({
      with: { ...QUIET, 'queue-timeout-minutes': '0', 'run-timeout-minutes': '0' },
    });
    expect(job.outputs.outcome).toBe('succeeded');
  });
});
