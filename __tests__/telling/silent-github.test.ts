import { describe, expect } from 'vitest';
import { secondaryRateLimit } from '../emulator/known-faults.ts';
import { it } from '../support/virtual-test.ts';
import { DrivenComment } from './driven-comment.ts';

const POST_COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const EDIT_COMMENT = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
const PATIENCE = 90_000;

describe('the last edit of the post phase', () => {
  it('is tried for half a minute where GitHub does not answer, unless the main phase did that', async ({
    step,
  }) => {
    const driven = new DrivenComment(step, { phase: 'post', requestTimeout: 50, hasWaited: false });
    step.emulator.faults.set('github *', { kind: 'hang', effect: false, times: 4 });
    await driven.finish(PATIENCE);
    expect(driven.body).not.toBe('');
    expect(step.times(POST_COMMENT).at(-1)).toBeGreaterThan(12_000);
    expect(step.clock.now()).toBeLessThanOrEqual(30_000);
  });

  it('is given up soon where GitHub does not answer', async ({ step }) => {
    const driven = new DrivenComment(step, { phase: 'post', requestTimeout: 50 });
    step.emulator.faults.set('github *', { kind: 'hang', effect: false, times: 'always' });
    const before = step.clock.now();
    await driven.finish(PATIENCE);
    expect(step.clock.now() - before).toBeLessThanOrEqual(12_000);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('did not answer in time'),
    ]);
  });

  it.for([
    { times: 5, isWritten: true },
    { times: 'always', isWritten: false },
  ] as const)(
    'is tried for half a minute where GitHub answers that it cannot, $times',
    async (given, { step }) => {
      const driven = new DrivenComment(step, { phase: 'post' });
      await driven.written('command: 0');
      step.emulator.faults.set(EDIT_COMMENT, { kind: 'html', status: 502, times: given.times });
      await driven.finish(PATIENCE);
      expect(driven.body.includes('Now:')).toBe(!given.isWritten);
      expect(step.times(EDIT_COMMENT).at(-1)).toBeGreaterThan(given.isWritten ? 12_000 : 27_000);
      expect(step.clock.now()).toBeLessThanOrEqual(30_000);
    },
  );

  it('waits where GitHub asks for a pause, and goes on after it', async ({ step }) => {
    const driven = new DrivenComment(step, { phase: 'post' });
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, secondaryRateLimit(60), { kind: 'html' });
    await driven.finish(PATIENCE);
    expect(driven.body).not.toContain('Now:');
    expect(step.times(EDIT_COMMENT)).toHaveLength(3);
  });
});
