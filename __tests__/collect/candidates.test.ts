import { describe, expect, it } from 'vitest';
import { sortOut } from '../../src/collect/candidates.ts';
import { decodeRun, type Run } from '../../src/oz/decode.ts';
import { collectStamp, type Order } from '../../src/runs/collect-stamp.ts';

const KEY = 'wk-1.the-key-of-the-workflow';
const AT = Date.parse('2026-03-01T12:00:00Z');
const ORDER: Order = {
  comment: 'sticky',
  thread: undefined,
  status: 'oz/review',
  review: { failOn: undefined, maxComments: 25 },
  queueBudget: undefined,
  runBudget: undefined,
  maxCredits: undefined,
  onTimeout: 'cancel',
  onBlocked: 'fail',
  requirePullRequest: false,
};

/** The n-th run, a minute after the one before. */
function runOf(n: number, order: Partial<Order>, facts: Record<string, string> = {}): Run {
  const metadata = {
    github_repository: 'octo/repo',
    github_number: '7',
    comment_key: 'key',
    github_sha: 'a'.repeat(40),
    start_id: `start-${n}`,
    ...facts,
  };
  const time = AT + n * 60_000;
  const collect = collectStamp({ ...ORDER, ...order }, { metadata, parentRunId: undefined }, time, KEY);
  const run = decodeRun({
    run_id: `run-${n}`,
    state: 'SUCCEEDED',
    created_at: new Date(time).toISOString(),
    metadata: { ...metadata, collect },
  });
  if (run === undefined) throw new Error('no run');
  return run;
}

function placesOf(...runs: Run[]): Record<string, readonly string[]> {
  const { trusted } = sortOut(runs, 'octo/repo', KEY);
  return Object.fromEntries(trusted.map(({ run, places }) => [run.id, places]));
}

describe('of two runs about the same', () => {
  it('only the newer speaks, in whatever order they are listed', () => {
    const [one, two] = [runOf(1, {}), runOf(2, {})];
    const expected = { 'run-1': [], 'run-2': ['comment', 'status', 'review'] };
    expect(placesOf(one, two)).toEqual(expected);
    expect(placesOf(two, one)).toEqual(expected);
  });

  it('the older keeps the status of a commit of its own, and nothing else', () => {
    const newer = runOf(2, {}, { github_sha: 'b'.repeat(40) });
    expect(placesOf(runOf(1, {}), newer)).toMatchObject({ 'run-1': ['status'] });
  });

  it('each has a comment of its own where that is its kind', () => {
    const replies = [runOf(1, { comment: 'reply' }), runOf(2, { comment: 'reply' })] as const;
    expect(placesOf(...replies)).toMatchObject({ 'run-1': ['comment'] });
  });

  it('each speaks under a comment key of its own; contexts differ by more than their case', () => {
    const other = runOf(2, { status: 'OZ/Review' }, { comment_key: 'other' });
    expect(placesOf(runOf(1, {}), other)).toEqual({
      'run-1': ['comment', 'review'],
      'run-2': ['comment', 'status', 'review'],
    });
  });

  it('a forgery is never the newest', () => {
    const { metadata = {}, ...run } = runOf(2, {});
    const forged = {
      ...run,
      metadata: { ...metadata, comment_key: 'key', github_actor: 'x', github_sha: '' },
    };
    expect(placesOf(runOf(1, {}), forged)).toEqual({ 'run-1': ['comment', 'status', 'review'] });
  });
});
