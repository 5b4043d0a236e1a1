import { describe, expect } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import { problemFault } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { CANCEL, CREATE, errorOf, it, NUMBER } from '../support/dist-step.ts';

const LIST = 'GET /agent/runs';

/** What the default step stamps on its runs. */
const OURS = {
  github_repository: 'octo-org/octo-repo',
  github_workflow: 'Agent',
  github_job: 'agent',
  comment_key: 'Agent/agent',
  github_number: String(NUMBER),
};

// A success without any artifact would be read again for half a minute.
const OPENED = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/x')];

function addEarlier({ oz }: Emulator, metadata: Record<string, string> = OURS, state = 'INPROGRESS'): string {
  return oz.addRun({ metadata }, [
    { state, reads: 3 },
    { state: 'SUCCEEDED', artifacts: OPENED },
  ]);
}

const overlap = (kind: string) => ({ with: { 'on-overlap': kind } });

describe.concurrent('an earlier run that is still active', () => {
  it('is no matter with allow', async ({ stage }) => {
    addEarlier(stage.emulator);
    const job = await stage.runMain(overlap('allow'));
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
    // The gate asks for pull requests that runs have opened, nobody for runs that are active.
    const listed = stage.emulator.requests.filter(({ route }) => route === LIST);
    expect(listed.filter(({ query }) => query.has('state'))).toEqual([]);
  });

  it('skips the step with skip: green, with a notice', async ({ stage }) => {
    const id = addEarlier(stage.emulator);
    const job = await stage.runMain(overlap('skip'));
    expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'overlap', attempts: '0' });
    expect(job.annotations).toMatchObject([{ level: 'notice', message: expect.stringContaining(id) }]);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
    expect(stage.emulator.github.comments(NUMBER)).toEqual([]);
  });

  it.for(['lower', 'underscore'] as const)(
    'skips the step also when its state is spelt %s',
    async (stateSpelling, { stage }) => {
      stage.emulator.oz.options.stateSpelling = stateSpelling;
      addEarlier(stage.emulator);
      const job = await stage.runMain(overlap('skip'));
      expect(job.outputs).toMatchObject({ outcome: 'skipped', attempts: '0' });
      expect(stage.emulator.count('oz', CREATE)).toBe(0);
    },
  );

  it.for([
    ['in-listings', 'skipped'],
    ['everywhere', 'refused'],
  ] as const)(
    'with the parent that the step gives, left out %s: %s',
    async ([omitParent, outcome], { stage }) => {
      stage.emulator.oz.options.omitParent = omitParent;
      stage.emulator.oz.addRun({ metadata: OURS, parent_run_id: 'parent-1' }, [{ state: 'INPROGRESS' }]);
      const job = await stage.runMain({ with: { 'on-overlap': 'skip', 'parent-run-id': 'parent-1' } });
      expect(job.outputs).toMatchObject({ outcome, attempts: '0' });
      expect(stage.emulator.count('oz', CREATE)).toBe(0);
    },
  );

  it('is followed with attach', async ({ stage }) => {
    const id = addEarlier(stage.emulator);
    const job = await stage.runMain(overlap('attach'));
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': id, attempts: '0' });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('is cancelled first with cancel', async ({ stage }) => {
    const id = addEarlier(stage.emulator);
    const job = await stage.runMain(overlap('cancel'));
    expect(stage.emulator.oz.run(id)?.state).toBe('CANCELLED');
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
    const routes = stage.emulator.requests.map(({ route }) => route);
    expect(routes.indexOf(CANCEL)).toBeLessThan(routes.indexOf(CREATE));
  });

  it('that cannot be cancelled refuses the step, naming it', async ({ stage }) => {
    const set = { is_run_type_cancellable: false };
    const id = stage.emulator.oz.addRun({ metadata: OURS }, [{ state: 'INPROGRESS', set }]);
    const job = await stage.runMain(overlap('cancel'));
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toContain(id);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('is every one of them with cancel', async ({ stage }) => {
    for (let n = 0; n < 3; n += 1) addEarlier(stage.emulator);
    await stage.runMain(overlap('cancel'));
    expect(stage.emulator.count('oz', CANCEL)).toBe(3);
    expect(stage.emulator.oz.active()).toEqual([]);
  });

  const { github_number: _, ...withoutNumber } = OURS;
  const OTHERS: [string, Record<string, string>][] = [
    ['of another number', { ...OURS, github_number: '8' }],
    ['of no number', withoutNumber],
    ['of another repository', { ...OURS, github_repository: 'octo-org/other' }],
    ['of another workflow', { ...OURS, github_workflow: 'Other' }],
    ['of another job', { ...OURS, github_job: 'other' }],
    ['of another comment key', { ...OURS, comment_key: 'Agent/agent/linux' }],
  ];
  it.for(OTHERS)('%s does not count', async ([, metadata], { stage }) => {
    addEarlier(stage.emulator, metadata);
    // Even where the server lists everything.
    stage.emulator.oz.options.ignoreMetadataFilter = true;
    const job = await stage.runMain(overlap('skip'));
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
  });

  it('does not count when it has ended, is BLOCKED, or is a child', async ({ stage }) => {
    for (const state of ['SUCCEEDED', 'FAILED', 'BLOCKED'])
      stage.emulator.oz.addRun({ metadata: OURS }, [{ state }]);
    stage.emulator.oz.addRun({ metadata: OURS, parent_run_id: 'parent-1' }, [{ state: 'INPROGRESS' }]);
    const job = await stage.runMain(overlap('skip'));
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '1' });
  });

  it('counts on an event without a number only among runs without one', async ({ stage }) => {
    addEarlier(stage.emulator);
    const event = { name: 'schedule', payload: { schedule: '0 5 * * 1' } };
    const first = await stage.runMain({ event, ...overlap('skip') });
    expect(first.outputs.outcome).toBe('succeeded');
    addEarlier(stage.emulator, withoutNumber);
    const second = await stage.runMain({ event, ...overlap('skip') });
    expect(second.outputs.outcome).toBe('skipped');
  });

  it.for(['skip', 'attach', 'cancel'])(
    'that cannot be looked for refuses the step: %s',
    async (kind, { stage }) => {
      stage.emulator.faults.set(LIST, { ...problemFault(403, 'not_authorized'), times: 'always' });
      const job = await stage.runMain(overlap(kind));
      expect(job.outputs).toMatchObject({
        outcome: 'refused',
        'error-code': 'not_authorized',
        attempts: '0',
      });
      expect(stage.emulator.count('oz', CREATE)).toBe(0);
    },
  );

  it('on a server that drops metadata cannot be told: refused', async ({ stage }) => {
    Object.assign(stage.emulator.oz.options, { dropMetadata: true, ignoreMetadataFilter: true });
    addEarlier(stage.emulator);
    const job = await stage.runMain(overlap('skip'));
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'overlap_unknown' });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('is found where the filter is refused', async ({ stage }) => {
    stage.emulator.oz.options.refuseMetadataFilter = true;
    addEarlier(stage.emulator);
    const job = await stage.runMain(overlap('skip'));
    expect(job.outputs.outcome).toBe('skipped');
  });
});

describe.concurrent('attach without run-id', () => {
  const attach = { mode: 'attach', prompt: '' };
  const addOurs = ({ oz }: Emulator, metadata: Record<string, string>, overrides = {}) =>
    oz.addRun({ metadata, ...overrides }, [{ state: 'SUCCEEDED', artifacts: OPENED }]);

  it('follows the newest run of this repository and number, whatever its workflow', async ({ stage }) => {
    const at = (minute: number) => ({ created_at: `2026-01-01T00:0${minute}:00Z` });
    addOurs(stage.emulator, OURS, at(1));
    const newest = addOurs(
      stage.emulator,
      { ...OURS, github_workflow: 'Other', comment_key: 'other' },
      at(5),
    );
    addOurs(stage.emulator, OURS, at(3));
    addOurs(stage.emulator, { ...OURS, github_number: '8' }, at(6));
    addOurs(stage.emulator, OURS, { ...at(7), parent_run_id: newest });
    const job = await stage.runMain({ with: attach });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': newest, attempts: '0' });
  });

  it('heeds the comment key where it is given', async ({ stage }) => {
    const mine = addOurs(stage.emulator, { ...OURS, comment_key: 'mine' });
    addOurs(stage.emulator, OURS);
    const job = await stage.runMain({ with: { ...attach, 'comment-key': 'mine' } });
    expect(job.outputs).toMatchObject({ 'run-id': mine });
  });

  it.for([
    ['there is none', {}],
    ['the event has no number', { event: { name: 'schedule', payload: {} } }],
  ] as const)('is refused when %s, saying how to give run-id', async ([, options], { stage }) => {
    const job = await stage.runMain({ with: attach, ...options });
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toContain('run-id');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });
});
