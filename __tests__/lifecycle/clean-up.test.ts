import { describe, expect } from 'vitest';
import { cleanUp } from '../../src/cleanup.ts';
import { Journal } from '../../src/ledger.ts';
import { sweep } from '../../src/runs/duplicates.ts';
import type { SavedAttempt } from '../../src/saved-state.ts';
import type { Fault } from '../emulator/http/faults.ts';
import { problemFault } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { USAGE } from '../emulator/oz/lives.ts';
import { it, MINUTE, type VirtualStage } from './virtual-stage.ts';

const CREATE = 'POST /agent/runs';
const LIST = 'GET /agent/runs';
const CANCEL = 'POST /agent/runs/{runId}/cancel';

const wishOf = (clock: VirtualStage['clock'], startId: string) => ({
  startId,
  prompt: 'Repair the parser',
  skill: undefined,
  parentRunId: undefined,
  sentAt: clock.wall(),
  serverSentAt: undefined,
});

/** What the post phase does about attempts that the main phase left. */
async function cleanUpAfter({ tools, clock }: VirtualStage, ...attempts: SavedAttempt[]): Promise<Journal> {
  const state = { attempts, isTold: true, sharesEditing: false };
  const journal = new Journal(clock, () => undefined, state);
  await cleanUp(state, { ...tools, journal });
  return journal;
}

function attemptOf({ clock }: VirtualStage, changes: Partial<SavedAttempt> = {}): SavedAttempt {
  return {
    wish: wishOf(clock, 'start-1'),
    runId: undefined,
    ambiguousAt: undefined,
    reportedDuplicates: [],
    onCancel: 'cancel',
    settled: false,
    ...changes,
  };
}

/** Adds a run under the start_id, newer than those before. */
async function addOurs(stage: VirtualStage, state = 'INPROGRESS'): Promise<string> {
  await stage.clock.sleep(1000);
  return stage.emulator.oz.addRun({ metadata: { start_id: 'start-1' } }, [{ state }]);
}

const active = ({ emulator }: VirtualStage) => emulator.oz.active().map(({ id }) => id);
const warnings = (stage: VirtualStage) => stage.said().filter((line) => line.startsWith('warning: '));

describe('the sweep', () => {
  const wish = ({ clock }: VirtualStage) => wishOf(clock, 'start-1');

  it('keeps the run that is followed and cancels the others, and says so', async ({ stage }) => {
    const first = await addOurs(stage);
    const second = await addOurs(stage);
    const third = await addOurs(stage);
    await sweep(wish(stage), second, stage.tools, stage.within(MINUTE));
    expect(active(stage)).toEqual([second]);
    for (const id of [first, third])
      expect(stage.said().join('\n')).toContain(`Run ${id} came from the same create request as ${second}`);
  });

  it('leaves children and strangers alone', async ({ stage }) => {
    const ours = await addOurs(stage);
    const child = stage.emulator.oz.addChild(ours, [{ state: 'INPROGRESS' }]);
    const stranger = stage.addRun({ state: 'INPROGRESS' });
    stage.emulator.oz.options.ignoreMetadataFilter = true;
    await sweep(wish(stage), ours, stage.tools, stage.within(MINUTE));
    expect(active(stage)).toEqual([ours, child, stranger]);
  });

  it('leaves a child alone that only a reading of its own shows as one', async ({ stage }) => {
    stage.emulator.oz.options.omitParent = 'in-listings';
    const ours = await addOurs(stage);
    const child = stage.emulator.oz.addChild(ours, [{ state: 'INPROGRESS' }]);
    expect(await sweep(wish(stage), ours, stage.tools, stage.within(MINUTE))).toEqual([]);
    expect(active(stage)).toEqual([ours, child]);
  });

  it('leaves one alone that may be the child of another, and names it', async ({ stage }) => {
    stage.emulator.oz.options.omitParent = 'everywhere';
    const ours = await addOurs(stage);
    const other = await addOurs(stage);
    const asked = { ...wish(stage), parentRunId: 'parent-1' };
    const swept = await sweep(asked, ours, stage.tools, stage.within(MINUTE));
    expect(swept).toMatchObject([{ run: { id: other }, fate: 'doubtful' }]);
    expect(active(stage)).toEqual([ours, other]);
  });

  it.for([false, true])(
    'on a server that drops metadata warns only of another run like ours: ignores the filter %s',
    async (ignoreMetadataFilter, { stage }) => {
      Object.assign(stage.emulator.oz.options, { dropMetadata: true, ignoreMetadataFilter });
      const kept = stage.emulator.oz.addRun({ prompt: 'Repair the parser' }, [{ state: 'INPROGRESS' }]);
      await sweep(wish(stage), kept, stage.tools, stage.within(MINUTE));
      expect(warnings(stage)).toEqual([]);
      const other = stage.emulator.oz.addRun({ prompt: 'Repair the parser' }, [{ state: 'INPROGRESS' }]);
      await sweep(wish(stage), kept, stage.tools, stage.within(MINUTE));
      expect(warnings(stage)).toEqual([expect.stringContaining('second run')]);
      expect(active(stage)).toEqual([kept, other]);
    },
  );

  it('names those that it could not stop: one that waits for a person, one that cannot be cancelled', async ({
    stage,
  }) => {
    const kept = await addOurs(stage);
    const blocked = await addOurs(stage, 'BLOCKED');
    const local = stage.emulator.oz.addRun(
      { metadata: { start_id: 'start-1' }, is_run_type_cancellable: false },
      [{ state: 'INPROGRESS' }],
    );
    const swept = await sweep(wish(stage), kept, stage.tools, stage.within(MINUTE));
    const fates = new Map(swept.map(({ run, fate }) => [run.id, fate]));
    expect(fates).toEqual(
      new Map([
        [blocked, 'active'],
        [local, 'active'],
      ]),
    );
  });

  it('leaves those that have ended alone', async ({ stage }) => {
    const kept = await addOurs(stage, 'SUCCEEDED');
    await addOurs(stage, 'FAILED');
    await sweep(wish(stage), kept, stage.tools, stage.within(MINUTE));
    expect(stage.requests(CANCEL)).toEqual([]);
  });

  it.for([
    ['refused', problemFault(403, 'not_authorized')],
    ['never answered', { kind: 'html' }],
  ] as [string, Fault][])('warns when listing is %s', async ([, fault], { stage }) => {
    stage.emulator.faults.set(LIST, { ...fault, times: 'always' });
    await sweep(wish(stage), 'run-1', stage.tools, stage.within(MINUTE));
    expect(warnings(stage)).toEqual([expect.stringContaining('start_id=start-1')]);
  });

  it('warns when the server lists more than can be looked through', async ({ stage }) => {
    stage.emulator.oz.options.refuseMetadataFilter = true;
    for (let n = 0; n < 501; n += 1)
      stage.emulator.oz.addRun({ metadata: { n: String(n) } }, [{ state: 'INPROGRESS' }]);
    await sweep(wish(stage), 'run-1', stage.tools, stage.within(MINUTE));
    expect(warnings(stage)).toEqual([expect.stringContaining('start_id=start-1')]);
  });
});

describe('the post phase', () => {
  it('cancels the run that was not settled', async ({ stage }) => {
    const runId = await addOurs(stage);
    await cleanUpAfter(stage, attemptOf(stage, { runId }));
    expect(active(stage)).toEqual([]);
    expect(warnings(stage)).toEqual([]);
  });

  it('leaves settled and detached runs alone', async ({ stage }) => {
    const settled = await addOurs(stage);
    const detached = await addOurs(stage);
    const attempts = [
      attemptOf(stage, { runId: settled, settled: true }),
      attemptOf(stage, { runId: detached, onCancel: 'detach' }),
    ];
    await cleanUpAfter(stage, ...attempts);
    expect(active(stage)).toEqual([settled, detached]);
    expect(stage.said()).toEqual([expect.stringMatching(new RegExp(`^notice: .*left running.*${detached}`))]);
  });

  it('finds the run whose create request had no answer', async ({ stage }) => {
    await addOurs(stage);
    await cleanUpAfter(stage, attemptOf(stage));
    expect(active(stage)).toEqual([]);
  });

  it('looks again, since the request may still be on its way', async ({ stage }) => {
    stage.emulator.faults.set(CREATE, { kind: 'late-effect', ms: 8000 });
    await stage.tools.oz.createRun({ prompt: 'x', metadata: { start_id: 'start-1' } }).catch(() => undefined);
    await cleanUpAfter(stage, attemptOf(stage));
    expect(stage.emulator.oz.runs.size).toBe(1);
    expect(active(stage)).toEqual([]);
  });

  it('says that there was none', async ({ stage }) => {
    await cleanUpAfter(stage, attemptOf(stage));
    expect(stage.said().at(-1)).toBe('No run was found.');
    expect(warnings(stage)).toEqual([]);
  });

  it('sweeps whatever a create request with an ambiguous answer made, settled or not', async ({ stage }) => {
    const kept = await addOurs(stage, 'SUCCEEDED');
    await addOurs(stage);
    await cleanUpAfter(
      stage,
      attemptOf(stage, { runId: kept, settled: true, ambiguousAt: stage.clock.wall() }),
    );
    expect(active(stage)).toEqual([]);
  });

  it.for([2000, 9000])('cancels a duplicate that lands %i ms after the first look', async (ms, { stage }) => {
    await addOurs(stage);
    const [lost] = stage.emulator.faults.add(CREATE, { kind: 'late-effect', ms });
    await stage.tools.oz.createRun({ prompt: 'x', metadata: { start_id: 'start-1' } }).catch(() => undefined);
    await cleanUpAfter(stage, attemptOf(stage));
    expect(lost?.met).toHaveLength(1);
    expect(stage.emulator.oz.runs.size).toBe(2);
    expect(active(stage)).toEqual([]);
  });

  it('cancels a duplicate that lands after a step that did not wait', async ({ stage }) => {
    const runId = await addOurs(stage);
    stage.emulator.faults.add(CREATE, { kind: 'late-effect', ms: 9000 });
    await stage.tools.oz.createRun({ prompt: 'x', metadata: { start_id: 'start-1' } }).catch(() => undefined);
    const ambiguousAt = stage.clock.wall() - 5000;
    await cleanUpAfter(stage, attemptOf(stage, { runId, settled: true, ambiguousAt }));
    expect(stage.emulator.oz.runs.size).toBe(2);
    expect(active(stage)).toEqual([runId]);
  });

  it('looks only once when the answer was ambiguous long ago', async ({ stage }) => {
    const runId = await addOurs(stage, 'SUCCEEDED');
    const ambiguousAt = stage.clock.wall() - 2 * MINUTE;
    await cleanUpAfter(stage, attemptOf(stage, { runId, settled: true, ambiguousAt }));
    expect(stage.requests(LIST)).toHaveLength(1);
  });

  it('names a duplicate that ended by itself once: link, cost and pull request', async ({ stage }) => {
    const kept = await addOurs(stage, 'SUCCEEDED');
    const url = 'https://github.com/octo-org/octo-repo/pull/43';
    await stage.clock.sleep(1000);
    const twin = stage.emulator.oz.addRun({ metadata: { start_id: 'start-1' } }, [
      { state: 'SUCCEEDED', artifacts: [pullRequest(url, 'oz/x')], set: { request_usage: USAGE } },
    ]);
    const attempt = attemptOf(stage, { runId: kept, settled: true, ambiguousAt: stage.clock.wall() });
    const journal = await cleanUpAfter(stage, attempt);
    const said = `ended as SUCCEEDED before it could be cancelled: https://oz.warp.dev/runs/${twin}, 16.75 credits, pull request ${url}`;
    expect(warnings(stage)).toEqual([expect.stringContaining(said)]);
    const known = { runId: twin, state: 'SUCCEEDED', credits: 16.75, pullRequests: [{ url }] };
    expect(journal.duplicates).toMatchObject([known]);
    await cleanUpAfter(stage, { ...attempt, reportedDuplicates: [twin] });
    expect(warnings(stage)).toHaveLength(1);
  });

  it('cancels all of several runs that were never followed', async ({ stage }) => {
    await addOurs(stage);
    await addOurs(stage);
    await cleanUpAfter(stage, attemptOf(stage));
    expect(active(stage)).toEqual([]);
  });

  it('with on-cancel: detach keeps one of them, the oldest', async ({ stage }) => {
    const oldest = await addOurs(stage);
    await addOurs(stage);
    await cleanUpAfter(stage, attemptOf(stage, { onCancel: 'detach' }));
    expect(active(stage)).toEqual([oldest]);
  });

  it('warns once when a server that drops metadata lists a run that may be ours', async ({ stage }) => {
    stage.emulator.oz.options.dropMetadata = true;
    stage.emulator.oz.addRun({ request: { prompt: 'Repair the parser' } }, [{ state: 'INPROGRESS' }]);
    await cleanUpAfter(stage, attemptOf(stage));
    expect(stage.requests(CANCEL)).toEqual([]);
    expect(warnings(stage)).toEqual([expect.stringContaining('start_id=start-1')]);
  });

  it('warns, with the link, of a run that cannot be cancelled', async ({ stage }) => {
    const runId = stage.addRun({ state: 'INPROGRESS', set: { is_run_type_cancellable: false } });
    await cleanUpAfter(stage, attemptOf(stage, { runId }));
    expect(warnings(stage)).toEqual([expect.stringContaining(`https://oz.warp.dev/runs/${runId}`)]);
  });

  it('cancels a new run that a replica does not know yet', async ({ stage }) => {
    stage.emulator.oz.options.replica = { unknownRequests: 5 };
    const runId = await addOurs(stage);
    await cleanUpAfter(stage, attemptOf(stage, { runId }));
    expect(active(stage)).toEqual([]);
    expect(warnings(stage)).toEqual([]);
  });

  it('warns, with the link, of a run that is gone: at once when it cannot be new', async ({ stage }) => {
    const runId = await addOurs(stage);
    const attempt = attemptOf(stage, { runId });
    Object.assign(stage.emulator.oz.run(runId) ?? {}, { deleted: true });
    await stage.clock.sleep(10 * MINUTE);
    const began = stage.clock.now();
    await cleanUpAfter(stage, attempt);
    expect(stage.clock.now()).toBe(began);
    expect(warnings(stage)).toEqual([expect.stringContaining(`https://oz.warp.dev/runs/${runId}`)]);
  });

  it('warns of a run that nothing could stop in time, and ends', async ({ stage }) => {
    const runId = stage.addRun({ state: 'PENDING' });
    await cleanUpAfter(stage, attemptOf(stage, { runId }));
    expect(warnings(stage)).toEqual([expect.stringContaining(`https://oz.warp.dev/runs/${runId}`)]);
    expect(stage.clock.now()).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('waits out an outage of a minute', async ({ stage }) => {
    const runId = await addOurs(stage);
    const until = stage.clock.now() + MINUTE;
    stage.emulator.faults.set('oz *', {
      kind: 'reset',
      times: 'always',
      when: () => stage.clock.now() < until,
    });
    await cleanUpAfter(stage, attemptOf(stage, { runId }));
    expect(active(stage)).toEqual([]);
    expect(warnings(stage)).toEqual([]);
  });

  it('cares for every attempt', async ({ stage }) => {
    const first = await addOurs(stage);
    const second = stage.emulator.oz.addRun({ metadata: { start_id: 'start-2' } }, [{ state: 'INPROGRESS' }]);
    const attempts = [
      attemptOf(stage, { runId: first }),
      attemptOf(stage, { wish: wishOf(stage.clock, 'start-2') }),
    ];
    await cleanUpAfter(stage, ...attempts);
    expect(stage.emulator.oz.run(second)?.state).toBe('CANCELLED');
    expect(active(stage)).toEqual([]);
  });
});
