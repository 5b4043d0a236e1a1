import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect } from 'vitest';
import { parse } from 'yaml';
import { chapter, read, record, tableRows } from '../docs/project.ts';
import { missingPermission } from '../emulator/known-faults.ts';
import { environment } from '../emulator/oz/catalogue.ts';
import { loadEvent } from '../events/load.ts';
import { CREATE, commentsOf, errorOf, it, type Job, POST_COMMENT, type Stage } from '../support/dist-step.ts';

const ISSUE = 3;
const LABELED = loadEvent('issues.labeled', { label: { name: 'oz-fix' } });
const DISPATCHED = loadEvent('workflow_dispatch');

/** What the quick start has stored in the repository. */
interface Stored {
  readonly key?: string;
  readonly environment?: string;
}

/** The inputs of a workflow of the README, its expressions resolved. */
function inputsOf(
  name: string,
  { emulator }: Stage,
  { key = emulator.apiKey, environment: env = '' }: Stored,
) {
  const [, source = ''] =
    new RegExp(`\`\`\`yaml\\n(name: ${name}\\n[\\s\\S]*?)\`\`\``).exec(read('README.md')) ?? [];
  const [job] = Object.values(record(record(parse(source)).jobs)).map(record);
  const [step] = Array.isArray(job?.steps) ? job.steps.map(record) : [];
  const values = new Map([
    ['${{ secrets.WARP_API_KEY }}', key],
    ['${{ vars.OZ_ENVIRONMENT }}', env],
  ]);
  const resolved = Object.entries(record(step?.with)).map(([input, value]) => {
    const text = values.get(String(value)) ?? String(value);
    if (text.includes('${{')) throw new Error(`${input}: cannot resolve ${text}`);
    return [input, text];
  });
  expect(resolved.length).toBeGreaterThan(0);
  return { prompt: '', ...Object.fromEntries(resolved) };
}

function check(stage: Stage, stored: Stored): Promise<Job> {
  return stage.runMain({ event: DISPATCHED, with: inputsOf('Oz check', stage, stored) });
}

function fix(stage: Stage, stored: Stored = {}, more: Record<string, string> = {}): Promise<Job> {
  return stage.run({ event: LABELED, with: { ...inputsOf('Oz fix', stage, stored), ...more } });
}

describe.concurrent('the quick start of the README', () => {
  it('check: lists the environments while none is named, and costs nothing', async ({ stage }) => {
    stage.emulator.oz.environments.push(environment('A1b2C3d4E5f6G7h8I9j0Kk', 'the tests'));
    const before = await check(stage, {});
    expect(before.log).toContain('`the tests`');
    expectAdvice(before, 'none is given; the key can use');
    expect(before.summary).toContain('| none is given; the key can use');
    const after = await check(stage, { environment: 'the tests' });
    expect(after.conclusion).toBe('success');
    expect(after.outputs.outcome).toBe('checked');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('fix: a comment on the issue, and a pull request', async ({ stage }) => {
    stage.emulator.oz.environments.push(environment('A1b2C3d4E5f6G7h8I9j0Kk', 'the tests'));
    const job = await fix(stage, { environment: 'the tests' });
    expect(job.conclusion).toBe('success');
    expect(job.outputs['pull-request-number']).toBe('42');
    expect(commentsOf(stage.emulator, ISSUE)).toHaveLength(1);
    expect(stage.emulator.oz.lastRun.request).toMatchObject({
      config: { environment_id: 'A1b2C3d4E5f6G7h8I9j0Kk' },
    });
  });
});

describe.concurrent('the first run, when something is missing, says what the troubleshooting quotes', () => {
  it('no secret', async ({ stage }) => {
    expectAdvice(await check(stage, { key: '' }), 'There is no API key');
    expectAdvice(await fix(stage, { key: '' }), 'There is no API key');
  });

  it('a personal access token as key', async ({ stage }) => {
    const key = `ghp_${'a1B2'.repeat(9)}`;
    const job = await check(stage, { key, environment: 'env-node-24' });
    expectAdvice(job, 'The API key does not look like one of Oz');
    expectAdvice(job, 'it is a token of GitHub');
    expect(job.summary).toContain('(`wk-…`)');
    expect(errorOf(await fix(stage, { key }))).toContain('it is a token of GitHub');
  });

  it('another key', async ({ stage }) => {
    const key = `wk-1.${'0123456789abcdef'.repeat(2)}`;
    expectAdvice(await check(stage, { key }), 'the key may be wrong, expired or revoked');
    expectAdvice(await fix(stage, { key }), 'the key may be wrong, expired or revoked');
  });

  it('no such environment', async ({ stage }) => {
    expectAdvice(await check(stage, { environment: 'misspelt' }), 'is not known');
    expectAdvice(await fix(stage, { environment: 'misspelt' }), 'is not known');
  });

  it('a wrong host', async ({ stage, onTestFinished }) => {
    const server = createServer((_request, response) => response.writeHead(404).end('<h1>Not Found</h1>'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const job = await fix(stage, {}, { 'api-url': `http://127.0.0.1:${port}/api/v1` });
    expectAdvice(job, 'Check that `api-url` is the base URL of the Oz API');
  });

  it('no permission to comment: the run goes on, with a warning', async ({ stage }) => {
    stage.emulator.faults.set(POST_COMMENT, { ...missingPermission(), times: 'always' });
    const job = await fix(stage);
    expect(job.conclusion).toBe('success');
    expectAdvice(job, 'Let the job write comments:');
  });
});

/** What the log says is a row of the troubleshooting, which leads back to a step. */
function expectAdvice(job: Job, words: string): void {
  expect(job.log).toContain(words);
  const rows = tableRows(chapter(read('docs/troubleshooting.md'), '## The first run'));
  expect(rows.map(([seen = '']) => seen).join('\n')).toContain(words);
}
