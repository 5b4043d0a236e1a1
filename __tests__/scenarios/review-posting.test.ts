import { describe, expect } from 'vitest';
import { missingPermission } from '../emulator/known-faults.ts';
import { attachTo, CREATE, commentsOf, EDIT_COMMENT, it, messages, NUMBER } from '../support/dist-step.ts';
import {
  COMPARE,
  finding,
  GRAPHQL,
  HEAD,
  inlineOf,
  LIST_FILES,
  POST_REVIEW,
  prepare,
  REVIEW,
  reviewsOf,
} from './reviewing.ts';

describe.concurrent('a review that GitHub does not take', () => {
  const refused = {
    status: 422,
    body: { message: 'Unprocessable Entity', errors: ['line must be part of the diff'] },
  };

  it('on its lines is sent once more as text', async ({ stage }) => {
    prepare(stage, [finding(), finding({ path: 'b.ts', title: 'Elsewhere' })]);
    stage.emulator.faults.add(POST_REVIEW, refused);
    const job = await stage.runMain({ with: REVIEW });
    expect(reviewsOf(stage)[0]?.body).toMatch(/Elsewhere[\s\S]*Half is not handled/);
    const bodies = stage.emulator.requests
      .filter(({ route }) => route === POST_REVIEW)
      .map(({ body }) => body);
    expect(bodies).toEqual([
      expect.objectContaining({ commit_id: HEAD }),
      expect.not.objectContaining({ commit_id: expect.anything() }),
    ]);
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('refused')]);
    expect(job.outputs['review-url']).not.toBe('');
  });

  for (const [name, fault, says] of [
    ['refused twice', { ...refused, times: 2 }, /could not be posted/],
    ['forbidden', missingPermission(), /permissions:\n {2}pull-requests: write/],
  ] as const) {
    it(`${name}: the findings stand in comment and summary`, async ({ stage }) => {
      prepare(stage, [finding()]);
      stage.emulator.faults.add(POST_REVIEW, fault);
      const job = await stage.runMain({ with: REVIEW });
      expect(job.conclusion).toBe('success');
      expect(job.outputs['review-url']).toBe('');
      expect(messages(job, 'warning').at(-1)).toMatch(says);
      expect(reviewsOf(stage)).toEqual([]);
      expect(commentsOf(stage.emulator)[0]).toMatch(/Half is not handled[\s\S]*It throws/);
      expect(job.summary).toMatch(/^- \*\*\S+ \w+\*\*: Half is not handled · \[`\S+`\]\(/m);
    });
  }

  it('for want of every permission: the same', async ({ stage }) => {
    prepare(stage, [finding()]);
    stage.emulator.github.grants['pull-requests'] = 'none';
    const job = await stage.runMain({ with: { ...REVIEW, 'required-permission': 'none' } });
    expect(messages(job, 'warning')[0]).toMatch(/permissions:\n {2}pull-requests: write/);
    expect(job.summary).toContain('Half is not handled');
  });
});

describe.concurrent('a review is posted once', () => {
  for (const kind of ['reset-after', 'truncate', 'broken-json'] as const) {
    it(`although its answer was lost: ${kind}`, async ({ stage }) => {
      prepare(stage, [finding()]);
      stage.emulator.faults.add(POST_REVIEW, { kind });
      const job = await stage.runMain({ with: REVIEW });
      expect(reviewsOf(stage)).toHaveLength(1);
      expect(job.outputs['review-url']).toContain(`#pullrequestreview-${reviewsOf(stage)[0]?.id}`);
      expect(job.annotations).toEqual([]);
    });
  }

  it('although the request was lost', async ({ stage }) => {
    prepare(stage, [finding()]);
    stage.emulator.faults.add(POST_REVIEW, { kind: 'reset' });
    await stage.runMain({ with: REVIEW });
    expect(reviewsOf(stage)).toHaveLength(1);
  });

  it('when it cannot be told whether it is there, it is not sent again', async ({ stage }) => {
    prepare(stage, [finding()]);
    stage.emulator.faults.add(POST_REVIEW, { kind: 'reset-after' });
    const isLater = () => stage.emulator.count('github', POST_REVIEW) > 0;
    stage.emulator.faults.add(GRAPHQL, { status: 502, body: 'no', times: 'always', when: isLater });
    const job = await stage.runMain({ with: REVIEW });
    expect(stage.emulator.count('github', POST_REVIEW)).toBe(1);
    expect(messages(job, 'warning')[0]).toContain('could not be posted');
  });

  it('by the step that collects the answer of a run that another one started', async ({ stage }) => {
    prepare(stage, [finding()]);
    const started = await stage.runMain({ with: { ...REVIEW, wait: 'false' } });
    expect(started.outputs).toMatchObject({ outcome: 'started', 'review-url': '' });
    stage.emulator.github.push(NUMBER, [{ path: 'c.ts', after: 'other\n' }]);
    const inputs = { ...attachTo(stage.emulator.oz.lastRun.id), review: 'true', 'fail-on': 'nit' };
    const job = await stage.runMain({ with: inputs });
    expect(job.outputs).toMatchObject({
      outcome: 'findings',
      'review-url': expect.stringContaining('#pull'),
    });
    expect(reviewsOf(stage)).toEqual([expect.objectContaining({ commitSha: HEAD })]);
    expect(inlineOf(stage)).toHaveLength(1);
  });

  it('however often the run is attached to', async ({ stage }) => {
    prepare(stage, [finding()]);
    const first = await stage.runMain({ with: REVIEW });
    const inputs = { ...attachTo(stage.emulator.oz.lastRun.id), review: 'true' };
    const again = await stage.runMain({ with: inputs });
    const other = await stage.runMain({ with: { ...inputs, 'comment-key': 'other' } });
    expect(reviewsOf(stage)).toHaveLength(1);
    expect(again.outputs['review-url']).toBe(first.outputs['review-url']);
    expect(other.outputs['review-url']).toBe(first.outputs['review-url']);
  });

  for (const route of [GRAPHQL, LIST_FILES, COMPARE, POST_REVIEW]) {
    for (const effect of [false, true]) {
      it(`although the step is killed at ${route}, ${effect ? 'after' : 'before'} its effect`, async ({
        stage,
      }) => {
        // Of a removed line that the diff does not show: then the comparison is read too.
        prepare(stage, [finding(), finding({ path: 'b.ts', side: 'LEFT' })]);
        const { emulator } = stage;
        const isReview = () => emulator.oz.lastRun.state === 'SUCCEEDED';
        const held = emulator.faults.set(route, {
          kind: 'hold',
          effect,
          dropsOnDisconnect: !effect,
          when: isReview,
        });
        const step = await stage.start({ with: { ...REVIEW, comment: 'off' } });
        await emulator.seen(route, emulator.count('github', route) + 1);
        step.kill();
        await stage.finish(step);
        held.release();
        emulator.faults.clear(route);
        const job = await stage.runMain({ with: { ...attachTo(emulator.oz.lastRun.id), review: 'true' } });
        expect(reviewsOf(stage)).toHaveLength(1);
        expect(inlineOf(stage)).toHaveLength(1);
        expect(job.outputs['review-url']).toContain(`#pullrequestreview-${reviewsOf(stage)[0]?.id}`);
        expect(emulator.count('oz', CREATE)).toBe(1);
      });
    }
  }

  it('and the post phase names it where the step was killed before its comment', async ({ stage }) => {
    prepare(stage, [finding()]);
    const { emulator } = stage;
    const isReviewed = () => reviewsOf(stage).length > 0;
    emulator.faults.set(EDIT_COMMENT, { kind: 'hold', dropsOnDisconnect: true, when: isReviewed });
    const step = await stage.start({ with: { ...REVIEW, 'fail-on': 'minor' } });
    await step.saw('review: ');
    await emulator.seen(EDIT_COMMENT, emulator.count('github', EDIT_COMMENT) + 1);
    step.kill();
    emulator.faults.clear(EDIT_COMMENT);
    await stage.finish(step);
    expect(reviewsOf(stage)).toHaveLength(1);
    const link = `[Review](https://github.com/octo-org/octo-repo/pull/7#pullrequestreview-${reviewsOf(stage)[0]?.id})`;
    expect(commentsOf(emulator).at(-1)).toContain(link);
    expect(commentsOf(emulator).at(-1)).toContain('findings that must not pass');
  });
});
