import { describe, expect } from 'vitest';
import type { RunItem } from '../emulator/oz/wire.ts';
import { loadEvent } from '../events/load.ts';
import { CANCEL, commentsOf, errorOf, it, type JobOptions, QUIET, type Stage } from '../support/dist-step.ts';

const METADATA = { github_repository: 'octo-org/octo-repo', github_number: '7', comment_key: 'Agent/agent' };

/** Cancels as the workflow of another job does when the pull request is closed; by a stranger, for that matter. */
function cancel(stage: Stage, options: JobOptions = {}) {
  return stage.runMain({
    event: loadEvent('pull_request.closed.fork'),
    env: { GITHUB_JOB: 'clean-up' },
    ...options,
    with: { prompt: '', mode: 'cancel', ...options.with },
  });
}

function working({ emulator }: Stage, overrides: Partial<RunItem> = {}): string {
  return emulator.oz.addRun({ metadata: METADATA, ...overrides }, [{ state: 'INPROGRESS' }]);
}

describe('mode cancel', () => {
  it('no active run: green, and nothing is said on the pull request', async ({ stage }) => {
    stage.emulator.oz.addRun({ metadata: METADATA }, [{ state: 'SUCCEEDED' }]);
    const job = await cancel(stage);
    expect(job.conclusion).toBe('success');
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'error-code': '', attempts: '0' });
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
    expect(stage.emulator.github.comments()).toEqual([]);
  });

  it('one: its own sticky comment says so', async ({ stage }) => {
    stage.play('never-ends');
    await stage.runMain({ with: { wait: 'false' } });
    const [before] = stage.emulator.github.comments(7);
    const job = await cancel(stage);
    expect(job.outputs).toMatchObject({
      outcome: 'cancelled',
      state: 'CANCELLED',
      'run-id': stage.emulator.oz.lastRun.id,
    });
    const [after, ...others] = stage.emulator.github.comments(7);
    expect(others).toEqual([]);
    expect(after?.id).toBe(before?.id);
    expect(after?.body).toMatch(/cancelled/i);
    expect(after?.body.split('\n')[0]).toBe(before?.body.split('\n')[0]);
  });

  it.for(['lower', 'hyphen'] as const)(
    'one whose state the server spells %s',
    async (stateSpelling, { stage }) => {
      stage.emulator.oz.options.stateSpelling = stateSpelling;
      const id = working(stage);
      const job = await cancel(stage, { with: QUIET });
      expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'run-id': id });
      expect(stage.emulator.oz.active()).toEqual([]);
    },
  );

  it('three: all of this number, and nobody else’s', async ({ stage }) => {
    const ours = [working(stage), working(stage), working(stage, { state: 'QUEUED' })];
    const others = [
      working(stage, { metadata: { ...METADATA, github_number: '8' } }),
      working(stage, { metadata: { ...METADATA, github_repository: 'octo-org/other' } }),
      working(stage, { metadata: {}, parent_run_id: ours[0] ?? '' }),
    ];
    const job = await cancel(stage, { with: QUIET });
    expect(job.conclusion).toBe('success');
    expect(job.outputs.outcome).toBe('cancelled');
    const { oz } = stage.emulator;
    expect(ours.map((id) => oz.run(id)?.state)).toEqual(ours.map(() => 'CANCELLED'));
    expect(others.map((id) => oz.run(id)?.cancelRequests)).toEqual([0, 0, 0]);
    expect(commentsOf(stage.emulator)).toEqual([]);
  });

  it('one of three cannot be cancelled: red, and it is named', async ({ stage }) => {
    const stubborn = working(stage, { is_run_type_cancellable: false });
    const others = [working(stage), working(stage)];
    const job = await cancel(stage);
    expect(job.conclusion).toBe('failure');
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'error-code': 'not_cancelled' });
    expect(errorOf(job)).toContain(`https://oz.warp.dev/runs/${stubborn}`);
    for (const id of others) {
      expect(errorOf(job).split('What to do')[0]).not.toContain(id);
      expect(stage.emulator.oz.run(id)?.state).toBe('CANCELLED');
    }
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining(stubborn)]);
  });

  it('by its id', async ({ stage }) => {
    const [named, other] = [working(stage), working(stage)];
    const job = await cancel(stage, { with: { ...QUIET, 'run-id': named } });
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'run-id': named });
    expect(stage.emulator.oz.run(other)?.state).toBe('INPROGRESS');
  });

  it('by the id of a run that has ended: green', async ({ stage }) => {
    const ended = stage.emulator.oz.addRun({}, [{ state: 'SUCCEEDED' }]);
    const job = await cancel(stage, { with: { ...QUIET, 'run-id': ended } });
    expect(job.conclusion).toBe('success');
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', state: 'SUCCEEDED' });
  });

  it('which runs are active cannot be found out: refused', async ({ stage }) => {
    const { options } = stage.emulator.oz;
    Object.assign(options, { dropMetadata: true, ignoreMetadataFilter: true });
    const id = working(stage);
    const job = await cancel(stage, { with: QUIET });
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toContain('`run-id`');
    expect(stage.emulator.oz.run(id)?.cancelRequests).toBe(0);
  });
});
