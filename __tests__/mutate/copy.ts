import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const VITEST = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/** A folder of its own with all of the project, whose sources build without a type check. */
export async function copyOfProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mutate-'));
  const left = ['node_modules', '.git'].map((name) => path.join(ROOT, name));
  await cp(ROOT, folder, { recursive: true, filter: (source) => !left.includes(source) });
  // A line that is broken may leave an import unused, or a type too narrow.
  await rewrite(path.join(folder, 'tsconfig.json'), '"strict": true', '"strict": true, "noCheck": true');
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  return folder;
}

/** Replaces what occurs in the file; throws when it does not. */
export async function rewrite(file: string, from: string, to: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(
    file,
    before.replace(from, () => to),
  );
}
