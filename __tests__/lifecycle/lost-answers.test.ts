import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { problemFault } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { USAGE } from '../emulator/oz/lives.ts';
import { loadEvent } from '../events/load.ts';
import { CANCEL, CREATE, errorOf, it, messages, READ, until } from '../support/dist-step.ts';

const LIST = 'GET /agent/runs';

describe.concurrent('the answer to the create request', () => {
  const LOST: [string, Fault][] = [
    ['lost', { kind: 'reset-after' }],
    ['a page', { kind: 'html', effect: true }],
    ['200 without an id', { status: 200, body: { state: 'QUEUED' }, effect: true }],
  ];
  it.for(LOST)('%s: the run is adopted, which the log says', async ([, fault], { stage }) => {
    stage.emulator.faults.set(CREATE, fault);
    const job = await stage.run();
    const { id } = stage.emulator.oz.lastRun;
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': id, attempts: '1' });
    expect(job.log).toContain(`run ${id} carries its start_id`);
    expect([stage.emulator.oz.runs.size, stage.emulator.count('oz', CREATE)]).toEqual([1, 1]);
  });

  it('lost without an effect: one run in the end', async ({ stage }) => {
    stage.emulator.faults.set(CREATE, { kind: 'reset' });
    const job = await stage.run();
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
    expect([stage.emulator.oz.runs.size, stage.emulator.count('oz', CREATE)]).toEqual([1, 2]);
  });

  it('lost twice, the first time without an effect: one run in the end', async ({ stage }) => {
    stage.emulator.faults.add(CREATE, { kind: 'reset' }, { kind: 'reset-after' });
    const job = await stage.run();
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': stage.emulator.oz.lastRun.id });
    expect([stage.emulator.oz.runs.size, stage.emulator.count('oz', CREATE)]).toEqual([1, 2]);
  });

  it('sent twice with wait: false, and stopped during the sweep: the run that was wished for goes on', async ({
    stage,
  }) => {
    const { emulator } = stage;
    stage.play('never-ends');
    emulator.faults.add(CREATE, { kind: 'reset' });
    // Two looks list runs with the filter and without; the sweep is the fifth.
    const [held] = emulator.faults.add(LIST, { kind: 'hold', when: () => emulator.count('oz', LIST) >= 5 });
    const step = await stage.start({ event: loadEvent('push'), with: { wait: 'false' } });
    await until(emulator.seen(LIST, 5), step);
    step.signal('SIGINT');
    const main = await step.main;
    held?.release();
    expect(main.outputs).toMatchObject({
      outcome: 'started',
      'run-id': emulator.oz.lastRun.id,
      attempts: '1',
    });
    await stage.finish(step);
    expect(emulator.count('oz', CANCEL)).toBe(0);
    expect(emulator.oz.active()).toHaveLength(1);
  });

  it('lost, while the look-up is refused: lost, not created again, and post looks once more', async ({
    stage,
  }) => {
    stage.emulator.faults.set(CREATE, { kind: 'reset-after' });
    // Filtered, and unfiltered after that.
    stage.emulator.faults.set(LIST, { ...problemFault(403, 'not_authorized'), times: 2 });
    stage.play('never-ends');
    // Not on a pull request, where the gate would have to ask for runs as well.
    const job = await stage.run({ event: loadEvent('push') });
    expect(job.outputs.outcome).toBe('lost');
    const startId = stage.emulator.oz.lastRun.metadata.start_id ?? '?';
    expect(errorOf(job)).toContain(startId);
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
    expect(stage.emulator.oz.active()).toEqual([]);
  });

  it('lost, with an effect after the second look: one run is kept, the other cancelled, and the log says so', async ({
    stage,
  }) => {
    // After four looks (two requests each time), one create request and the first reading.
    stage.emulator.faults.set(CREATE, { kind: 'late-effect', requests: 6 });
    const job = await stage.run();
    const [kept, late] = [...stage.emulator.oz.runs.values()];
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': kept?.id, attempts: '1' });
    expect(stage.emulator.oz.runs.size).toBe(2);
    expect(late?.state).toBe('CANCELLED');
    expect(job.log).toContain(`${late?.id} came from the same create request`);
  });

  const REPLAYED: [string, Fault][] = [
    ['and its answer lost', { kind: 'replay' }],
    ["and a gateway's page sent", { kind: 'replay', status: 504 }],
  ];
  it.for(REPLAYED)(
    'replayed %s: the oldest run is followed, the other cancelled',
    async ([, fault], { stage }) => {
      const { emulator } = stage;
      emulator.oz.nextLife(emulator.oz.defaultLife, [{ state: 'INPROGRESS' }]);
      emulator.faults.set(CREATE, fault);
      const job = await stage.run();
      const [kept, twin] = [...emulator.oz.runs.values()];
      expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': kept?.id, attempts: '1' });
      expect([emulator.oz.runs.size, emulator.count('oz', CREATE), twin?.state]).toEqual([2, 1, 'CANCELLED']);
      const routes = emulator.requests.map(({ route }) => route);
      expect(routes.indexOf(CANCEL)).toBeLessThan(routes.lastIndexOf(READ));
      expect(job.main.summary).toContain(twin?.id);
    },
  );

  it('replayed, when the twin ended by itself: named once, with link, cost and pull request', async ({
    stage,
  }) => {
    const { emulator } = stage;
    const url = 'https://github.com/octo-org/octo-repo/pull/43';
    const set = { request_usage: USAGE };
    emulator.oz.nextLife(emulator.oz.defaultLife, [
      { state: 'SUCCEEDED', artifacts: [pullRequest(url, 'oz/x')], set },
    ]);
    emulator.faults.set(CREATE, { kind: 'replay' });
    const job = await stage.run();
    const [kept, twin] = [...emulator.oz.runs.values()];
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': kept?.id });
    const named = messages(job, 'warning').filter((message) => message.includes(twin?.id ?? '?'));
    expect(named).toEqual([expect.stringContaining(`16.75 credits, pull request ${url}`)]);
    for (const part of [`https://oz.warp.dev/runs/${twin?.id}`, '16.75 credits', url]) {
      expect(job.main.summary).toContain(part);
    }
    expect(job.post?.summary ?? '').toBe('');
  });

  it('replayed, when the twin lands after the step has settled: post cancels and names it', async ({
    stage,
  }) => {
    const { emulator } = stage;
    emulator.oz.nextLife(emulator.oz.defaultLife, [{ state: 'INPROGRESS' }]);
    const replayed = emulator.faults.set(CREATE, { kind: 'replay', late: {} });
    const step = await stage.start();
    await step.main;
    await replayed.land();
    const job = await stage.finish(step);
    const [kept, twin] = [...emulator.oz.runs.values()];
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': kept?.id, attempts: '1' });
    expect([emulator.oz.runs.size, twin?.state]).toEqual([2, 'CANCELLED']);
    expect(job.post?.summary).toContain(twin?.id);
    expect(job.log).toContain(`${twin?.id} came from the same create request as ${kept?.id}`);
  });

  it('replayed, and main killed before it could look: post cancels both', async ({ stage }) => {
    const { emulator } = stage;
    stage.play('never-ends');
    emulator.faults.set(CREATE, { kind: 'replay', status: 502 });
    const step = await stage.start();
    await until(step.saw('Looking in 1 s'), step);
    step.signal('SIGKILL');
    const job = await stage.finish(step);
    expect(emulator.oz.runs.size).toBe(2);
    expect(emulator.oz.active(), job.log).toEqual([]);
  });

  it('503 with Retry-After, after its effect: one run', async ({ stage }) => {
    stage.emulator.faults.set(CREATE, {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: '',
      effect: true,
    });
    const job = await stage.run();
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
    expect([stage.emulator.oz.runs.size, stage.emulator.count('oz', CREATE)]).toEqual([1, 1]);
  });

  it('lost on a server without metadata whose clock is two hours off: no second run', async ({ stage }) => {
    Object.assign(stage.emulator.oz.options, { dropMetadata: true, clockSkewMs: -2 * 60 * 60_000 });
    stage.emulator.faults.set(CREATE, { kind: 'reset-after' });
    const job = await stage.run({ event: loadEvent('push') });
    expect(job.outputs.outcome).toBe('lost');
    expect([stage.emulator.oz.runs.size, stage.emulator.count('oz', CREATE)]).toEqual([1, 1]);
  });

  it('lost on a server that drops metadata: lost, and a warning in post', async ({ stage }) => {
    stage.emulator.oz.options.dropMetadata = true;
    stage.emulator.faults.set(CREATE, { kind: 'reset-after' });
    const job = await stage.run();
    expect(job.outputs.outcome).toBe('lost');
    expect(stage.emulator.oz.runs.size).toBe(1);
    expect(messages(job, 'warning').join('\n')).toContain('start_id');
  });

  it('refused, out of credits or not: one request', async ({ stage }) => {
    stage.emulator.faults.set(CREATE, problemFault(403, 'insufficient_credits'));
    const job = await stage.run();
    expect(job.outputs).toMatchObject({
      outcome: 'refused',
      'error-code': 'insufficient_credits',
      attempts: '0',
    });
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it('harmless: sent again', async ({ stage }) => {
    stage.emulator.faults.add(CREATE, problemFault(409, 'conflict'));
    const job = await stage.run();
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
    expect([stage.emulator.oz.runs.size, stage.emulator.count('oz', CREATE)]).toEqual([1, 2]);
  });
});
