import { describe, expect } from 'vitest';
import { tooManyRequests } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import type { Step } from '../runner/step.ts';
import {
  CANCEL,
  CREATE,
  it,
  type Job,
  type JobOptions,
  messages,
  POST_COMMENT,
  READ,
  type Stage,
} from '../support/dist-step.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;

/** Signals the main phase at an instant, lets go of what is held, and runs the post phase. */
async function stopAt(
  stage: Stage,
  options: JobOptions,
  instant: (step: Step) => Promise<unknown>,
  ...signals: NodeJS.Signals[]
): Promise<Job> {
  const step = await stage.start(options);
  await instant(step);
  for (const signal of signals) step.signal(signal);
  if (signals.includes('SIGKILL')) await step.main;
  await stage.emulator.faults.settle();
  return stage.finish(step);
}

function expectNoOrphan(job: Job, { emulator }: Stage): void {
  expect(emulator.oz.active(), job.log).toEqual([]);
  expect(job.post?.exitCode).toBe(0);
}

describe.concurrent.each(SIGNALS)('%s', (signal) => {
  it('before the create request: no run', async ({ stage }) => {
    const held = stage.emulator.faults.set('GET /agent/runs', { kind: 'hold' });
    const step = await stage.start({ with: { 'on-overlap': 'skip' } });
    await stage.emulator.seen('GET /agent/runs');
    step.signal(signal);
    // Only then is the answer let go: it must not overtake the signal.
    await step.main;
    const job = await stage.finish(step);
    expect(held.met).toHaveLength(1);
    expectNoOrphan(job, stage);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
    expect(job.outputs.outcome).toBe('refused');
  });

  it('while the create request is in flight, with its effect to come', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.set(CREATE, { kind: 'hold' });
    const job = await stopAt(stage, {}, () => stage.emulator.seen(CREATE), signal);
    expectNoOrphan(job, stage);
    expect(stage.emulator.oz.runs.size).toBe(1);
    expect(['lost', 'cancelled']).toContain(job.outputs.outcome);
  });

  it('while a gateway replays the create request, its second effect to come', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.set(CREATE, { kind: 'replay', late: {} });
    const job = await stopAt(stage, {}, () => stage.emulator.answered(CREATE), signal);
    expectNoOrphan(job, stage);
    expect(stage.emulator.oz.runs.size).toBe(2);
  });

  it('between the effect and its answer', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.set(CREATE, { kind: 'hold', effect: true });
    const job = await stopAt(stage, {}, () => stage.emulator.seen(CREATE), signal);
    expectNoOrphan(job, stage);
  });

  it('as soon as the answer was sent', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stopAt(stage, {}, () => stage.emulator.answered(CREATE), signal);
    expectNoOrphan(job, stage);
  });

  it('while polling', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stopAt(stage, {}, () => stage.emulator.seen(READ, 5), signal);
    expectNoOrphan(job, stage);
    expect(job.outputs.outcome).toBe(signal === 'SIGKILL' ? 'lost' : 'cancelled');
  });

  it('while a back-off sleeps: no run', async ({ stage }) => {
    stage.emulator.faults.set(CREATE, { ...tooManyRequests('60'), times: 'always' });
    const job = await stopAt(stage, {}, (step) => step.saw('Sending the create request again'), signal);
    expectNoOrphan(job, stage);
    expect(stage.emulator.oz.runs.size).toBe(0);
  });

  it('while a cancel waits on 409', async ({ stage }) => {
    stage.emulator.oz.defaultLife = [{ state: 'PENDING', cancels: 4 }, { state: 'INPROGRESS' }];
    const options = { with: { 'queue-timeout-minutes': '0.005' } };
    const job = await stopAt(stage, options, () => stage.emulator.seen(CANCEL, 2), signal);
    expectNoOrphan(job, stage);
  });

  it('while reporting: the outcome stands', async ({ stage }) => {
    const held = stage.emulator.faults.set(POST_COMMENT, { kind: 'hold' });
    const job = await stopAt(
      stage,
      {},
      () => stage.emulator.answered(READ, 5).then(() => stage.emulator.seen(POST_COMMENT)),
      signal,
    );
    expect(held.met.length).toBeGreaterThan(0);
    expectNoOrphan(job, stage);
    expect(job.outputs['run-id']).toBe(stage.emulator.oz.lastRun.id);
  });
});

describe.concurrent('being stopped', () => {
  it('twice breaks nothing', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stopAt(stage, {}, () => stage.emulator.seen(READ, 5), 'SIGINT', 'SIGINT', 'SIGTERM');
    expectNoOrphan(job, stage);
    expect(job.outputs.outcome).toBe('cancelled');
  });

  it('again while the cancel waits breaks nothing', async ({ stage }) => {
    stage.emulator.oz.defaultLife = [
      { state: 'INPROGRESS', reads: 2 },
      { state: 'PENDING', cancels: 3 },
      { state: 'INPROGRESS' },
    ];
    const step = await stage.start();
    await stage.emulator.seen(READ, 4);
    step.signal('SIGINT');
    await stage.emulator.seen(CANCEL, 2);
    step.signal('SIGINT');
    const job = await stage.finish(step);
    expectNoOrphan(job, stage);
    expect(job.outputs.outcome).toBe('cancelled');
  });

  it.for(['SIGINT', 'SIGKILL'] as const)(
    'by %s leaves the run with on-cancel: detach, and says so',
    async (signal, { stage }) => {
      stage.play('never-ends');
      const job = await stopAt(
        stage,
        { with: { 'on-cancel': 'detach' } },
        () => stage.emulator.seen(READ, 5),
        signal,
      );
      expect(stage.emulator.oz.active()).toHaveLength(1);
      expect(job.log).toContain('left running');
      expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    },
  );

  it('leaves a run that this step attached to', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS' }]);
    const options = { with: { mode: 'attach', prompt: '', 'run-id': id } };
    const job = await stopAt(stage, options, () => stage.emulator.seen(READ, 3), 'SIGKILL');
    expect(stage.emulator.oz.active(), job.log).toHaveLength(1);
  });

  it('after wait: false leaves the run', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stage.run({ with: { wait: 'false' } });
    expect(job.outputs).toMatchObject({ outcome: 'started', attempts: '1', state: 'QUEUED' });
    expect(job.conclusion).toBe('success');
    expect(stage.emulator.oz.active()).toHaveLength(1);
  });

  it('by a timeout of the step cancels the run', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start({ timeoutMinutes: 0.1 });
    const main = await step.main;
    const post = await step.post();
    expect([main.conclusion, main.outputs.outcome, post?.exitCode]).toEqual(['failure', 'cancelled', 0]);
    expect(stage.emulator.oz.active()).toEqual([]);
  });

  it('lets the answer to the create request come for a while', async ({ stage }) => {
    stage.play('never-ends');
    const held = stage.emulator.faults.set(CREATE, { kind: 'hold' });
    const step = await stage.start();
    await stage.emulator.seen(CREATE);
    step.signal('SIGINT');
    held.release();
    const job = await stage.finish(step);
    expectNoOrphan(job, stage);
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'run-id': stage.emulator.oz.lastRun.id });
  });

  it('during the back-off before a further attempt starts nothing', async ({ stage }) => {
    stage.play('errors-then-succeeds');
    const job = await stopAt(
      stage,
      { with: { 'max-attempts': '2' } },
      (step) => step.saw('a new run in'),
      'SIGINT',
    );
    expectNoOrphan(job, stage);
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
    expect(job.outputs).toMatchObject({ outcome: 'error', attempts: '1' });
  });
});

describe.concurrent('a cancel', () => {
  it('answered 400 reports how the run truly ended', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.set(READ, { kind: 'hold', when: () => stage.emulator.count('oz', READ) >= 5 });
    const step = await stage.start();
    await stage.emulator.seen(READ, 5);
    stage.emulator.oz.lastRun.turn({
      state: 'SUCCEEDED',
      artifacts: [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'b')],
    });
    step.signal('SIGINT');
    const job = await stage.finish(step);
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', state: 'SUCCEEDED' });
    expect(job.main.exitCode).toBe(0);
  });

  it('answered 422 is a warning with the link', async ({ stage }) => {
    stage.emulator.oz.defaultLife = [{ state: 'INPROGRESS', set: { is_run_type_cancellable: false } }];
    const job = await stopAt(stage, {}, () => stage.emulator.seen(READ, 3), 'SIGINT');
    expect(messages(job, 'warning').join('\n')).toContain(
      `https://oz.warp.dev/runs/${stage.emulator.oz.lastRun.id}`,
    );
    expect(stage.emulator.oz.active()).toHaveLength(1);
  });

  it('of a run that timed out and cannot be cancelled says so', async ({ stage }) => {
    stage.emulator.oz.defaultLife = [{ state: 'INPROGRESS', set: { is_run_type_cancellable: false } }];
    const job = await stage.run({ with: { 'run-timeout-minutes': '0.01' } });
    expect(job.outputs).toMatchObject({ outcome: 'timed-out', 'error-code': 'run_timeout' });
    expect(job.outputs['error-message']).toContain('cannot be cancelled');
  });

  it('after contact was lost comes from post', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.set(READ, { status: 401, body: { error: 'revoked' }, times: 2 });
    const job = await stage.run();
    expect(job.outputs.outcome).toBe('lost');
    expectNoOrphan(job, stage);
  });
});
