import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { type Artifact, file, plan } from '../emulator/oz/artifacts.ts';
import { HOSTILE_NAMES } from '../emulator/oz/hostile.ts';
import { errorOf, it, type Job, messages, type Stage } from '../support/dist-step.ts';
import { type Folders, faultsOfIndex, indexOf, makeFolders, sha256, treeOf } from './folders.ts';

const NAMES = [
  ...HOSTILE_NAMES,
  '/etc/passwd',
  '\\\\server\\share\\x.txt',
  '....//....//x.txt',
  '%2e%2e%2fescaped.txt',
  'COM1.tar.gz',
  'lpt¹',
  'aux .txt',
  'trailing. . ',
  'a:stream.txt',
  '<>:"|?*.txt',
  '-rf',
  '~root',
  '$(id).txt',
  'line\nbreak\rreturn.txt',
  '\u202egnp.exe',
  'é.txt',
  'e\u0301.txt',
  'É.TXT',
  'ﬁle.txt',
  'file.txt',
  'straße',
  'STRASSE',
  '💥'.repeat(200),
  '.partial',
  'index.json',
  'RUN.JSON',
  'transcript',
];

/** What Windows refuses or takes for something else, what a terminal or shell trips over, and what is too long. */
const BAD_NAME = /[\p{Cc}\p{Cf}<>:"/\\|?*]|[. ]$|^[-~]|^(?:con|prn|aux|nul|com\d|lpt[\d¹²³])\s*(?:\.|$)/iu;

function named(): Artifact[] {
  return NAMES.map((name, index) =>
    file(`file-${index}`, `content ${index}`, { filename: name, filepath: `../../${name}` }),
  );
}

/** The evidence of a run that has left these, in `out`; nothing else in the world has changed. */
async function collected(stage: Stage, folders: Folders, artifacts: Artifact[]): Promise<Job> {
  stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', deviates: true, artifacts }]);
  const before = await treeOf(path.dirname(folders.workspace));
  const job = await stage.runMain({ workspace: folders.workspace, with: { 'artifacts-dir': 'out' } });
  const after = await treeOf(path.dirname(folders.workspace));
  const isOurs = (name: string) => /^workspace\/out(?:\/|$)/.test(name);
  const others = (tree: object) => Object.entries(tree).filter(([name]) => !isOurs(name));
  expect(others(after)).toEqual(others(before));
  return job;
}

describe.concurrent('names that an agent chose', () => {
  it('never lead anywhere, are names on every system, and no file is lost', async ({ stage }) => {
    await using folders = await makeFolders();
    const job = await collected(stage, folders, named());
    const out = path.join(folders.workspace, 'out');
    expect(await faultsOfIndex(out)).toEqual([]);
    const files = (await indexOf(out)).filter(({ type }) => type === 'FILE');
    expect(files.filter(({ missing }) => missing !== undefined)).toEqual([]);
    expect(files.map((entry) => entry.sha256).toSorted()).toEqual(
      NAMES.map((_name, index) => sha256(`content ${index}`)).toSorted(),
    );
    const names = Object.keys(await treeOf(out));
    expect(names.filter((name) => BAD_NAME.test(name) || Buffer.byteLength(name) > 255)).toEqual([]);
    // Some file systems fold case, others compose: no two names may be one to any of them.
    const folded = names.map((name) => name.normalize('NFKD').toUpperCase().toLowerCase());
    expect(folded.filter((name, index) => folded.indexOf(name) !== index)).toEqual([]);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('that are harmless stay as they are', async ({ stage }) => {
    await using folders = await makeFolders();
    const plain = ['report.csv', 'Screenshot 1.png', 'naïve-日本語.txt', '.env.example', 'archive.tar.gz'];
    const artifacts = plain.map((name) => file(name, name, { filename: name }));
    await collected(stage, folders, [...artifacts, plan('p', 'A plan: part 1/2', 'text')]);
    const names = Object.keys(await treeOf(path.join(folders.workspace, 'out')));
    expect(names).toEqual(expect.arrayContaining(plain.map((name) => name.normalize('NFC'))));
    expect(names.filter((name) => name.endsWith('.md'))).toHaveLength(1);
  });
});

describe.concurrent('what somebody has planted in the directory', () => {
  it('links are neither followed nor lost files for', async ({ stage }) => {
    await using folders = await makeFolders();
    const precious = path.join(folders.outside, 'precious.txt');
    await folders.plant('out/report.csv', precious);
    await folders.plant('out/dangling.txt', path.join(folders.outside, 'not-there.txt'));
    for (const name of ['index.json', 'run.json', 'conversation.json', 'transcript']) {
      await folders.plant(`out/${name}`, name === 'run.json' ? path.join(folders.outside, 'new') : precious);
    }
    const artifacts = ['report.csv', 'dangling.txt'].map((name) =>
      file(name, `my ${name}`, { filename: name }),
    );
    await collected(stage, folders, artifacts);
    const out = path.join(folders.workspace, 'out');
    const files = (await indexOf(out)).filter(({ type }) => type === 'FILE');
    expect(files.map((entry) => entry.sha256)).toEqual([sha256('my report.csv'), sha256('my dangling.txt')]);
    for (const { name = '', sha256: hash } of await indexOf(out))
      expect((await treeOf(out))[name]).toBe(hash);
  });

  it('files are not overwritten by the agent’s', async ({ stage }) => {
    await using folders = await makeFolders();
    await folders.put('out/report.csv', 'from an earlier step');
    await collected(stage, folders, [file('r', 'mine', { filename: 'report.csv' })]);
    const out = path.join(folders.workspace, 'out');
    expect(await readFile(path.join(out, 'report.csv'), 'utf8')).toBe('from an earlier step');
    expect(Object.values(await treeOf(out))).toContain(sha256('mine'));
  });

  it('a directory in place of one of our files costs that file at most', async ({ stage }) => {
    await using folders = await makeFolders();
    await folders.put('out/run.json/inner', 'x');
    const job = await collected(stage, folders, [file('r', 'mine', { filename: 'report.csv' })]);
    const tree = await treeOf(path.join(folders.workspace, 'out'));
    expect(tree).toMatchObject({ 'report.csv': sha256('mine'), 'index.json': expect.any(String) });
    expect(job.outputs.outcome).toBe('succeeded');
  });

  it('a file in place of the directory is a warning', async ({ stage }) => {
    await using folders = await makeFolders();
    await folders.put('out', 'a file');
    const job = await stage.runMain({ workspace: folders.workspace, with: { 'artifacts-dir': 'out' } });
    expect([...messages(job, 'warning'), ...messages(job, 'error')]).toEqual([
      expect.stringContaining('`artifacts-dir`'),
    ]);
    expect(await readFile(path.join(folders.workspace, 'out'), 'utf8')).toBe('a file');
  });
});

describe.concurrent('a directory that is none of ours is refused before any request', () => {
  it.for([
    ['out', 'a link out of the workspace'],
    ['out/deep/er', 'below a link out of the workspace'],
    ['../outside', 'a way up'],
    ['/', 'an absolute path'],
    ['git', 'a link into .git'],
    ['.git/evidence', 'in .git'],
    ['sub/.GIT', '.git in another spelling'],
    ['dangling/x', 'below a link that leads nowhere'],
    ['loop', 'a link to itself'],
  ] as const)('%s: %s', async ([directory, _why], { stage }) => {
    await using folders = await makeFolders();
    await folders.put('.git/config', '[core]');
    await folders.plant('out', folders.outside);
    await folders.plant('git', '.git');
    await folders.plant('dangling', path.join(folders.outside, 'nowhere'));
    await folders.plant('loop', 'loop');
    const before = await treeOf(path.dirname(folders.workspace));
    const job = await stage.runMain({ workspace: folders.workspace, with: { 'artifacts-dir': directory } });
    expect(errorOf(job)).toContain('`artifacts-dir`');
    expect(job.outputs.outcome).toBe('refused');
    expect(stage.emulator.requests).toEqual([]);
    expect(await treeOf(path.dirname(folders.workspace))).toEqual(before);
  });
});
