import { describe, expect } from 'vitest';
import type { RunItem } from '../emulator/oz/wire.ts';
import { CANCEL, errorOf, it, QUIET, type Stage, until } from '../support/dist-step.ts';

const LIST = 'GET /agent/runs';
const METADATA = { github_repository: 'octo-org/octo-repo', github_number: '7' };
const OPTIONS = { with: { ...QUIET, prompt: '', mode: 'cancel' } };

function working({ emulator }: Stage, overrides: Partial<RunItem> = {}): string {
  return emulator.oz.addRun({ metadata: METADATA, ...overrides }, [{ state: 'INPROGRESS' }]);
}

describe.concurrent('a step that cancels three runs', () => {
  it('and is killed while it cancels the first leaves none of them: the post phase knows all', async ({
    stage,
  }) => {
    const { emulator } = stage;
    const ids = [working(stage), working(stage), working(stage)];
    const held = emulator.faults.set(CANCEL, { kind: 'hold', times: 'always' });
    const step = await stage.start(OPTIONS);
    await until(emulator.seen(CANCEL), step);
    step.kill();
    await step.main;
    emulator.faults.clear(CANCEL);
    const job = await stage.finish(step);
    expect(held.met.length).toBeGreaterThan(0);
    expect(emulator.oz.active()).toEqual([]);
    expect(ids.map((id) => emulator.oz.run(id)?.cancelRequests)).toEqual([1, 1, 1]);
    expect(job.post?.exitCode).toBe(0);
  });

  it('asks for all before it waits for any', async ({ stage }) => {
    const { emulator } = stage;
    const ids = [working(stage), working(stage), working(stage)];
    const held = emulator.faults.set(CANCEL, { kind: 'hold', times: 3 });
    const step = await stage.start(OPTIONS);
    await until(emulator.seen(CANCEL, 3), step);
    held.release();
    const job = await stage.finish(step);
    expect(job.outputs.outcome).toBe('cancelled');
    expect(job.main.exitCode).toBe(0);
    expect(ids.map((id) => emulator.oz.run(id)?.state)).toEqual(ids.map(() => 'CANCELLED'));
  });

  it('of which the server lists one twice counts that once', async ({ stage }) => {
    const { emulator } = stage;
    const twice = working(stage, { is_run_type_cancellable: false });
    working(stage);
    working(stage);
    const alter = (json: unknown) => {
      const { runs = [], ...rest } = json as { runs?: RunItem[] };
      return { ...rest, runs: [...runs, ...runs.filter(({ run_id }) => run_id === twice)] };
    };
    emulator.faults.set(LIST, { alter, times: 'always' });
    const job = await stage.run(OPTIONS);
    const [message = ''] = errorOf(job).split('What to do');
    expect(message).toContain('1 of 3 runs could not be cancelled');
    expect(message.split(twice)).toHaveLength(2);
    expect(emulator.oz.run(twice)?.cancelRequests).toBe(1);
  });
});
