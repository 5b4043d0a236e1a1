import { describe, expect } from 'vitest';
import { cleanUp } from '../../src/cleanup.ts';
import { Ledger } from '../../src/ledger.ts';
import type { Policy, RunRecord, StartTask } from '../../src/model.ts';
import { LiveLog } from '../../src/publish/log.ts';
import { buildReport } from '../../src/report/report.ts';
import { concludeTask } from '../../src/runs/conclude.ts';
import type { TaskDeps } from '../../src/runs/deps.ts';
import { tooManyRequests } from '../emulator/known-faults.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { Life, LifeStep } from '../emulator/oz/life.ts';
import type { EmulatedRun } from '../emulator/oz/run.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';
const READ = 'GET /agent/runs/{runId}';
const CANCEL = 'POST /agent/runs/{runId}/cancel';

const POLICY: Policy = {
  wait: true,
  queueBudget: 30 * MINUTE,
  runBudget: 60 * MINUTE,
  pollCeiling: 15_000,
  onTimeout: 'cancel',
  onCancel: 'cancel',
  onBlocked: 'fail',
  requirePullRequest: false,
  maxCredits: undefined,
};

const IDS = ['first', 'second', 'third'] as const;

/** The prompt says whose run it is. */
function taskOf(id: string, maxAttempts = 1): StartTask {
  return { kind: 'start', id, policy: POLICY, body: { prompt: id }, maxAttempts, output: undefined };
}

/** Meets the create request of one task. */
const of = (id: string) => ({
  when: ({ body }: { body?: unknown }) => (body as { prompt?: string } | undefined)?.prompt === id,
});

/** Each task's runs live as it says. */
function liveBy(lives: Record<string, Life>): Life {
  return (context) => {
    const life = lives[context.request.prompt ?? ''] ?? [];
    return typeof life === 'function' ? life(context) : life;
  };
}

function concludeAll(deps: TaskDeps, tasks = IDS.map((id) => taskOf(id))): Promise<unknown> {
  return Promise.all(tasks.map((task) => concludeTask(task, deps)));
}

const endings = (records: readonly RunRecord[], id: string) =>
  records.filter(({ taskId }) => taskId === id).map(({ ending }) => ending?.outcome);

/** Every record is of a run that its own task asked for, and no run is without one. */
function expectOwnRuns({ emulator, parts }: VirtualStep): void {
  const { records } = parts.ledger;
  const prompts = records.map(({ runId = '' }) => emulator.oz.run(runId)?.request.prompt);
  expect(prompts).toEqual(records.map(({ taskId }) => taskId));
  expect(records.map(({ runId }) => runId).toSorted()).toEqual([...emulator.oz.runs.keys()].toSorted());
}

const runOf = ({ emulator }: VirtualStep, id: string): EmulatedRun => {
  const run = [...emulator.oz.runs.values()].find(({ request }) => request.prompt === id);
  if (run === undefined) throw new Error(`no run of ${id}`);
  return run;
};

const WORKING: LifeStep[] = [{ state: 'INPROGRESS' }];

describe('three runs at once', () => {
  it('each come to their own end, whatever the others and the network do', async ({ step }) => {
    const { emulator, deps, parts, clock, lines } = step;
    const { ledger, event } = parts;
    const live = new LiveLog(deps, 'messages');
    ledger.onChange((change) => {
      live.update(buildReport({ outcome: 'lost' }, undefined, ledger, event), change);
    });
    const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
    const work = (text: string): LifeStep[] => [
      { state: 'INPROGRESS', ms: 20 * MINUTE, conversation: says(text, `Begun: ${text}`) },
    ];
    const end = (runId: string, text: string) => ({ conversation: says(runId, `Ended: ${text}`) });
    emulator.oz.defaultLife = liveBy({
      first: ({ runId }) => [...work('first'), { state: 'SUCCEEDED', ...end(runId, 'first') }],
      second: ({ runId }) =>
        [...emulator.oz.runs.values()].some(({ request }) => request.prompt === 'second')
          ? [...work('second again'), { state: 'SUCCEEDED', ...end(runId, 'second, twice') }]
          : [...work('second'), { state: 'ERROR', error, ...end(runId, 'second, once') }],
      third: ({ runId }) => [...work('third'), { state: 'FAILED', ...end(runId, 'third') }],
    });
    emulator.faults.add(CREATE, { kind: 'reset-after', ...of('first') });
    emulator.faults.add(CREATE, { ...tooManyRequests('2'), ...of('second') });
    const isOut = () => clock.now() > 5 * MINUTE && clock.now() < 8 * MINUTE;
    emulator.faults.set(READ, { kind: 'html', times: 'always', when: isOut });

    await concludeAll(deps, [taskOf('first'), taskOf('second', 2), taskOf('third')]);

    const { records } = ledger;
    expect(endings(records, 'first')).toEqual(['succeeded']);
    expect(endings(records, 'second')).toEqual(['error', 'succeeded']);
    expect(endings(records, 'third')).toEqual(['failed']);
    expectOwnRuns(step);
    expect(records.map(({ isDone }) => isDone)).toEqual([true, true, true, true]);
    for (const { runId, run, state, history } of records) {
      expect(run).toMatchObject({ id: runId, state });
      expect(history.at(-1)).toMatchObject({ state, stage: 'ended' });
    }
    expect(emulator.count('oz', CANCEL)).toBe(0);
    const ends = ['first', 'second, once', 'second, twice', 'third'].map((text) => `Ended: ${text}`);
    expect(records.map(({ result }) => result?.text).toSorted()).toEqual(ends);
    for (const text of ends) expect(lines.filter((line) => line.endsWith(text))).toHaveLength(1);
  });

  it('are all cancelled side by side when the step is asked to stop', async ({ step }) => {
    const { emulator, deps, parts } = step;
    emulator.oz.defaultLife = WORKING;
    // The third is still being created.
    const creating = emulator.faults.set(CREATE, { kind: 'hold', ...of('third') });
    const cancelling = emulator.faults.set(CANCEL, { kind: 'hold', times: 3 });
    const concluded = concludeAll(deps);
    await Promise.all([emulator.seen(CREATE, 3), emulator.answered(READ, 6)]);
    parts.shutdown.begin();
    creating.release();
    await emulator.seen(CANCEL, 3);
    cancelling.release();
    await concluded;
    const { records } = parts.ledger;
    expectOwnRuns(step);
    for (const record of records) {
      expect(record).toMatchObject({ state: 'CANCELLED', isDone: true });
      expect(record.ending).toMatchObject({ outcome: 'cancelled', failure: { code: 'stopped' } });
    }
    expect([...emulator.oz.runs.values()].map(({ cancelRequests }) => cancelRequests)).toEqual([1, 1, 1]);
  });
});

/** A step that can be killed: from then on it never wakes up, and saves nothing. */
function mortal(step: VirtualStep): { deps: TaskDeps; kill: () => Ledger } {
  const { deps, clock, saved } = step;
  let isDead = false;
  const never = new Promise<never>(() => undefined);
  const sleep = (ms: number, signal?: AbortSignal) => (isDead ? never : clock.sleep(ms, signal));
  const kill = () => {
    isDead = true;
    return new Ledger(clock, () => undefined, saved());
  };
  return { deps: { ...deps, clock: { now: () => clock.now(), wall: () => clock.wall(), sleep } }, kill };
}

/** The post phase, in a process of its own that nobody asked to stop. */
function cleanUpAll(ledger: Ledger, { deps }: VirtualStep): ReturnType<typeof cleanUp> {
  const { signal } = new AbortController();
  return cleanUp({ isReported: false }, ledger, { ...deps, signal });
}

describe('a kill while three runs are followed', () => {
  it('leaves the post phase all of them: one that ended, one that works, one whose request got no answer', async ({
    step,
  }) => {
    const { emulator } = step;
    emulator.oz.defaultLife = liveBy({
      first: [{ state: 'SUCCEEDED', artifacts: [] }],
      second: WORKING,
      third: WORKING,
    });
    emulator.faults.set(CREATE, { kind: 'hold', effect: true, ...of('third') });
    const { deps, kill } = mortal(step);
    void concludeAll(deps);
    await emulator.seen(CREATE, 3);
    await expect.poll(() => step.saved()?.runs.find(({ taskId }) => taskId === 'first')?.isDone).toBe(true);
    await emulator.answered(READ, emulator.count('oz', READ) + 2);
    const ledger = kill();
    expect(ledger.records.map(({ taskId }) => taskId).toSorted()).toEqual([...IDS]);

    const result = await cleanUpAll(ledger, step);
    expect(result).toMatchObject({ outcome: 'cancelled' });
    expect(emulator.oz.active()).toEqual([]);
    expect(IDS.map((id) => runOf(step, id).cancelRequests)).toEqual([0, 1, 1]);
    expect([emulator.oz.runs.size, emulator.count('oz', CREATE)]).toEqual([3, 3]);
    expect(step.said().filter((line) => line.startsWith('warning: '))).toEqual([]);
  });

  it('in the middle of cancelling them leaves only those whose end was not seen', async ({ step }) => {
    const { emulator, parts } = step;
    emulator.oz.defaultLife = WORKING;
    const { deps, kill } = mortal(step);
    void concludeAll(deps);
    await expect.poll(() => emulator.oz.runs.size).toBe(3);
    await emulator.answered(READ, 6);
    const isOthers = ({ path: url }: { path: string }) => !url.includes(runOf(step, 'first').id);
    emulator.faults.set(CANCEL, { kind: 'hold', times: 2, when: isOthers });
    parts.shutdown.begin();
    await emulator.seen(CANCEL, 3);
    await expect.poll(() => step.saved()?.runs.find(({ taskId }) => taskId === 'first')?.isDone).toBe(true);
    const ledger = kill();
    expect(ledger.records.filter(({ isDone }) => isDone).map(({ taskId }) => taskId)).toEqual(['first']);

    await cleanUpAll(ledger, step);
    expect(emulator.oz.active()).toEqual([]);
    expect(IDS.map((id) => runOf(step, id).cancelRequests)).toEqual([1, 1, 1]);
    expect(emulator.count('oz', CREATE)).toBe(3);
  });
});

describe('a fault of ours while the step is shutting down', () => {
  class Ours extends Error {}

  /** Signal and fault come in the same sleep. */
  function failAt(moment: number, { clock, parts }: VirtualStep): void {
    clock.at(moment, () => {
      parts.shutdown.begin();
      throw new Ours('a fault of ours');
    });
  }

  it('is not taken for the end of the run', async ({ step }) => {
    const runId = step.addRun(...WORKING);
    failAt(MINUTE, step);
    await expect(step.run({ mode: 'attach', 'run-id': runId })).rejects.toThrow(Ours);
  });

  it('is not taken for a stop before the run was there', async ({ step }) => {
    step.emulator.faults.set(CREATE, { ...tooManyRequests('30'), times: 'always' });
    failAt(20_000, step);
    await expect(step.run({ mode: 'run', prompt: 'Repair the parser' })).rejects.toThrow(Ours);
  });

  it('while the signal alone is a stop', async ({ step }) => {
    step.emulator.faults.set(CREATE, { ...tooManyRequests('30'), times: 'always' });
    step.clock.at(20_000, () => step.parts.shutdown.begin());
    const result = await step.run({ mode: 'run', prompt: 'Repair the parser' });
    expect(result).toMatchObject({ failure: { code: 'stopped' } });
  });
});

describe('further attempts', () => {
  it('have all their messages in the log, each once', async ({ step }) => {
    const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
    // Both conversations have the same shape, so that only the run tells their messages apart.
    const life = (text: string, state: string): LifeStep[] => [
      { state: 'INPROGRESS', ms: 5 * MINUTE, conversation: says('talk', `${text}: begun`) },
      {
        state,
        conversation: [...says('talk', `${text}: begun`), ...says('end', `${text}: ended`)],
        ...(state === 'ERROR' && { error }),
      },
    ];
    step.emulator.oz.nextLife(life('one', 'ERROR'), life('two', 'SUCCEEDED'));
    const result = await step.run({ mode: 'run', prompt: 'Repair', stream: 'messages', 'max-attempts': '2' });
    expect(result).toEqual({ outcome: 'succeeded' });
    const said = step.lines.filter((line) => line.includes('│')).map((line) => line.replace(/^.*│ /, ''));
    expect(said).toEqual(['one: begun', 'one: ended', 'two: begun', 'two: ended']);
  });
});
