import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { CREATE, errorOf, it, type JobOptions, QUIET, type Stage } from '../support/dist-step.ts';
import { type Folders, makeFolders } from '../telling/folders.ts';

/** A workspace with what can go wrong with a path. */
async function makeTraps(): Promise<Folders> {
  const folders = await makeFolders();
  await folders.put('file', 'a file');
  await folders.plant('loop', 'loop');
  await folders.plant('ring/a', '../ring/b');
  await folders.plant('ring/b', '../ring/a');
  await folders.put('GIT~1/config', 'token');
  await folders.put('.git./config', 'token');
  await folders.put('src/deep/index.js', 'tracked');
  await folders.put('built/index.js', 'not tracked');
  execFileSync('git', ['-C', folders.workspace, 'add', 'src']);
  return folders;
}

async function refused(stage: Stage, options: JobOptions): Promise<string> {
  const job = await stage.runMain({ ...options, with: { ...QUIET, ...options.with } });
  expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'invalid_input' });
  expect(stage.emulator.requests).toEqual([]);
  return errorOf(job);
}

const LONG = 'long/'.repeat(2000);

describe.concurrent('a path that no file can be read by is a bad input', () => {
  it.for([
    ['below a file', 'file/x'],
    ['a loop of links', 'loop'],
    ['below a loop of links', 'loop/x'],
    ['a ring of links', 'ring/a'],
    ['a name that is too long', 'n'.repeat(300)],
    ['a path that is too long', LONG],
    ['.git as Windows shortens it', 'GIT~1/config'],
    ['.git as Windows also spells it', '.git./config'],
  ] as const)('%s', async ([, file], { stage }) => {
    await using folders = await makeTraps();
    const { workspace } = folders;
    for (const name of ['prompt-file', 'mcp-servers', 'attachments']) {
      const given = { ...(name === 'prompt-file' ? { prompt: '' } : {}), [name]: file };
      expect(await refused(stage, { workspace, with: given })).toContain(`Input \`${name}\` is`);
    }
  });

  it('a socket', async ({ stage }) => {
    await using folders = await makeTraps();
    const { workspace } = folders;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(workspace, 'socket'), resolve));
    const message = await refused(stage, { workspace, with: { prompt: '', 'prompt-file': 'socket' } });
    expect(message).toMatch(/`prompt-file` is `socket`.*not a file/);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe.concurrent('globs', () => {
  it.for(['{1..100000}', '{a,b}'.repeat(40), '{1..1000}{1..1000}/*.txt'])(
    'that stand for too many patterns are refused before they are matched: %s',
    async (pattern, { stage }) => {
      expect(await refused(stage, { with: { attachments: pattern } })).toMatch(/`attachments`.*100 patterns/);
    },
  );

  it('may have braces, also where they are longer than a file name', async ({ stage }) => {
    const names = Array.from({ length: 40 }, (_, index) => `attachment-${index}`);
    const job = await stage.runMain({
      files: { 'attachment-7.txt': 'seven', 'attachment-9.txt': 'nine' },
      with: { ...QUIET, attachments: `{${names.join(',')}}.txt` },
    });
    expect(job.outputs.outcome).toBe('succeeded');
    const bodies = stage.emulator.requests.filter(({ route }) => route === CREATE).map(({ body }) => body);
    expect(bodies).toMatchObject([
      { attachments: [{ file_name: 'attachment-7.txt' }, { file_name: 'attachment-9.txt' }] },
    ]);
  });
});

describe.concurrent('artifacts-dir is refused', () => {
  it.for([
    ['the workspace itself', '.', 'the workspace itself'],
    ['the same by a detour', 'src/..', 'the workspace itself'],
    ['a directory with tracked files', 'src/deep', 'git tracks'],
    ['a directory above tracked files', 'src', 'git tracks'],
    ['a file', 'file', 'not a directory'],
    ['below a file', 'file/x', 'not a directory'],
    ['a path that is too long', LONG, 'too long'],
    ['.git as Windows also spells it', 'new/.git. ./x', '`.git`'],
    ['.git as a stream', 'new/.git::$INDEX_ALLOCATION', '`.git`'],
  ] as const)('%s', async ([, directory, why], { stage }) => {
    await using folders = await makeTraps();
    const { workspace } = folders;
    const message = await refused(stage, { workspace, with: { 'artifacts-dir': directory } });
    expect(message).toContain('Input `artifacts-dir`');
    expect(message).toContain(why);
  });

  it('where it holds files and there is no repository to ask', async ({ stage }) => {
    const files = { 'built/index.js': '' };
    expect(await refused(stage, { files, with: { 'artifacts-dir': 'built' } })).toContain('git cannot say');
  });

  it('but not where git tracks none of its files, or where it is new', async ({ stage }) => {
    await using folders = await makeTraps();
    for (const directory of ['built', 'src/new']) {
      const job = await stage.runMain({
        workspace: folders.workspace,
        with: { ...QUIET, 'artifacts-dir': directory },
      });
      expect(job.outputs['artifacts-path']).toBe(path.join(folders.workspace, directory));
    }
  });
});
