import { describe, expect } from 'vitest';
import { follow } from '../../src/runs/follow.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { MINUTE } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';
import { planOf } from './follow-plan.ts';

const READ = 'GET /agent/runs/{runId}';

describe('the two budgets', () => {
  it('never eat each other: a long queue leaves the whole run budget', async ({ step }) => {
    const id = step.addRun(
      { state: 'QUEUED', ms: 25 * MINUTE },
      { state: 'INPROGRESS', ms: 9 * MINUTE },
      { state: 'SUCCEEDED' },
    );
    const plan = planOf({ queueBudget: 30 * MINUTE, runBudget: 10 * MINUTE });
    expect(await follow(id, plan, step.deps)).toMatchObject({ kind: 'ended' });
  });

  it('never eat each other: a long run is not held against the queue', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 40 * MINUTE }, { state: 'SUCCEEDED' });
    expect(await follow(id, planOf({ queueBudget: 2 * MINUTE }), step.deps)).toMatchObject({
      kind: 'ended',
    });
  });

  it.for(['QUEUED', 'PENDING', 'CLAIMED'])(
    'the queue budget ends a run that stays %s',
    async (state, { step }) => {
      const id = step.addRun({ state });
      const followed = await follow(id, planOf({ queueBudget: 4 * MINUTE, runBudget: MINUTE }), step.deps);
      expect(followed).toMatchObject({ kind: 'timed-out', budget: 'queue' });
      expect(step.clock.now()).toBe(4 * MINUTE);
    },
  );

  it('the run budget counts from the agent’s start', async ({ step }) => {
    const id = step.addRun({ state: 'QUEUED', ms: 3 * MINUTE }, { state: 'INPROGRESS' });
    const followed = await follow(id, planOf({ runBudget: 5 * MINUTE }), step.deps);
    expect(followed).toMatchObject({ kind: 'timed-out', budget: 'run' });
    expect(step.clock.now()).toBeGreaterThanOrEqual(8 * MINUTE);
    expect(step.clock.now()).toBeLessThan(8 * MINUTE + 15_000);
  });

  it('an agent that started once never queues again', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: MINUTE }, { state: 'QUEUED' });
    const followed = await follow(id, planOf({ queueBudget: 2 * MINUTE, runBudget: 5 * MINUTE }), step.deps);
    expect(followed).toMatchObject({ kind: 'timed-out', budget: 'run' });
  });

  it('a run that ends in the last instant has ended', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 5 * MINUTE - 1 }, { state: 'SUCCEEDED' });
    expect(await follow(id, planOf({ runBudget: 5 * MINUTE }), step.deps)).toMatchObject({ kind: 'ended' });
  });

  it('none is none: a run of a week is followed to its end', async ({ step }) => {
    const week = 7 * 24 * 60 * MINUTE;
    const id = step.addRun(
      { state: 'QUEUED', ms: week / 2 },
      { state: 'INPROGRESS', ms: week / 2 },
      { state: 'SUCCEEDED' },
    );
    const plan = planOf({ queueBudget: undefined, runBudget: undefined, pollCeiling: 60 * MINUTE });
    expect(await follow(id, plan, step.deps)).toMatchObject({ kind: 'ended' });
  });

  it.for([-2, 2])('an adjustment of the system time by %i hours changes nothing', async (hours, { step }) => {
    const id = step.addRun({ state: 'QUEUED', ms: MINUTE }, { state: 'INPROGRESS' });
    for (const at of [30_000, 3 * MINUTE]) step.clock.at(at, () => step.clock.jump(hours * 60 * MINUTE));
    const followed = await follow(id, planOf({ queueBudget: 2 * MINUTE, runBudget: 6 * MINUTE }), step.deps);
    expect(followed).toMatchObject({ kind: 'timed-out', budget: 'run' });
    expect(step.clock.now()).toBeGreaterThanOrEqual(7 * MINUTE);
    expect(step.clock.now()).toBeLessThan(7 * MINUTE + 15_000);
  });
});

describe('BLOCKED', () => {
  const blocked = (...rest: LifeStep[]) => [{ state: 'INPROGRESS', reads: 2 }, ...rest];

  it('settles after three readings that span twice the ceiling', async ({ step }) => {
    const id = step.addRun(...blocked({ state: 'BLOCKED' }));
    const since: number[] = [];
    const plan = planOf({
      onReading: (run) => since.push(...(run.stage === 'blocked' ? [step.clock.now()] : [])),
    });
    expect(await follow(id, plan, step.deps)).toMatchObject({ kind: 'blocked' });
    expect(since.length).toBeGreaterThanOrEqual(3);
    expect(step.clock.now() - (since[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(step.clock.now() - (since[0] ?? 0)).toBeLessThan(45_000);
  });

  it('takes three readings even where one interval spans enough', async ({ step }) => {
    const id = step.addRun({ state: 'BLOCKED', ms: 40_000 }, { state: 'SUCCEEDED' });
    const refused = { status: 429, headers: { 'Retry-After': '35' }, body: { error: 'slow down' } };
    step.emulator.faults.set(READ, { ...refused, when: () => step.clock.now() > 0 });
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
  });

  it('does not settle when the agent goes on', async ({ step }) => {
    const id = step.addRun(
      ...blocked({ state: 'BLOCKED', ms: 25_000 }, { state: 'INPROGRESS', reads: 2 }, { state: 'SUCCEEDED' }),
    );
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
  });

  it('counts again after a failed reading', async ({ step }) => {
    const id = step.addRun({ state: 'BLOCKED', ms: 55_000 }, { state: 'SUCCEEDED' });
    step.emulator.faults.set(READ, { kind: 'reset', when: () => step.clock.now() >= 24_000 });
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
  });

  it('with on-blocked: wait is waited for until the budget ends', async ({ step }) => {
    const id = step.addRun(...blocked({ state: 'BLOCKED' }));
    const followed = await follow(id, planOf({ onBlocked: 'wait', runBudget: 20 * MINUTE }), step.deps);
    expect(followed).toMatchObject({ kind: 'timed-out', budget: 'run', run: { state: 'BLOCKED' } });
  });

  it('with on-blocked: wait may end well', async ({ step }) => {
    const id = step.addRun(...blocked({ state: 'BLOCKED', ms: 10 * MINUTE }, { state: 'SUCCEEDED' }));
    expect(await follow(id, planOf({ onBlocked: 'wait' }), step.deps)).toMatchObject({ kind: 'ended' });
  });
});

describe('states', () => {
  it('an unknown one is warned of once and followed on', async ({ step }) => {
    const unknown = { state: 'REHEARSING', reads: 4, deviates: true };
    const id = step.addRun(unknown, { state: 'INPROGRESS', reads: 1 }, unknown, { state: 'SUCCEEDED' });
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
    expect(step.said()).toEqual([expect.stringMatching(/^warning: .*REHEARSING/)]);
  });

  it('an unknown one is ended by a budget', async ({ step }) => {
    const id = step.addRun({ state: 'REHEARSING', deviates: true });
    const followed = await follow(id, planOf({ queueBudget: 2 * MINUTE, runBudget: 2 * MINUTE }), step.deps);
    expect(followed).toMatchObject({ kind: 'timed-out', run: { state: 'REHEARSING' } });
  });

  it.for(['in_progress', 'IN_PROGRESS', 'inprogress'])(
    '%s means that the agent works',
    async (state, { step }) => {
      const id = step.addRun(
        { state, deviates: true, ms: 5 * MINUTE },
        { state: 'succeeded', deviates: true },
      );
      const followed = await follow(id, planOf({ queueBudget: MINUTE }), step.deps);
      expect(followed).toMatchObject({ kind: 'ended', run: { state: 'succeeded' } });
    },
  );
});

describe('cadence', () => {
  it.for([10, 60, 600, 3600])(
    'asks no more than 50 + seconds/15 times in a run of %i s',
    async (seconds, { step }) => {
      const id = step.addRun({ state: 'INPROGRESS', ms: seconds * 1000 }, { state: 'SUCCEEDED' });
      await follow(id, planOf({ runBudget: undefined }), step.deps);
      expect(step.requests(READ).length).toBeLessThanOrEqual(50 + seconds / 15);
      const times = step.requests(READ).map(({ at }) => at);
      const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1800);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000);
    },
  );

  it('rejects with the reason of its signal, in the middle of a pause', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    const controller = new AbortController();
    step.clock.at(30_000, () => controller.abort(new Error('asked to stop')));
    await expect(follow(id, planOf(), { ...step.deps, signal: controller.signal })).rejects.toThrow(
      'asked to stop',
    );
    expect(step.clock.now()).toBe(30_000);
  });
});
