import { describe, expect } from 'vitest';
import { missingPermission } from '../emulator/known-faults.ts';
import { plan } from '../emulator/oz/artifacts.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { type EventFixture, loadEvent } from '../events/load.ts';
import {
  attachTo,
  it,
  type JobOptions,
  messages,
  QUIET,
  READ,
  type Stage,
  until,
} from '../support/dist-step.ts';

const SET = 'POST /repos/{owner}/{repo}/statuses/{sha}';
const NAME = 'oz/review';
const EVENT = loadEvent('pull_request.opened');
const HEAD = headOf(EVENT);
/** A run that has left something: a step waits a while for one that has left nothing. */
const SUCCEEDED: LifeStep = { state: 'SUCCEEDED', artifacts: [plan('plan-1', 'Plan', 'A plan')] };
const WITH = { ...QUIET, status: NAME };

function headOf({ payload }: EventFixture): string {
  return (payload.pull_request as { head: { sha: string } }).head.sha;
}

/** Queued and working for long enough that each is seen. */
function slowly(...end: LifeStep[]): [LifeStep, ...LifeStep[]] {
  return [{ state: 'QUEUED', reads: 10 }, { state: 'INPROGRESS', reads: 10 }, ...end];
}

/** Of a commit, oldest first. */
function statuses({ emulator }: Stage, sha = HEAD): string[] {
  const all = emulator.github.statuses.get(sha) ?? [];
  return all.map(({ state, description }) => `${state}: ${description}`);
}

function run(stage: Stage, options: JobOptions = {}) {
  return stage.run({ ...options, with: { ...WITH, ...options.with } });
}

describe.concurrent('the sequence that GitHub sees', () => {
  it('of a success: the run’s page, from queued to its end', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const job = await run(stage);
    expect(job.conclusion).toBe('success');
    expect(statuses(stage)).toEqual([
      'pending: Queued',
      'pending: Working',
      expect.stringMatching(/^success: The Oz agent succeeded/),
    ]);
    for (const { context, targetUrl } of stage.emulator.github.statuses.get(HEAD) ?? []) {
      expect([context, targetUrl]).toEqual([NAME, job.outputs['run-url']]);
    }
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('is saved before it is set, and nothing is left to the post phase', async ({ stage }) => {
    const step = await stage.start({ with: WITH });
    await step.main;
    const before = stage.emulator.requests.length;
    await stage.finish(step);
    expect(stage.emulator.requests).toHaveLength(before);
  });

  const endings: [outcome: string, end: LifeStep, inputs: Record<string, string>, says: RegExp][] = [
    ['failed', { state: 'FAILED' }, {}, /^failure: The Oz agent failed: /],
    ['error', { state: 'ERROR' }, {}, /^error: The Oz run ended in an error: /],
    ['cancelled', { state: 'CANCELLED' }, {}, /^error: The Oz run was cancelled: /],
    ['blocked', { state: 'BLOCKED' }, {}, /^failure: The Oz agent waits for a person: /],
    [
      'no-pull-request',
      SUCCEEDED,
      { 'require-pull-request': 'true' },
      /^failure: The Oz agent opened no pull request: /,
    ],
    [
      'timed-out',
      { state: 'INPROGRESS' },
      { 'run-timeout-minutes': '0.01' },
      /^error: The Oz agent ran out of time: /,
    ],
    [
      'timed-out',
      { state: 'INPROGRESS' },
      { 'run-timeout-minutes': '0.01', 'on-timeout': 'detach' },
      /^error: The Oz agent ran out of time: /,
    ],
  ];
  for (const [outcome, end, inputs, says] of endings) {
    it(`of ${outcome}`, async ({ stage }) => {
      stage.emulator.oz.nextLife(slowly(end));
      const job = await run(stage, { with: inputs });
      expect(job.outputs.outcome).toBe(outcome);
      const all = statuses(stage);
      expect(all).toEqual(['pending: Queued', 'pending: Working', expect.stringMatching(says)]);
      expect((all.at(-1) ?? '').replace(/^\w+: /, '').length).toBeLessThanOrEqual(140);
    });
  }

  it('of a create request whose answer was lost, and could not be cleared up', async ({ stage }) => {
    const { faults } = stage.emulator;
    faults.add('POST /agent/runs', { kind: 'reset-after', times: 'always' });
    faults.add('GET /agent/runs', {
      status: 403,
      body: { error: 'no' },
      times: 'always',
      when: () => stage.emulator.oz.runs.size > 0,
    });
    const job = await run(stage);
    expect(job.outputs).toMatchObject({ outcome: 'lost', 'run-url': '' });
    expect(statuses(stage)).toEqual([expect.stringMatching(/^error: Lost contact with the Oz run: /)]);
  });

  it('of a second attempt: both runs', async ({ stage }) => {
    stage.emulator.oz.nextLife(
      slowly({ state: 'ERROR', error: { message: 'lost', retryable: true } }),
      slowly(SUCCEEDED),
    );
    await run(stage, { with: { 'max-attempts': '2' } });
    const all = stage.emulator.github.statuses.get(HEAD) ?? [];
    expect(all.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending', 'pending', 'success']);
    expect(new Set(all.map(({ targetUrl }) => targetUrl)).size).toBe(2);
  });

  it('of a re-run: begins again', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly({ state: 'FAILED' }), slowly(SUCCEEDED));
    await run(stage);
    await run(stage, { env: { GITHUB_RUN_ATTEMPT: '2' } });
    const states = statuses(stage).map((one) => one.split(':')[0]);
    expect(states).toEqual(['pending', 'pending', 'failure', 'pending', 'pending', 'success']);
  });

  it('of a step that is skipped, refused, or only checks: none', async ({ stage }) => {
    stage.emulator.github.permissions.clear();
    const strangers = await run(stage, { event: loadEvent('issue_comment.created.stranger') });
    expect(strangers.outputs.outcome).toBe('skipped');
    stage.emulator.github.permissions.set('octocat', { permission: 'admin', role_name: 'admin' });
    const bad = await run(stage, {
      with: { 'api-key': 'wk-wrong.0123456789' },
      secrets: ['wk-wrong.0123456789'],
    });
    expect(bad.outputs.outcome).toBe('refused');
    await run(stage, { with: { mode: 'check' } });
    const cancels = await run(stage, { with: { mode: 'cancel', prompt: '' } });
    expect(messages(cancels, 'warning')).toContainEqual(expect.stringContaining('`status` is not used'));
    expect(stage.emulator.github.statuses.size).toBe(0);
    expect(stage.emulator.count('github', SET)).toBe(0);
  });

  it('of wait: false: pending, and it stays', async ({ stage }) => {
    stage.play('never-ends');
    const job = await run(stage, { with: { wait: 'false' } });
    expect(job.outputs.outcome).toBe('started');
    expect(statuses(stage)).toEqual(['pending: Queued']);
  });
});

describe.concurrent('a step that does not get to its end', () => {
  async function working(stage: Stage, inputs: Record<string, string> = {}) {
    stage.play('never-ends');
    const step = await stage.start({
      with: { ...WITH, ...inputs },
      ladder: { term: 7000, kill: 0 },
    });
    await until(stage.emulator.answered(SET), step);
    await until(stage.emulator.answered(READ, 5), step);
    return step;
  }

  it('a cancelled workflow: error, said by the main phase', async ({ stage }) => {
    const step = await working(stage);
    step.cancel();
    await step.main;
    expect(statuses(stage).at(-1)).toMatch(/^error: The Oz run was cancelled: The step was stopped/);
    const before = statuses(stage).length;
    await stage.finish(step);
    expect(statuses(stage)).toHaveLength(before);
  });

  it('killed while polling: the post phase cancels the run, and concludes the status', async ({ stage }) => {
    const step = await working(stage);
    step.kill();
    await step.main;
    expect(statuses(stage).at(-1)).toBe('pending: Working');
    await stage.finish(step);
    expect(statuses(stage).at(-1)).toMatch(/^error: The Oz run was cancelled/);
  });

  it('killed while its run succeeds: nobody judged that, so it is no success', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const step = await stage.start({ with: WITH });
    await until(stage.emulator.answered(SET), step);
    step.kill();
    await step.main;
    const { lastRun } = stage.emulator.oz;
    for (let reads = 0; lastRun.state !== 'SUCCEEDED' && reads < 40; reads += 1) {
      await fetch(`${stage.emulator.apiUrl}/agent/runs/${lastRun.id}`, {
        headers: { authorization: `Bearer ${stage.emulator.apiKey}` },
      });
    }
    await stage.finish(step);
    expect(statuses(stage).at(-1)).toMatch(/^error: Lost contact with the Oz run/);
  });

  it('killed while the first status is sent: it does not stay pending', async ({ stage }) => {
    stage.play('never-ends');
    stage.emulator.faults.add(SET, { kind: 'hang', effect: true });
    const step = await stage.start({ with: WITH });
    await until(stage.emulator.seen(SET), step);
    step.kill();
    await stage.finish(step);
    expect(statuses(stage).at(-1)).toMatch(/^error: /);
  });

  it('killed while the last status is sent: the post phase sets what the main phase knew', async ({
    stage,
  }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const held = stage.emulator.faults.set(SET, {
      kind: 'hold',
      when: ({ body }) => (body as { state: string }).state === 'success',
    });
    const step = await stage.start({ with: WITH });
    await expect.poll(() => held.met.length, { timeout: 20_000 }).toBe(1);
    step.kill();
    await step.main;
    stage.emulator.faults.clear(SET);
    await stage.finish(step);
    expect(statuses(stage).at(-1)).toMatch(/^success: The Oz agent succeeded/);
  });

  for (const stop of ['cancel', 'kill'] as const) {
    it(`on-cancel: detach, ${stop}: the run goes on, and the status stays pending`, async ({ stage }) => {
      const step = await working(stage, { 'on-cancel': 'detach' });
      step[stop]();
      await stage.finish(step);
      expect(stage.emulator.oz.active()).toHaveLength(1);
      expect(statuses(stage).at(-1)).toBe('pending: Working');
    });
  }
});

describe.concurrent('the commit', () => {
  async function commits(stage: Stage, name: string, inputs: Record<string, string> = {}) {
    const event = loadEvent(name);
    const job = await run(stage, { event, with: { 'required-permission': 'none', ...inputs } });
    expect(job.outputs.outcome).toBe('succeeded');
    return { shas: [...stage.emulator.github.statuses.keys()], event, job };
  }

  for (const name of ['pull_request.opened', 'pull_request_target.opened', 'pull_request_review.submitted']) {
    it(`${name}: the head`, async ({ stage }) => {
      const { shas, event } = await commits(stage, name);
      expect(shas).toEqual([headOf(event)]);
    });
  }

  it('a comment on a pull request: its head, asked for once', async ({ stage }) => {
    const { headSha } = stage.emulator.github.addPull({ number: 7 });
    const { shas } = await commits(stage, 'issue_comment.created.pull_request');
    expect(shas).toEqual([headSha]);
    expect(stage.emulator.count('github', 'GET /repos/{owner}/{repo}/pulls/{pull_number}')).toBe(1);
  });

  for (const [name, subject] of [
    ['workflow_run.completed', 'workflow_run'],
    ['workflow_run.completed.fork', 'workflow_run'],
    ['check_run.completed', 'check_run'],
    ['check_suite.completed', 'check_suite'],
  ] as const) {
    it(`${name}: the commit that it ran on`, async ({ stage }) => {
      const { shas, event } = await commits(stage, name, { 'allowed-actors': 'outside-ci[bot], octocat' });
      expect(shas).toEqual([(event.payload[subject] as { head_sha: string }).head_sha]);
    });
  }

  for (const name of ['push', 'merge_group.checks_requested', 'schedule']) {
    it(`${name}: the workflow’s`, async ({ stage }) => {
      const { shas, event } = await commits(stage, name);
      expect(shas).toEqual([event.env.GITHUB_SHA]);
    });
  }

  for (const name of ['issues.opened', 'issue_comment.created.issue']) {
    it(`${name}: none, with a warning`, async ({ stage }) => {
      const { shas, job } = await commits(stage, name);
      expect(shas).toEqual([]);
      expect(messages(job, 'warning')).toEqual([expect.stringMatching(/is an issue/)]);
    });
  }

  it('an attached run: the one that is stamped, even when the pull request has moved on', async ({
    stage,
  }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    await run(stage, { with: { wait: 'false' } });
    expect(statuses(stage)).toEqual(['pending: Queued']);
    const { id } = stage.emulator.oz.lastRun;
    const event = loadEvent('pull_request.synchronize', { pull_request: { head: { sha: '9'.repeat(40) } } });
    await run(stage, { event, with: attachTo(id) });
    expect([...stage.emulator.github.statuses.keys()]).toEqual([HEAD]);
    expect(statuses(stage).at(-1)).toMatch(/^success: /);
  });

  it('a follow-up: the present head', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    await run(stage, { with: { wait: 'false', status: '' } });
    const { id } = stage.emulator.oz.lastRun;
    const sha = '9'.repeat(40);
    const event = loadEvent('pull_request.synchronize', { pull_request: { head: { sha } } });
    await run(stage, { event, with: { mode: 'follow-up', 'run-id': id } });
    expect(statuses(stage, sha).at(-1)).toMatch(/^success: /);
    expect(statuses(stage)).toEqual([]);
  });
});

describe.concurrent('a status that cannot be set is one warning', () => {
  it('without permission: names the line, and the outcome stands', async ({ stage }) => {
    stage.emulator.github.grants.statuses = 'read';
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const job = await run(stage);
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([
      expect.stringMatching(/permissions:\n {2}statuses: write\n.*forks and by Dependabot/),
    ]);
    expect(stage.emulator.count('github', SET)).toBe(1);
  });

  it('a pull request of Dependabot, whose token may read only', async ({ stage }) => {
    stage.emulator.faults.add(SET, { ...missingPermission(), times: 'always' });
    const job = await run(stage, {
      event: loadEvent('pull_request.opened.dependabot'),
      with: { 'allowed-actors': 'dependabot[bot]' },
    });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('statuses: write')]);
    expect(stage.emulator.github.statuses.size).toBe(0);
  });

  it('the commit is gone', async ({ stage }) => {
    stage.emulator.github.missingCommits.add(HEAD);
    const job = await run(stage);
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('No commit found')]);
  });

  it('no token', async ({ stage }) => {
    const job = await run(stage, { with: { 'github-token': '', 'required-permission': 'none' } });
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('`github-token`')]);
  });

  it('the head of a pull request cannot be read', async ({ stage }) => {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
    stage.emulator.faults.add(route, { ...missingPermission(), times: 'always' });
    const job = await run(stage, {
      event: loadEvent('issue_comment.created.pull_request'),
      with: { 'required-permission': 'none' },
    });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('pull-requests: read')]);
  });

  it('a gateway fails once: the last status is sent again', async ({ stage }) => {
    stage.emulator.oz.nextLife([SUCCEEDED]);
    stage.emulator.faults.add(SET, { kind: 'html', times: 2 });
    const job = await run(stage);
    expect(messages(job, 'warning')).toEqual([]);
    expect(statuses(stage).at(-1)).toMatch(/^success: /);
  });

  it('a pending one that lands late does not have the last word', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const late = stage.emulator.faults.set(SET, { kind: 'late-effect' });
    const step = await stage.start({ with: WITH });
    await step.main;
    await late.land();
    expect(statuses(stage).at(-1)).toBe('pending: Queued');
    await stage.finish(step);
    expect(statuses(stage).at(-1)).toMatch(/^success: /);
  });
});

describe.concurrent('the description', () => {
  it('is one redacted line that GitHub takes, whatever the server says', async ({ stage }) => {
    const { apiKey } = stage.emulator;
    const message = `${'😀 long\n'.repeat(40)} ${apiKey}`;
    stage.emulator.oz.nextLife([{ state: 'FAILED', error: { message: `${apiKey}\n${message}` } }]);
    const job = await run(stage);
    expect(messages(job, 'warning')).toEqual([]);
    const [last = ''] = statuses(stage).slice(-1);
    expect(last).toMatch(/^failure: The Oz agent failed: \*\*\*/);
    expect(last).not.toMatch(/[\n\u{10000}-\u{10FFFF}]/u);
  });
});
