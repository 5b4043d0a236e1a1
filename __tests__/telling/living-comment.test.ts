import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { lockedConversation, missingPermission, secondaryRateLimit } from '../emulator/known-faults.ts';
import { EDIT_COMMENT, POST_COMMENT } from '../support/dist-step.ts';
import { MINUTE } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';
import { DrivenComment, NUMBER } from './driven-comment.ts';

/** Of the end of a step, in ms. */
const PATIENCE = 30_000;

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

  it('the last edit of the post phase waits as long as it is told to', async ({ step }) => {
    const driven = new DrivenComment(step, { phase: 'post' });
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, secondaryRateLimit(60), secondaryRateLimit());
    await driven.finish(3 * MINUTE);
    expect(gaps(step.times(EDIT_COMMENT)).map((gap) => gap >= MINUTE)).toEqual([true, true]);
    expect(driven.body).not.toContain('Now:');
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('for longer than anybody waits, one warning says so, and the post phase gets to try', async ({
    step,
  }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, { ...secondaryRateLimit(3600), times: 'always' });
    const before = step.clock.now();
    expect(await driven.finish(PATIENCE)).toMatchObject({ isOpen: true });
    expect(step.clock.now() - before).toBeLessThanOrEqual(PATIENCE);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('The post phase of this step tries again.'),
    ]);
  });

  it('a step that was asked to go sends its last edit at once', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, secondaryRateLimit(20));
    step.clock.at(step.clock.now() + 1000, () => step.parts.shutdown.begin());
    await driven.finish();
    expect(step.times(EDIT_COMMENT)).toHaveLength(2);
    expect(driven.body).not.toContain('Now:');
  });
});

describe('the last edit when GitHub is in trouble', () => {
  const always = { times: 'always' } as const;

  it('is tried until the step runs out of patience', async ({ step }) => {
    const driven = new DrivenComment(step);
    await driven.written('command: 0');
    step.emulator.faults.add(EDIT_COMMENT, { kind: 'html', times: 5 });
    expect(await driven.finish(PATIENCE)).toMatchObject({ isOpen: false });
    expect(driven.body).not.toContain('Now:');
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it.for([
    ['main', true],
    ['post', false],
  ] as const)(
    'that never ends: of the %s phase, others may try again: %s',
    async ([phase, isOpen], { step }) => {
      const driven = new DrivenComment(step, { phase });
      await driven.written('command: 0');
      step.emulator.faults.add(EDIT_COMMENT, { kind: 'html', ...always });
      const before = step.clock.now();
      expect((await driven.finish(PATIENCE)).isOpen).toBe(isOpen);
      expect(step.clock.now() - before).toBeLessThanOrEqual(PATIENCE);
      expect(step.lines.filter((line) => line.startsWith('warning'))).toHaveLength(1);
    },
  );

  it.for([
    ['a missing permission', missingPermission(), 'pull-requests: write'],
    ['a locked conversation', lockedConversation(), 'Unlock the conversation'],
    ['an issue that is gone', { status: 404, body: { message: 'Not Found' } }, 'pull-requests: write'],
  ] as const)('that no later try overcomes is final: %s', async ([, fault, says], { step }) => {
    const driven = new DrivenComment(step);
    step.emulator.faults.add(POST_COMMENT, { ...fault, ...always });
    expect((await driven.finish(PATIENCE)).isOpen).toBe(false);
    expect(step.times(POST_COMMENT)).toHaveLength(1);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([expect.stringContaining(says)]);
    expect(step.lines.join('\n')).not.toMatch(says === 'Unlock the conversation' ? /permissions:/ : /nlock/);
  });

  it('a time-out of our own is called that', async ({ step }) => {
    const driven = new DrivenComment(step, { requestTimeout: 50 });
    step.emulator.faults.add(POST_COMMENT, { kind: 'hang', effect: false, ...always });
    expect((await driven.finish(PATIENCE)).isOpen).toBe(true);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('GitHub did not answer in time'),
    ]);
  });

  it('slow pages of comments add up to more than one request may take', async ({ step }) => {
    const { github, faults } = step.emulator;
    for (let n = 0; n < 1000; n += 1) github.addComment({ number: NUMBER, user: 'reader', body: 'Hm.' });
    faults.add('POST /graphql', { delayMs: 150, ...always });
    const driven = new DrivenComment(step, { requestTimeout: 1000 });
    expect((await driven.finish(PATIENCE)).url).toBeDefined();
    expect(step.times(POST_COMMENT)).toHaveLength(1);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });
});

describe('one comment, whatever becomes of the answer to its creation', () => {
  const lost: [name: string, faults: Fault[]][] = [
    ['lost, with the effect', [{ kind: 'reset-after' }]],
    ['lost, without the effect', [{ kind: 'reset' }]],
    ['lost twice', [{ kind: 'reset' }, { kind: 'reset-after' }]],
    ['lost, and the effect comes after the second one', [{ kind: 'late-effect', requests: 2 }]],
    ['a gateway’s page, with the effect', [{ kind: 'html', effect: true }]],
    ['unreadable', [{ kind: 'broken-json', effect: true }]],
  ];
  for (const comment of ['sticky', 'new'] as const) {
    it.for(lost)(`${comment}: %s`, async ([, faults], { step }) => {
      const driven = new DrivenComment(step, { comment });
      step.emulator.faults.add(POST_COMMENT, ...faults);
      await driven.finish(PATIENCE);
      await driven.finish(PATIENCE);
      expect(step.emulator.github.comments(NUMBER)).toHaveLength(1);
      expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
    });

    it(`${comment}: posted again after somebody deleted it, with the answer lost`, async ({ step }) => {
      const driven = new DrivenComment(step, { comment });
      await driven.written('command: 0');
      for (const { id } of step.emulator.github.comments(NUMBER)) step.emulator.github.deleteComment(id);
      step.emulator.faults.add(POST_COMMENT, { kind: 'reset-after' });
      await driven.finish(PATIENCE);
      expect(step.emulator.github.comments(NUMBER)).toHaveLength(1);
      expect(driven.body).not.toContain('Now:');
    });
  }

  it.for([
    ['no body', { status: 200, body: '' }],
    ['no data', { status: 200, body: { data: null } }],
  ] as [string, Fault][])(
    'a list of comments with %s is not taken for an empty one',
    async ([, fault], { step }) => {
      await new DrivenComment(step).finish(PATIENCE);
      step.emulator.faults.add('POST /graphql', fault);
      await new DrivenComment(step).finish(PATIENCE);
      expect(step.emulator.github.comments(NUMBER)).toHaveLength(1);
    },
  );
});
