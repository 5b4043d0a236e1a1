import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import {
  CREATE,
  errorOf,
  it,
  type JobOptions,
  messages,
  QUIET,
  READ,
  type Stage,
} from '../support/dist-step.ts';
import { causedBy, introduce } from './people.ts';

const SEND = 'POST /agent/runs/{runId}/followups';

/** Something left behind, so that nobody waits for more. */
const artifacts = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/work')];

const ENDED: LifeStep = { state: 'FAILED', artifacts, conversation: says('first', 'I gave up.') };

/** Follows up on a run as the owner does in a comment on pull request 7. */
function followUp(stage: Stage, runId: string, options: JobOptions = {}) {
  return stage.runMain({
    event: causedBy('octocat', 'issue_comment.created.pull_request'),
    ...options,
    with: {
      ...QUIET,
      mode: 'follow-up',
      prompt: 'Do that as well',
      context: 'off',
      'run-id': runId,
      ...options.with,
    },
  });
}

describe('a follow-up', () => {
  it('to a working run', async ({ stage }) => {
    const { oz } = stage.emulator;
    const id = oz.addRun({}, [
      { state: 'INPROGRESS', reads: 3 },
      { state: 'SUCCEEDED', artifacts },
    ]);
    const job = await followUp(stage, id);
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': id, attempts: '0' });
    expect(oz.run(id)?.followUps).toEqual(['Do that as well']);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('to an ended run, whose old end is not taken for the new one', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.options.followUpStale = { reads: 4 };
    const id = oz.addRun({}, [ENDED]);
    const job = await followUp(stage, id);
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', state: 'SUCCEEDED', result: 'Done as well.' });
    expect(stage.emulator.count('oz', READ)).toBeGreaterThanOrEqual(6);
  });

  it('to a BLOCKED run, which goes on', async ({ stage }) => {
    stage.emulator.oz.options.followUpStale = { reads: 4 };
    const id = stage.emulator.oz.addRun({}, [{ state: 'BLOCKED', artifacts }]);
    expect((await followUp(stage, id)).outputs).toMatchObject({ outcome: 'succeeded', 'error-code': '' });
  });

  it('whose end is the same as before', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.options.followUpStale = { reads: 2 };
    oz.followUpLife = [
      { state: 'INPROGRESS', reads: 2 },
      { ...ENDED, error: { message: 'Gave up again' } },
    ];
    const job = await followUp(stage, oz.addRun({}, [ENDED]));
    expect(job.outputs).toMatchObject({ outcome: 'failed', 'error-message': 'Gave up again' });
  });

  it('does not wait unless asked to', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [ENDED]);
    const job = await followUp(stage, id, { with: { wait: 'false' } });
    expect(job.outputs).toMatchObject({ outcome: 'started', 'run-id': id });
  });

  it('carries the mode, and the facts in quotation', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [ENDED]);
    const inputs = { 'agent-mode': 'plan', context: 'full', wait: 'false' };
    await followUp(stage, id, { with: inputs });
    const { body } = await stage.emulator.seen(SEND);
    expect(body).toMatchObject({ mode: 'plan' });
    const [first, blank, ...rest] = String((body as { message: string }).message).split('\n');
    expect([first, blank]).toEqual(['Do that as well', '']);
    expect(rest[0]).toMatch(/^\[context [0-9a-f]+\]/);
    expect(rest.at(-1)).toMatch(/^\[end of context [0-9a-f]+\]$/);
    expect(rest.filter((line) => line.startsWith('| '))).not.toEqual([]);
  });
});

describe('a run that cannot go on offers its conversation', () => {
  it('deleted', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [ENDED]);
    Object.assign(stage.emulator.oz.run(id) ?? {}, { deleted: true });
    const job = await followUp(stage, id);
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toMatch(/`mode: run` with `conversation-id`/);
  });

  it('gone for follow-ups', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [ENDED]);
    Object.assign(stage.emulator.oz.run(id) ?? {}, { continuable: false });
    const job = await followUp(stage, id);
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'run-id': id });
    expect(errorOf(job)).toContain(`\`conversation-id: conversation-${id}\``);
    expect(stage.emulator.count('oz', SEND)).toBe(1);
  });
});

describe('a lost answer', () => {
  const faults: [name: string, fault: Fault][] = [
    ['dropped', { kind: 'reset-after' }],
    ['spoilt by a gateway', { status: 504, body: '<html>Gateway Timeout</html>', effect: true }],
  ];
  for (const [name, fault] of faults) {
    it(`${name}: one POST, a warning, and on it goes`, async ({ stage }) => {
      stage.emulator.faults.add(SEND, fault);
      const id = stage.emulator.oz.addRun({}, [ENDED]);
      const job = await followUp(stage, id);
      expect(job.outputs).toMatchObject({ outcome: 'succeeded', result: 'Done as well.' });
      expect(messages(job, 'warning')).toEqual([expect.stringContaining('not sent again')]);
      expect(stage.emulator.count('oz', SEND)).toBe(1);
      expect(stage.emulator.oz.run(id)?.followUps).toHaveLength(1);
    });
  }
});

describe('which run', () => {
  const metadata = {
    github_repository: 'octo-org/octo-repo',
    github_number: '7',
    comment_key: 'Agent/agent',
  };

  it('the newest of this number, and none of its children', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.addRun({ metadata, created_at: '2026-03-01T00:00:00Z' }, [ENDED]);
    const newest = oz.addRun({ metadata, created_at: '2026-03-02T00:00:00Z' }, [ENDED]);
    oz.addChild(newest, [ENDED], { created_at: '2026-03-03T00:00:00Z' });
    oz.addRun({ metadata: { ...metadata, github_number: '8' } }, [ENDED]);
    const job = await followUp(stage, '', { with: { wait: 'false' } });
    expect(job.outputs).toMatchObject({ outcome: 'started', 'run-id': newest });
    expect([...oz.runs.values()].filter(({ followUps }) => followUps.length > 0)).toHaveLength(1);
  });

  it('none: refused, with the remedy', async ({ stage }) => {
    stage.emulator.oz.addRun({ metadata: { ...metadata, github_number: '8' } }, [ENDED]);
    const job = await followUp(stage, '');
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toContain('`run-id`');
    expect(stage.emulator.count('oz', SEND)).toBe(0);
  });

  it('is not even looked for when a stranger asks', async ({ stage }) => {
    introduce(stage.emulator);
    stage.emulator.oz.addRun({ metadata }, [ENDED]);
    const event = causedBy('mona', 'issue_comment.created.pull_request');
    const job = await followUp(stage, '', { event });
    expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'permission' });
    expect(stage.emulator.count('oz')).toBe(0);
  });
});
