import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../src/github/event.ts';
import { decodeRun, type Run } from '../../src/oz/decode.ts';
import { type FailureKind, OzError } from '../../src/oz/problem.ts';
import { Budgets } from '../../src/runs/budgets.ts';
import { backOff, pollDelay } from '../../src/runs/cadence.ts';
import { OutageTracker } from '../../src/runs/outage-tracker.ts';
import { matchesStamp, STAMPED_KEYS, stampOf, truncateValues } from '../../src/runs/stamp.ts';
import { verdictOn } from '../../src/runs/start.ts';
import { collectingLog } from '../support/collecting-log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function runOf(members: Record<string, unknown>): Run {
  const run = decodeRun({ run_id: 'run-1', state: 'QUEUED', ...members });
  if (run === undefined) throw new Error('no run');
  return run;
}

describe('the polling interval', () => {
  const ages = fc.double({ min: 0, max: 1e9, noNaN: true });
  const ceilings = fc.double({ min: 50, max: 3.6e6, noNaN: true });
  const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('lies between nine tenths of its floor and the ceiling, whatever the age', () => {
    fc.assert(
      fc.property(ages, ceilings, chances, (age, ceiling, chance) => {
        const delay = pollDelay(age, ceiling, () => chance);
        expect(delay).toBeLessThanOrEqual(ceiling);
        expect(delay).toBeGreaterThanOrEqual(0.9 * Math.min(2000, ceiling));
      }),
    );
  });

  it.each([
    [0, 15_000, 2000],
    [10_000, 15_000, 2000],
    [60_000, 15_000, 4800],
    [3_600_000, 15_000, 15_000],
    [3_600_000, 500, 500],
  ])('at an age of %i ms under a ceiling of %i ms is %i ms', (age, ceiling, delay) => {
    expect(pollDelay(age, ceiling, () => 0)).toBe(delay);
  });

  it('after failures doubles up to half a minute', () => {
    expect([1, 2, 3, 5, 6, 60].map((failures) => backOff(failures, () => 0))).toEqual([
      1000, 2000, 4000, 16_000, 30_000, 30_000,
    ]);
    expect(backOff(1, () => 0.999)).toBeGreaterThanOrEqual(800);
  });
});

describe('budgets', () => {
  const budgets = () => new Budgets({ queueBudget: 100, runBudget: 50, since: 10 });

  it('count from creation, then from the start', () => {
    const both = budgets();
    expect([both.current(), both.deadline()]).toEqual(['queue', 110]);
    both.observe(runOf({ state: 'INPROGRESS' }), 70);
    expect([both.current(), both.deadline()]).toEqual(['run', 120]);
  });

  it.each([
    [{ state: 'CLAIMED' }, 'queue'],
    [{ state: 'REHEARSING' }, 'queue'],
    [{ state: 'REHEARSING', started_at: '2026-01-01T00:00:00Z' }, 'run'],
    [{ state: 'BLOCKED' }, 'run'],
    [{ state: 'SUCCEEDED' }, 'run'],
  ])('%j counts for the budget %s', (members, current) => {
    const both = budgets();
    both.observe(runOf(members), 20);
    expect(both.current()).toBe(current);
  });

  it('that are undefined never end', () => {
    expect(new Budgets({ queueBudget: undefined, runBudget: undefined, since: 0 }).deadline()).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe('contact', () => {
  const failure = (kind: FailureKind, status?: number) =>
    new OzError('Reading the run: no', { kind, code: 'x', status });

  it('is lost at ten minutes of outage, a refusal in between or not', async () => {
    const clock = new VirtualClock();
    const tracker = new OutageTracker({ clock, log: collectingLog(clock).log });
    const verdicts: string[] = [];
    for (const status of [502, 401, 502, 502]) {
      verdicts.push(tracker.failed(failure(status === 401 ? 'problem' : 'gateway', status), false));
      await clock.sleep(200_000);
    }
    expect(verdicts).toEqual(['goes-on', 'goes-on', 'goes-on', 'lost']);
  });

  it.each([
    ['gateway', 401],
    ['gateway', 404],
    ['unanswered', 200],
    ['unsent', undefined],
    ['problem', 429],
    ['problem', 408],
    ['problem', 500],
  ] as const)('a first reading that fails as %s %s is an outage, not a refusal', (kind, status) => {
    const clock = new VirtualClock();
    const tracker = new OutageTracker({ clock, log: collectingLog(clock).log });
    expect(tracker.failed(failure(kind, status), true)).toBe('goes-on');
  });
});

describe('what a failed create request means', () => {
  const verdict = (kind: FailureKind, status?: number, retryAfter?: number, code = 'x') =>
    verdictOn(new OzError('no', { kind, status, retryAfter, code }));

  it.each([408, 500, 502, 503, 504, 520, 530, 599])('%i: a run may exist', (status) => {
    for (const kind of ['gateway', 'problem'] as const) expect(verdict(kind, status)).toBe('ambiguous');
  });
  it.each([409, 429])('%i: no run exists', (status) => {
    for (const kind of ['gateway', 'problem'] as const) expect(verdict(kind, status)).toBe('harmless');
  });
  it.each([0, 5000])('503 with Retry-After %i: a run may exist', (retryAfter) => {
    expect(verdict('gateway', 503, retryAfter)).toBe('ambiguous');
  });
  it('every other 4xx is final', () => {
    const others = Array.from({ length: 100 }, (_, index) => 400 + index).filter(
      (status) => ![408, 409, 429].includes(status),
    );
    for (const status of others) expect([status, verdict('gateway', status)]).toEqual([status, 'refused']);
  });
  it.each(['out_of_credits', 'insufficient_credits', 'budget_exceeded'])('429 with %s is final', (code) => {
    expect(verdict('problem', 429, undefined, code)).toBe('refused');
  });
  it('a success that says nothing may have made a run; a request that was never sent has not', () => {
    expect(verdict('unanswered', 200)).toBe('ambiguous');
    expect(verdict('unanswered')).toBe('ambiguous');
    expect(verdict('unsent')).toBe('harmless');
  });
});

describe('the stamp', () => {
  const event = readEvent({
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_WORKFLOW: 'w'.repeat(300),
    GITHUB_JOB: 'agent',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'abc',
    GITHUB_ACTOR: 'octocat',
  });

  it('leaves out what is empty and cuts what is long', () => {
    const stamp = stampOf(event, undefined, 'ü'.repeat(200));
    expect(Object.keys(stamp)).toEqual(
      STAMPED_KEYS.filter((key) => !['github_number', 'start_id', 'collect'].includes(key)),
    );
    expect(stamp.github_workflow).toHaveLength(256);
    expect(Buffer.byteLength(stamp.comment_key ?? '')).toBe(256);
    expect(stampOf(event, 7, 'k').github_number).toBe('7');
  });

  it('is cut to whole characters of at most 256 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (value) => {
        const { key = '' } = truncateValues({ key: value });
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(256);
        expect(value.toWellFormed().startsWith(key.toWellFormed())).toBe(true);
      }),
    );
  });

  it.each<[string, Record<string, unknown>, Record<string, string | undefined>, string | undefined, boolean]>(
    [
      ['the same value', { metadata: { a: '1', b: '2' } }, { a: '1' }, undefined, true],
      ['another value', { metadata: { a: '2' } }, { a: '1' }, undefined, false],
      ['no metadata', {}, { a: '1' }, undefined, false],
      [
        'a key that must be absent',
        { metadata: { a: '1', n: '7' } },
        { a: '1', n: undefined },
        undefined,
        false,
      ],
      ['a key that is absent', { metadata: { a: '1' } }, { a: '1', n: undefined }, undefined, true],
      ['a child', { metadata: { a: '1' }, parent_run_id: 'p' }, { a: '1' }, undefined, false],
      [
        'a child of the parent that is sent',
        { metadata: { a: '1' }, parent_run_id: 'p' },
        { a: '1' },
        'p',
        true,
      ],
      ['no child where one is sent', { metadata: { a: '1' } }, { a: '1' }, 'p', false],
      ['an empty parent', { metadata: { a: '1' }, parent_run_id: '' }, { a: '1' }, undefined, true],
    ],
  )('is carried or not: %s', (_name, members, stamp, parent, expected) => {
    expect(matchesStamp(runOf(members), stamp, parent)).toBe(expected);
  });
});
