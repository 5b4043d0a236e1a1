import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copyOfProject, rewrite, VITEST } from './copy.ts';
import { GUARDS, type Guard } from './guards.ts';

/** Breaks the guards one at a time, all or those whose description or file has one of the words; the exit code. */
export async function mutateGuards(words: readonly string[]): Promise<number> {
  const chosen = GUARDS.filter(({ what, file }) => {
    return words.length === 0 || words.some((word) => what.includes(word) || file.includes(word));
  });
  const copy = await copyOfProject();
  let noticed = 0;
  try {
    for (const guard of chosen) {
      const isNoticed = await isNoticedIn(copy, guard);
      if (isNoticed) noticed += 1;
      console.log(`${isNoticed ? 'noticed  ' : 'UNNOTICED'} ${guard.file}: ${guard.what}`);
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  console.log(`${noticed} of ${chosen.length} are noticed.`);
  return noticed === chosen.length ? 0 : 1;
}

async function isNoticedIn(folder: string, { file, from, to, and, tests }: Guard): Promise<boolean> {
  const source = path.join(folder, 'src', file);
  const before = await readFile(source, 'utf8');
  await rewrite(source, from, to);
  if (and) await rewrite(source, and.from, and.to);
  try {
    // A change that does not build would be noticed for the wrong reason.
    if (!succeeds(folder, ['scripts/build.ts'])) throw new Error(`${file} cannot be built with: ${to}`);
    const others = ['--exclude', '__tests__/mutate/**', '--exclude', '__tests__/**/*.slow.test.ts'];
    return !succeeds(folder, [VITEST, 'run', '--bail', '1', ...others, ...tests]);
  } finally {
    await writeFile(source, before);
  }
}

function succeeds(folder: string, command: readonly string[]): boolean {
  return spawnSync(process.execPath, command, { cwd: folder, stdio: 'ignore' }).status === 0;
}
