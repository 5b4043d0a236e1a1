import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { GUARDS, type Guard } from './guards.ts';

// `npm run mutate [words]`: breaks the lines that guard money, secrets or trust, one at a time, in a copy of the project,
// and asks whether the tests notice. With words, only the lines whose description or file has one of them.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const words = process.argv.slice(2);
const chosen = GUARDS.filter(({ what, file }) => {
  return words.length === 0 || words.some((word) => what.includes(word) || file.includes(word));
});
const copy = await copyOfProject();
const unnoticed: Guard[] = [];
try {
  for (const guard of chosen) {
    const isNoticed = await isNoticedIn(copy, guard);
    if (!isNoticed) unnoticed.push(guard);
    console.log(`${isNoticed ? 'noticed  ' : 'UNNOTICED'} ${guard.file}: ${guard.what}`);
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - unnoticed.length} of ${chosen.length} are noticed.`);
process.exitCode = unnoticed.length === 0 ? 0 : 1;

async function copyOfProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mutate-'));
  const left = ['node_modules', '.git'].map((name) => path.join(ROOT, name));
  await cp(ROOT, folder, { recursive: true, filter: (source) => !left.includes(source) });
  // A line that is broken may leave an import unused, or a type too narrow.
  const config = path.join(folder, 'tsconfig.json');
  const strict = await readFile(config, 'utf8');
  await writeFile(config, strict.replace('"strict": true', '"strict": true, "noCheck": true'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  return folder;
}

async function isNoticedIn(folder: string, { file, from, to, tests }: Guard): Promise<boolean> {
  const source = path.join(folder, 'src', file);
  const before = await readFile(source, 'utf8');
  await writeFile(
    source,
    before.replace(from, () => to),
  );
  try {
    // A change that does not build would be noticed for the wrong reason.
    if (!succeeds(folder, ['scripts/build.ts'])) throw new Error(`${file} cannot be built with: ${to}`);
    const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const others = ['--exclude', '__tests__/mutate/**'];
    return !succeeds(folder, [vitest, 'run', '--bail', '1', ...others, ...tests]);
  } finally {
    await writeFile(source, before);
  }
}

function succeeds(folder: string, command: readonly string[]): boolean {
  return spawnSync(process.execPath, command, { cwd: folder, stdio: 'ignore' }).status === 0;
}
