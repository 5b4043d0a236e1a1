import { describe, expect } from 'vitest';
import { follow } from '../../src/runs/follow.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { it, MINUTE, planOf } from './virtual-stage.ts';

const READ = 'GET /agent/runs/{runId}';

describe('the two budgets', () => {
  it('never eat each other: a long queue leaves the whole run budget', async ({ stage }) => {
    const id = stage.addRun(
      { state: 'QUEUED', ms: 25 * MINUTE },
      { state: 'INPROGRESS', ms: 9 * MINUTE },
      { state: 'SUCCEEDED' },
    );
    const plan = planOf({ queueBudget: 30 * MINUTE, runBudget: 10 * MINUTE });
    expect(await follow(id, plan, stage.tools)).toMatchObject({ how: 'ended' });
  });

  it('never eat each other: a long run is not held against the queue', async ({ stage }) => {
    const id = stage.addRun({ state: 'INPROGRESS', ms: 40 * MINUTE }, { state: 'SUCCEEDED' });
    expect(await follow(id, planOf({ queueBudget: 2 * MINUTE }), stage.tools)).toMatchObject({
      how: 'ended',
    });
  });

  it.for(['QUEUED', 'PENDING', 'CLAIMED'])(
    'the queue budget ends a run that stays %s',
    async (state, { stage }) => {
      const id = stage.addRun({ state });
      const settled = await follow(id, planOf({ queueBudget: 4 * MINUTE, runBudget: MINUTE }), stage.tools);
      expect(settled).toMatchObject({ how: 'timed-out', budget: 'queue' });
      expect(stage.clock.now()).toBe(4 * MINUTE);
    },
  );

  it('the run budget counts from the agent’s start', async ({ stage }) => {
    const id = stage.addRun({ state: 'QUEUED', ms: 3 * MINUTE }, { state: 'INPROGRESS' });
    const settled = await follow(id, planOf({ runBudget: 5 * MINUTE }), stage.tools);
    expect(settled).toMatchObject({ how: 'timed-out', budget: 'run' });
    expect(stage.clock.now()).toBeGreaterThanOrEqual(8 * MINUTE);
    expect(stage.clock.now()).toBeLessThan(8 * MINUTE + 15_000);
  });

  it('an agent that started once never queues again', async ({ stage }) => {
    const id = stage.addRun({ state: 'INPROGRESS', ms: MINUTE }, { state: 'QUEUED' });
    const settled = await follow(id, planOf({ queueBudget: 2 * MINUTE, runBudget: 5 * MINUTE }), stage.tools);
    expect(settled).toMatchObject({ how: 'timed-out', budget: 'run' });
  });

  it('a run that ends in the last instant has ended', async ({ stage }) => {
    const id = stage.addRun({ state: 'INPROGRESS', ms: 5 * MINUTE - 1 }, { state: 'SUCCEEDED' });
    expect(await follow(id, planOf({ runBudget: 5 * MINUTE }), stage.tools)).toMatchObject({ how: 'ended' });
  });

  it('none is none: a run of a week is followed to its end', async ({ stage }) => {
    const week = 7 * 24 * 60 * MINUTE;
    const id = stage.addRun(
      { state: 'QUEUED', ms: week / 2 },
      { state: 'INPROGRESS', ms: week / 2 },
      { state: 'SUCCEEDED' },
    );
    const plan = planOf({ queueBudget: undefined, runBudget: undefined, pollCeiling: 60 * MINUTE });
    expect(await follow(id, plan, stage.tools)).toMatchObject({ how: 'ended' });
  });

  it.for([-2, 2])(
    'an adjustment of the system time by %i hours changes nothing',
    async (hours, { stage }) => {
      const id = stage.addRun({ state: 'QUEUED', ms: MINUTE }, { state: 'INPROGRESS' });
      for (const at of [30_000, 3 * MINUTE]) stage.clock.at(at, () => stage.clock.jump(hours * 60 * MINUTE));
      const settled = await follow(
        id,
        planOf({ queueBudget: 2 * MINUTE, runBudget: 6 * MINUTE }),
        stage.tools,
      );
      expect(settled).toMatchObject({ how: 'timed-out', budget: 'run' });
      expect(stage.clock.now()).toBeGreaterThanOrEqual(7 * MINUTE);
      expect(stage.clock.now()).toBeLessThan(7 * MINUTE + 15_000);
    },
  );
});

describe('BLOCKED', () => {
  const blocked = (...rest: LifeStep[]) => [{ state: 'INPROGRESS', reads: 2 }, ...rest];

  it('settles after three readings that span twice the ceiling', async ({ stage }) => {
    const id = stage.addRun(...blocked({ state: 'BLOCKED' }));
    const since: number[] = [];
    const plan = planOf({
      onReading: (run) => since.push(...(run.stage === 'blocked' ? [stage.clock.now()] : [])),
    });
    expect(await follow(id, plan, stage.tools)).toMatchObject({ how: 'blocked' });
    expect(since.length).toBeGreaterThanOrEqual(3);
    expect(stage.clock.now() - (since[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(stage.clock.now() - (since[0] ?? 0)).toBeLessThan(45_000);
  });

  it('takes three readings even where one interval spans enough', async ({ stage }) => {
    const id = stage.addRun({ state: 'BLOCKED', ms: 40_000 }, { state: 'SUCCEEDED' });
    const refused = { status: 429, headers: { 'Retry-After': '35' }, body: { error: 'slow down' } };
    stage.emulator.faults.set(READ, { ...refused, when: () => stage.clock.now() > 0 });
    expect(await follow(id, planOf(), stage.tools)).toMatchObject({ how: 'ended' });
  });

  it('does not settle when the agent goes on', async ({ stage }) => {
    const id = stage.addRun(
      ...blocked({ state: 'BLOCKED', ms: 25_000 }, { state: 'INPROGRESS', reads: 2 }, { state: 'SUCCEEDED' }),
    );
    expect(await follow(id, planOf(), stage.tools)).toMatchObject({ how: 'ended' });
  });

  it('counts anew after a failed reading', async ({ stage }) => {
    const id = stage.addRun({ state: 'BLOCKED', ms: 55_000 }, { state: 'SUCCEEDED' });
    stage.emulator.faults.set(READ, { kind: 'reset', when: () => stage.clock.now() >= 24_000 });
    expect(await follow(id, planOf(), stage.tools)).toMatchObject({ how: 'ended' });
  });

  it('with on-blocked: wait is waited for until the budget ends', async ({ stage }) => {
    const id = stage.addRun(...blocked({ state: 'BLOCKED' }));
    const settled = await follow(id, planOf({ onBlocked: 'wait', runBudget: 20 * MINUTE }), stage.tools);
    expect(settled).toMatchObject({ how: 'timed-out', budget: 'run', run: { state: 'BLOCKED' } });
  });

  it('with on-blocked: wait may end well', async ({ stage }) => {
    const id = stage.addRun(...blocked({ state: 'BLOCKED', ms: 10 * MINUTE }, { state: 'SUCCEEDED' }));
    expect(await follow(id, planOf({ onBlocked: 'wait' }), stage.tools)).toMatchObject({ how: 'ended' });
  });
});

describe('states', () => {
  it('an unknown one is warned of once and followed on', async ({ stage }) => {
    const unknown = { state: 'REHEARSING', reads: 4, deviates: true };
    const id = stage.addRun(unknown, { state: 'INPROGRESS', reads: 1 }, unknown, { state: 'SUCCEEDED' });
    expect(await follow(id, planOf(), stage.tools)).toMatchObject({ how: 'ended' });
    expect(stage.said()).toEqual([expect.stringMatching(/^warning: .*REHEARSING/)]);
  });

  it('an unknown one is ended by a budget', async ({ stage }) => {
    const id = stage.addRun({ state: 'REHEARSING', deviates: true });
    const settled = await follow(id, planOf({ queueBudget: 2 * MINUTE, runBudget: 2 * MINUTE }), stage.tools);
    expect(settled).toMatchObject({ how: 'timed-out', run: { state: 'REHEARSING' } });
  });

  it.for(['in_progress', 'IN_PROGRESS', 'inprogress'])(
    '%s means that the agent works',
    async (state, { stage }) => {
      const id = stage.addRun(
        { state, deviates: true, ms: 5 * MINUTE },
        { state: 'succeeded', deviates: true },
      );
      const settled = await follow(id, planOf({ queueBudget: MINUTE }), stage.tools);
      expect(settled).toMatchObject({ how: 'ended', run: { state: 'succeeded' } });
    },
  );
});

describe('cadence', () => {
  it.for([10, 60, 600, 3600])(
    'asks no more than 50 + seconds/15 times in a run of %i s',
    async (seconds, { stage }) => {
      const id = stage.addRun({ state: 'INPROGRESS', ms: seconds * 1000 }, { state: 'SUCCEEDED' });
      await follow(id, planOf({ runBudget: undefined }), stage.tools);
      expect(stage.requests(READ).length).toBeLessThanOrEqual(50 + seconds / 15);
      const times = stage.requests(READ).map(({ at }) => at);
      const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1800);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000);
    },
  );

  it('rejects with the reason of its signal, in the middle of a pause', async ({ stage }) => {
    const id = stage.addRun({ state: 'INPROGRESS' });
    const controller = new AbortController();
    stage.clock.at(30_000, () => controller.abort(new Error('asked to stop')));
    await expect(follow(id, planOf({ signal: controller.signal }), stage.tools)).rejects.toThrow(
      'asked to stop',
    );
    expect(stage.clock.now()).toBe(30_000);
  });
});
