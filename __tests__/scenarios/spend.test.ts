import { describe, expect } from 'vitest';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import {
  attachTo,
  CANCEL,
  CREATE,
  commentsOf,
  errorOf,
  it,
  type Job,
  messages,
  QUIET,
  READ,
  type Stage,
  until,
} from '../support/dist-step.ts';

const LIMIT = { 'max-credits': '10' };

/** A stretch of work that has cost so many credits in all, in each of the three parts. */
function worked(credits: number, rest: Partial<LifeStep> = {}): LifeStep {
  const [compute_cost, platform_cost] = [credits / 4, credits / 4];
  const request_usage = { inference_cost: credits / 2, compute_cost, platform_cost };
  return { state: 'INPROGRESS', reads: 2, ...rest, set: { request_usage } };
}

/** Artifacts are waited for where there are none. */
const ARTIFACTS = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/repair')];

function succeeded(credits: number): LifeStep {
  return { ...worked(credits), state: 'SUCCEEDED', artifacts: ARTIFACTS };
}

function expectOverBudget(job: Job, figure: string): void {
  expect(job.conclusion).toBe('failure');
  expect(job.outputs).toMatchObject({
    outcome: 'over-budget',
    state: 'CANCELLED',
    'error-code': 'max_credits',
  });
  expect(errorOf(job)).toContain(`${figure} credits were used`);
  expect(errorOf(job)).toContain('`max-credits` is 10');
}

function expectCancelledOnce({ emulator }: Stage): void {
  expect(emulator.oz.active()).toEqual([]);
  expect(emulator.oz.lastRun.state).toBe('CANCELLED');
  expect(emulator.count('oz', CANCEL)).toBe(1);
}

describe.concurrent('a spend limit that is reached', () => {
  it('cancels the run, with the figure at the time', async ({ stage }) => {
    stage.emulator.oz.nextLife([
      { state: 'QUEUED', reads: 1 },
      worked(4),
      worked(10, { reads: Number.POSITIVE_INFINITY }),
    ]);
    const job = await stage.runMain({ with: LIMIT });
    expectOverBudget(job, '10');
    expectCancelledOnce(stage);
    expect(job.summary).toContain('reached its spend limit');
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('reached its spend limit')]);
    expect(messages(job, 'warning')).toEqual([]);
    expect(messages(job, 'notice')).toEqual([]);
  });

  it('by the attempts of the step together: the last one is cancelled', async ({ stage }) => {
    const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
    stage.emulator.oz.nextLife(
      [worked(6), { ...worked(6), state: 'ERROR', error }],
      [worked(3), worked(5, { reads: Number.POSITIVE_INFINITY })],
    );
    const job = await stage.runMain({ with: { ...LIMIT, ...QUIET, 'max-attempts': '5' } });
    expectOverBudget(job, '11');
    expect(job.outputs.attempts).toBe('2');
    expectCancelledOnce(stage);
  });

  it('by an attempt that failed by itself: there is no further one', async ({ stage }) => {
    const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
    stage.emulator.oz.defaultLife = [worked(4), { ...worked(12), state: 'ERROR', error }];
    const job = await stage.runMain({ with: { ...LIMIT, ...QUIET, 'max-attempts': '3' } });
    expect(job.outputs).toMatchObject({ outcome: 'error', attempts: '1' });
    expect(job.log).not.toContain('a new run in');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('12 credits were used')]);
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it('in attach: what was used before does not count, and the run is cancelled', async ({ stage }) => {
    const life = [worked(100), worked(109), worked(111, { reads: Number.POSITIVE_INFINITY })];
    const id = stage.emulator.oz.addRun({}, life);
    const job = await stage.runMain({ with: { ...attachTo(id), ...LIMIT, ...QUIET } });
    expectOverBudget(job, '11');
    expectCancelledOnce(stage);
  });

  it('in attach to a run that has not begun: all of it counts', async ({ stage }) => {
    const life = [{ state: 'QUEUED', reads: 2 }, worked(10, { reads: Number.POSITIVE_INFINITY })];
    const id = stage.emulator.oz.addRun({}, life);
    const job = await stage.runMain({ with: { ...attachTo(id), ...LIMIT, ...QUIET } });
    expectOverBudget(job, '10');
  });

  it('in follow-up: what was used before does not count', async ({ stage }) => {
    const { oz } = stage.emulator;
    const id = oz.addRun({}, [{ ...worked(50), state: 'SUCCEEDED' }]);
    oz.options.followUpStale = { reads: 0 };
    oz.followUpLife = [worked(55), worked(61, { reads: Number.POSITIVE_INFINITY })];
    const inputs = { mode: 'follow-up', 'run-id': id, ...LIMIT, ...QUIET };
    const job = await stage.runMain({ with: inputs });
    expectOverBudget(job, '11');
    expectCancelledOnce(stage);
  });

  it('by a run that waits for a person, with on-blocked: wait', async ({ stage }) => {
    stage.emulator.oz.nextLife([
      worked(3),
      { ...worked(12), state: 'BLOCKED', reads: Number.POSITIVE_INFINITY },
    ]);
    const { emulator } = stage;
    const held = emulator.faults.set(CANCEL, { kind: 'hold' });
    const step = await stage.start({ with: { ...LIMIT, ...QUIET, 'on-blocked': 'wait' } });
    await until(emulator.seen(CANCEL), step);
    expect(emulator.oz.lastRun.state).toBe('BLOCKED');
    emulator.oz.lastRun.turn(worked(12, { reads: Number.POSITIVE_INFINITY }));
    held.release();
    const job = await stage.finish(step);
    expectOverBudget(job, '12');
  });

  it('although on-timeout is detach', async ({ stage }) => {
    stage.emulator.oz.nextLife([worked(12, { reads: Number.POSITIVE_INFINITY })]);
    const job = await stage.runMain({ with: { ...LIMIT, ...QUIET, 'on-timeout': 'detach' } });
    expectOverBudget(job, '12');
  });

  it('on a run that cannot be cancelled: it says so', async ({ stage }) => {
    const step = worked(12, { reads: Number.POSITIVE_INFINITY });
    stage.emulator.oz.nextLife([{ ...step, set: { ...step.set, is_run_type_cancellable: false } }]);
    const job = await stage.runMain({ with: { ...LIMIT, ...QUIET } });
    expect(job.outputs).toMatchObject({ outcome: 'over-budget', 'error-code': 'max_credits' });
    expect(errorOf(job)).toContain('cannot be cancelled');
  });
});

describe.concurrent('a spend limit, and a kill', () => {
  for (const mode of ['run', 'attach']) {
    it(`in ${mode}, while the run is being cancelled: the post phase ends it`, async ({ stage }) => {
      const { emulator } = stage;
      const life = [worked(3), worked(30, { reads: Number.POSITIVE_INFINITY })];
      const id = mode === 'attach' ? emulator.oz.addRun({}, life) : undefined;
      if (mode === 'run') emulator.oz.nextLife(life);
      const held = emulator.faults.set(CANCEL, { kind: 'hold', dropsOnDisconnect: true });
      const inputs = id === undefined ? {} : attachTo(id);
      const step = await stage.start({ with: { ...inputs, ...LIMIT } });
      await until(emulator.seen(CANCEL), step);
      step.kill();
      await step.main;
      held.release();
      emulator.faults.clear(CANCEL);
      const job = await stage.finish(step);
      expect(emulator.oz.lastRun.state).toBe('CANCELLED');
      // The outputs are those of the killed process.
      expect(job.outputs.outcome).toBe('lost');
      expect(job.summary).toContain('reached its spend limit');
      expect(commentsOf(emulator)).toEqual([expect.stringContaining('reached its spend limit')]);
    });
  }

  it('a workflow that is cancelled meanwhile: over-budget', async ({ stage }) => {
    const { emulator } = stage;
    const id = emulator.oz.addRun({}, [worked(3), worked(30, { reads: Number.POSITIVE_INFINITY })]);
    const held = emulator.faults.set(CANCEL, { kind: 'hold', dropsOnDisconnect: true });
    const step = await stage.start({ with: { ...attachTo(id), ...LIMIT, ...QUIET } });
    await until(emulator.seen(CANCEL), step);
    step.cancel();
    await until(emulator.seen(CANCEL, 2), step);
    held.release();
    const job = await stage.finish(step);
    expect(emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(job.outputs).toMatchObject({ outcome: 'over-budget', state: 'CANCELLED' });
  });
});

describe.concurrent('a spend limit, and a cancel that fails', () => {
  it('in main: the post phase does it, and the outcome stays', async ({ stage }) => {
    const { emulator } = stage;
    emulator.oz.nextLife([worked(12, { reads: Number.POSITIVE_INFINITY })]);
    emulator.faults.add(CANCEL, {
      status: 401,
      body: { error: 'key revoked', type: 'x/authentication-required' },
    });
    const job = await stage.run({ with: LIMIT });
    expect(job.outputs).toMatchObject({ outcome: 'over-budget', 'error-code': 'max_credits' });
    expect(errorOf(job)).toContain('The run goes on, since it cannot be cancelled');
    expect(emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(commentsOf(emulator)).toEqual([expect.stringContaining('The run was cancelled.')]);
  });

  it('in both phases: the comment says that the run may go on', async ({ stage }) => {
    const { emulator } = stage;
    emulator.oz.nextLife([worked(12, { reads: Number.POSITIVE_INFINITY })]);
    emulator.faults.add(CANCEL, {
      status: 401,
      body: { error: 'key revoked', type: 'x/authentication-required' },
      times: 'always',
    });
    const job = await stage.run({ with: LIMIT });
    expect(job.outputs.outcome).toBe('over-budget');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('may still be working')]);
    expect(commentsOf(emulator)).toEqual([
      expect.stringMatching(/reached its spend limit[\s\S]*may still go on/),
    ]);
  });
});

describe.concurrent('a spend limit that cancels nothing', () => {
  it('because the run stays below', async ({ stage }) => {
    stage.emulator.oz.nextLife([worked(4), succeeded(9.9)]);
    const job = await stage.run({ with: { ...LIMIT, ...QUIET } });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', credits: '9.9' });
    expect(job.annotations).toEqual([]);
  });

  it('because the run ended by itself above it: its own outcome, and a warning', async ({ stage }) => {
    stage.emulator.oz.nextLife([worked(4), succeeded(12)]);
    const job = await stage.run({ with: { ...LIMIT, ...QUIET } });
    expect(job.conclusion).toBe('success');
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', credits: '12' });
    expect(messages(job, 'warning')).toEqual([
      expect.stringMatching(/ended by itself above its spend limit: 12 credits .* is 10/),
    ]);
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('because a run that waits for a person has come to its own end', async ({ stage }) => {
    const error = { message: 'May I push?' };
    stage.emulator.oz.nextLife([worked(4), { ...worked(12, { reads: 9 }), state: 'BLOCKED', error }]);
    const job = await stage.run({ with: { ...LIMIT, ...QUIET } });
    expect(job.outputs.outcome).toBe('blocked');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('12 credits were used')]);
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('because the run ended by itself while it was being cancelled', async ({ stage }) => {
    const { emulator } = stage;
    emulator.oz.nextLife([worked(12, { reads: Number.POSITIVE_INFINITY })]);
    const step = await stage.start({ with: { ...LIMIT, ...QUIET } });
    await until(emulator.answered(CREATE), step);
    emulator.oz.lastRun.afterCancel = [{ state: 'FAILED', error: { message: 'It broke' } }];
    const job = await stage.finish(step);
    expect(job.outputs).toMatchObject({ outcome: 'failed', 'error-message': 'It broke' });
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('12 credits were used')]);
  });

  it('because Oz gives no figures in flight: one notice', async ({ stage }) => {
    stage.play('succeeds-with-pull-request');
    const job = await stage.run({ with: { ...LIMIT, ...QUIET, 'max-credits': '100' } });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(messages(job, 'notice')).toEqual([expect.stringContaining('could not be watched')]);
  });

  it('because the agent started the expensive run itself', async ({ stage }) => {
    const { emulator } = stage;
    emulator.oz.nextLife([worked(4), worked(4, { reads: 4 }), succeeded(4)]);
    const step = await stage.start({ with: { ...LIMIT, ...QUIET } });
    await until(emulator.answered(CREATE), step);
    const { id, request } = emulator.oz.lastRun;
    emulator.oz.addRun({ request: { ...request, parent_run_id: id } }, [
      worked(500, { reads: Number.POSITIVE_INFINITY }),
    ]);
    const job = await stage.finish(step);
    expect(job.outputs.outcome).toBe('succeeded');
    expect(emulator.oz.active()).toHaveLength(1);
  });

  it('because the step does not wait', async ({ stage }) => {
    stage.emulator.oz.nextLife([worked(50, { reads: Number.POSITIVE_INFINITY })]);
    const job = await stage.run({ with: { ...LIMIT, ...QUIET, wait: 'false' } });
    expect(job.outputs.outcome).toBe('started');
    expect(stage.emulator.count('oz', READ)).toBe(0);
  });

  for (const usage of [{ inference_cost: 'much' }, 'none', [], { inference_cost: null }]) {
    it(`because the figures are unreadable: ${JSON.stringify(usage)}`, async ({ stage }) => {
      const set = { request_usage: usage as Record<string, unknown> };
      stage.emulator.oz.nextLife([
        { state: 'INPROGRESS', reads: 2, set, deviates: true },
        { state: 'SUCCEEDED', artifacts: ARTIFACTS, set, deviates: true },
      ]);
      const job = await stage.run({ with: { ...LIMIT, ...QUIET } });
      expect(job.outputs).toMatchObject({ outcome: 'succeeded', credits: '' });
      expect(messages(job, 'notice')).toHaveLength(1);
    });
  }
});

describe.concurrent('a spend limit that is none', () => {
  for (const value of ['0', '0.0', '-1', '1e3', 'ten', '1,5']) {
    it(`${value}: refused`, async ({ stage }) => {
      const job = await stage.run({ with: { ...QUIET, 'max-credits': value } });
      expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'invalid_input' });
      expect(errorOf(job)).toContain('above 0');
      expect(stage.emulator.requests).toEqual([]);
    });
  }
});
