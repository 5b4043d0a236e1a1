import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../../src/ledger.ts';
import { startRun } from '../../src/runs/start.ts';
import { tooManyRequests } from '../emulator/known-faults.ts';
import { byReads } from '../emulator/oz/lives.ts';
import { answers, document } from '../emulator/oz/structured.ts';
import { parseCommandFile } from '../runner/command-file.ts';
import type { PhaseResult } from '../runner/phase.ts';
import type { Step } from '../runner/step.ts';
import { CANCEL, CREATE, it, QUIET, READ, type Stage } from '../support/dist-step.ts';
import { MINUTE } from '../support/virtual-step.ts';
import { it as virtually } from '../support/virtual-test.ts';

/** From now on the runner's file of this kind cannot be written to. */
async function loseFile(step: Step, kind: 'set_output' | 'save_state'): Promise<void> {
  const directory = path.join(step.temp, '_runner_file_commands');
  const names = (await readdir(directory)).filter((name) => name.startsWith(kind));
  expect(names).toHaveLength(1);
  await Promise.all(names.map((name) => rm(path.join(directory, name))));
}

function errorsOf({ annotations }: PhaseResult): string[] {
  return annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
}

/** Holds the first request on a route while a file is lost. */
async function losing(
  stage: Stage,
  kind: 'set_output' | 'save_state',
  route: string,
  inputs: Record<string, string> = {},
): Promise<{ step: Step; main: PhaseResult }> {
  const held = stage.emulator.faults.set(route, { kind: 'hold' });
  const step = await stage.start({ with: { ...QUIET, ...inputs } });
  await stage.emulator.seen(route);
  await loseFile(step, kind);
  held.release();
  return { step, main: await step.main };
}

describe.concurrent('outputs that cannot be written', () => {
  it('end no run: a warning while it goes on, red at the end', async ({ stage }) => {
    const { step, main } = await losing(stage, 'set_output', READ);
    expect(main.exitCode).toBe(1);
    expect(main.log).toContain('outcome: succeeded');
    const warnings = main.annotations.filter(({ level }) => level === 'warning');
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('The outputs could not be written'),
    ]);
    expect(errorsOf(main)).toEqual([expect.stringContaining('Later steps see old values')]);
    await step.post();
    expect(stage.emulator.count('oz', CANCEL)).toBe(0);
  });

  it('of a step that is red anyway leave it its one error', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'FAILED', error: { message: 'It broke' } }]);
    const { main } = await losing(stage, 'set_output', READ);
    expect(main.exitCode).toBe(1);
    expect(errorsOf(main)).toEqual([expect.stringContaining('It broke')]);
  });
});

describe.concurrent('state that cannot be saved', () => {
  it('before the create request: no run', async ({ stage }) => {
    const { main } = await losing(stage, 'save_state', 'GET /agent/runs', { 'on-overlap': 'skip' });
    expect(main.outputs).toMatchObject({
      outcome: 'refused',
      'error-code': 'state_not_saved',
      attempts: '0',
    });
    expect(errorsOf(main)).toEqual([expect.stringContaining('Free disk space')]);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('once the run exists: the run goes on, red at the end', async ({ stage }) => {
    const { step, main } = await losing(stage, 'save_state', READ);
    expect(main.outputs.outcome).toBe('succeeded');
    expect(main.exitCode).toBe(1);
    expect(errorsOf(main)).toEqual([expect.stringContaining('The state of this step could not be saved')]);
    const post = await step.post();
    expect(post?.exitCode ?? 0).toBe(0);
  });

  it('before a correction: none is asked for', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.nextLife(answers({ files: document('no object') }, byReads));
    const typed = { 'output-schema': '{"type":"object"}' };
    const { step, main } = await losing(stage, 'save_state', 'GET /agent/artifacts/{artifactUid}', typed);
    expect(main.outputs.outcome).toBe('invalid-output');
    expect(errorsOf(main)).toEqual([expect.stringContaining('The state of this step could not be saved')]);
    expect(oz.lastRun.followUps).toEqual([]);
    expect((await step.post())?.exitCode ?? 0).toBe(0);
  });
});

describe('state that cannot be saved before a create request is sent again', () => {
  const REQUEST = {
    startId: 'start-1',
    prompt: 'Repair it',
    skill: undefined,
    parentRunId: undefined,
    sentAt: 0,
    serverSentAt: undefined,
  };
  const BODY = { prompt: REQUEST.prompt, metadata: { start_id: REQUEST.startId } };

  virtually.for([
    ['refused, where the first had no effect', tooManyRequests('1'), 'refused'],
    ['lost, where it may have had one', { status: 502, body: '', effect: false }, 'lost'],
  ] as const)(
    'is not sent: %s',
    async ([, fault, kind], { step: { emulator, deps, clock, within, requests } }) => {
      emulator.faults.set(CREATE, fault);
      let saved = 0;
      const ledger = new Ledger(clock, () => {
        saved += 1;
        if (saved > 2) throw new Error('ENOSPC: no space left on device, write');
      });
      const record = ledger.creating(REQUEST, { taskId: 'run', onCancel: 'cancel' });
      const start = await startRun(REQUEST, BODY, deps, within(5 * MINUTE), {
        sending: () => ledger.sending(record),
        ambiguous: ({ serverSentAt }) => ledger.ambiguous(record, serverSentAt),
      });
      expect(start).toMatchObject({ kind, error: { code: 'state_not_saved' } });
      expect(requests(CREATE)).toHaveLength(1);
    },
  );
});

describe('a disk that is full in the middle of a value', () => {
  // A limit on the size of files takes part of an append, as a full disk does.
  test.skipIf(process.platform === 'win32')('leaves only whole ones behind', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'full-'));
    const [file, script] = [path.join(directory, 'output'), path.join(directory, 'write.mjs')];
    await writeFile(file, '');
    const source = JSON.stringify(new URL('../../src/lib/runner.ts', import.meta.url).href);
    await writeFile(
      script,
      `import { writeOutputs } from ${source};
       writeOutputs({ outcome: 'lost', result: '' });
       try { writeOutputs({ outcome: 'succeeded', result: 'x'.repeat(5000) }); } catch { console.log('refused'); }
       writeOutputs({ outcome: 'failed' });`,
    );
    const env = { ...process.env, GITHUB_OUTPUT: file };
    const said = execFileSync('bash', ['-c', `ulimit -f 2 && exec "${process.execPath}" "${script}"`], {
      env,
    });
    const { pairs, error } = parseCommandFile(await readFile(file, 'utf8'));
    await rm(directory, { recursive: true });
    expect(said.toString()).toBe('refused\n');
    expect(error).toBeUndefined();
    expect(pairs).toEqual([
      ['outcome', 'lost'],
      ['result', ''],
      ['outcome', 'failed'],
    ]);
  });
});
