import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';
import { changedFiles } from './github/changes.ts';

const REPO = '/repos/octo-org/octo-repo';

let contracts: Contracts;
let emulator: Emulator;

beforeAll(() => {
  contracts = loadContracts();
});

beforeEach(async () => {
  emulator = await startEmulator({ contracts });
});

afterEach(async () => {
  expect(emulator.violations).toEqual([]);
  await emulator.close();
});

interface File {
  filename: string;
  previous_filename?: string;
  status: string;
  additions: number;
  deletions: number;
  patch?: string;
}

async function files(query = ''): Promise<Answer & { body: File[] }> {
  return (await clientOf(emulator).github('GET', `${REPO}/pulls/7/files${query}`)) as never;
}

function numbered(count: number, changes: Record<number, string> = {}): string {
  return Array.from({ length: count }, (_, index) => `${changes[index + 1] ?? `line ${index + 1}`}\n`).join(
    '',
  );
}

test('a patch is written as Git writes it', async () => {
  const indented = numbered(30).replaceAll('line', '  line');
  emulator.github.addPull({
    number: 7,
    files: [
      {
        path: 'b.ts',
        before: `function b() {\n${indented}`,
        after: `function b() {\n${indented.replace('  line 20', '  new')}`,
      },
      { path: 'added.txt', after: 'only' },
      { path: 'gone.txt', before: 'one\ntwo\n' },
      { path: 'new/name.txt', previousPath: 'old.txt', before: 'same\n', after: 'same\n' },
      { path: 'logo.png', binary: true, status: 'added' },
      { path: 'huge.json', before: numbered(9), after: numbered(8), noPatch: true },
      { path: 'run.sh' },
    ],
  });
  const { body } = await files();
  const shown = body.map(({ filename, status, additions, deletions, patch }) => [
    filename,
    status,
    additions,
    deletions,
    patch,
  ]);
  expect(shown).toEqual([
    ['added.txt', 'added', 1, 0, '@@ -0,0 +1 @@\n+only\n\\ No newline at end of file'],
    [
      'b.ts',
      'modified',
      1,
      1,
      '@@ -18,7 +18,7 @@ function b() {\n   line 17\n   line 18\n   line 19\n-  line 20\n+  new\n   line 21\n   line 22\n   line 23',
    ],
    ['gone.txt', 'removed', 0, 2, '@@ -1,2 +0,0 @@\n-one\n-two'],
    ['huge.json', 'modified', 0, 1, undefined],
    ['logo.png', 'added', 0, 0, undefined],
    ['new/name.txt', 'renamed', 0, 0, undefined],
    ['run.sh', 'changed', 0, 0, undefined],
  ]);
  expect(body.find((file) => file.status === 'renamed')?.previous_filename).toBe('old.txt');
  const pull = await clientOf(emulator).github('GET', `${REPO}/pulls/7`);
  expect(pull.body).toMatchObject({ changed_files: 7, additions: 2, deletions: 4, locked: false });
});

describe('Git itself applies the patch of', () => {
  test.each([
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    ['a change of line ends', 'a\r\nb\r\n', 'a\nb\n'],
    ['a lost newline', 'a\nb\n', 'a\nb'],
    ['a gained newline', 'a\nb', 'a\nb\nc\n'],
    ['two hunks', numbered(60), numbered(60, { 2: 'x', 50: 'y\nz' })],
    ['the first and the last line', numbered(9), numbered(9, { 1: 'x', 9: 'y' })],
    ['an empty line at the end', 'a\n', 'a\n\n'],
  ])('%s', async (_, before, after) => {
    const [file] = changedFiles([{ path: 'f', before, after }]);
    const directory = await mkdtemp(join(tmpdir(), 'patch-'));
    try {
      await writeFile(join(directory, 'f'), before);
      await writeFile(join(directory, 'p'), `--- a/f\n+++ b/f\n${file?.patch}\n`);
      const env = { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: tmpdir(), GIT_CONFIG_NOSYSTEM: '1' };
      execFileSync('git', ['apply', '--whitespace=nowarn', 'p'], { cwd: directory, env });
      expect(await readFile(join(directory, 'f'), 'utf8')).toBe(after);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

test('files come in pages of 100, and no more than 3,000 of them', async () => {
  const many = Array.from({ length: 3050 }, (_, n) => ({
    path: `f${String(n).padStart(4, '0')}`,
    after: 'x\n',
  }));
  emulator.github.addPull({ number: 7, files: many });
  expect((await files()).body).toHaveLength(30);
  const page = await files('?per_page=100&page=30');
  expect(page.body.map((file) => file.filename).at(-1)).toBe('f2999');
  expect(page.headers.get('link')).not.toContain('next');
  expect((await files('?per_page=100&page=31')).body).toEqual([]);
  expect((await clientOf(emulator).github('GET', `${REPO}/pulls/8/files`)).status).toBe(404);
});

async function compare(basehead: string): Promise<Answer & { body: { files: File[] } }> {
  return (await clientOf(emulator).github('GET', `${REPO}/compare/${encodeURIComponent(basehead)}`)) as never;
}

test('a comparison shows any head that the pull request had, 300 files at most', async () => {
  const { github } = emulator;
  const many = Array.from({ length: 305 }, (_, n) => ({ path: `f${n}`, after: 'x\n' }));
  const { headSha: first, baseSha, mergeBaseSha } = github.addPull({ number: 7, files: many });
  const { headSha: second } = github.push(7, [{ path: 'only', after: 'x\n' }]);
  const old = await compare(`${baseSha}...${first}`);
  expect(old.body).toMatchObject({ status: 'diverged', merge_base_commit: { sha: mergeBaseSha } });
  expect(old.body.files).toHaveLength(300);
  expect((await compare('main...branch-7')).body.files.map((file) => file.filename)).toEqual(['only']);
  expect((await compare(`${mergeBaseSha}...refs/pull/7/head`)).body).toMatchObject({ status: 'ahead' });
  expect((await compare(`${second}...${baseSha}`)).status).toBe(404);
  github.setState(7, 'MERGED');
  expect((await compare('main...branch-7')).body).toMatchObject({ status: 'behind', files: [] });
  expect((await compare(`${baseSha}...${second}`)).body.files).toHaveLength(1);
  github.deleteBranch(7);
  expect((await compare('main...branch-7')).status).toBe(404);
  github.grants.contents = 'none';
  expect((await compare(`${baseSha}...${second}`)).status).toBe(403);
});

test('after a forced push old commits are still compared, unless they are lost', async () => {
  const { github } = emulator;
  const { headSha: first, baseSha } = github.addPull({ number: 7, files: [{ path: 'a', after: 'x\n' }] });
  const { headSha: second } = github.forcePush(7, [{ path: 'b', after: 'x\n' }]);
  expect((await compare(`${baseSha}...${first}`)).body.files.map((file) => file.filename)).toEqual(['a']);
  github.forcePush(7, [], { isLost: true });
  expect((await compare(`${baseSha}...${second}`)).status).toBe(404);
});
