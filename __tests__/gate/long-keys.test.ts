import { describe, expect } from 'vitest';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { CREATE, it, messages, NUMBER, QUIET, type Stage } from '../support/dist-step.ts';
import { causedBy } from './people.ts';

// Metadata holds 256 bytes, and the 256th lies inside a character of three bytes.
const KEPT = 'k'.repeat(254);
const KEY = `${KEPT}…${'x'.repeat(50)}`;

const STAMP = {
  github_repository: 'octo-org/octo-repo',
  github_workflow: 'Agent',
  github_job: 'agent',
  github_number: String(NUMBER),
  comment_key: KEPT,
};

const OPENED = [pullRequest(`https://github.com/octo-org/octo-repo/pull/${NUMBER}`, 'oz/work')];

function pullRequestEvent() {
  const created_at = new Date().toISOString();
  return causedBy('octocat', 'pull_request.synchronize', { pull_request: { created_at } });
}

function addRun({ emulator }: Stage, metadata: Record<string, string>, state = 'SUCCEEDED'): string {
  return emulator.oz.addRun({ metadata }, [{ state, artifacts: state === 'SUCCEEDED' ? OPENED : [] }]);
}

describe.concurrent('what is stamped is cut, and compared with the same cut', () => {
  it('by the loop guard: the comment key', async ({ stage }) => {
    addRun(stage, STAMP);
    const options = { event: pullRequestEvent(), with: { ...QUIET, 'comment-key': KEY, wait: 'false' } };
    expect((await stage.runMain(options)).outputs['skipped-reason']).toBe('self-triggered');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('by the loop guard: the name of the workflow, which is in the default key too', async ({ stage }) => {
    addRun(stage, { ...STAMP, github_workflow: KEPT });
    const options = {
      event: pullRequestEvent(),
      env: { GITHUB_WORKFLOW: KEY },
      with: { ...QUIET, wait: 'false' },
    };
    expect((await stage.runMain(options)).outputs['skipped-reason']).toBe('self-triggered');
  });

  it('by the loop guard: another key is another key', async ({ stage }) => {
    addRun(stage, STAMP);
    const other = { ...QUIET, 'comment-key': KEPT.slice(1), wait: 'false' };
    const job = await stage.runMain({ event: pullRequestEvent(), with: other });
    expect(job.outputs.outcome).toBe('started');
  });

  it('by `on-overlap`', async ({ stage }) => {
    const id = addRun(stage, STAMP, 'INPROGRESS');
    const job = await stage.runMain({ with: { ...QUIET, 'comment-key': KEY, 'on-overlap': 'skip' } });
    expect(job.outputs['skipped-reason']).toBe('overlap');
    expect(messages(job, 'notice')).toEqual([expect.stringContaining(id)]);
  });

  it('by what is found without `run-id`', async ({ stage }) => {
    const id = addRun(stage, STAMP, 'INPROGRESS');
    const attach = { mode: 'attach', prompt: '', 'comment-key': KEY, wait: 'false' };
    const job = await stage.runMain({ with: { ...QUIET, ...attach } });
    expect(job.outputs).toMatchObject({ outcome: 'started', 'run-id': id });
  });

  it('by a step that cancels, and speaks in the comment of the run', async ({ stage }) => {
    stage.play('never-ends');
    await stage.runMain({ with: { 'comment-key': KEY, wait: 'false' } });
    const [before] = stage.emulator.github.comments(NUMBER);
    await stage.runMain({ env: { GITHUB_JOB: 'clean-up' }, with: { mode: 'cancel', prompt: '' } });
    const after = stage.emulator.github.comments(NUMBER);
    expect(after.map(({ id }) => id)).toEqual([before?.id]);
    expect(after[0]?.body).toMatch(/cancelled/i);
  });
});
