import { describe, expect } from 'vitest';
import { tooManyRequests } from '../emulator/known-faults.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { loadEvent } from '../events/load.ts';
import { CANCEL, CREATE, it, messages } from '../support/dist-step.ts';
import { collect, concluded, moveOn, SUCCEEDED, said, startRun, until, writes } from './collecting.ts';

const LONG_AGO = new Date(Date.now() - 60 * 60_000).toISOString();
const TOO_LONG: LifeStep = { state: 'INPROGRESS', set: { started_at: LONG_AGO } };

describe.concurrent('a run past its budget', () => {
  it('is cancelled, and stays timed out', async ({ stage }) => {
    stage.emulator.oz.nextLife([TOO_LONG]);
    await startRun(stage, { 'run-timeout-minutes': '30' });
    expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'timed-out' }]);
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(said(stage).comments).toEqual([expect.stringContaining('ran out of time')]);
    const before = writes(stage);
    expect(concluded(await collect(stage))).toEqual([]);
    expect(writes(stage)).toEqual(before);
  });

  it('is left running with `on-timeout: detach`, and concluded again when it ends', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ ...TOO_LONG, reads: 3 }, SUCCEEDED]);
    const runId = await startRun(stage, { 'run-timeout-minutes': '30', 'on-timeout': 'detach' });
    const first = await collect(stage);
    expect(concluded(first)).toMatchObject([{ outcome: 'timed-out' }]);
    expect(first.outputs.pending).toBe('1');
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    expect(concluded(await collect(stage))).toEqual([]);
    while (stage.emulator.oz.lastRun.state !== 'SUCCEEDED') moveOn(stage, runId);
    expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'succeeded' }]);
    const { comments, statuses } = said(stage);
    expect(comments).toEqual([expect.stringContaining('succeeded')]);
    expect(statuses.map((status) => status.split(':')[0])).toEqual(['pending', 'error', 'success']);
  });

  it('that never began to work has run out of its queue budget', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'QUEUED' }]);
    await startRun(stage, { 'queue-timeout-minutes': '0.0001' });
    const job = await collect(stage);
    expect(concluded(job)).toMatchObject([{ outcome: 'timed-out' }]);
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
  });

  it('of credits is cancelled', async ({ stage }) => {
    const usage = { inference_cost: 3, compute_cost: 1, platform_cost: 1 };
    stage.emulator.oz.nextLife([{ state: 'INPROGRESS', set: { request_usage: usage } }]);
    await startRun(stage, { 'max-credits': '5' });
    expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'over-budget' }]);
    expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
    expect(concluded(await collect(stage))).toEqual([]);
  });

  it('is ended although a newer one speaks, and says nothing', async ({ stage }) => {
    stage.emulator.oz.nextLife([TOO_LONG], until(SUCCEEDED));
    const older = await startRun(stage, { 'run-timeout-minutes': '30' });
    await startRun(stage);
    const before = said(stage);
    await collect(stage);
    expect(stage.emulator.oz.run(older)?.state).toBe('CANCELLED');
    expect(said(stage)).toEqual(before);
  });
});

describe.concurrent('a superseded run past its budget', () => {
  it('is not concluded where `on-timeout: detach` leaves it alone', async ({ stage }) => {
    stage.emulator.oz.nextLife([TOO_LONG], until(SUCCEEDED));
    await startRun(stage, { 'run-timeout-minutes': '30', 'on-timeout': 'detach' });
    await startRun(stage);
    const job = await collect(stage);
    expect(concluded(job)).toEqual([]);
    expect(job.outputs.pending).toBe('2');
    expect(job.summary).toContain('superseded');
  });
});

describe.concurrent('BLOCKED', () => {
  const blocked = (ms: number): LifeStep => ({
    state: 'BLOCKED',
    reads: 3,
    set: { updated_at: new Date(Date.now() - ms).toISOString() },
  });

  it('for half a minute is concluded, and again when the run ends', async ({ stage }) => {
    stage.emulator.oz.nextLife([blocked(60_000), SUCCEEDED]);
    const runId = await startRun(stage);
    expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'blocked' }]);
    expect(concluded(await collect(stage))).toEqual([]);
    while (stage.emulator.oz.lastRun.state !== 'SUCCEEDED') moveOn(stage, runId);
    expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'succeeded' }]);
    expect(said(stage).comments).toEqual([expect.stringContaining('succeeded')]);
  });

  it('for a moment, or with `on-blocked: wait`, is left alone', async ({ stage }) => {
    stage.emulator.oz.nextLife([blocked(0)], [blocked(60_000)]);
    await startRun(stage, { 'comment-key': 'one', status: '' });
    await startRun(stage, { 'comment-key': 'two', status: '', 'on-blocked': 'wait' });
    expect(concluded(await collect(stage))).toEqual([]);
  });
});

describe.concurrent('what no workflow ordered', () => {
  it('has no effect, and is counted by its reason', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.nextLife(until(SUCCEEDED));
    const runId = await startRun(stage);
    const { metadata = {} } = oz.lastRun.look();
    const { collect: order = '' } = metadata;
    const add = (changes: Record<string, string>, facts = {}) =>
      oz.addRun({ metadata: { ...metadata, ...changes }, ...facts }, [SUCCEEDED]);
    oz.addChild(runId, [SUCCEEDED]);
    add({});
    add({ collect: order.replace(/;[\w-]{43};/, `;${'A'.repeat(43)};`) });
    add({ collect: 'rubbish' });
    add({ github_number: '8' });
    add({}, { created_at: new Date(Date.now() - 20 * 60_000).toISOString() });
    const before = writes(stage);
    const job = await collect(stage);
    expect(writes(stage)).toEqual(before);
    expect(concluded(job)).toEqual([]);
    expect(job.outputs.pending).toBe('1');
    const [notice = ''] = messages(job, 'notice');
    for (const reason of [
      '1, since they are children',
      '1, since they are copies',
      '2, since the signature does not verify',
      '1, since their order cannot be read',
      '1, since they were not created at the signed time',
    ]) {
      expect(notice).toContain(reason);
      expect(job.summary).toContain(reason);
    }
  });

  it('is what a rotated key makes of real runs', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED]);
    await startRun(stage);
    stage.emulator.oz.keys.add('wk-1.another-key-0123456789');
    const job = await collect(stage, { with: { 'api-key': 'wk-1.another-key-0123456789' } });
    expect(concluded(job)).toEqual([]);
    expect(messages(job, 'notice')[0]).toContain('rotated');
  });
});

describe.concurrent('the clock of the runner', () => {
  it.for([
    { minutes: 20, warnings: [expect.stringContaining('is 20 minutes off')] },
    { minutes: 10, warnings: [] },
  ])('that is $minutes minutes off', async ({ minutes, warnings }, { stage }) => {
    const { oz } = stage.emulator;
    oz.options.clockSkewMs = minutes * 60_000;
    oz.nextLife([SUCCEEDED]);
    // Nothing is asked of Oz before the create request, so its clock is unknown.
    const event = loadEvent('issue_comment.created.pull_request');
    const job = await stage.runMain({ event, with: { wait: 'false', 'on-overlap': 'allow' } });
    expect(messages(job, 'warning')).toEqual(warnings);
    expect(concluded(await collect(stage))).toHaveLength(warnings.length > 0 ? 0 : 1);
  });

  it('does not matter once the server has answered: the next request is signed by its clock', async ({
    stage,
  }) => {
    const { oz } = stage.emulator;
    oz.options.clockSkewMs = 20 * 60_000;
    oz.nextLife([SUCCEEDED]);
    stage.emulator.faults.add(CREATE, tooManyRequests('1'));
    const event = loadEvent('issue_comment.created.pull_request');
    const job = await stage.runMain({ event, with: { wait: 'false', 'on-overlap': 'allow' } });
    expect(messages(job, 'warning')).toEqual([]);
    expect(concluded(await collect(stage))).toHaveLength(1);
  });
});
