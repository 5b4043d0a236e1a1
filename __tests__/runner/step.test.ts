import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runStep } from './run-step.ts';
import { type StepOptions, startStep } from './step.ts';

const MANIFEST = `
name: Fixture
inputs:
  some name: { default: spaced }
  with-hyphen: { default: true }
  empty: { default: not used }
  github-token: { default: '\${{ github.token }}' }
runs: { using: node24, main: main.mjs, post: post.mjs }
`;
const PRELUDE = `import { appendFileSync } from 'node:fs';
const env = process.env;
const append = (file, text) => appendFileSync(env['GITHUB_' + file], text);
`;
const directories: string[] = [];

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

async function fixture(main: string, post = '', manifest = MANIFEST): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'fixture-action-'));
  directories.push(directory);
  await writeFile(path.join(directory, 'action.yml'), manifest);
  await writeFile(path.join(directory, 'main.mjs'), PRELUDE + main);
  await writeFile(path.join(directory, 'post.mjs'), PRELUDE + post);
  return directory;
}

async function run(main: string, options: Partial<StepOptions> = {}, post = '') {
  return runStep({ action: await fixture(main, post), ...options });
}

const PRINT_ENV = 'append("OUTPUT", "env<<END\\n" + JSON.stringify(env) + "\\nEND\\n");';

describe('environment', () => {
  it('holds inputs, defaults, the event and what was asked for, and nothing of the developer', async () => {
    process.env.WARP_API_KEY = 'wk-of-the-developer';
    const job = await run(PRINT_ENV, {
      with: { empty: '', Extra: 7 },
      event: { name: 'push', payload: { ref: 'refs/heads/x' }, env: { GITHUB_REF: 'refs/heads/x' } },
      env: { GITHUB_JOB: 'review' },
      githubToken: 'ghs_fixture',
    }).finally(() => delete process.env.WARP_API_KEY);
    const env = JSON.parse(job.outputs.env ?? '{}');
    expect(env).toMatchObject({
      'INPUT_WITH-HYPHEN': 'true',
      INPUT_SOME_NAME: 'spaced',
      INPUT_EMPTY: '',
      INPUT_EXTRA: '7',
      'INPUT_GITHUB-TOKEN': 'ghs_fixture',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/x',
      GITHUB_JOB: 'review',
      GITHUB_ACTIONS: 'true',
    });
    expect(env).not.toHaveProperty('WARP_API_KEY');
    expect(env).not.toHaveProperty('RUNNER_DEBUG');
    expect(job.problems).toContainEqual(
      expect.stringMatching(/^Unexpected input\(s\) 'Extra', valid inputs are \['some name'/),
    );
    expect(job.main.maskedOutputs).toEqual(['env']);
  });

  it('lays out files and links in the workspace, where the process runs', async () => {
    const job = await run(
      'append("STEP_SUMMARY", (await import("node:fs")).readFileSync("link/deep.txt"));',
      {
        files: { 'a/deep.txt': 'found' },
        links: { link: 'a' },
      },
    );
    expect(job.summary).toBe('found');
  });
});

describe('what a process prints', () => {
  it('is obeyed on both streams, recorded and rendered', async () => {
    const job = await run(String.raw`
      console.log('::add-mask::hush\n::error title=T,file=f.ts,line=3::it is hush%0Asecond');
      console.log('\x1b[31mred\x1b[0m\n::group::Inside\n::debug::unseen\nhush\n::endgroup::');
      console.log('::stop-commands::tok\n::error::text only\n::tok::\nquote ##[warning]from a line');
      process.stderr.write('::set-output name=forged::yes\r::save-state name=s::1');
    `);
    const { main } = job;
    expect(job.conclusion).toBe('success');
    expect(main.annotations).toEqual([
      {
        level: 'error',
        title: 'T',
        file: 'f.ts',
        line: '3',
        message: 'it is ***\nsecond',
        truncated: false,
        dropped: false,
      },
      expect.objectContaining({ level: 'warning', message: 'from a line' }),
    ]);
    expect(main.violations.map(({ name, stream }) => [name, stream])).toEqual([
      ['set-output', 'stderr'],
      ['save-state', 'stderr'],
    ]);
    expect(main.outputs).toEqual({ forged: 'yes' });
    expect(main.stdout).toContain('hush');
    expect(main.log).toContain('Error: it is ***\nsecond\nred\n▼ Inside\n  ***\n');
    expect(main.log).toContain('::error::text only\n');
    expect(main.log).not.toContain('unseen');
  });

  it('shows debug lines when debugging, ten annotations of a kind, and fails on disabled commands', async () => {
    const { main } = await run(
      "for (let i = 0; i < 11; i++) console.log('::notice::n'); console.log('::debug::seen\\n::set-env name=a::b');",
      { debug: true },
    );
    expect(main.log).toContain('##[debug]seen\n');
    expect(main.annotations.map(({ dropped }) => dropped).lastIndexOf(false)).toBe(9);
    expect(main.conclusion).toBe('failure');
  });
});

describe('files and the post phase', () => {
  it('hands state, environment and masks to a fresh process, and files win over commands', async () => {
    const job = await run(
      `console.log('::set-output name=a::forged\\n::add-mask::hush');
       append('OUTPUT', 'a=true\\nb=hush\\n'); append('STATE', 'run-id<<E\\n1\\n2\\nE\\n'); append('ENV', 'MORE=x\\n');
       append('STEP_SUMMARY', 'a hush summary\\n'); process.exitCode = 3;`,
      { with: { 'some name': 'kept' } },
      "console.log('hush', JSON.stringify(env['STATE_run-id']), env.MORE, env.INPUT_SOME_NAME);",
    );
    expect(job.main).toMatchObject({ exitCode: 3, conclusion: 'failure', maskedOutputs: ['b'] });
    expect(job.outputs).toEqual({ a: 'true', b: 'hush' });
    expect(job.summary).toBe('a *** summary\n');
    expect(job.post?.log).toContain('*** "1\\n2" x kept');
    expect(job.conclusion).toBe('failure');
  });

  it('fails on a malformed file and drops a summary that is too long', async () => {
    const { main } = await run(
      "append('OUTPUT', 'a=1\\nbad\\n'); append('STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1));",
    );
    expect(main).toMatchObject({
      conclusion: 'failure',
      outputs: { a: '1' },
      summary: '',
      summaryDropped: true,
    });
    expect(main.problems).toEqual([
      "Unable to process file command 'output' successfully.",
      "Invalid format 'bad'",
      '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got 1024k.',
    ]);
  });

  it('skips post when post-if says so', async () => {
    const manifest = "name: F\nruns: { using: node24, main: main.mjs, post: post.mjs, post-if: 'success()' }";
    const job = await runStep({ action: await fixture('process.exit(1)', '', manifest) });
    expect(job.post).toBeUndefined();
  });
});

const STUBBORN = `for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log('got ' + name));
  append('OUTPUT', 'early=kept\\n'); setInterval(() => {}, 1000); console.log('ready');`;

describe('ends that come from outside', () => {
  it('climbs the whole ladder when cancelled, reads the files all the same and runs post', async () => {
    await using step = await startStep({ action: await fixture(STUBBORN), ladder: { term: 20, kill: 20 } });
    await step.saw('ready');
    step.cancel();
    const main = await step.main;
    expect(main).toMatchObject({ conclusion: 'cancelled', signal: 'SIGKILL', outputs: { early: 'kept' } });
    expect(main.problems).toEqual(['The operation was canceled.']);
    expect((await step.post())?.conclusion).toBe('success');
  });

  it('ends the ladder as soon as the process exits', async () => {
    const obedient =
      "process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000); console.log('ready');";
    await using step = await startStep({ action: await fixture(obedient) });
    await step.saw(/^ready$/);
    step.cancel();
    expect(await step.main).toMatchObject({ conclusion: 'cancelled', exitCode: 0, signal: null });
  });

  it('fails a step that runs out of time, and one that is killed', async () => {
    const late = await run(STUBBORN, { timeoutMinutes: 0.001, ladder: { term: 1, kill: 1 } });
    expect(late.conclusion).toBe('failure');
    expect(late.problems[0]).toMatch(/has timed out after 0.001 minutes/);
    await using step = await startStep({ action: await fixture(STUBBORN) });
    await step.saw('ready');
    step.signal('SIGINT');
    await step.saw('got SIGINT');
    step.kill();
    expect(await step.main).toMatchObject({ conclusion: 'failure', exitCode: null, signal: 'SIGKILL' });
    await expect(step.saw('never')).rejects.toThrow('ended without a line that matches never');
  });

  it('leaves a given workspace and removes everything else', async () => {
    const workspace = await fixture('');
    const step = await startStep({ action: workspace, workspace, files: { 'new.txt': 'here' } });
    await step.main;
    await step.dispose();
    expect(await readFile(path.join(workspace, 'new.txt'), 'utf8')).toBe('here');
    await expect(readFile(step.temp)).rejects.toThrow('ENOENT');
  });
});
