import { describe, expect } from 'vitest';
import { problemFault } from '../emulator/known-faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import { CREATE, commentsOf, it, messages } from '../support/dist-step.ts';

const twice = { with: { 'max-attempts': '2' } };

describe.concurrent('max-attempts', () => {
  it('starts a new run after one that the server calls retryable, under a start_id of its own', async ({
    stage,
  }) => {
    stage.play('errors-then-succeeds');
    const job = await stage.run(twice);
    const runs = [...stage.emulator.oz.runs.values()];
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', attempts: '2', 'run-id': runs[1]?.id });
    expect(new Set(runs.map(({ metadata }) => metadata.start_id)).size).toBe(2);
    for (const text of [job.summary, ...commentsOf(stage.emulator)]) {
      for (const { id } of runs) expect(text).toContain(id);
    }
  });

  it('is the most: the last failure is the outcome', async ({ stage }) => {
    stage.play('errors-retryably');
    const job = await stage.run(twice);
    expect(job.outputs).toMatchObject({ outcome: 'error', attempts: '2', retryable: 'true' });
    expect(stage.emulator.oz.runs.size).toBe(2);
  });

  it.for([
    ['1 by default', 'errors-retryably', {}],
    ['no use for what is not retryable', 'fails', twice],
    ['no use for a success', 'succeeds-with-pull-request', twice],
    ['no use for a run that somebody cancelled', 'cancelled-elsewhere', twice],
  ] as const)('is %s', async ([, scenario, options], { stage }) => {
    stage.play(scenario);
    const job = await stage.run(options);
    expect(job.outputs.attempts).toBe('1');
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
  const opened = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/x')];

  it('stops at a pull request', async ({ stage }) => {
    stage.emulator.oz.defaultLife = [{ state: 'ERROR', error, artifacts: opened }];
    const job = await stage.run(twice);
    expect(job.outputs).toMatchObject({ outcome: 'error', attempts: '1', 'pull-request-number': '42' });
  });

  it('stops at a pull request that turns up during the back-off', async ({ stage }) => {
    stage.emulator.oz.defaultLife = [
      { state: 'INPROGRESS', reads: 1 },
      { state: 'ERROR', error, reads: 1 },
      { state: 'ERROR', error, artifacts: opened },
    ];
    const job = await stage.run(twice);
    expect(job.outputs).toMatchObject({ outcome: 'error', attempts: '1', 'pull-request-number': '42' });
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it('keeps the first failure, with its result, when a further attempt is refused', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'ERROR', error, conversation: says('end', 'I cannot go on.') }]);
    stage.emulator.faults.set(CREATE, { ...problemFault(403, 'insufficient_credits'), skip: 1 });
    const job = await stage.run(twice);
    expect(job.outputs).toMatchObject({
      outcome: 'error',
      attempts: '1',
      'run-id': stage.emulator.oz.lastRun.id,
    });
    expect(job.outputs.result).toBe('I cannot go on.');
    expect(messages(job, 'warning')).toHaveLength(1);
  });

  it('has the messages of both runs in the live log, each once', async ({ stage }) => {
    const saying = (text: string) => [...says('talk', `${text}: begun`), ...says('end', `${text}: ended`)];
    stage.emulator.oz.nextLife(
      [{ state: 'ERROR', error, conversation: saying('one') }],
      [{ state: 'SUCCEEDED', artifacts: opened, conversation: saying('two') }],
    );
    const job = await stage.run({ with: { ...twice.with, stream: 'messages' } });
    const said = [...job.main.log.matchAll(/│ (.*: (?:begun|ended))/g)].map(([, text]) => text);
    expect(said).toEqual(['one: begun', 'one: ended', 'two: begun', 'two: ended']);
  });
});
