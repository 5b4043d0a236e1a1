import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { missingPermission } from '../emulator/known-faults.ts';
import { commentsOf, EDIT_COMMENT, it, messages, NUMBER, POST_COMMENT } from '../support/dist-step.ts';

describe.concurrent('finding our own comment', () => {
  it('edits ours among two hundred others, and leaves forgeries alone', async ({ stage }) => {
    const { github } = stage.emulator;
    await stage.runMain({ with: { wait: 'false' } });
    const [ours] = github.comments(NUMBER);
    const copy = ours?.body ?? '';
    for (let n = 0; n < 120; n += 1) github.addComment({ number: NUMBER, user: `reader-${n}`, body: 'Hm.' });
    const forgers = ['mallory', { login: 'github-actions', type: 'User' }, 'other-app[bot]'] as const;
    const forged = forgers.map((user) => github.addComment({ number: NUMBER, user, body: copy }).id);
    // Our own account quotes the marker: another workflow that posts what it was given.
    const quoting = github.addComment({ number: NUMBER, body: `> ${copy}` }).id;
    for (let n = 0; n < 120; n += 1) github.addComment({ number: NUMBER, user: `reader-${n}`, body: 'Hm.' });
    const before = github.comments(NUMBER).length;

    const job = await stage.runMain({ with: { prompt: 'Once more' } });
    expect(github.comments(NUMBER)).toHaveLength(before);
    expect(github.comment(ours?.id ?? 0)?.body).toContain(stage.emulator.oz.lastRun.id);
    expect(job.outputs['comment-url']).toMatch(new RegExp(`#issuecomment-${ours?.id}$`));
    for (const id of forged) expect(github.comment(id)?.body).toBe(copy);
    expect(github.comment(quoting)?.body).toBe(`> ${copy}`);
  });

  it('makes its own when there are only forgeries', async ({ stage }) => {
    const { github } = stage.emulator;
    await stage.runMain({ with: { wait: 'false' } });
    const [ours] = github.comments(NUMBER);
    github.deleteComment(ours?.id ?? 0);
    const forged = github.addComment({ number: NUMBER, user: 'mallory', body: ours?.body ?? '' });
    await stage.runMain({ with: { wait: 'false' } });
    const [first, second, ...others] = github.comments(NUMBER);
    expect(first?.body).toBe(forged.body);
    expect(second?.user.login).toBe('github-actions[bot]');
    expect(others).toEqual([]);
  });

  it('knows a person as well as a bot for the owner of its token', async ({ stage }) => {
    stage.emulator.github.logInAs('octocat');
    await stage.runMain({ with: { wait: 'false' } });
    await stage.runMain({ with: { wait: 'false' } });
    expect(stage.emulator.github.comments(NUMBER).map(({ user }) => user.login)).toEqual(['octocat']);
  });

  it('keeps a comment for each key, and each workflow job has its own', async ({ stage }) => {
    await stage.runMain({ with: { 'comment-key': 'a --> b', wait: 'false' } });
    await stage.runMain({ with: { 'comment-key': 'a', wait: 'false' } });
    await stage.runMain({ env: { GITHUB_JOB: 'other' }, with: { wait: 'false' } });
    await stage.runMain({ with: { 'comment-key': 'a --> b', wait: 'false' } });
    const markers = commentsOf(stage.emulator).map((body) => body.split('\n')[0]);
    expect(new Set(markers).size).toBe(3);
    expect(markers).toHaveLength(3);
    for (const marker of markers) expect(marker).toMatch(/^<!-- [^>]* -->$/);
  });
});

describe.concurrent('the kinds of comment', () => {
  it('new: one for each run', async ({ stage }) => {
    await stage.runMain({ with: { comment: 'new', wait: 'false' } });
    await stage.runMain({ with: { comment: 'new', wait: 'false' } });
    expect(commentsOf(stage.emulator)).toHaveLength(2);
  });

  it('off: none', async ({ stage }) => {
    const job = await stage.runMain({ with: { comment: 'off' } });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(stage.emulator.github.comments()).toEqual([]);
    expect(job.outputs['comment-url']).toBe('');
  });
});

describe.concurrent('a comment that cannot be written changes nothing but a warning', () => {
  const noPermission = { ...missingPermission(), times: 'always' } as const;
  const graphqlError = {
    times: 'always',
    status: 200,
    body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] },
  } as const;
  const cases: [name: string, route: string, fault: Fault, says: RegExp][] = [
    ['posting is forbidden', POST_COMMENT, noPermission, /permissions:\n {2}pull-requests: write/],
    ['looking is forbidden', 'POST /graphql', noPermission, /permissions:\n {2}pull-requests: write/],
    ['GraphQL forbids it', 'POST /graphql', graphqlError, /permissions:\n {2}pull-requests: write/],
  ];
  for (const [name, route, fault, says] of cases) {
    it(name, async ({ stage }) => {
      stage.emulator.faults.add(route, fault);
      const job = await stage.runMain();
      expect(job.conclusion).toBe('success');
      expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'comment-url': '' });
      expect(messages(job, 'warning')).toEqual([expect.stringMatching(says)]);
      expect(job.summary).toContain('succeeded');
    });
  }

  it('editing is forbidden', async ({ stage }) => {
    await stage.runMain({ with: { wait: 'false' } });
    stage.emulator.faults.add(EDIT_COMMENT, noPermission);
    const job = await stage.runMain();
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('pull-requests: write')]);
    expect(commentsOf(stage.emulator)).toHaveLength(1);
  });

  it('the token is refused', async ({ stage }) => {
    const job = await stage.runMain({
      with: { 'github-token': 'ghs_expired0123456789', 'required-permission': 'none' },
      secrets: ['ghs_expired0123456789'],
    });
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('`github-token`')]);
  });

  it('there is no token', async ({ stage }) => {
    const job = await stage.runMain({ with: { 'github-token': '', 'required-permission': 'none' } });
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('`github-token`')]);
    expect(stage.emulator.count('github')).toBe(0);
  });

  it('red stays red, with one error', async ({ stage }) => {
    stage.play('fails');
    stage.emulator.faults.add(POST_COMMENT, noPermission);
    const job = await stage.runMain();
    expect(job.outputs.outcome).toBe('failed');
    expect(messages(job, 'warning')).toHaveLength(1);
  });
});
