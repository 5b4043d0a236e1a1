import { describe, expect } from 'vitest';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { says as talks } from '../emulator/oz/conversation.ts';
import {
  attachTo,
  commentsOf,
  EDIT_COMMENT,
  it,
  messages,
  POST_COMMENT,
  READ,
} from '../support/dist-step.ts';
import { SUCCEEDED } from '../telling/growing.ts';

const GRAPHQL = 'POST /graphql';

/** Picks the edit that tells the end, among those that tell how the agent gets on. */
const says = (text: string) => ({
  when: ({ body }: { body?: unknown }) => (JSON.stringify(body) ?? '').includes(text),
});

describe.concurrent('what the main phase could not write into the comment, the post phase does', () => {
  it('GitHub hangs when the step is cancelled', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start();
    await stage.emulator.answered(POST_COMMENT);
    await stage.emulator.answered(READ, 3);
    stage.emulator.faults.add(EDIT_COMMENT, { kind: 'hang', effect: false, times: 'always' });
    step.cancel();
    const { log, signal } = await step.main;
    expect(signal).toBeNull();
    expect(log).toContain('The post phase of this step tries again.');
    stage.emulator.faults.clear(EDIT_COMMENT);
    const job = await stage.finish(step);
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('was cancelled')]);
    expect(job.post?.annotations).toEqual([]);
  });

  it('the step is killed, and GitHub does not answer for some seconds', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start();
    await stage.emulator.answered(POST_COMMENT);
    await stage.emulator.answered(READ, 3);
    step.kill();
    await step.main;
    stage.emulator.faults.add('github *', { kind: 'hang', effect: false });
    const job = await stage.finish(step);
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('was cancelled')]);
    expect(job.post?.annotations).toEqual([]);
  });

  for (const comment of ['sticky', 'new']) {
    it(`${comment}: killed during the last edit, it tells the outcome of the main phase`, async ({
      stage,
    }) => {
      const { emulator } = stage;
      const ended = { ...SUCCEEDED, conversation: talks('end', '```json\n[]\n```') };
      const id = emulator.oz.addRun({}, [{ state: 'INPROGRESS', reads: 4 }, ended]);
      const held = emulator.faults.set(EDIT_COMMENT, { kind: 'hold', ...says('is not valid') });
      const typed = { ...attachTo(id), 'output-schema': '{"type":"object"}' };
      const step = await stage.start({ with: { comment, ...typed } });
      await expect.poll(() => held.met.length, { timeout: 100_000 }).toBe(1);
      step.kill();
      await step.main;
      emulator.faults.clear(EDIT_COMMENT);
      const job = await stage.finish(step);
      expect(job.outputs.outcome).toBe('invalid-output');
      expect(commentsOf(emulator)).toEqual([expect.stringContaining('is not valid')]);
      expect(job.main.summary).toContain('is not valid');
      expect(job.post?.summary).toBe('');
    });
  }

  it('a create request was sent, its answer was not heard', async ({ stage }) => {
    const { emulator } = stage;
    stage.play('never-ends');
    emulator.faults.add(POST_COMMENT, { kind: 'hang', effect: true });
    const step = await stage.start({ with: { comment: 'new' } });
    await emulator.seen(POST_COMMENT);
    await emulator.answered(READ, 3);
    step.kill();
    await stage.finish(step);
    expect(commentsOf(emulator)).toEqual([expect.stringContaining('was cancelled')]);
  });

  it('a comment that was lost turns up after the main phase: one of the two goes', async ({ stage }) => {
    const late = stage.emulator.faults.set(POST_COMMENT, { kind: 'late-effect' });
    const step = await stage.start({ with: { wait: 'false' } });
    await step.main;
    await late.land();
    expect(commentsOf(stage.emulator)).toHaveLength(2);
    const job = await stage.finish(step);
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('was started')]);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('nothing is left to the post phase once the comment is written', async ({ stage }) => {
    const step = await stage.start();
    await step.main;
    const before = stage.emulator.requests.length;
    await stage.finish(step);
    expect(stage.emulator.requests).toHaveLength(before);
  });
});

describe.concurrent('at the end', () => {
  it('neither log nor outputs wait for GitHub', async ({ stage }) => {
    stage.emulator.github.addPull({ number: 42 });
    const held = stage.emulator.faults.set(GRAPHQL, { kind: 'hold', ...says('pullRequest(') });
    const step = await stage.start({ with: { comment: 'off' } });
    const dropped = stage.emulator.answered(GRAPHQL).then((): never => {
      throw new Error('GitHub was waited for first');
    });
    await Promise.race([step.saw('outcome: succeeded'), dropped]);
    held.release();
    await dropped.catch(() => undefined);
    const job = await stage.finish(step);
    expect(job.summary).toContain('🟢');
  });

  it('a pull request whose URL is too long for a comment is named without it', async ({ stage }) => {
    const long = `https://github.com/octo-org/octo-repo/pull/1?${'x'.repeat(60_000)}`;
    const pulls = [1, 2, 3].map((n) => pullRequest(`${long}${n}`, `branch-${n}`));
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts: pulls }]);
    const job = await stage.run();
    expect(commentsOf(stage.emulator)).toEqual([expect.stringMatching(/succeeded[\s\S]*branch-3/)]);
    expect(messages(job, 'warning')).toEqual([]);
    expect(job.summary).toContain('branch-3');
  });
});
