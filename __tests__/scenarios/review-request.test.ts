import { describe, expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import { CREATE, errorOf, it } from '../support/dist-step.ts';
import { finding, HEAD, inlineOf, prepare, REVIEW, reviewsOf } from './reviewing.ts';

describe.concurrent('fail-on', () => {
  const cases = [
    ['a finding that severe', [finding({ severity: 'major' })], 'findings'],
    ['a more severe one, outside the diff', [finding({ severity: 'critical', path: 'b.ts' })], 'findings'],
    ['less severe ones only', [finding({ severity: 'minor' }), finding({ severity: 'nit' })], 'succeeded'],
  ] as const;
  for (const [name, findings, outcome] of cases) {
    it(`${name}: ${outcome}`, async ({ stage }) => {
      prepare(stage, findings);
      const job = await stage.runMain({ with: { ...REVIEW, 'fail-on': 'major' } });
      expect(job.outputs.outcome).toBe(outcome);
      expect(job.conclusion).toBe(outcome === 'findings' ? 'failure' : 'success');
      expect(reviewsOf(stage)).toHaveLength(1);
      if (outcome === 'findings') expect(errorOf(job)).toContain('`fail-on: major`');
    });
  }

  it('counts what stands there already', async ({ stage }) => {
    prepare(stage, [finding()]);
    await stage.runMain({ with: REVIEW });
    const job = await stage.runMain({ with: { ...REVIEW, 'fail-on': 'minor' } });
    expect(reviewsOf(stage)).toHaveLength(1);
    expect(job.outputs).toMatchObject({ outcome: 'findings', 'error-code': 'findings' });
  });
});

describe.concurrent('the request for a review', () => {
  it('names the pull request and both commits, and has a task of its own', async ({ stage }) => {
    prepare(stage, []);
    await stage.runMain({ with: REVIEW });
    const { prompt = '', metadata } = stage.emulator.oz.lastRun.request;
    expect(prompt).toMatch(/^Review the pull request/);
    for (const part of [
      'pull request #7',
      HEAD,
      'git fetch origin refs/pull/7/head',
      `...${HEAD}`,
      'Post nothing',
    ]) {
      expect(prompt).toContain(part);
    }
    expect(metadata?.github_sha).toBe(HEAD);
  });

  it('leaves the task to the workflow where it gives one', async ({ stage }) => {
    prepare(stage, []);
    await stage.runMain({ with: { ...REVIEW, prompt: 'Review for security only' } });
    expect(stage.emulator.oz.lastRun.request.prompt).toMatch(/^Review for security only\n/);
    await stage.runMain({ with: { ...REVIEW, skill: 'review' } });
    expect(stage.emulator.oz.lastRun.request.prompt).not.toContain('Look for faults');
  });

  it('is about the pull request of a comment, as GitHub has it', async ({ stage }) => {
    prepare(stage, [finding()]);
    const event = loadEvent('issue_comment.created.pull_request');
    await stage.runMain({ event, with: REVIEW });
    expect(stage.emulator.oz.lastRun.metadata.github_sha).toBe(HEAD);
    expect(inlineOf(stage)).toHaveLength(1);
  });

  const refusals = [
    ['on a push', loadEvent('push'), REVIEW, 'needs a pull request, and the event has none'],
    ['on an issue', loadEvent('issues.opened'), REVIEW, 'is an issue'],
    [
      'with the number of an issue',
      loadEvent('push'),
      { ...REVIEW, 'issue-number': '5' },
      '#5 is no pull request',
    ],
    ['with a schema', undefined, { ...REVIEW, 'output-schema': '{}' }, 'are both given'],
    ['with an unknown severity', undefined, { ...REVIEW, 'fail-on': 'high' }, '`fail-on` is `high`'],
    ['with too many comments', undefined, { ...REVIEW, 'max-review-comments': '101' }, '0 to 100'],
    ['that is none: fail-on', undefined, { 'fail-on': 'major' }, 'without `review: true`'],
    [
      'that is none: max-review-comments',
      undefined,
      { 'max-review-comments': '3' },
      'without `review: true`',
    ],
  ] as const;
  for (const [name, event, inputs, says] of refusals) {
    it(`is refused ${name}`, async ({ stage }) => {
      const job = await stage.runMain({ ...(event && { event }), with: inputs });
      expect(job.outputs.outcome).toBe('refused');
      expect(errorOf(job)).toContain(says);
      expect(stage.emulator.count('oz', CREATE)).toBe(0);
    });
  }

  it('is refused where GitHub does not say what there is to review', async ({ stage }) => {
    stage.emulator.faults.add('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      status: 502,
      body: '',
      times: 'always',
    });
    const job = await stage.runMain({ event: loadEvent('issue_comment.created.pull_request'), with: REVIEW });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'review_commit_unknown' });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });
});
