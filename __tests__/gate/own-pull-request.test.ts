import { describe, expect } from 'vitest';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import type { Life } from '../emulator/oz/life.ts';
import type { EventFixture } from '../events/load.ts';
import { CREATE, it, type JobOptions, messages, QUIET, type Stage } from '../support/dist-step.ts';
import { causedBy } from './people.ts';

const REPOSITORY = 'octo-org/octo-repo';
const LIST = 'GET /agent/runs';

/** What this same workflow job stamps on its runs. */
const STAMP = {
  github_repository: REPOSITORY,
  github_workflow: 'Agent',
  github_job: 'agent',
  comment_key: 'Agent/agent',
};

function opened(number: number): Life {
  const artifacts = [pullRequest(`https://github.com/${REPOSITORY}/pull/${number}`, 'oz/work')];
  return [{ state: 'SUCCEEDED', artifacts }];
}

/** Somebody with write access, as the agent is with a personal key, does something to a pull request of today. */
function event(fixture: string): EventFixture {
  return causedBy('octocat', fixture, { pull_request: { created_at: new Date().toISOString() } });
}

function play(stage: Stage, fixture = 'pull_request.synchronize', options: JobOptions = {}) {
  return stage.runMain({
    event: event(fixture),
    ...options,
    with: { ...QUIET, wait: 'false', ...options.with },
  });
}

describe.concurrent('a pull request that a run of this same job opened', () => {
  const fixtures = ['pull_request.labeled', 'pull_request.closed', 'pull_request_target.opened'];
  for (const fixture of fixtures) {
    it(`${fixture}: starts nothing`, async ({ stage }) => {
      stage.emulator.oz.addRun({ metadata: STAMP }, opened(7));
      const job = await play(stage, fixture, { with: { comment: 'sticky' } });
      expect(job.conclusion).toBe('success');
      expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'self-triggered' });
      expect(messages(job, 'notice')).toHaveLength(1);
      expect(stage.emulator.count('oz', CREATE)).toBe(0);
      expect(stage.emulator.github.comments()).toEqual([]);
    });
  }

  it('by a child of such a run, which inherits what was stamped', async ({ stage }) => {
    const parent = stage.emulator.oz.addRun({ metadata: STAMP }, [{ state: 'SUCCEEDED' }]);
    stage.emulator.oz.addChild(parent, opened(7));
    expect((await play(stage)).outputs['skipped-reason']).toBe('self-triggered');
  });

  it('on a server that ignores the filter', async ({ stage }) => {
    stage.emulator.oz.options.ignoreMetadataFilter = true;
    stage.emulator.oz.addRun({ metadata: STAMP }, opened(7));
    expect((await play(stage)).outputs['skipped-reason']).toBe('self-triggered');
  });

  it('by a run that GitHub is quicker to tell of than Oz', async ({ stage }) => {
    const artifacts = [pullRequest(`https://github.com/${REPOSITORY}/pull/7`, 'oz/work')];
    const life = [
      { state: 'INPROGRESS', ms: 4000 },
      { state: 'INPROGRESS', artifacts },
    ];
    stage.emulator.oz.addRun({ metadata: STAMP }, life);
    expect((await play(stage, 'pull_request.opened')).outputs['skipped-reason']).toBe('self-triggered');
  });

  it('whose address does not hold the number: by its branch', async ({ stage }) => {
    const url = `https://api.github.com/repos/${REPOSITORY}/pulls/7`;
    const life = [{ state: 'SUCCEEDED', artifacts: [pullRequest(url, 'fix-spelling')] }];
    stage.emulator.oz.addRun({ metadata: STAMP }, life);
    expect((await play(stage)).outputs['skipped-reason']).toBe('self-triggered');
  });

  it('whatever the lists say', async ({ stage }) => {
    stage.emulator.oz.addRun({ metadata: STAMP }, opened(7));
    const rules = { 'required-permission': 'none', 'allowed-actors': 'octocat' };
    const job = await play(stage, 'pull_request.opened', { with: rules });
    expect(job.outputs['skipped-reason']).toBe('self-triggered');
  });
});

describe.concurrent('a pull request of others starts a run', () => {
  it('when another job, another key or another pull request is meant', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.addRun({ metadata: { ...STAMP, github_job: 'review' } }, opened(7));
    oz.addRun({ metadata: { ...STAMP, comment_key: 'other' } }, opened(7));
    oz.addRun({ metadata: { ...STAMP, github_repository: 'octo-org/other' } }, opened(7));
    oz.addRun({ metadata: STAMP }, opened(8));
    expect((await play(stage)).outputs.outcome).toBe('started');
  });
});

describe.concurrent('refused, when Oz does not tell who opened it', () => {
  const problem = { status: 403, body: { error: 'not now' }, times: 'always' } as const;

  it('since it does not list runs', async ({ stage }) => {
    stage.emulator.faults.add(LIST, problem);
    const job = await play(stage, 'pull_request.opened', { with: { comment: 'sticky' } });
    expect(job.conclusion).toBe('failure');
    expect(job.outputs).toMatchObject({ outcome: 'refused', attempts: '0' });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
    expect(stage.emulator.github.comments()).toEqual([]);
  });

  it('since there are more runs than can be looked through', async ({ stage }) => {
    for (let n = 0; n < 520; n += 1) stage.emulator.oz.addRun({ metadata: STAMP }, opened(8));
    const job = await play(stage);
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'self_triggered_unknown' });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it.for([true, false])('since it keeps no metadata; ignores the filter: %s', async (ignores, { stage }) => {
    const { options } = stage.emulator.oz;
    Object.assign(options, { dropMetadata: true, ignoreMetadataFilter: ignores });
    stage.emulator.oz.addRun({ metadata: STAMP }, opened(7));
    const job = await play(stage);
    expect(job.outputs.outcome).toBe('refused');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });
});
