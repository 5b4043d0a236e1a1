import { describe, expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import { commentsOf, it, messages, NUMBER } from '../support/dist-step.ts';
import {
  AFTER,
  answer,
  FILES,
  finding,
  HEAD,
  inlineOf,
  LIST_FILES,
  prepare,
  REVIEW,
  REVIEWED,
  reviewsOf,
} from './reviewing.ts';

describe.concurrent('a review', () => {
  it('stands on the lines that it is about; what is outside the diff stands in its text', async ({
    stage,
  }) => {
    prepare(stage, [
      finding({ severity: 'minor', suggestion: 'and three quarters\n' }),
      finding({ severity: 'critical', path: 'gone.ts', line: 2, side: 'LEFT', title: 'Still used' }),
      finding({ line: 14, start_line: 12, title: 'A range' }),
      finding({ path: 'b.ts', line: 3, title: 'Elsewhere' }),
    ]);
    const job = await stage.runMain({ with: REVIEW });
    expect(job.conclusion).toBe('success');
    expect(job.annotations).toEqual([]);
    const [review, ...others] = reviewsOf(stage);
    expect(others).toEqual([]);
    expect(review).toMatchObject({ state: 'COMMENTED', commitSha: HEAD });
    const [marker, ...text] = (review?.body ?? '').split('\n');
    expect(marker).toBe(
      `<!-- oz-agent-action review=${stage.emulator.oz.lastRun.id.replaceAll('-', '%2D')} -->`,
    );
    expect(text.join('\n')).toMatch(/^All in all fine\.\n/);
    expect(review?.body).toContain(`[\`b.ts:3\`](${REVIEWED}b.ts#L3) **⚠️ major**: Elsewhere`);
    expect(inlineOf(stage).map(({ thread }) => thread.original)).toEqual([
      { path: 'gone.ts', side: 'LEFT', line: 2 },
      { path: 'a.ts', side: 'RIGHT', line: 14, startLine: 12 },
      { path: 'a.ts', side: 'RIGHT', line: 11 },
    ]);
    expect(inlineOf(stage).at(-1)?.body).toContain('```suggestion\nand three quarters\n```');
    const url = `https://github.com/octo-org/octo-repo/pull/7#pullrequestreview-${review?.id}`;
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'review-url': url });
    const [comment, ...more] = commentsOf(stage.emulator);
    expect(more).toEqual([]);
    expect(comment).toContain(`🛑 1 critical · ⚠️ 2 major · 🔷 1 minor · [Review](${url})`);
    expect(comment).not.toContain('Half is not handled');
    expect(job.summary).toContain('- **🛑 critical**: Still used · [`gone.ts:2`](');
    expect(job.summary).toContain(`: Half is not handled · [\`a.ts:11\`](${REVIEWED}a.ts#L11)\n`);
  });

  it('takes six requests to GitHub, and one more for each hundred files', async ({ stage }) => {
    const many = Array.from({ length: 250 }, (_, n) => ({ path: `f${n}.ts`, after: 'one\n' }));
    prepare(stage, [finding({ path: 'f249.ts', line: 1 }), finding({ path: 'f0.ts', line: 1 })], many);
    await stage.runMain({ with: { ...REVIEW, comment: 'off', 'required-permission': 'none' } });
    expect(inlineOf(stage)).toHaveLength(2);
    expect(stage.emulator.count('github')).toBeLessThanOrEqual(2 + 3);
  });

  it('without findings is none: the comment says so', async ({ stage }) => {
    prepare(stage, []);
    const job = await stage.runMain({ with: { ...REVIEW, 'fail-on': 'nit' } });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'review-url': '' });
    expect(reviewsOf(stage)).toEqual([]);
    expect(commentsOf(stage.emulator)).toEqual([
      expect.stringContaining('**✅ No findings**\n\nAll in all fine.'),
    ]);
    expect(job.summary).toContain('No findings');
  });

  it('has at most so many comments on lines, the most severe', async ({ stage }) => {
    prepare(stage, [finding({ severity: 'nit' }), finding({ severity: 'critical', line: 12 }), finding()]);
    await stage.runMain({ with: { ...REVIEW, 'max-review-comments': '1' } });
    expect(inlineOf(stage)).toEqual([expect.objectContaining({ body: expect.stringContaining('critical') })]);
    expect(reviewsOf(stage)[0]?.body.match(/\[`a\.ts:11`\]/g)).toHaveLength(2);
  });

  it('is redacted, in the text and on the lines', async ({ stage }) => {
    const { apiKey } = stage.emulator;
    prepare(stage, [
      finding({ body: `It has ${apiKey}`, suggestion: apiKey }),
      finding({ path: 'b.ts', title: apiKey }),
    ]);
    answer(
      stage,
      [finding({ body: `It has ${apiKey}`, suggestion: apiKey }), finding({ path: 'b.ts', title: apiKey })],
      apiKey,
    );
    await stage.runMain({ with: REVIEW });
    const texts = [...reviewsOf(stage), ...inlineOf(stage)].map(({ body }) => body);
    expect(texts).toHaveLength(2);
    for (const text of texts) {
      expect(text).toContain('\\*\\*\\*');
      expect(text).not.toContain(apiKey);
    }
  });
});

describe.concurrent('what stands there already', () => {
  it('is not said again; with nothing new there is no review', async ({ stage }) => {
    prepare(stage, [finding()]);
    await stage.runMain({ with: REVIEW });
    const [first] = inlineOf(stage);
    answer(stage, [finding({ severity: 'nit', title: 'In other words' })]);
    const again = await stage.runMain({ with: REVIEW });
    expect(reviewsOf(stage)).toHaveLength(1);
    expect(again.outputs).toMatchObject({ outcome: 'succeeded', 'review-url': '' });
    const link = `https://github.com/octo-org/octo-repo/pull/7#discussion_r${first?.id}`;
    expect(commentsOf(stage.emulator)[0]).toContain(`In other words · [comment](${link})`);

    answer(stage, [finding(), finding({ line: 12, title: 'New' })]);
    await stage.runMain({ with: REVIEW });
    const [, second] = reviewsOf(stage);
    expect(second?.body).toContain('### Still open');
    expect(inlineOf(stage).map(({ thread }) => thread.original.line)).toEqual([11, 12]);
  });

  it('counts after a push that moved its line, also when a person resolved it', async ({ stage }) => {
    prepare(stage, [finding()]);
    await stage.runMain({ with: REVIEW });
    const { github } = stage.emulator;
    github.reviews.resolve(inlineOf(stage)[0]?.id ?? 0, 'mona');
    github.push(NUMBER, [{ path: 'a.ts', before: FILES[0]?.before ?? '', after: `zero\n${AFTER}` }]);
    const head = github.pull(NUMBER)?.headSha ?? '';
    answer(stage, [finding({ line: 12 })]);
    const event = loadEvent('pull_request.opened', { pull_request: { head: { sha: head } } });
    await stage.runMain({ event, with: REVIEW });
    expect(reviewsOf(stage)).toHaveLength(1);
    expect(commentsOf(stage.emulator)[0]).toContain('[answered](');
  });

  it('does not count once it was hidden or deleted, or is of another author', async ({ stage }) => {
    prepare(stage, [finding()]);
    const { github } = stage.emulator;
    await stage.runMain({ with: REVIEW });
    const [hidden] = inlineOf(stage);
    Object.assign(hidden ?? {}, { isMinimized: true });
    await stage.runMain({ with: REVIEW });
    expect(inlineOf(stage)).toHaveLength(2);
    github.reviews.delete(inlineOf(stage)[1]?.id ?? 0);
    github.reviews.add({
      number: NUMBER,
      user: 'mallory',
      comments: [{ path: 'a.ts', line: 11, body: hidden?.body ?? '' }],
    });
    await stage.runMain({ with: REVIEW });
    expect(inlineOf(stage)).toHaveLength(3);
  });

  it('does not count for another comment key, and neither touches what the other said', async ({ stage }) => {
    prepare(stage, [finding()]);
    const other = { ...REVIEW, 'comment-key': 'other' };
    for (const inputs of [REVIEW, other]) await stage.runMain({ with: inputs });
    const before = structuredClone(inlineOf(stage).map(({ id, body }) => ({ id, body })));
    expect(before).toHaveLength(2);
    const sticky = commentsOf(stage.emulator);
    answer(stage, [finding(), finding({ line: 12, title: 'New' })]);
    await stage.runMain({ with: other });
    expect(inlineOf(stage).map(({ id, body }) => ({ id, body }))).toEqual([...before, expect.anything()]);
    expect(reviewsOf(stage).at(-1)?.body).toContain(`#discussion_r${before[1]?.id}`);
    expect(reviewsOf(stage).at(-1)?.body).not.toContain(`#discussion_r${before[0]?.id}`);
    expect(commentsOf(stage.emulator)[0]).toBe(sticky[0]);
  });
});

describe.concurrent('a pull request that changes while the agent works', () => {
  it('by a push: the reviewed commit is compared, and commented on', async ({ stage }) => {
    prepare(stage, [finding(), finding({ path: 'gone.ts', side: 'LEFT', line: 9, title: 'Before' })]);
    stage.emulator.github.push(NUMBER, [{ path: 'c.ts', after: 'other\n' }]);
    await stage.runMain({ with: REVIEW });
    expect(reviewsOf(stage)).toEqual([expect.objectContaining({ commitSha: HEAD })]);
    expect(inlineOf(stage)).toHaveLength(1);
    expect(stage.emulator.count('github', LIST_FILES)).toBe(0);
    const { mergeBaseSha } = stage.emulator.github.pull(NUMBER) ?? {};
    expect(reviewsOf(stage)[0]?.body).toContain(`/blob/${mergeBaseSha}/gone.ts#L9`);
  });

  it('by a push, without the right to compare: all of it stands in the text, which says why', async ({
    stage,
  }) => {
    prepare(stage, [finding()]);
    stage.emulator.github.push(NUMBER, [{ path: 'c.ts', after: 'other\n' }]);
    stage.emulator.github.grants.contents = 'none';
    const job = await stage.runMain({ with: REVIEW });
    expect(reviewsOf(stage)[0]?.body).toMatch(
      /could not be read, so no finding stands on its line[\s\S]*a\.ts:11/,
    );
    expect(inlineOf(stage)).toEqual([]);
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('permissions:\n  contents: read')]);
  });

  for (const isLost of [false, true]) {
    it(`by a forced push${isLost ? ' that took the commit away' : ''}: all of it stands in the text`, async ({
      stage,
    }) => {
      prepare(stage, [finding()]);
      stage.emulator.github.forcePush(NUMBER, FILES, { isLost });
      const job = await stage.runMain({ with: REVIEW });
      const { headSha } = stage.emulator.github.pull(NUMBER) ?? {};
      expect(reviewsOf(stage)).toEqual([expect.objectContaining({ commitSha: headSha })]);
      expect(reviewsOf(stage)[0]?.body).toContain('Half is not handled');
      expect(inlineOf(stage)).toEqual([]);
      expect(messages(job, 'warning').length).toBeGreaterThan(0);
      expect(job.conclusion).toBe('success');
    });
  }

  for (const state of ['CLOSED', 'MERGED'] as const) {
    it(`as it is ${state}, and its branch deleted: it is reviewed`, async ({ stage }) => {
      prepare(stage, [finding()]);
      stage.emulator.github.setState(NUMBER, state);
      stage.emulator.github.deleteBranch(NUMBER);
      const job = await stage.runMain({ with: REVIEW });
      expect(inlineOf(stage)).toHaveLength(1);
      expect(job.annotations).toEqual([]);
    });
  }
});
