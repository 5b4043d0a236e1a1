import { describe, expect } from 'vitest';
import { problemFault } from '../emulator/known-faults.ts';
import { loadEvent } from '../events/load.ts';
import { CANCEL, CREATE, commentsOf, errorOf, it, messages, READ } from '../support/dist-step.ts';
import {
  collect,
  concluded,
  GRAPHQL,
  LIST,
  moveOn,
  SUCCEEDED,
  said,
  startRun,
  until,
  writes,
} from './collecting.ts';

describe.concurrent('a collecting step', () => {
  it('concludes what has ended since, as a step that waited would have', async ({ stage }) => {
    stage.play('succeeds-with-pull-request');
    const runId = await startRun(stage);
    expect(said(stage)).toMatchObject({ statuses: ['pending: Queued'] });
    const run = stage.emulator.oz.lastRun;
    while (run.state !== 'SUCCEEDED') moveOn(stage, runId);
    const job = await collect(stage);
    expect(job.conclusion).toBe('success');
    expect(job.outputs).toMatchObject({ outcome: 'collected', pending: '0', attempts: '0', 'run-id': '' });
    expect(concluded(job)).toEqual([
      {
        run_id: runId,
        outcome: 'succeeded',
        issue_number: 7,
        run_url: `https://oz.warp.dev/runs/${runId}`,
        pull_request_url: expect.stringContaining('/pull/'),
      },
    ]);
    const { comments, statuses } = said(stage);
    expect(comments).toEqual([expect.stringMatching(/^✅ The Oz agent succeeded/)]);
    expect(statuses).toEqual(['pending: Queued', expect.stringMatching(/^success: The Oz agent succeeded/)]);
    expect(job.summary).toContain('| Run');
    expect(job.summary).toContain('concluded: succeeded');
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it('writes nothing when it comes again', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED], [{ state: 'FAILED' }]);
    await startRun(stage);
    await startRun(stage, { comment: 'new', 'comment-key': 'other', status: 'other' });
    await collect(stage);
    const before = writes(stage);
    const again = await collect(stage);
    expect(writes(stage)).toEqual(before);
    expect(concluded(again)).toEqual([]);
    expect(again.outputs.outcome).toBe('collected');
    expect(again.summary).toContain('nothing new');
  });

  it('leaves alone what goes on within its budgets, and counts it', async ({ stage }) => {
    stage.emulator.oz.nextLife(until(SUCCEEDED));
    const runId = await startRun(stage);
    const before = writes(stage);
    const first = await collect(stage);
    expect(first.outputs).toMatchObject({ pending: '1', runs: '[]' });
    expect(writes(stage)).toEqual(before);
    moveOn(stage, runId);
    const second = await collect(stage);
    expect(second.outputs.pending).toBe('0');
    expect(concluded(second)).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('takes the number and the key that are given as filters, and the event for none', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED], [SUCCEEDED], [SUCCEEDED]);
    const ids = [
      await startRun(stage, { 'comment-key': 'one', status: '' }),
      await startRun(stage, { 'comment-key': 'two', status: '' }),
      await startRun(stage, { 'issue-number': '8', 'comment-key': 'two', status: '' }),
    ];
    const one = await collect(stage, { with: { 'issue-number': '7', 'comment-key': 'two' } });
    expect(concluded(one).map(({ run_id }) => run_id)).toEqual([ids[1]]);
    const rest = await collect(stage, { event: loadEvent('pull_request.opened') });
    expect(concluded(rest).map(({ run_id }) => run_id)).toEqual([ids[2], ids[0]]);
  });

  it('answers a person with a fresh comment, and removes the working one', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED]);
    await startRun(stage, { comment: 'reply', status: '' });
    const [working] = stage.emulator.github.comments(7);
    await collect(stage);
    const comments = stage.emulator.github.comments(7);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.id).not.toBe(working?.id);
    const before = writes(stage);
    await collect(stage);
    expect(writes(stage)).toEqual(before);
  });

  it('answers in the review thread that asked', async ({ stage }) => {
    const { oz, github } = stage.emulator;
    oz.nextLife([SUCCEEDED]);
    github.addPull({ number: 7, files: [{ path: 'a.ts', after: 'one\ntwo\n' }] });
    github.reviews.add({ number: 7, user: 'reader', comments: [{ path: 'a.ts', line: 1, body: 'Why?' }] });
    const [first] = github.reviews.comments(7);
    const comment = { id: first?.id, created_at: first?.createdAt, body: first?.body };
    const event = loadEvent('pull_request_review_comment.created', { comment });
    await stage.runMain({ event, with: { wait: 'false' } });
    const [, working] = github.reviews.comments(7);
    await collect(stage);
    const [, answer, ...others] = github.reviews.comments(7);
    expect(answer?.body).toContain('The Oz agent succeeded');
    expect(answer?.id).not.toBe(working?.id);
    expect(others).toEqual([]);
    expect(commentsOf(stage.emulator)).toEqual([]);
    const before = writes(stage);
    await collect(stage);
    expect(writes(stage)).toEqual(before);
  });

  it('looks no further back than `lookback-hours`, by the last change', async ({ stage }) => {
    const days = (n: number) => new Date(Date.now() - n * 24 * 3_600_000).toISOString();
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, set: { updated_at: days(2) } }]);
    await startRun(stage);
    expect(concluded(await collect(stage))).toEqual([]);
    expect(concluded(await collect(stage, { with: { 'lookback-hours': '72' } }))).toHaveLength(1);
  });

  it('is red when the runs cannot be listed', async ({ stage }) => {
    stage.emulator.faults.add(LIST, problemFault(401, 'authentication_required'));
    const job = await collect(stage);
    expect(job.conclusion).toBe('failure');
    expect(job.outputs.outcome).toBe('refused');
    errorOf(job);
  });

  it('concludes the others where one fails, and tries that one again', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED], [SUCCEEDED]);
    const first = await startRun(stage, { 'comment-key': 'one', status: '' });
    const second = await startRun(stage, { 'comment-key': 'two', status: '' });
    stage.emulator.faults.add(READ, problemFault(404, 'resource_not_found'));
    const job = await collect(stage);
    expect(job.outputs.outcome).toBe('collected');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining(second)]);
    expect(concluded(job)).toMatchObject([{ run_id: first }]);
    expect(concluded(await collect(stage))).toMatchObject([{ run_id: second }]);
  });

  it('concludes nothing where GitHub does not say what is reported', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED]);
    await startRun(stage);
    const broken = stage.emulator.faults.set(GRAPHQL, { status: 502, body: 'no', times: 'always' });
    const before = writes(stage);
    const job = await collect(stage);
    expect(broken.met.length).toBeGreaterThan(0);
    expect(job.outputs).toMatchObject({ outcome: 'collected', runs: '[]' });
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('tries again')]);
    expect(writes(stage)).toEqual(before);
    stage.emulator.faults.clear(GRAPHQL);
    expect(concluded(await collect(stage))).toHaveLength(1);
  });

  it('is not kept from the others by an issue that is gone', async ({ stage }) => {
    const { oz, github } = stage.emulator;
    oz.nextLife([SUCCEEDED], [SUCCEEDED]);
    const kept = await startRun(stage, { status: '' });
    await startRun(stage, { status: '', 'issue-number': '8' });
    github.missing.add(8);
    const job = await collect(stage);
    expect(concluded(job).map(({ run_id }) => run_id)).toContain(kept);
    expect(messages(job, 'warning').join()).toContain('was not reported everywhere');
  });

  it('leaves every run as it is when it is asked to stop', async ({ stage }) => {
    stage.emulator.oz.nextLife(until(SUCCEEDED));
    await startRun(stage);
    const seen = stage.emulator.count('oz', LIST);
    const held = stage.emulator.faults.set(LIST, { kind: 'hold' });
    const step = await stage.start({ with: { mode: 'collect', prompt: '', 'poll-interval-seconds': '' } });
    await stage.emulator.seen(LIST, seen + 1);
    step.cancel();
    const job = await stage.finish(step);
    held.release();
    expect(job.outputs.outcome).toBe('refused');
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('makes a comment again that somebody deleted', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED]);
    await startRun(stage);
    await collect(stage);
    for (const { id } of stage.emulator.github.comments(7)) stage.emulator.github.deleteComment(id);
    await collect(stage);
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('The Oz agent succeeded')]);
  });

  it('shows no session link in a public repository', async ({ stage }) => {
    stage.emulator.oz.nextLife([
      { ...SUCCEEDED, set: { session_link: 'https://app.warp.dev/session/s-12345' } },
    ]);
    await startRun(stage);
    const job = await collect(stage);
    expect(commentsOf(stage.emulator).join()).not.toContain('s-12345');
    expect(job.summary).not.toContain('s-12345');
    expect(job.log).not.toContain('s-12345');
  });
});

describe.concurrent('what is stamped', () => {
  it('is missing on a run that is waited for, or of which nothing is to be said', async ({ stage }) => {
    await stage.runMain();
    await stage.runMain({ with: { wait: 'false', comment: 'off' } });
    for (const run of stage.emulator.oz.runs.values()) {
      expect(run.look().metadata).not.toHaveProperty('collect');
    }
    expect(concluded(await collect(stage))).toEqual([]);
  });

  it('has room beside seven keys of the author’s', async ({ stage }) => {
    const lines = Array.from({ length: 7 }, (_, index) => `key${index}=value`).join('\n');
    await startRun(stage, { metadata: lines, 'parent-run-id': '' });
    expect(Object.keys(stage.emulator.oz.lastRun.look().metadata ?? {}).length).toBeLessThanOrEqual(20);
  });

  it.for([
    [
      'a review without a trace',
      { review: 'true', prompt: '', comment: 'off' },
      'needs `comment` or `status`',
    ],
    ['a status that is too long', { status: 'x'.repeat(81) }, 'at most 80'],
    ['eight keys', { metadata: 'a=1\nb=2\nc=3\nd=4\ne=5\nf=6\ng=7\nh=8' }, 'at most 7'],
  ] as const)('%s is refused', async ([, inputs, words], { stage }) => {
    const job = await stage.runMain({ with: { wait: 'false', ...inputs } });
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toContain(words);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });
});
