import { describe, expect } from 'vitest';
import { cleanUp } from '../../src/cleanup.ts';
import { Ledger } from '../../src/ledger.ts';
import { findDuplicates } from '../../src/runs/duplicates.ts';
import type { SavedRun } from '../../src/saved-state.ts';
import type { Fault } from '../emulator/http/faults.ts';
import { problemFault } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { USAGE } from '../emulator/oz/lives.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';
const LIST = 'GET /agent/runs';
const CANCEL = 'POST /agent/runs/{runId}/cancel';

const requestOf = (clock: VirtualStep['clock'], startId: string) => ({
  startId,
  prompt: 'Repair the parser',
  skill: undefined,
  parentRunId: undefined,
  sentAt: clock.wall(),
  serverSentAt: undefined,
});

/** What the post phase does about attempts that the main phase left. */
async function cleanUpAfter({ deps, clock }: VirtualStep, ...runs: SavedRun[]): Promise<Ledger> {
  const state = { runs, isReported: true, sharesEditing: false };
  const ledger = new Ledger(clock, () => undefined, state);
  await cleanUp(state, ledger, deps);
  return ledger;
}

function savedRun({ clock }: VirtualStep, changes: Partial<SavedRun> = {}): SavedRun {
  return {
    taskId: 'run',
    request: requestOf(clock, 'start-1'),
    runId: undefined,
    ambiguousAt: undefined,
    reportedDuplicates: [],
    stateBefore: undefined,
    onCancel: 'cancel',
    isDone: false,
    ...changes,
  };
}

/** Adds a run under the start_id, newer than those before. */
async function addOurs(step: VirtualStep, state = 'INPROGRESS'): Promise<string> {
  await step.clock.sleep(1000);
  return step.emulator.oz.addRun({ metadata: { start_id: 'start-1' }, prompt: 'Repair the parser' }, [
    { state },
  ]);
}

const active = ({ emulator }: VirtualStep) => emulator.oz.active().map(({ id }) => id);
const warnings = (step: VirtualStep) => step.said().filter((line) => line.startsWith('warning: '));

describe('the look for duplicates', () => {
  const request = ({ clock }: VirtualStep) => requestOf(clock, 'start-1');

  it('keeps the run that is followed and cancels the others, and says so', async ({ step }) => {
    const first = await addOurs(step);
    const second = await addOurs(step);
    const third = await addOurs(step);
    await findDuplicates(request(step), second, step.deps, step.within(MINUTE));
    expect(active(step)).toEqual([second]);
    for (const id of [first, third])
      expect(step.said().join('\n')).toContain(`Run ${id} came from the same create request as ${second}`);
  });

  it('leaves children and strangers alone', async ({ step }) => {
    const ours = await addOurs(step);
    const child = step.emulator.oz.addChild(ours, [{ state: 'INPROGRESS' }]);
    const stranger = step.addRun({ state: 'INPROGRESS' });
    step.emulator.oz.options.ignoreMetadataFilter = true;
    await findDuplicates(request(step), ours, step.deps, step.within(MINUTE));
    expect(active(step)).toEqual([ours, child, stranger]);
  });

  it('leaves a child alone that only a reading of its own shows as one', async ({ step }) => {
    step.emulator.oz.options.omitParent = 'in-listings';
    const ours = await addOurs(step);
    const child = step.emulator.oz.addChild(ours, [{ state: 'INPROGRESS' }]);
    expect(await findDuplicates(request(step), ours, step.deps, step.within(MINUTE))).toEqual([]);
    expect(active(step)).toEqual([ours, child]);
  });

  it('leaves one alone that has another task, where the server never names a parent, and names it', async ({
    step,
  }) => {
    step.emulator.oz.options.omitParent = 'everywhere';
    const ours = await addOurs(step);
    const child = step.emulator.oz.addChild(ours, [{ state: 'INPROGRESS' }], {
      prompt: 'Read the tokenizer',
    });
    const found = await findDuplicates(request(step), ours, step.deps, step.within(MINUTE));
    expect(found).toMatchObject([{ run: { id: child }, fate: 'doubtful' }]);
    expect(active(step)).toEqual([ours, child]);
  });

  it('leaves one alone that may be the child of another, and names it', async ({ step }) => {
    step.emulator.oz.options.omitParent = 'everywhere';
    const ours = await addOurs(step);
    const other = await addOurs(step);
    const asked = { ...request(step), parentRunId: 'parent-1' };
    const found = await findDuplicates(asked, ours, step.deps, step.within(MINUTE));
    expect(found).toMatchObject([{ run: { id: other }, fate: 'doubtful' }]);
    expect(active(step)).toEqual([ours, other]);
  });

  it.for([false, true])(
    'on a server that drops metadata warns only of another run like ours: ignores the filter %s',
    async (ignoreMetadataFilter, { step }) => {
      Object.assign(step.emulator.oz.options, { dropMetadata: true, ignoreMetadataFilter });
      const kept = step.emulator.oz.addRun({ prompt: 'Repair the parser' }, [{ state: 'INPROGRESS' }]);
      await findDuplicates(request(step), kept, step.deps, step.within(MINUTE));
      expect(warnings(step)).toEqual([]);
      const other = step.emulator.oz.addRun({ prompt: 'Repair the parser' }, [{ state: 'INPROGRESS' }]);
      await findDuplicates(request(step), kept, step.deps, step.within(MINUTE));
      expect(warnings(step)).toEqual([expect.stringContaining('second run')]);
      expect(active(step)).toEqual([kept, other]);
    },
  );

  it('names those that it could not stop: one that waits for a person, one that cannot be cancelled', async ({
    step,
  }) => {
    const kept = await addOurs(step);
    const blocked = await addOurs(step, 'BLOCKED');
    const local = step.emulator.oz.addRun(
      { metadata: { start_id: 'start-1' }, prompt: 'Repair the parser', is_run_type_cancellable: false },
      [{ state: 'INPROGRESS' }],
    );
    const found = await findDuplicates(request(step), kept, step.deps, step.within(MINUTE));
    const fates = new Map(found.map(({ run, fate }) => [run.id, fate]));
    expect(fates).toEqual(
      new Map([
        [blocked, 'active'],
        [local, 'active'],
      ]),
    );
  });

  it('leaves those that have ended alone', async ({ step }) => {
    const kept = await addOurs(step, 'SUCCEEDED');
    await addOurs(step, 'FAILED');
    await findDuplicates(request(step), kept, step.deps, step.within(MINUTE));
    expect(step.requests(CANCEL)).toEqual([]);
  });

  it.for([
    ['refused', problemFault(403, 'not_authorized')],
    ['never answered', { kind: 'html' }],
  ] as [string, Fault][])('warns when listing is %s', async ([, fault], { step }) => {
    step.emulator.faults.set(LIST, { ...fault, times: 'always' });
    await findDuplicates(request(step), 'run-1', step.deps, step.within(MINUTE));
    expect(warnings(step)).toEqual([expect.stringContaining('start_id=start-1')]);
  });

  it('warns when the server lists more than can be looked through', async ({ step }) => {
    step.emulator.oz.options.refuseMetadataFilter = true;
    for (let n = 0; n < 501; n += 1)
      step.emulator.oz.addRun({ metadata: { n: String(n) } }, [{ state: 'INPROGRESS' }]);
    await findDuplicates(request(step), 'run-1', step.deps, step.within(MINUTE));
    expect(warnings(step)).toEqual([expect.stringContaining('start_id=start-1')]);
  });
});

describe('the post phase', () => {
  it('cancels the run that was not done with', async ({ step }) => {
    const runId = await addOurs(step);
    await cleanUpAfter(step, savedRun(step, { runId }));
    expect(active(step)).toEqual([]);
    expect(warnings(step)).toEqual([]);
  });

  it('leaves concluded and detached runs alone', async ({ step }) => {
    const concluded = await addOurs(step);
    const detached = await addOurs(step);
    const runs = [
      savedRun(step, { runId: concluded, isDone: true }),
      savedRun(step, { runId: detached, onCancel: 'detach' }),
    ];
    await cleanUpAfter(step, ...runs);
    expect(active(step)).toEqual([concluded, detached]);
    expect(step.said()).toEqual([expect.stringMatching(new RegExp(`^notice: .*left running.*${detached}`))]);
  });

  it('finds the run whose create request had no answer', async ({ step }) => {
    await addOurs(step);
    await cleanUpAfter(step, savedRun(step));
    expect(active(step)).toEqual([]);
  });

  it('looks again, since the request may still be on its way', async ({ step }) => {
    step.emulator.faults.set(CREATE, { kind: 'late-effect', ms: 8000 });
    await step.deps.oz
      .createRun({ prompt: 'Repair the parser', metadata: { start_id: 'start-1' } })
      .catch(() => undefined);
    await cleanUpAfter(step, savedRun(step));
    expect(step.emulator.oz.runs.size).toBe(1);
    expect(active(step)).toEqual([]);
  });

  it('says that there was none', async ({ step }) => {
    await cleanUpAfter(step, savedRun(step));
    expect(step.said().at(-1)).toBe('No run was found.');
    expect(warnings(step)).toEqual([]);
  });

  it('cancels whatever a create request with an ambiguous answer made, done or not', async ({ step }) => {
    const kept = await addOurs(step, 'SUCCEEDED');
    await addOurs(step);
    await cleanUpAfter(step, savedRun(step, { runId: kept, isDone: true, ambiguousAt: step.clock.wall() }));
    expect(active(step)).toEqual([]);
  });

  it.for([2000, 9000])('cancels a duplicate that lands %i ms after the first look', async (ms, { step }) => {
    await addOurs(step);
    const [lost] = step.emulator.faults.add(CREATE, { kind: 'late-effect', ms });
    await step.deps.oz
      .createRun({ prompt: 'Repair the parser', metadata: { start_id: 'start-1' } })
      .catch(() => undefined);
    await cleanUpAfter(step, savedRun(step));
    expect(lost?.met).toHaveLength(1);
    expect(step.emulator.oz.runs.size).toBe(2);
    expect(active(step)).toEqual([]);
  });

  it('cancels a duplicate that lands after a step that did not wait', async ({ step }) => {
    const runId = await addOurs(step);
    step.emulator.faults.add(CREATE, { kind: 'late-effect', ms: 9000 });
    await step.deps.oz
      .createRun({ prompt: 'Repair the parser', metadata: { start_id: 'start-1' } })
      .catch(() => undefined);
    const ambiguousAt = step.clock.wall() - 5000;
    await cleanUpAfter(step, savedRun(step, { runId, isDone: true, ambiguousAt }));
    expect(step.emulator.oz.runs.size).toBe(2);
    expect(active(step)).toEqual([runId]);
  });

  it('looks only once when the answer was ambiguous long ago', async ({ step }) => {
    const runId = await addOurs(step, 'SUCCEEDED');
    const ambiguousAt = step.clock.wall() - 2 * MINUTE;
    await cleanUpAfter(step, savedRun(step, { runId, isDone: true, ambiguousAt }));
    expect(step.requests(LIST)).toHaveLength(1);
  });

  it('names a duplicate that ended by itself once: link, cost and pull request', async ({ step }) => {
    const kept = await addOurs(step, 'SUCCEEDED');
    const url = 'https://github.com/octo-org/octo-repo/pull/43';
    await step.clock.sleep(1000);
    const twin = step.emulator.oz.addRun({ metadata: { start_id: 'start-1' }, prompt: 'Repair the parser' }, [
      { state: 'SUCCEEDED', artifacts: [pullRequest(url, 'oz/x')], set: { request_usage: USAGE } },
    ]);
    const saved = savedRun(step, { runId: kept, isDone: true, ambiguousAt: step.clock.wall() });
    const ledger = await cleanUpAfter(step, saved);
    const said = `ended as SUCCEEDED before it could be cancelled: https://oz.warp.dev/runs/${twin}, 16.75 credits, pull request ${url}`;
    expect(warnings(step)).toEqual([expect.stringContaining(said)]);
    const known = { runId: twin, state: 'SUCCEEDED', credits: 16.75, pullRequests: [{ url }] };
    expect(ledger.records[0]?.duplicates).toMatchObject([known]);
    await cleanUpAfter(step, { ...saved, reportedDuplicates: [twin] });
    expect(warnings(step)).toHaveLength(1);
  });

  it('cancels all of several runs that were never followed', async ({ step }) => {
    await addOurs(step);
    await addOurs(step);
    await cleanUpAfter(step, savedRun(step));
    expect(active(step)).toEqual([]);
  });

  it('with on-cancel: detach keeps one of them, the oldest', async ({ step }) => {
    const oldest = await addOurs(step);
    await addOurs(step);
    await cleanUpAfter(step, savedRun(step, { onCancel: 'detach' }));
    expect(active(step)).toEqual([oldest]);
  });

  it('warns once when a server that drops metadata lists a run that may be ours', async ({ step }) => {
    step.emulator.oz.options.dropMetadata = true;
    step.emulator.oz.addRun({ request: { prompt: 'Repair the parser' } }, [{ state: 'INPROGRESS' }]);
    await cleanUpAfter(step, savedRun(step));
    expect(step.requests(CANCEL)).toEqual([]);
    expect(warnings(step)).toEqual([expect.stringContaining('start_id=start-1')]);
  });

  it('warns, with the link, of a run that cannot be cancelled', async ({ step }) => {
    const runId = step.addRun({ state: 'INPROGRESS', set: { is_run_type_cancellable: false } });
    await cleanUpAfter(step, savedRun(step, { runId }));
    expect(warnings(step)).toEqual([expect.stringContaining(`https://oz.warp.dev/runs/${runId}`)]);
  });

  it('cancels a new run that a replica does not know yet', async ({ step }) => {
    step.emulator.oz.options.replica = { unknownRequests: 5 };
    const runId = await addOurs(step);
    await cleanUpAfter(step, savedRun(step, { runId }));
    expect(active(step)).toEqual([]);
    expect(warnings(step)).toEqual([]);
  });

  it('warns, with the link, of a run that is gone: at once when it cannot be new', async ({ step }) => {
    const runId = await addOurs(step);
    const saved = savedRun(step, { runId });
    Object.assign(step.emulator.oz.run(runId) ?? {}, { deleted: true });
    await step.clock.sleep(10 * MINUTE);
    const began = step.clock.now();
    await cleanUpAfter(step, saved);
    expect(step.clock.now()).toBe(began);
    expect(warnings(step)).toEqual([expect.stringContaining(`https://oz.warp.dev/runs/${runId}`)]);
  });

  it('warns of a run that nothing could stop in time, and ends', async ({ step }) => {
    const runId = step.addRun({ state: 'PENDING' });
    await cleanUpAfter(step, savedRun(step, { runId }));
    expect(warnings(step)).toEqual([expect.stringContaining(`https://oz.warp.dev/runs/${runId}`)]);
    expect(step.clock.now()).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('waits out an outage of a minute', async ({ step }) => {
    const runId = await addOurs(step);
    const until = step.clock.now() + MINUTE;
    step.emulator.faults.set('oz *', {
      kind: 'reset',
      times: 'always',
      when: () => step.clock.now() < until,
    });
    await cleanUpAfter(step, savedRun(step, { runId }));
    expect(active(step)).toEqual([]);
    expect(warnings(step)).toEqual([]);
  });

  it('cares for every run', async ({ step }) => {
    const first = await addOurs(step);
    const second = step.emulator.oz.addRun({ metadata: { start_id: 'start-2' } }, [{ state: 'INPROGRESS' }]);
    const runs = [
      savedRun(step, { runId: first }),
      savedRun(step, { request: requestOf(step.clock, 'start-2') }),
    ];
    await cleanUpAfter(step, ...runs);
    expect(step.emulator.oz.run(second)?.state).toBe('CANCELLED');
    expect(active(step)).toEqual([]);
  });
});
