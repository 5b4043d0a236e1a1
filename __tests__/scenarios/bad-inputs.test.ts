import { describe, expect } from 'vitest';
import { errorOf, it, type JobOptions, nowhere, QUIET, type Stage } from '../support/dist-step.ts';

async function refused(stage: Stage, options: JobOptions): Promise<string> {
  const job = await stage.runMain({ ...options, with: { ...QUIET, ...options.with } });
  expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'invalid_input', attempts: '0' });
  expect(stage.emulator.requests).toEqual([]);
  return errorOf(job);
}

describe.concurrent('bad inputs are reported together', () => {
  const BAD: Record<string, string> = {
    'api-url': 'nowhere',
    summary: 'maybe',
    'issue-number': '#7',
    wait: 'yes',
    'run-timeout-minutes': '1e3',
    'on-timeout': 'explode',
    'artifacts-dir': '..',
    'prompt-file': 'missing.md',
    attachments: 'missing.txt',
    'mcp-servers': '{broken',
    'session-access': 'owner',
    'harness-auth-secret': 'name',
    metadata: 'start_id=1',
    'required-permission': 'king',
    'on-overlap': 'panic',
    'max-attempts': '0',
  };

  it.for(['run', 'check'])('in mode %s', async (mode, { stage }) => {
    const message = await refused(stage, { with: { mode, prompt: '', ...BAD } });
    const lines = message.split('\n').filter((line) => line.startsWith('Input `'));
    expect(lines.map((line) => /`([^`]+)`/.exec(line)?.[1]).toSorted()).toEqual(Object.keys(BAD).toSorted());
    // Nothing that only follows from another mistake.
    expect(message).not.toContain('Nothing to do');
  });

  it('however long they are: each is named, and what to do stands at the end', async ({ stage }) => {
    const long = 'very '.repeat(100);
    const inputs = Object.fromEntries(Object.keys(BAD).map((name) => [name, long]));
    const message = await refused(stage, { with: { prompt: '', ...inputs, metadata: long } });
    for (const name of Object.keys(BAD)) expect(message).toContain(`\`${name}\``);
    expect(message).toContain('error-code: invalid_input');
  });

  it('where the mode is unknown, only what every mode reads', async ({ stage }) => {
    const message = await refused(stage, {
      with: { mode: 'walk', prompt: '', summary: 'maybe', wait: 'yes' },
    });
    for (const part of ['`walk`', '`summary`']) expect(message).toContain(part);
    for (const part of ['Nothing to do', '`wait`']) expect(message).not.toContain(part);
  });

  it('in mode follow-up', async ({ stage }) => {
    const given = { mode: 'follow-up', prompt: '', 'run-id': '../x', 'agent-mode': 'fast' };
    const message = await refused(stage, { with: given });
    for (const part of ['`run-id`', '`agent-mode`', 'Nothing to say']) expect(message).toContain(part);
  });
});

describe.concurrent('a misspelt input', () => {
  it.for([
    ['environmnet', 'environment'],
    ['promt', 'prompt'],
    ['prompt_file', 'prompt-file'],
    ['github_token', 'github-token'],
    ['run-timeout-minute', 'run-timeout-minutes'],
  ] as const)('%s: did you mean %s?', async ([given, meant], { stage }) => {
    const message = await refused(stage, { env: { [`INPUT_${given.toUpperCase()}`]: 'x' } });
    expect(message).toContain(`There is no input \`${given}\`; did you mean \`${meant}\`?`);
  });

  it('like none of ours is left to the runner, which warns of it', async ({ stage }) => {
    const env = { INPUT_VERBOSITY: 'high', INPUT_: '', MY_INPUT_PROMT: 'x', INPUT_TOKEN: 'x' };
    const job = await stage.runMain({ env, with: QUIET });
    expect(job.outputs.outcome).toBe('succeeded');
  });
});

describe.concurrent('a credential that no HTTP header can carry is refused at once, and not quoted', () => {
  it.for([
    ['api-key', 'wk-1.first-half\nwk-1.second-half'],
    ['api-key', 'wk-1.first-half\u0001wk-1.second-half'],
    ['api-key', 'wk-1.first-half…wk-1.second-half'],
    ['github-token', 'ghs_first-half\r\nghs_second-half'],
  ] as const)('%s: %j', async ([name, value], { stage }) => {
    const job = await stage.runMain({ with: { ...QUIET, [name]: value }, secrets: [value] });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'invalid_input' });
    expect(errorOf(job)).toContain(`Input \`${name}\` holds a character`);
    expect(stage.emulator.requests).toEqual([]);
    for (const half of value.split(/[\s\u0001…]+/)) nowhere(half, job, stage.emulator);
  });

  it('also from the environment', async ({ stage }) => {
    const message = await refused(stage, {
      with: { 'api-key': '' },
      env: { WARP_API_KEY: 'wk-1.first\nwk-1.second' },
    });
    expect(message).toContain('WARP_API_KEY holds a character');
  });
});
