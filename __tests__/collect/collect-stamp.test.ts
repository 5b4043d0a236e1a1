import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRun, type Run } from '../../src/oz/decode.ts';
import { SEVERITIES } from '../../src/review/findings.ts';
import { collectStamp, type Order, verify } from '../../src/runs/collect-stamp.ts';

const KEY = 'wk-1.the-key-of-the-workflow';
const AT = Date.parse('2026-03-01T12:00:00Z');
const ORDER: Order = {
  comment: 'sticky',
  thread: undefined,
  status: 'oz/review',
  review: { failOn: 'major', maxComments: 25 },
  queueBudget: 30 * 60_000,
  runBudget: undefined,
  maxCredits: 12.5,
  onTimeout: 'cancel',
  onBlocked: 'fail',
  requirePullRequest: true,
};
const METADATA = {
  github_repository: 'octo/repo',
  github_number: '7',
  comment_key: 'CI/review',
  github_sha: 'a'.repeat(40),
  start_id: '5c0c1f0e-3a5b-4f6e-9c67-0d5d1f2a3b4c',
};

interface Facts {
  readonly metadata?: Record<string, string>;
  readonly createdAt?: number;
  readonly parent?: string;
}

function runOf({ metadata = {}, createdAt = AT, parent }: Facts = {}): Run {
  const run = decodeRun({
    run_id: 'run-1',
    state: 'SUCCEEDED',
    created_at: new Date(createdAt).toISOString(),
    metadata: { ...METADATA, collect: stamp(), ...metadata },
    ...(parent && { parent_run_id: parent }),
  });
  if (run === undefined) throw new Error('no run');
  return run;
}

function stamp(order: Partial<Order> = {}, key = KEY): string {
  return collectStamp({ ...ORDER, ...order }, { metadata: METADATA, parentRunId: undefined }, AT, key);
}

const whole = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: undefined });
const ORDERS: fc.Arbitrary<Order> = fc.record({
  comment: fc.constantFrom('sticky', 'new', 'reply', 'off'),
  thread: whole(Number.MAX_SAFE_INTEGER),
  status: fc.option(
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
      .filter((name) => Buffer.byteLength(name) <= 80 && !/\p{Cc}/u.test(name)),
    { nil: undefined },
  ),
  review: fc.option(
    fc.record({
      failOn: fc.constantFrom(undefined, ...SEVERITIES),
      maxComments: fc.integer({ min: 0, max: 100 }),
    }),
    { nil: undefined },
  ),
  queueBudget: whole(6_000_000_000),
  runBudget: whole(6_000_000_000),
  maxCredits: fc.option(
    fc.integer({ min: 1, max: 999_999_999 }).map((n) => n / 1000),
    { nil: undefined },
  ),
  onTimeout: fc.constantFrom('cancel', 'detach'),
  onBlocked: fc.constantFrom('fail', 'wait'),
  requirePullRequest: fc.boolean(),
});

describe('the order on a run', () => {
  it('comes back as it was given, in at most 256 bytes', () => {
    fc.assert(
      fc.property(ORDERS, (order) => {
        const collect = stamp(order);
        expect(Buffer.byteLength(collect)).toBeLessThanOrEqual(256);
        expect(verify(runOf({ metadata: { collect } }), KEY)).toEqual({ kind: 'trusted', order });
      }),
    );
  });

  it('is missing on a run that a step waited for', () => {
    const { collect: _, ...metadata } = runOf().metadata ?? {};
    expect(verify({ ...runOf(), metadata }, KEY)).toBeUndefined();
  });

  it('counts up to 15 minutes from the signed time', () => {
    for (const minutes of [-15, 0, 15]) {
      expect(verify(runOf({ createdAt: AT + minutes * 60_000 }), KEY)?.kind).toBe('trusted');
    }
  });

  it('is bound to the parent that was signed', () => {
    const signed = { metadata: METADATA, parentRunId: 'parent-1' };
    const collect = collectStamp(ORDER, signed, AT, KEY);
    expect(verify(runOf({ metadata: { collect }, parent: 'parent-1' }), KEY)?.kind).toBe('trusted');
    expect(verify(runOf({ metadata: { collect } }), KEY)?.kind).toBe('distrusted');
  });
});

describe('what has no effect', () => {
  const parts = stamp().split(';');
  const without = (index: number, value: string) => parts.with(index, value).join(';');
  const swapped = parts
    .with(4, parts[5] ?? '')
    .with(5, parts[4] ?? '')
    .join(';');
  const SIGNATURE = 11;
  const later = 16 * 60_000;
  const forgeries: [what: string, why: string, facts: Facts][] = [
    ['no signature', 'unreadable', { metadata: { collect: without(SIGNATURE, '') } }],
    ['a wrong key', 'unsigned', { metadata: { collect: stamp({}, 'wk-1.another-key') } }],
    ['copied on a newer run', 'time', { createdAt: AT + later }],
    ['copied on a child', 'parent', { parent: 'run-0' }],
    ['another repository', 'unsigned', { metadata: { github_repository: 'octo/other' } }],
    ['another number', 'unsigned', { metadata: { github_number: '8' } }],
    ['another commit', 'unsigned', { metadata: { github_sha: 'b'.repeat(40) } }],
    ['another comment key', 'unsigned', { metadata: { comment_key: 'CI/other' } }],
    ['another start_id', 'unsigned', { metadata: { start_id: 'another' } }],
    ['an old time', 'time', { createdAt: AT - later }],
    ['a time moved along', 'unsigned', { metadata: { collect: without(10, String(AT + later)) } }],
    ['swapped budgets', 'unsigned', { metadata: { collect: swapped } }],
    ['another status', 'unsigned', { metadata: { collect: `${stamp()}2` } }],
    ['truncated', 'unreadable', { metadata: { collect: stamp().slice(0, 60) } }],
    ['256 bytes of rubbish', 'unreadable', { metadata: { collect: '\u0000;1'.repeat(100).slice(0, 256) } }],
    ['not base64', 'unreadable', { metadata: { collect: without(SIGNATURE, '!'.repeat(43)) } }],
    ['another version', 'unreadable', { metadata: { collect: without(0, '2') } }],
  ];

  it.each(forgeries)('%s: %s', (_what, why, facts) => {
    expect(verify(runOf(facts), KEY)).toEqual({ kind: 'distrusted', why });
  });

  it('a run without a time of creation', () => {
    expect(verify({ ...runOf(), createdAt: undefined }, KEY)).toMatchObject({ why: 'time' });
  });
});
