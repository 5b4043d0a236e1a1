import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { Artifact } from '../emulator/oz/artifacts.ts';
import { file, PIXEL, plan, screenshot } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { it, type Job, type JobOptions, messages, nowhere, READ, type Stage } from '../support/dist-step.ts';
import { type Folders, faultsOfIndex, indexOf, makeFolders, sha256, treeOf } from './folders.ts';

const STORAGE = 'GET /{token}/{name}';
const ARTIFACT = 'GET /agent/artifacts/{artifactUid}';

const BYTES = new Uint8Array([0, 255, 13, 10, 0x3a, 0x3a, 0xed, 0xa0, 0x80]);

function left(): Artifact[] {
  return [
    plan('plan-1', 'Repair it', '# Plan\n'),
    screenshot('shot-1', PIXEL),
    file('bytes-1', BYTES, { filename: 'bytes.bin', sizeBytes: BYTES.length, mimeType: 'application/x-own' }),
    file('report-1', 'a,b\n', { filename: 'report.csv', filepath: 'deep/report.csv' }),
  ];
}

/** A run that ends like this, and has left something. */
function ending(end: Partial<LifeStep> = {}): LifeStep[] {
  return [
    { state: 'INPROGRESS', reads: 1 },
    { state: 'SUCCEEDED', conversation: says('work', 'All done.'), artifacts: left(), ...end },
  ];
}

/** Runs a step that stores evidence in `out`, and sees that the index is true and nothing else was touched. */
async function stored(stage: Stage, folders: Folders, options: JobOptions = {}): Promise<Job> {
  const before = await treeOf(folders.outside);
  const job = await stage.runMain({
    workspace: folders.workspace,
    ...options,
    with: { 'artifacts-dir': 'out', stream: 'off', ...options.with },
  });
  expect(await treeOf(folders.outside)).toEqual(before);
  return job;
}

describe.concurrent('evidence', () => {
  it('holds everything under its own name, with an index that is true', async ({ stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending());
    const job = await stored(stage, folders);
    const out = path.join(folders.workspace, 'out');
    expect(job.outputs['artifacts-path']).toBe(out);
    expect(await faultsOfIndex(out)).toEqual([]);
    const entries = await indexOf(out);
    expect(entries.map(({ type, source }) => `${type} ${source}`)).toEqual([
      'RUN run',
      'CONVERSATION conversation',
      'TRANSCRIPT transcript',
      'PLAN plan-1',
      'SCREENSHOT shot-1',
      'FILE bytes-1',
      'FILE report-1',
    ]);
    const tree = await treeOf(out);
    expect(tree).toMatchObject({
      'Repair it.md': sha256('# Plan\n'),
      'bytes.bin': sha256(BYTES),
      'report.csv': sha256('a,b\n'),
    });
    expect(Object.entries(tree).find(([name]) => name.endsWith('.png'))?.[1]).toBe(sha256(PIXEL));
    expect(JSON.parse(await readFile(path.join(out, 'run.json'), 'utf8'))).toMatchObject({
      state: 'SUCCEEDED',
    });
    expect(await readFile(path.join(out, 'conversation.json'), 'utf8')).toContain('All done.');
    expect(job.annotations).toEqual([]);
  });

  it.for(['FAILED', 'ERROR', 'CANCELLED'])('is stored for a run that ended %s', async (state, { stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending({ state, error: { message: 'It broke' } }));
    const job = await stored(stage, folders);
    expect(job.conclusion).toBe('failure');
    expect(await faultsOfIndex(path.join(folders.workspace, 'out'))).toEqual([]);
    expect(await indexOf(path.join(folders.workspace, 'out'))).toHaveLength(7);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('may lie in the temporary directory of the runner', async ({ stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending());
    const out = path.join(folders.outside, 'temp', 'evidence');
    const job = await stage.runMain({
      workspace: folders.workspace,
      env: { RUNNER_TEMP: folders.outside },
      with: { 'artifacts-dir': out },
    });
    expect(job.outputs['artifacts-path']).toBe(out);
    expect(await faultsOfIndex(out)).toEqual([]);
    expect(Object.keys(await treeOf(folders.outside)).filter((name) => name.endsWith('.transcript'))).toEqual(
      [],
    );
  });

  it('has secrets replaced in our files, and the agent’s own kept byte for byte', async ({ stage }) => {
    await using folders = await makeFolders();
    const secret = 'mcp-secret-0123456789';
    const { apiKey } = stage.emulator;
    const spilt = `${secret}\n"${apiKey}"`;
    const life = ending({
      conversation: says('work', spilt),
      artifacts: [file('spilt-1', spilt, { filename: 'spilt.txt', title: spilt })],
    });
    stage.emulator.oz.nextLife(life);
    const servers = JSON.stringify({ tracker: { command: 'tracker', env: { TOKEN: secret } } });
    const job = await stored(stage, folders, { with: { 'artifacts-dir': 'out', 'mcp-servers': servers } });
    const out = path.join(folders.workspace, 'out');
    for (const name of ['run.json', 'conversation.json', 'index.json']) {
      const text = await readFile(path.join(out, name), 'utf8');
      expect([name, text.includes(secret), text.includes(apiKey)]).toEqual([name, false, false]);
      JSON.parse(text);
    }
    expect(await readFile(path.join(out, 'spilt.txt'), 'utf8')).toBe(spilt);
    nowhere(secret, job, stage.emulator);
  });
});

describe.concurrent('a link that is planted after the inputs were read', () => {
  /** Plants while the run is read, or while a file is downloaded. */
  it.for([
    ['as the directory, before it is made', READ, 'out', 'out'],
    ['on the way to it, before it is made', READ, 'deep/out', 'deep'],
    ['in the place of the directory, in the middle of a download', STORAGE, 'out', 'out'],
  ] as const)('%s: nothing is written through it', async ([, route, directory, planted], { stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending());
    const held = stage.emulator.faults.set(route, { kind: 'hold' });
    const job = stored(stage, folders, { with: { 'artifacts-dir': directory } });
    await stage.emulator.seen(route);
    await rm(path.join(folders.workspace, planted), { recursive: true, force: true });
    await folders.plant(planted, folders.outside);
    held.release();
    expect((await job).outputs).toMatchObject({ outcome: 'succeeded', 'artifacts-path': '' });
    expect(messages(await job, 'warning')).toEqual([expect.stringContaining('a link was planted')]);
  });
});

describe.concurrent('a storage host in trouble', () => {
  it.for([
    ['drops the connection twice', { kind: 'reset', times: 2 }],
    ['breaks off in the middle twice', { kind: 'truncate', times: 2 }],
    ['says twice that the signature is none', { status: 403, body: '<Error/>', times: 2 }],
  ] as const)('that %s is asked anew', async ([, fault], { stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending());
    stage.emulator.faults.add(STORAGE, { ...fault, when: (request) => request.path.endsWith('report.csv') });
    const job = await stored(stage, folders);
    const out = path.join(folders.workspace, 'out');
    expect(await faultsOfIndex(out)).toEqual([]);
    expect((await treeOf(out))['report.csv']).toBe(sha256('a,b\n'));
    // Each try has a signed URL of its own.
    const tried = stage.emulator.requests.filter((request) => request.path.endsWith('report.csv'));
    expect(new Set(tried.map(({ query }) => query.get('signature'))).size).toBe(3);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('whose URL has expired is asked with another one', async ({ stage }) => {
    await using folders = await makeFolders();
    const { oz } = stage.emulator;
    oz.nextLife(ending({ artifacts: left().slice(2, 3), conversation: 'none' }));
    oz.options.signedUrlMs = 0;
    const job = stored(stage, folders);
    await stage.emulator.answered(STORAGE);
    oz.options.signedUrlMs = 15 * 60_000;
    expect(messages(await job, 'warning')).toEqual([]);
    expect(stage.emulator.count('oz', ARTIFACT)).toBe(2);
    expect((await treeOf(path.join(folders.workspace, 'out')))['bytes.bin']).toBe(sha256(BYTES));
  });

  it('sees no header of ours', async ({ stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending());
    await stored(stage, folders);
    const seen = stage.emulator.requests.filter(({ host }) => host === 'storage');
    expect(seen.length).toBeGreaterThan(2);
    for (const { headers } of seen) expect(Object.keys(headers).toSorted()).toEqual(['connection', 'host']);
  });
});

describe.concurrent('one failure never loses the others', () => {
  const lies = () => file('lies', 'abc', { filename: 'lies.txt', sizeBytes: 4 });
  it.for([
    ['fewer bytes than announced', lies, undefined],
    [
      'an artifact that is gone',
      left,
      { status: 404, when: ({ path: url }: { path: string }) => url.endsWith('shot-1') },
    ],
    [
      'a server in trouble',
      left,
      { kind: 'html', when: ({ path: url }: { path: string }) => url.endsWith('shot-1') },
    ],
  ] as const)('%s', async ([, more, fault], { stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(ending({ artifacts: [more(), left()].flat().slice(0, 5) }));
    if (fault) stage.emulator.faults.add(ARTIFACT, { ...fault, times: 'always' });
    const job = await stored(stage, folders);
    const out = path.join(folders.workspace, 'out');
    expect(job.outputs.outcome).toBe('succeeded');
    expect(await faultsOfIndex(out)).toEqual([]);
    const missing = (await indexOf(out)).filter((entry) => entry.missing !== undefined);
    expect(missing).toHaveLength(1);
    expect(messages(job, 'warning')).toEqual([expect.stringContaining(missing[0]?.source ?? '?')]);
    expect(Object.keys(await treeOf(out)).filter((name) => /partial|lies/.test(name))).toEqual([]);
  });
});
