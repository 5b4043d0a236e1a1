import { describe, expect } from 'vitest';
import { secondaryRateLimit } from '../emulator/known-faults.ts';
import { EDIT_COMMENT, POST_COMMENT } from '../scenarios/harness.ts';
import { DrivenComment } from './driven-comment.ts';
import { MINUTE } from './virtual-step.ts';
import { it } from './virtual-test.ts';

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}

describe('edits that only tell what the agent does now', () => {
  it('come at most once a minute', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    for (let minute = 1; minute <= 8; minute += 1) {
      for (let part = 1; part < 4; part += 1) {
        await step.clock.sleep(MINUTE / 4);
        await driven.look(`command: ${minute}.${part}`);
      }
      await step.clock.sleep(MINUTE / 4);
      await driven.written(`command: ${minute}`);
    }
    await driven.finish();
    const times = step.times(POST_COMMENT, EDIT_COMMENT);
    expect(times).toHaveLength(10);
    expect(Math.min(...gaps(times.slice(0, -1)))).toBeGreaterThanOrEqual(MINUTE);
  });

  it('are not sent when nothing has changed', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: npm test');
    for (let minute = 0; minute < 20; minute += 1) {
      await step.clock.sleep(MINUTE);
      await driven.look('command: npm test');
    }
    expect(driven.body).toContain('Now: `command: npm test`');
    await driven.finish();
    expect(driven.writes).toBe(2);
    expect(driven.body).not.toContain('Now:');
  });
});

describe('over an hour', () => {
  it('at most 30 edits, however often the state changes, and the last one is among them', async ({
    step,
  }) => {
    const driven = new DrivenComment(step);
    const states = ['INPROGRESS', 'BLOCKED'];
    for (let poll = 0; poll < 236; poll += 1) {
      await step.clock.sleep(MINUTE / 4);
      const state = states[poll % 2] ?? '';
      if (driven.writes < 29) await driven.written(`command: ${poll}`, state);
      else await driven.look(`command: ${poll}`);
    }
    await driven.finish();
    expect(driven.writes).toBe(30);
    expect(driven.body).not.toContain('Now:');
  });

  it('a change of state is still told when the agent has been busy all the time', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    for (let minute = 1; minute < 50; minute += 1) {
      await step.clock.sleep(MINUTE);
      await driven.look(`command: ${minute}`);
    }
    await driven.written('command: last', 'BLOCKED');
    expect(driven.writes).toBeLessThanOrEqual(30);
  });
});

describe('when GitHub wants to be left alone', () => {
  it('no edit is sent until the pause is over, then it carries on', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    const limited = step.emulator.faults.set(EDIT_COMMENT, secondaryRateLimit(600));
    await step.clock.sleep(MINUTE);
    while (limited.met.length === 0) await driven.look('command: 1');
    await step.emulator.answered(EDIT_COMMENT);
    for (let minute = 0; minute < 9; minute += 1) {
      await step.clock.sleep(MINUTE);
      await driven.look(`command: during ${minute}`);
    }
    await step.clock.sleep(2 * MINUTE);
    await driven.written('command: after');
    expect(step.times(EDIT_COMMENT)).toHaveLength(2);
    await driven.finish();
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('the last edit waits as long as it is told to', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, secondaryRateLimit(60), secondaryRateLimit());
    await driven.finish();
    expect(gaps(step.times(EDIT_COMMENT)).map((gap) => gap >= MINUTE)).toEqual([true, true]);
    expect(driven.body).not.toContain('Now:');
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('for longer than anybody waits, one warning says so', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, { ...secondaryRateLimit(3600), times: 'always' });
    const before = step.clock.now();
    await driven.finish();
    expect(step.clock.now() - before).toBeLessThanOrEqual(2 * MINUTE);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });

  it('a step that was asked to go sends its last edit at once', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, secondaryRateLimit(60));
    step.clock.at(step.clock.now() + 1000, () => step.context.shutdown.begin());
    await driven.finish();
    expect(step.times(EDIT_COMMENT)).toHaveLength(2);
    expect(driven.body).not.toContain('Now:');
  });
});
