import { describe, expect } from 'vitest';
import type { Verdict } from '../../src/step/verdict.ts';
import { tooManyRequests } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import type { VirtualStep } from '../telling/virtual-step.ts';
import { it } from './virtual-act.ts';

const READ = 'GET /agent/runs/{runId}';
const CANCEL = 'POST /agent/runs/{runId}/cancel';
const CREATE = 'POST /agent/runs';
const SEND = 'POST /agent/runs/{runId}/followups';
const MINUTE = 60_000;

const artifacts = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/work')];
const RUN = { mode: 'run', prompt: 'Repair the parser' };

describe('a final state that was read counts', () => {
  it('although a person goes on while artifacts are awaited', async ({ step, act }) => {
    step.emulator.oz.nextLife([
      { state: 'SUCCEEDED', reads: 1 },
      { state: 'INPROGRESS', reads: 3 },
      { state: 'INPROGRESS', artifacts },
    ]);
    expect(await act({ ...RUN, 'require-pull-request': 'true' })).toEqual({ outcome: 'succeeded' });
    const [attempt] = step.context.journal.attempts;
    expect(attempt).toMatchObject({ state: 'SUCCEEDED', run: { state: 'SUCCEEDED' } });
    expect(attempt?.run?.raw).toMatchObject({
      state: 'SUCCEEDED',
      artifacts: [{ artifact_type: 'PULL_REQUEST' }],
    });
  });

  it('although replicas lag', async ({ step, act }) => {
    step.emulator.oz.options.replica = { staleEvery: 2 };
    step.emulator.oz.nextLife([{ state: 'INPROGRESS', reads: 2 }, { state: 'SUCCEEDED' }]);
    expect(await act(RUN)).toEqual({ outcome: 'succeeded' });
    expect(step.context.journal.attempts[0]).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('before a further attempt too', async ({ step, act }) => {
    const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
    step.emulator.oz.nextLife(
      [{ state: 'ERROR', error, reads: 1 }, { state: 'INPROGRESS' }],
      [{ state: 'SUCCEEDED', artifacts }],
    );
    expect(await act({ ...RUN, 'max-attempts': '2' })).toEqual({ outcome: 'succeeded' });
    expect(step.context.journal.attempts.map(({ state }) => state)).toEqual(['ERROR', 'SUCCEEDED']);
  });
});

describe('a budget', () => {
  it('that ends while the server wants to be left alone cancels nothing that works', async ({
    step,
    act,
  }) => {
    step.emulator.oz.nextLife([
      { state: 'QUEUED', ms: MINUTE },
      { state: 'INPROGRESS', ms: 10 * MINUTE },
      { state: 'SUCCEEDED', artifacts },
    ]);
    step.emulator.faults.set(READ, { ...tooManyRequests('3600'), when: () => step.clock.now() > MINUTE / 2 });
    expect(await act({ ...RUN, 'queue-timeout-minutes': '5' })).toEqual({ outcome: 'succeeded' });
    expect(step.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('that ends a BLOCKED run cancels it once it goes on', async ({ step, act }) => {
    step.emulator.oz.nextLife([{ state: 'BLOCKED', ms: 5 * MINUTE + 20_000 }, { state: 'INPROGRESS' }]);
    const verdict = await act({ ...RUN, 'run-timeout-minutes': '5', 'on-blocked': 'wait' });
    expect(verdict).toMatchObject({ outcome: 'timed-out' });
    expect(verdict.trouble?.message).toContain('The run was cancelled');
    expect(step.emulator.oz.lastRun.state).toBe('CANCELLED');
  });

  it('that ends a run which stays BLOCKED names that, and does not claim to have cancelled it', async ({
    step,
    act,
  }) => {
    step.emulator.oz.nextLife([{ state: 'BLOCKED' }]);
    const verdict = await act({ ...RUN, 'run-timeout-minutes': '5', 'on-blocked': 'wait' });
    expect(verdict).toMatchObject({ outcome: 'timed-out' });
    expect(verdict.trouble?.message).toContain('The run is BLOCKED');
    expect(verdict.trouble?.message).not.toContain('cancelled');
    expect(step.emulator.count('oz', CANCEL)).toBeGreaterThan(1);
  });
});

describe('a run that a replica does not know at first', () => {
  it('is followed to its end', async ({ step, act }) => {
    step.emulator.oz.options.replica = { unknownRequests: 5 };
    step.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts }]);
    expect(await act(RUN)).toEqual({ outcome: 'succeeded' });
  });
});

describe('a step with `wait: false` that is asked to stop while a request is in flight', () => {
  /** The signal comes first, then the answer. */
  async function stopped({ emulator, context }: VirtualStep, route: string, acting: () => Promise<Verdict>) {
    const held = emulator.faults.set(route, { kind: 'hold' });
    const verdict = acting();
    await emulator.seen(route);
    context.shutdown.begin();
    held.release();
    return verdict;
  }
  const ALONE = { ...RUN, wait: 'false' };

  it('cancels the run that it was creating', async ({ step, act }) => {
    step.emulator.oz.nextLife([{ state: 'INPROGRESS' }]);
    expect(await stopped(step, CREATE, () => act(ALONE))).toMatchObject({ outcome: 'cancelled' });
    expect(step.emulator.oz.lastRun.state).toBe('CANCELLED');
  });

  it('leaves it running where `on-cancel` says so, and is red', async ({ step, act }) => {
    step.emulator.oz.nextLife([{ state: 'INPROGRESS' }]);
    const verdict = await stopped(step, CREATE, () => act({ ...ALONE, 'on-cancel': 'detach' }));
    expect(verdict).toMatchObject({ outcome: 'lost', trouble: { code: 'stopped' } });
    expect(step.emulator.oz.active()).toHaveLength(1);
  });

  it('does not take the old end of a run for what became of its follow-up', async ({ step, act }) => {
    const id = step.emulator.oz.addRun({}, [{ state: 'SUCCEEDED', artifacts }]);
    step.emulator.oz.options.followUpStale = { ms: 30_000 };
    const given = { ...ALONE, mode: 'follow-up', 'run-id': id, 'on-cancel': 'cancel' };
    const verdict = await stopped(step, SEND, () => act(given));
    expect(verdict).toMatchObject({ outcome: 'lost', trouble: { code: 'stopped' } });
  });
});

describe('mode cancel', () => {
  it('of a run that stays BLOCKED is red and names it', async ({ step, act }) => {
    const id = step.emulator.oz.addRun({}, [{ state: 'BLOCKED' }]);
    const verdict = await act({ mode: 'cancel', 'run-id': id });
    expect(verdict).toMatchObject({ outcome: 'cancelled', trouble: { code: 'not_cancelled' } });
    expect(verdict.trouble?.message).toMatch(new RegExp(`${id}: it is BLOCKED`));
  });
});
