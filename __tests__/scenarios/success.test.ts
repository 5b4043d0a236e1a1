import { describe, expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import {
  CANCEL,
  CREATE,
  commentsOf,
  it,
  type Job,
  messages,
  NUMBER,
  type Stage,
} from '../support/dist-step.ts';

const PULL_URL = 'https://github.com/octo-org/octo-repo/pull/42';

/** Set only when something went wrong, or when evidence or a document was asked for. */
const EMPTY = [
  'artifacts-path',
  'structured-output',
  'structured-output-file',
  'review-url',
  'runs',
  'pending',
  'error-code',
  'error-message',
  'retryable',
  'skipped-reason',
];

describe.concurrent('a run that succeeds on a pull request', () => {
  it('is told in outputs, log and summary, and is over for the post phase', async ({ stage }) => {
    const job = await stage.run({ with: { model: 'claude-4-5-sonnet', 'require-pull-request': 'True' } });
    expect(job.conclusion).toBe('success');
    expectOutputs(job, stage);
    expectLog(job, stage);
    expectSummary(job, stage);
    expect(job.annotations).toEqual([]);
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    expect(job.post?.commands).toEqual([]);
  });

  it('keeps one sticky comment, which a second run edits in place', async ({ stage }) => {
    await stage.run();
    const [before] = stage.emulator.github.comments(NUMBER).map((comment) => ({ ...comment }));
    const first = stage.emulator.oz.lastRun.id;
    expect(before?.body).toMatch(/^<!-- oz-agent-action [^>]*-->\n### /);
    expect(before?.body).toContain(PULL_URL);
    expect(before?.body).toContain(first);
    await stage.run({ with: { prompt: 'Repair the printer' } });
    const after = stage.emulator.github.comments(NUMBER);
    expect(after.map(({ id }) => id)).toEqual([before?.id]);
    expect(after[0]?.body).toContain(stage.emulator.oz.lastRun.id);
    expect(after[0]?.body).not.toContain(first);
    expect(stage.emulator.oz.lastRun.id).not.toBe(first);
  });
});

describe.concurrent('elsewhere', () => {
  it('comments on an issue as well', async ({ stage }) => {
    const job = await stage.run({ event: loadEvent('issue_comment.created.issue') });
    expect(commentsOf(stage.emulator, 3)).toHaveLength(1);
    expect(job.outputs['comment-url']).toContain('/issues/3#issuecomment-');
  });

  it('comments nowhere without a pull request or issue', async ({ stage }) => {
    const job = await stage.run({ event: loadEvent('push') });
    expectGreen(job);
    expect(stage.emulator.github.comments()).toEqual([]);
    expect(job.outputs['comment-url']).toBe('');
    expect(job.summary).toContain(PULL_URL);
  });

  it('takes the number from the input', async ({ stage }) => {
    await stage.run({ event: loadEvent('workflow_dispatch'), with: { 'issue-number': '12' } });
    expect(commentsOf(stage.emulator, 12)).toHaveLength(1);
    expect(stage.emulator.oz.lastRun.metadata.github_number).toBe('12');
  });

  it('writes no summary when none is wanted', async ({ stage }) => {
    const job = await stage.run({ with: { summary: 'false' } });
    expectGreen(job);
    expect(job.summary).toBe('');
  });

  it('understands the oldest servers', async ({ stage }) => {
    const { options } = stage.emulator.oz;
    options.legacyIds = true;
    options.legacyErrors = true;
    options.dropMetadata = true;
    const job = await stage.run();
    expectGreen(job);
    expect(job.outputs['run-id']).toBe(stage.emulator.oz.lastRun.id);
  });

  it('says that the team is at its limit', async ({ stage }) => {
    stage.play('at-capacity');
    const job = await stage.run();
    expectGreen(job);
    expect(job.log).toMatch(/limit of concurrent agents/);
  });

  it('warns about a key that does not look like one, and tries it all the same', async ({ stage }) => {
    stage.emulator.oz.keys.add('sk-a-key-of-another-kind');
    const job = await stage.run({
      with: { 'api-key': 'sk-a-key-of-another-kind' },
      secrets: ['sk-a-key-of-another-kind'],
    });
    expectGreen(job);
    expect(messages(job, 'warning')).toEqual([
      expect.stringMatching(/does not look like.*a model provider.*secrets\.WARP_API_KEY/),
    ]);
  });

  it('takes the key from the environment when the input is empty', async ({ stage }) => {
    const job = await stage.run({
      with: { 'api-key': '', wait: 'false' },
      env: { WARP_API_KEY: stage.emulator.apiKey },
    });
    expect(job.outputs.outcome).toBe('started');
  });
});

function expectGreen(job: Job): void {
  expect(job.conclusion).toBe('success');
  expect(job.outputs.outcome).toBe('succeeded');
}

function expectOutputs({ outputs }: Job, { emulator }: Stage): void {
  const { id } = emulator.oz.lastRun;
  expect(outputs).toMatchObject({
    outcome: 'succeeded',
    state: 'SUCCEEDED',
    'run-id': id,
    'run-url': `https://oz.warp.dev/runs/${id}`,
    'session-link': `https://app.warp.dev/session/${id}`,
    'conversation-id': `conversation-${id}`,
    title: 'Repair the parser',
    result: 'I changed `src/index.ts`, ran the tests and opened a pull request.',
    'pull-request-url': PULL_URL,
    'pull-request-number': '42',
    'pull-request-branch': 'oz/repair-the-parser',
    credits: '16.75',
    'queue-seconds': expect.stringMatching(/^\d+$/),
    'run-seconds': expect.stringMatching(/^\d+$/),
    attempts: '1',
  });
  expect(JSON.parse(outputs['pull-requests'] ?? '')).toEqual([
    { url: PULL_URL, number: 42, repository: 'octo-org/octo-repo', branch: 'oz/repair-the-parser' },
  ]);
  expect(JSON.parse(outputs.artifacts ?? '')).toMatchObject([{ artifact_type: 'PULL_REQUEST' }]);
  expect(JSON.parse(outputs.run ?? '')).toMatchObject({ run_id: id, state: 'SUCCEEDED', source: 'API' });
  const empty = Object.keys(outputs).filter((name) => outputs[name] === '');
  expect(empty.filter((name) => !EMPTY.includes(name))).toEqual([]);
  const [comment] = emulator.github.comments(NUMBER);
  expect(outputs['comment-url']).toMatch(new RegExp(`/7#issuecomment-${comment?.id}$`));
}

function expectLog({ log }: Job, { emulator }: Stage): void {
  const { id } = emulator.oz.lastRun;
  const parts = ['run created', id, 'CLAIMED', 'INPROGRESS', `session/${id}`, PULL_URL, 'outcome: succeeded'];
  for (const part of parts) expect(log).toContain(part);
  // Each state once, in a line of its own.
  expect(log.match(/\b(QUEUED|CLAIMED|INPROGRESS|SUCCEEDED)$/gm)).toEqual([
    'QUEUED',
    'CLAIMED',
    'INPROGRESS',
    'SUCCEEDED',
  ]);
}

function expectSummary({ summary }: Job, { emulator }: Stage): void {
  const { id } = emulator.oz.lastRun;
  expect(summary).toMatch(/^## .*succeeded.*Repair the parser\n/);
  for (const part of [
    'I changed `src/index.ts`, ran the tests',
    `(${PULL_URL})`,
    'oz/repair-the-parser',
    `(https://oz.warp.dev/runs/${id})`,
    `https://app.warp.dev/session/${id}`,
    '`SUCCEEDED`',
    '16.75 (inference 12.5, compute 3.25, platform 1)',
    '`claude-4-5-sonnet`',
    '<details><summary>Prompt</summary>',
  ]) {
    expect(summary).toContain(part);
  }
}
