import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A workspace, checked out with git, and a neighbour that nobody may touch. */
export interface Folders extends AsyncDisposable {
  readonly workspace: string;
  /** Holds `precious.txt`. */
  readonly outside: string;
  /** Puts a file into the workspace. */
  put(name: string, content: string): Promise<void>;
  /** Puts a symbolic link into the workspace. */
  plant(name: string, target: string): Promise<void>;
}

export async function makeFolders(): Promise<Folders> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'telling-')));
  const [workspace, outside] = [path.join(root, 'workspace'), path.join(root, 'outside')];
  await mkdir(workspace);
  await mkdir(outside);
  execFileSync('git', ['init', '--quiet', workspace]);
  await writeFile(path.join(outside, 'precious.txt'), 'precious');
  const placed = async (name: string) => {
    const file = path.join(workspace, name);
    await mkdir(path.dirname(file), { recursive: true });
    return file;
  };
  return {
    workspace,
    outside,
    put: async (name, content) => writeFile(await placed(name), content),
    plant: async (name, target) => symlink(target, await placed(name)),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Everything below a directory by its path: a file as its SHA-256, a link as `→ target`, a directory as `/`. */
export async function treeOf(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory, { recursive: true })).toSorted();
  const entries = names.map(async (name) => [name, await describe(path.join(directory, name))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function describe(file: string): Promise<string> {
  const stat = await lstat(file);
  if (stat.isSymbolicLink()) return `→ ${await readlink(file)}`;
  return stat.isDirectory() ? '/' : sha256(await readFile(file));
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One line of `index.json`, whichever way it went. */
export interface Entry {
  type: string;
  source: string;
  name?: string;
  size?: number;
  sha256?: string;
  missing?: string;
}

export async function indexOf(directory: string): Promise<Entry[]> {
  return JSON.parse(await readFile(path.join(directory, 'index.json'), 'utf8')) as Entry[];
}

/** The index and the directory say the same: every file is listed once with its true size and hash, and none is left over. */
export async function faultsOfIndex(directory: string): Promise<string[]> {
  const entries = await indexOf(directory);
  const stored = entries.filter(({ name }) => name !== undefined);
  const tree = await treeOf(directory);
  const listed = new Map(stored.map((entry) => [entry.name ?? '', entry]));
  const faults = stored.length === listed.size ? [] : ['a name is listed twice'];
  for (const [name, { sha256: hash, size }] of listed) {
    if (tree[name] !== hash) faults.push(`${name}: ${tree[name]} in place of ${hash}`);
    const { length } = await readFile(path.join(directory, name));
    if (length !== size) faults.push(`${name}: ${length} bytes in place of ${size}`);
  }
  const extra = Object.keys(tree).filter((name) => name !== 'index.json' && !listed.has(name));
  return [...faults, ...extra.map((name) => `${name} is not listed`)];
}
