import { describe, expect } from 'vitest';
import { byReads } from '../emulator/oz/lives.ts';
import { answers, document } from '../emulator/oz/structured.ts';
import { CREATE, it, messages, type Stage } from '../support/dist-step.ts';
import {
  collect,
  concluded,
  GRAPHQL,
  HEAD,
  moveOn,
  SUCCEEDED,
  said,
  startRun,
  until,
  writes,
} from './collecting.ts';

const FAILED = { state: 'FAILED' };
const POST_REVIEW = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews';

/** Two runs on one pull request; the older fails, the newer succeeds. */
async function startTwo(stage: Stage, keys: [string, string]): Promise<[string, string]> {
  stage.emulator.oz.nextLife(until(FAILED), until(SUCCEEDED));
  return [
    await startRun(stage, { 'comment-key': keys[0], status: keys[0] }),
    await startRun(stage, { 'comment-key': keys[1], status: keys[1] }),
  ];
}

describe.concurrent('two runs on one pull request', () => {
  it.for([
    [0, 1],
    [1, 0],
  ] as const)('with one comment key: the newest speaks (order %j)', async (order, { stage }) => {
    const runs = await startTwo(stage, ['one', 'one']);
    for (const index of order) {
      moveOn(stage, runs[index]);
      const rows = concluded(await collect(stage));
      expect(rows.map(({ run_id }) => run_id)).toEqual(index === 1 ? [runs[1]] : []);
    }
    const { comments, statuses } = said(stage);
    expect(comments).toEqual([expect.stringContaining('succeeded')]);
    expect(statuses.filter((status) => !status.startsWith('pending'))).toEqual([
      expect.stringContaining('succeeded'),
    ]);
  });

  it.for([
    [0, 1],
    [1, 0],
  ] as const)('with two comment keys: each speaks (order %j)', async (order, { stage }) => {
    const runs = await startTwo(stage, ['one', 'two']);
    for (const index of order) {
      moveOn(stage, runs[index]);
      expect(concluded(await collect(stage)).map(({ run_id }) => run_id)).toEqual([runs[index]]);
    }
    expect(said(stage).comments.toSorted()).toEqual([
      expect.stringContaining('succeeded'),
      expect.stringContaining('failed'),
    ]);
    const current = stage.emulator.github.currentStatuses(HEAD);
    expect(current.map(({ context, state }) => [context, state])).toEqual([
      ['one', 'failure'],
      ['two', 'success'],
    ]);
  });

  it('a newer one that begins while the older is collected is not written over', async ({ stage }) => {
    stage.emulator.oz.nextLife([FAILED], until(SUCCEEDED));
    await startRun(stage);
    const before = writes(stage).length;
    const asked = stage.emulator.count('github', GRAPHQL);
    const held = stage.emulator.faults.set(GRAPHQL, { kind: 'hold' });
    const step = await stage.start({ with: { mode: 'collect', prompt: '', 'poll-interval-seconds': '' } });
    await stage.emulator.seen(GRAPHQL, asked + 1);
    await startRun(stage, { comment: 'sticky' });
    held.release();
    const job = await stage.finish(step);
    expect(concluded(job)).toEqual([]);
    expect(job.summary).toContain('superseded');
    expect(said(stage).comments).toEqual([expect.stringContaining('was started')]);
    expect(writes(stage).length).toBeGreaterThan(before);
  });
});

/** Starts a review that has one finding; it has ended. */
async function reviewed(stage: Stage, inputs: Record<string, string> = {}): Promise<string> {
  const { oz, github } = stage.emulator;
  github.addPull({ number: 7, headSha: HEAD, files: [{ path: 'a.ts', after: 'one\n' }] });
  const finding = { path: 'a.ts', line: 1, severity: 'major', title: 'Half', body: 'It throws.' };
  oz.defaultLife = answers({ files: document({ summary: 'Fine.', findings: [finding] }) }, byReads);
  const runId = await startRun(stage, { prompt: '', review: 'true', ...inputs });
  while (oz.lastRun.state !== 'SUCCEEDED') moveOn(stage, runId);
  return runId;
}

describe.concurrent('a review', () => {
  it('is posted once, with the verdict of `fail-on`', async ({ stage }) => {
    const { github } = stage.emulator;
    await reviewed(stage, { 'fail-on': 'minor' });
    expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'findings' }]);
    expect(github.reviews.of(7)).toHaveLength(1);
    expect(github.reviews.comments(7)).toHaveLength(1);
    const before = writes(stage);
    expect(concluded(await collect(stage))).toEqual([]);
    expect(writes(stage)).toEqual(before);
    for (const { id } of github.comments(7)) github.deleteComment(id);
    await collect(stage);
    expect(github.reviews.of(7)).toHaveLength(1);
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it.for([
    ['a comment', { status: '' }],
    ['a status', { comment: 'off' }],
    ['both', {}],
  ] as const)(
    'that could not be posted is posted by the next one, beside %s',
    async ([, inputs], { stage }) => {
      const { github, faults } = stage.emulator;
      await reviewed(stage, inputs);
      const outage = faults.set(POST_REVIEW, { kind: 'reset', times: 'always' });
      const job = await collect(stage);
      expect(outage.met.length).toBeGreaterThan(0);
      expect(messages(job, 'warning').join()).toContain('tries again');
      faults.clear(POST_REVIEW);
      expect(concluded(await collect(stage))).toMatchObject([{ outcome: 'succeeded' }]);
      expect(github.reviews.of(7)).toHaveLength(1);
      const before = writes(stage);
      expect(concluded(await collect(stage))).toEqual([]);
      expect(writes(stage)).toEqual(before);
    },
  );

  it('that GitHub refuses for good is not tried again', async ({ stage }) => {
    const { faults } = stage.emulator;
    await reviewed(stage);
    const body = { message: 'Resource not accessible by integration', documentation_url: 'x', status: '403' };
    const refusal = faults.set(POST_REVIEW, { status: 403, body, times: 'always' });
    expect(concluded(await collect(stage))).toHaveLength(1);
    const asked = refusal.met.length;
    expect(concluded(await collect(stage))).toEqual([]);
    expect(refusal.met).toHaveLength(asked);
  });

  it('goes with its comment and status: where newer runs have both, it is superseded', async ({ stage }) => {
    await reviewed(stage);
    stage.emulator.oz.defaultLife = [SUCCEEDED];
    const newer = await startRun(stage);
    const job = await collect(stage);
    expect(concluded(job).map(({ run_id }) => run_id)).toEqual([newer]);
    expect(job.summary).toContain('superseded');
    expect(stage.emulator.github.reviews.of(7)).toEqual([]);
  });
});
