import { describe, expect } from 'vitest';
import { says } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { byReads, pullRequestOf, succeedsWithPullRequest } from '../emulator/oz/lives.ts';
import {
  attachTo,
  CANCEL,
  CREATE,
  commentsOf,
  errorOf,
  it,
  messages,
  QUIET,
  READ,
  type Stage,
  until,
} from '../support/dist-step.ts';

function endOf({ emulator }: Stage): LifeStep {
  const { id: runId, request } = { id: '', request: {} };
  const context = { runId, request, repository: emulator.oz.repository, conversation: [] };
  return { state: 'SUCCEEDED', artifacts: [pullRequestOf(context)] };
}

describe.concurrent('a run that does not succeed', () => {
  const endings = [
    {
      scenario: 'fails',
      outcome: 'failed',
      state: 'FAILED',
      code: 'invalid_request',
      retryable: 'false',
      words: 'The agent could not make the tests pass',
    },
    {
      scenario: 'errors-retryably',
      outcome: 'error',
      state: 'ERROR',
      code: 'internal_error',
      retryable: 'true',
      words: 'The sandbox was lost',
    },
    {
      scenario: 'cancelled-elsewhere',
      outcome: 'cancelled',
      state: 'CANCELLED',
      code: 'cancelled',
      retryable: '',
      words: 'Cancelled by Grace in the web app',
    },
    {
      scenario: 'blocks',
      outcome: 'blocked',
      state: 'BLOCKED',
      code: 'blocked',
      retryable: '',
      words: 'which of the two databases do you mean?',
    },
  ] as const;

  for (const { scenario, outcome, state, code, retryable, words } of endings) {
    it(`${state}: red, with the server's words`, async ({ stage }) => {
      stage.play(scenario);
      const job = await stage.run();
      const { id } = stage.emulator.oz.lastRun;
      expect(job.conclusion).toBe('failure');
      expect(job.outputs).toMatchObject({ outcome, state, retryable, 'run-id': id, 'error-code': code });
      expect(job.outputs['error-message']).toContain(words);
      const error = errorOf(job);
      for (const part of [words, `error-code: ${code}`, `https://oz.warp.dev/runs/${id}`, 'What to do: ']) {
        expect(error).toContain(part);
      }
      expect(job.summary).toContain(words);
      expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining(words)]);
      // Whatever ended by itself is not cancelled, BLOCKED included, and the post phase has nothing to do.
      expect(stage.emulator.count('oz', CANCEL)).toBe(0);
      expect(stage.emulator.count('oz', CREATE)).toBe(1);
    });
  }

  it('is lost when the run is gone', async ({ stage }) => {
    // A new run may be unknown to a replica; this one cannot be new.
    stage.emulator.oz.nextLife([{ state: 'INPROGRESS', set: { created_at: '2026-01-01T00:00:00Z' } }]);
    stage.emulator.on('request', ({ route }) => {
      if (route === READ) stage.emulator.oz.lastRun.deleted = stage.emulator.count('oz', READ) > 1;
    });
    const job = await stage.runMain();
    expect(job.outputs).toMatchObject({ outcome: 'lost', 'error-code': 'resource_not_found' });
    expect(job.outputs['run-id']).toBe(stage.emulator.oz.lastRun.id);
  });

  it('is lost when the key is revoked meanwhile', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start();
    await until(stage.emulator.answered(READ, 2), step);
    stage.emulator.oz.keys.clear();
    const job = await stage.finish(step);
    expect(job.outputs.outcome).toBe('lost');
    expect(errorOf(job)).toContain('`api-key`');
    expect(messages(job, 'warning').join()).toContain('could not be cancelled');
  });
});

describe.concurrent('a run that goes on', () => {
  it('BLOCKED for a moment is not an end', async ({ stage }) => {
    const work = { state: 'INPROGRESS', reads: 1 };
    const blocked = { state: 'BLOCKED', reads: 2, error: { message: 'One moment' } };
    stage.emulator.oz.nextLife([work, blocked, work, blocked, work, endOf(stage)]);
    const job = await stage.run({ with: QUIET });
    expect(job.outputs.outcome).toBe('succeeded');
  });

  it('BLOCKED is waited for when asked to', async ({ stage }) => {
    const blocked = { state: 'BLOCKED', reads: 6, error: { message: 'Which one?' } };
    stage.emulator.oz.nextLife([{ state: 'INPROGRESS', reads: 1 }, blocked, endOf(stage)]);
    const job = await stage.run({ with: { ...QUIET, 'on-blocked': 'wait' } });
    expect(job.outputs.outcome).toBe('succeeded');
  });

  it('an unknown state is warned of once', async ({ stage }) => {
    stage.emulator.oz.nextLife([
      { state: 'REHEARSING', reads: 3 },
      { state: 'INPROGRESS', reads: 1 },
      endOf(stage),
    ]);
    const job = await stage.run({ with: QUIET });
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('REHEARSING')]);
  });

  it('states in other spellings are understood, and the output keeps the spelling', async ({ stage }) => {
    const end = { ...endOf(stage), state: 'Succeeded' };
    stage.emulator.oz.nextLife([{ state: 'queued', reads: 1 }, { state: 'IN_PROGRESS', reads: 1 }, end]);
    const job = await stage.run({ with: QUIET });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', state: 'Succeeded' });
    expect(job.annotations).toEqual([]);
  });

  it('short outages of every kind are survived', async ({ stage }) => {
    stage.emulator.faults.add(
      READ,
      { kind: 'reset' },
      { kind: 'html', status: 401 },
      { kind: 'truncate' },
      { kind: 'broken-json' },
      { status: 429, headers: { 'Retry-After': '0' }, body: { error: 'slow down' } },
    );
    const job = await stage.run({ with: QUIET });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(job.annotations).toEqual([]);
  });
});

describe.concurrent('wait: false', () => {
  it('is green as soon as the run exists, and leaves it alone', async ({ stage }) => {
    stage.play('never-ends');
    const job = await stage.run({ with: { wait: 'FALSE' } });
    const { id } = stage.emulator.oz.lastRun;
    expect(job.conclusion).toBe('success');
    expect(job.outputs).toMatchObject({ outcome: 'started', 'run-id': id, attempts: '1', result: '' });
    expect(stage.emulator.count('oz', READ)).toBe(0);
    expect(stage.emulator.oz.active()).toHaveLength(1);
    expect(job.summary).toContain(id);
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining(id)]);
  });
});

describe.concurrent('attach', () => {
  it('tells how a finished run ended', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [{ ...endOf(stage), conversation: says('x', 'All done.') }]);
    const job = await stage.run({ with: attachTo(id) });
    expect(job.outputs).toMatchObject({
      outcome: 'succeeded',
      'run-id': id,
      attempts: '0',
      result: 'All done.',
      'pull-request-number': '42',
    });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('is as red as the finished run', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [{ state: 'FAILED', error: { message: 'No luck' } }]);
    const job = await stage.run({ with: attachTo(id) });
    expect(job.outputs.outcome).toBe('failed');
    expect(errorOf(job)).toContain('No luck');
  });

  it('follows a running run to its end', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, succeedsWithPullRequest(byReads));
    const job = await stage.run({ with: attachTo(id) });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'run-id': id });
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
    expect(commentsOf(stage.emulator)).toHaveLength(1);
  });

  it('settles at once with wait: false', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS' }]);
    const job = await stage.run({ with: { ...attachTo(id), ...QUIET, wait: 'false' } });
    expect(job.outputs).toMatchObject({ outcome: 'started', 'run-id': id });
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('is refused when the run cannot be read at the first try', async ({ stage }) => {
    const job = await stage.run({ with: attachTo('no-such-run') });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'resource_not_found' });
    expect(errorOf(job)).toContain('`run-id`');
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('is refused when there is no run to be found either', async ({ stage }) => {
    const job = await stage.run({ with: { ...attachTo(''), ...QUIET } });
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toContain('`run-id`');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('warns of inputs that it does not use', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, [endOf(stage)]);
    const job = await stage.run({ with: { ...attachTo(id), ...QUIET, prompt: 'And this?' } });
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringMatching(/`prompt`.*`attach`/)]);
  });
});
