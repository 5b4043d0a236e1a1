import { describe, expect } from 'vitest';
import { tooManyRequests } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const READ = 'GET /agent/runs/{runId}';
const CANCEL = 'POST /agent/runs/{runId}/cancel';
const CREATE = 'POST /agent/runs';
const SEND = 'POST /agent/runs/{runId}/followups';

const artifacts = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/work')];
const RUN = { mode: 'run', prompt: 'Repair the parser' };

describe('a final state that was read counts', () => {
  it('although a person goes on while artifacts are awaited', async ({ step }) => {
    step.emulator.oz.nextLife([
      { state: 'SUCCEEDED', reads: 1 },
      { state: 'INPROGRESS', reads: 3 },
      { state: 'INPROGRESS', artifacts },
    ]);
    expect(await step.run({ ...RUN, 'require-pull-request': 'true' })).toEqual({ outcome: 'succeeded' });
    const [attempt] = step.parts.ledger.records;
    expect(attempt).toMatchObject({ state: 'SUCCEEDED', run: { state: 'SUCCEEDED' } });
    expect(attempt?.run?.raw).toMatchObject({
      state: 'SUCCEEDED',
      artifacts: [{ artifact_type: 'PULL_REQUEST' }],
    });
  });

  it('although replicas lag', async ({ step }) => {
    step.emulator.oz.options.replica = { staleEvery: 2 };
    step.emulator.oz.nextLife([{ state: 'INPROGRESS', reads: 2 }, { state: 'SUCCEEDED' }]);
    expect(await step.run(RUN)).toEqual({ outcome: 'succeeded' });
    expect(step.parts.ledger.records[0]).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('before a further attempt too', async ({ step }) => {
    const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
    step.emulator.oz.nextLife(
      [{ state: 'ERROR', error, reads: 1 }, { state: 'INPROGRESS' }],
      [{ state: 'SUCCEEDED', artifacts }],
    );
    expect(await step.run({ ...RUN, 'max-attempts': '2' })).toEqual({ outcome: 'succeeded' });
    expect(step.parts.ledger.records.map(({ state }) => state)).toEqual(['ERROR', 'SUCCEEDED']);
  });
});

describe('a budget', () => {
  it('that ends while the server wants to be left alone cancels nothing that works', async ({ step }) => {
    step.emulator.oz.nextLife([
      { state: 'QUEUED', ms: MINUTE },
      { state: 'INPROGRESS', ms: 10 * MINUTE },
      { state: 'SUCCEEDED', artifacts },
    ]);
    step.emulator.faults.set(READ, { ...tooManyRequests('3600'), when: () => step.clock.now() > MINUTE / 2 });
    expect(await step.run({ ...RUN, 'queue-timeout-minutes': '5' })).toEqual({ outcome: 'succeeded' });
    expect(step.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('that ends a BLOCKED run cancels it once it goes on', async ({ step }) => {
    step.emulator.oz.nextLife([{ state: 'BLOCKED', ms: 5 * MINUTE + 20_000 }, { state: 'INPROGRESS' }]);
    const result = await step.run({ ...RUN, 'run-timeout-minutes': '5', 'on-blocked': 'wait' });
    expect(result).toMatchObject({ outcome: 'timed-out' });
    expect(result.failure?.message).toContain('The run was cancelled');
    expect(step.emulator.oz.lastRun.state).toBe('CANCELLED');
  });

  it('that ends a run which stays BLOCKED names that, and does not claim to have cancelled it', async ({
    step,
  }) => {
    step.emulator.oz.nextLife([{ state: 'BLOCKED' }]);
    const result = await step.run({ ...RUN, 'run-timeout-minutes': '5', 'on-blocked': 'wait' });
    expect(result).toMatchObject({ outcome: 'timed-out' });
    expect(result.failure?.message).toContain('The run is BLOCKED');
    expect(result.failure?.message).not.toContain('cancelled');
    expect(step.emulator.count('oz', CANCEL)).toBeGreaterThan(1);
  });
});

describe('a run that a replica does not know at first', () => {
  it('is followed to its end', async ({ step }) => {
    step.emulator.oz.options.replica = { unknownRequests: 5 };
    step.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts }]);
    expect(await step.run(RUN)).toEqual({ outcome: 'succeeded' });
  });
});

describe('a step with `wait: false` that is asked to stop while a request is in flight', () => {
  /** The signal comes first, then the answer. */
  async function stopped(
    { emulator, parts, run }: VirtualStep,
    route: string,
    inputs: Record<string, string>,
  ) {
    const held = emulator.faults.set(route, { kind: 'hold' });
    const result = run(inputs);
    await emulator.seen(route);
    parts.shutdown.begin();
    held.release();
    return result;
  }
  const ALONE = { ...RUN, wait: 'false' };

  it('cancels the run that it was creating', async ({ step }) => {
    step.emulator.oz.nextLife([{ state: 'INPROGRESS' }]);
    expect(await stopped(step, CREATE, ALONE)).toMatchObject({ outcome: 'cancelled' });
    expect(step.emulator.oz.lastRun.state).toBe('CANCELLED');
  });

  it('leaves it running where `on-cancel` says so, and is red', async ({ step }) => {
    step.emulator.oz.nextLife([{ state: 'INPROGRESS' }]);
    const result = await stopped(step, CREATE, { ...ALONE, 'on-cancel': 'detach' });
    expect(result).toMatchObject({ outcome: 'lost', failure: { code: 'stopped' } });
    expect(step.emulator.oz.active()).toHaveLength(1);
  });

  it('does not take the old end of a run for what became of its follow-up', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, [{ state: 'SUCCEEDED', artifacts }]);
    step.emulator.oz.options.followUpStale = { ms: 30_000 };
    const given = { ...ALONE, mode: 'follow-up', 'run-id': id, 'on-cancel': 'cancel' };
    const result = await stopped(step, SEND, given);
    expect(result).toMatchObject({ outcome: 'lost', failure: { code: 'stopped' } });
  });
});

describe('mode cancel', () => {
  it('of a run that stays BLOCKED is red and names it', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, [{ state: 'BLOCKED' }]);
    const result = await step.run({ mode: 'cancel', 'run-id': id });
    expect(result).toMatchObject({ outcome: 'cancelled', failure: { code: 'not_cancelled' } });
    expect(result.failure?.message).toMatch(new RegExp(`${id}: it is BLOCKED`));
  });
});
