import { describe, expect } from 'vitest';
import { follow } from '../../src/runs/follow.ts';
import type { Fault } from '../emulator/http/faults.ts';
import { problemFault, tooManyRequests } from '../emulator/known-faults.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';
import { planOf } from './follow-plan.ts';

const READ = 'GET /agent/runs/{runId}';
const PAGE: Fault = { kind: 'html', status: 502 };

/** Every read meets the fault from one moment of the virtual time to another. */
function between({ emulator, clock }: VirtualStep, from: number, to: number, fault: Fault): void {
  const when = () => clock.now() >= from && clock.now() < to;
  emulator.faults.set(READ, { ...fault, times: 'always', when });
}

describe('an outage', () => {
  const KINDS: [string, Fault][] = [
    ['500 with problem details', problemFault(500, 'internal_error')],
    ['503 with an empty body', { status: 503, body: '' }],
    ['429 without Retry-After', problemFault(429, 'resource_unavailable')],
    ['408', { status: 408, body: '' }],
    ['a reset', { kind: 'reset' }],
    ["a gateway's page with 401", { kind: 'html', status: 401 }],
    ["a gateway's page with 403", { kind: 'html', status: 403 }],
    ["a gateway's page with 404", { kind: 'html', status: 404 }],
    ['a page with 200', { kind: 'html', status: 200 }],
    ['broken JSON', { kind: 'broken-json' }],
    ['a truncated body', { kind: 'truncate' }],
    ['an empty object', { status: 200, body: {} }],
  ];
  it.for(KINDS)('of nine minutes of %s ends nothing', async ([, fault], { step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 15 * MINUTE }, { state: 'SUCCEEDED' });
    between(step, MINUTE, 10 * MINUTE, fault);
    expect(await follow(id, planOf(), step.deps)).toMatchObject({
      kind: 'ended',
      run: { state: 'SUCCEEDED' },
    });
    const [start, end, ...more] = step.said();
    expect(start).toMatch(/^Reading the run: .*\. Still asking\.$/);
    expect(end).toMatch(/^The API answers again, after (5[2-9]\d|540) s\.$/);
    expect(more).toEqual([]);
  });

  it('of eleven minutes loses the run', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    between(step, MINUTE, 12 * MINUTE, PAGE);
    const followed = await follow(id, planOf(), step.deps);
    expect(followed).toMatchObject({ kind: 'lost', error: { status: 502 }, run: { state: 'INPROGRESS' } });
    expect(step.clock.now()).toBeGreaterThanOrEqual(11 * MINUTE);
    expect(step.clock.now()).toBeLessThan(11 * MINUTE + 2 * 15_000);
    expect(step.said()).toHaveLength(1);
  });

  it('that one answer interrupts begins again', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 20 * MINUTE }, { state: 'FAILED' });
    between(step, MINUTE, 8 * MINUTE, PAGE);
    between(step, 8.5 * MINUTE, 17 * MINUTE, { kind: 'reset' });
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended', run: { state: 'FAILED' } });
    expect(step.said().filter((line) => line.includes('Still asking'))).toHaveLength(2);
    expect(step.said().filter((line) => line.includes('answers again'))).toHaveLength(2);
  });

  it('in which a budget ends is a timeout', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    between(step, 3 * MINUTE, 60 * MINUTE, PAGE);
    const followed = await follow(id, planOf({ runBudget: 5 * MINUTE }), step.deps);
    expect(followed).toMatchObject({ kind: 'timed-out', budget: 'run', run: { state: 'INPROGRESS' } });
    expect(step.clock.now()).toBe(5 * MINUTE);
  });

  it('from the very first reading on is one too', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 3 * MINUTE }, { state: 'SUCCEEDED' });
    between(step, 0, MINUTE / 2, { kind: 'reset' });
    expect(await follow(id, planOf({ isForeign: true }), step.deps)).toMatchObject({ kind: 'ended' });
  });
});

describe('a refusal', () => {
  const denied = (status: number) =>
    problemFault(status, status === 401 ? 'authentication_required' : 'not_authorized');
  const gone = problemFault(404, 'resource_not_found');
  const page401: Fault = { kind: 'html', status: 401 };
  const SEQUENCES: [string, Fault[], 'lost' | 'ended', number][] = [
    ['401 once', [denied(401)], 'ended', 3],
    ['401 twice', [denied(401), denied(401)], 'lost', 2],
    ['403 twice', [denied(403), denied(403)], 'lost', 2],
    ['401, then 403', [denied(401), denied(403)], 'lost', 2],
    ['404 twice', [gone, gone], 'ended', 4],
    ['404 three times', [gone, gone, gone], 'lost', 3],
    ['401, 404, 401', [denied(401), gone, denied(401)], 'ended', 5],
    ['404, 404, 502, 404', [gone, gone, PAGE, gone], 'ended', 6],
    ["401, a gateway's 401, 401", [denied(401), page401, denied(401)], 'ended', 5],
    ['404, 404, 403, 403', [gone, gone, denied(403), denied(403)], 'lost', 4],
  ];
  it.for(SEQUENCES)('%s', async ([, faults, kind, reads], { step }) => {
    const id = step.addRun({ state: 'INPROGRESS', reads: 1 }, { state: 'SUCCEEDED' });
    step.emulator.faults.add(READ, ...faults);
    // A new run may not be known everywhere yet.
    await step.clock.sleep(MINUTE);
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind });
    expect(step.requests(READ)).toHaveLength(reads);
  });

  describe('as unknown, of a new run,', () => {
    it('counts for nothing in the first minute', async ({ step }) => {
      const id = step.addRun({ state: 'INPROGRESS', ms: 2 * MINUTE }, { state: 'SUCCEEDED' });
      between(step, 0, 55_000, { ...gone, times: 'always' });
      expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
    });

    it('counts for nothing after a reading either', async ({ step }) => {
      const id = step.addRun({ state: 'INPROGRESS', ms: 2 * MINUTE }, { state: 'SUCCEEDED' });
      between(step, 1000, 55_000, { ...gone, times: 'always' });
      expect(await follow(id, planOf({ isForeign: true }), step.deps)).toMatchObject({ kind: 'ended' });
    });

    it('counts after that', async ({ step }) => {
      const id = step.addRun({ state: 'INPROGRESS' });
      between(step, 0, 10 * MINUTE, { ...gone, times: 'always' });
      expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'lost', error: { status: 404 } });
      expect(step.clock.now()).toBeGreaterThanOrEqual(MINUTE);
      expect(step.clock.now()).toBeLessThan(1.5 * MINUTE);
    });
  });

  it('interrupted by a reading counts again', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', reads: 3 }, { state: 'SUCCEEDED' });
    const everyOther = () => step.emulator.count('oz', READ) % 2 === 1;
    step.emulator.faults.set(READ, { ...denied(401), times: 'always', when: everyOther });
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
  });

  it('of the oldest form, {error} alone, counts as well', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    const bare: Fault = { status: 401, body: { error: 'Invalid API key' } };
    step.emulator.faults.add(READ, bare, bare);
    expect(await follow(id, planOf(), step.deps)).toMatchObject({
      kind: 'lost',
      error: { code: 'authentication_required' },
    });
  });

  it.for([
    [401, 'authentication_required'],
    [403, 'not_authorized'],
    [404, 'resource_not_found'],
  ] as const)('of a foreign run at the first try is final: %i', async ([status, code], { step }) => {
    const id = step.addRun({ state: 'INPROGRESS' });
    step.emulator.faults.set(READ, problemFault(status, code));
    const followed = await follow(id, planOf({ isForeign: true }), step.deps);
    expect(followed).toMatchObject({ kind: 'unreadable', error: { code } });
    expect(step.requests(READ)).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const date = (clock: VirtualStep['clock'], ms: number) => new Date(clock.wall() + ms).toUTCString();

  it('in seconds is honoured to the second, also above the ceiling', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 1000 }, { state: 'SUCCEEDED' });
    step.emulator.faults.add(READ, tooManyRequests('7'), tooManyRequests('400'));
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
    expect(step.requests(READ).map(({ at }) => at)).toEqual([0, 7000, 407_000]);
  });

  it('as a date is honoured to the second', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: 1000 }, { state: 'SUCCEEDED' });
    step.emulator.faults.add(READ, tooManyRequests(date(step.clock, 95_000)));
    expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
    expect(step.requests(READ).map(({ at }) => at)).toEqual([0, 95_000]);
  });

  it.for([-1, 1])(
    'as a date is by the server’s clock, which is %i h ahead of ours',
    async (hours, { step }) => {
      const id = step.addRun({ state: 'INPROGRESS', ms: 1000 }, { state: 'SUCCEEDED' });
      step.emulator.faults.add(READ, tooManyRequests(date(step.clock, 95_000)));
      step.clock.jump(-hours * 60 * MINUTE);
      expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
      expect(step.requests(READ).map(({ at }) => at)).toEqual([0, 95_000]);
    },
  );

  it.for(['-5', 'soon', '', '1.5 hours', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'that means nothing is passed over: %j',
    async (value, { step }) => {
      const id = step.addRun({ state: 'INPROGRESS', ms: 1000 }, { state: 'SUCCEEDED' });
      step.emulator.faults.add(READ, tooManyRequests(value));
      expect(await follow(id, planOf(), step.deps)).toMatchObject({ kind: 'ended' });
      expect(step.clock.now()).toBeLessThanOrEqual(2000);
    },
  );

  it('counts only for the answer that carried it', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', reads: 2 }, { state: 'SUCCEEDED' });
    step.emulator.faults.add(READ, tooManyRequests('60'));
    await follow(id, planOf({ pollCeiling: 3000 }), step.deps);
    const [, second, third] = step.requests(READ).map(({ at }) => at);
    expect(second).toBe(60_000);
    expect(third).toBeLessThanOrEqual(63_000);
  });

  describe('beyond the budget', () => {
    const twentyMinutes = { ...tooManyRequests('1200'), times: 'always' as const };

    it('is cut short by one last reading, and ends as a timeout', async ({ step }) => {
      const id = step.addRun({ state: 'INPROGRESS' });
      step.emulator.faults.set(READ, { ...twentyMinutes, when: () => step.clock.now() > MINUTE });
      const followed = await follow(id, planOf({ runBudget: 10 * MINUTE }), step.deps);
      expect(followed).toMatchObject({ kind: 'timed-out', budget: 'run' });
      expect(step.clock.now()).toBe(10 * MINUTE);
      expect(step.requests(READ).filter(({ at }) => at >= 2 * MINUTE)).toHaveLength(1);
    });

    it('does not end a run that started to work meanwhile', async ({ step }) => {
      const id = step.addRun(
        { state: 'QUEUED', ms: 2 * MINUTE },
        { state: 'INPROGRESS', ms: 20 * MINUTE },
        { state: 'SUCCEEDED' },
      );
      step.emulator.faults.set(READ, { ...tooManyRequests('1200'), when: () => step.clock.now() > MINUTE });
      expect(await follow(id, planOf({ queueBudget: 5 * MINUTE }), step.deps)).toMatchObject({
        kind: 'ended',
      });
    });

    it('does not hide an end', async ({ step }) => {
      const id = step.addRun({ state: 'INPROGRESS', ms: 2 * MINUTE }, { state: 'SUCCEEDED' });
      step.emulator.faults.set(READ, { ...tooManyRequests('1200'), when: () => step.clock.now() > MINUTE });
      expect(await follow(id, planOf({ runBudget: 5 * MINUTE }), step.deps)).toMatchObject({
        kind: 'ended',
      });
    });
  });
});
