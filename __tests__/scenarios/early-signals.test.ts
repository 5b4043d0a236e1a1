import { describe, expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import { errorOf, it, messages, QUIET, READ, until } from '../support/dist-step.ts';

const SEND = 'POST /agent/runs/{runId}/followups';

/** Not on a pull request, where the gate would ask for runs as well. */
const PUSH = loadEvent('push');

/** Makes the post phase signal itself as soon as it loads anything besides its entry file. */
function signalAtFirstImport(signal: 'SIGINT' | 'SIGTERM'): string {
  const hook = `
    import { registerHooks } from 'node:module';
    if (process.argv[1].endsWith('post.js')) registerHooks({
      load(url, context, next) {
        if (/(saved-state|index)\\.js$/.test(url)) process.kill(process.pid, '${signal}');
        return next(url, context);
      },
    });`;
  return `--import=data:text/javascript,${encodeURIComponent(hook)}`;
}

describe.concurrent('a signal that comes early', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} does not end a post phase that has just begun`, async ({ stage }) => {
      stage.play('never-ends');
      const env = { NODE_OPTIONS: signalAtFirstImport(signal) };
      const step = await stage.start({ event: PUSH, with: QUIET, env });
      await until(stage.emulator.answered(READ, 4), step);
      step.kill();
      const job = await stage.finish(step);
      expect(job.post, job.log).toMatchObject({ signal: null, exitCode: 0 });
      expect(stage.emulator.oz.lastRun.state).toBe('CANCELLED');
    });
  }

  it('ends a step whose follow-up gets no answer, in time and in words', async ({ stage }) => {
    const { oz, faults } = stage.emulator;
    const id = oz.addRun({}, [{ state: 'SUCCEEDED' }]);
    faults.set(SEND, { kind: 'hang', effect: false });
    const inputs = { ...QUIET, mode: 'follow-up', prompt: 'That as well', 'run-id': id };
    const step = await stage.start({ event: PUSH, with: inputs, ladder: { term: 7000, kill: 0 } });
    await until(stage.emulator.seen(SEND), step);
    step.cancel();
    const job = await stage.finish(step);
    expect(job.main).toMatchObject({ signal: null, exitCode: 1 });
    expect(job.outputs.outcome).toBe('lost');
    expect(errorOf(job)).toMatch(/The step was stopped.*follow|follow.*The step was stopped|left running/is);
    expect(messages(job, 'error')).toHaveLength(1);
    expect(stage.emulator.count('oz', SEND)).toBe(1);
  });
});
