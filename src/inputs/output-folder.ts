import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { realPath } from '../lib/real-path.ts';
import type { InputName } from './declared.ts';
import { isGit, partsInside, refusing } from './paths.ts';
import { refusal } from './values.ts';

/** In ms. */
const GIT_TIMEOUT = 10_000;

/**
 * The absolute path, without links, of a directory to write an agent's files into; it may not exist yet. It must lie in
 * the workspace or in the runner's temporary directory, and not in `.git`. In the workspace it must not be a directory
 * that tools read from, where a file like `.npmrc` takes effect: not the root, and none in which git tracks files.
 */
export function resolveOutputFolder(
  name: InputName,
  folder: string,
  workspace: string,
  temp: string | undefined,
): string {
  return refusing(name, folder, () => {
    const real = realPath(path.resolve(workspace, folder));
    const inWorkspace = partsInside(realPath(workspace), real);
    const inside = inWorkspace ?? (temp === undefined ? undefined : partsInside(realPath(temp), real));
    if (inside === undefined) {
      const remedy = 'It leads out of the workspace. Give a directory inside it or inside `RUNNER_TEMP`.';
      throw refusal(name, folder, remedy);
    }
    if (isGit(inside)) throw refusal(name, folder, 'It leads into `.git`. Give another directory.');
    const why = faultOf(real, inWorkspace);
    if (why !== undefined)
      throw refusal(name, folder, `${why} Give a directory of its own, like \`evidence\`.`);
    return real;
  });
}

function faultOf(directory: string, inWorkspace: readonly string[] | undefined): string | undefined {
  const stat = statSync(directory, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) return 'It is not a directory.';
  if (inWorkspace?.join('') === '') return 'It is the workspace itself, where an agent could plant files.';
  if (!stat || !inWorkspace || readdirSync(directory).length === 0) return undefined;
  switch (gitStatus(directory)) {
    case 0:
      return 'It holds files that git tracks, beside which an agent could plant others.';
    case 1:
      return undefined;
    default:
      return 'It holds files already, and git cannot say whether it tracks them.';
  }
}

/** 0: git tracks something in there; 1: it tracks nothing; anything else: there is no git, or no repository. */
function gitStatus(directory: string): number | null {
  const { PATH, HOME, SystemRoot } = process.env;
  const options = ['-c', 'core.fsmonitor=false', '-C', directory];
  return spawnSync('git', [...options, 'ls-files', '--error-unmatch', '--', '.'], {
    stdio: 'ignore',
    timeout: GIT_TIMEOUT,
    // None of this step's secrets; and Windows looks for programs in the current directory first.
    env: { PATH, HOME, SystemRoot },
    cwd: path.dirname(process.execPath),
  }).status;
}
