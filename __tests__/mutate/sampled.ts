import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { copyOfProject, ROOT } from './copy.ts';
import { instrument, type Mutant, sampleOf } from './mutants.ts';
import { each, SwitchedProject } from './switched.ts';

export interface SampleOptions {
  readonly perFolder: number;
  readonly seed: number;
  readonly parallel: number;
  /** Only these; empty: all. */
  readonly folders: readonly string[];
}

/** Of each folder's mutants at least so many are to be noticed. */
const THRESHOLD = 0.85;

/** Tries a sample of each folder's mutants on what `npm test` runs; the exit code. */
export async function mutateSample(options: SampleOptions): Promise<number> {
  const instrumented = await instrument(ROOT);
  const chosen = sampleOf(instrumented.mutants, options.perFolder, options.seed).filter(
    ({ folder }) => options.folders.length === 0 || options.folders.includes(folder),
  );
  console.log(`${chosen.length} of ${instrumented.mutants.length} mutants, seed ${options.seed}`);
  const [switched, plain] = [await copyOfProject(), await copyOfProject()];
  try {
    const project = await SwitchedProject.in(switched, instrumented);
    const failed = await project.explore(options.parallel);
    if (failed.length > 0)
      console.log(`without these, which fail on sources like that: ${failed.join(', ')}`);
    const unnoticed: Mutant[] = [];
    await each(chosen, options.parallel, async (mutant) => {
      const batch = await project.noticedBy(mutant);
      const by =
        batch !== undefined ? `by tests (${batch})` : isWellTyped(plain, mutant) ? undefined : 'by types';
      if (by === undefined) unnoticed.push(mutant);
      console.log(`${by === undefined ? 'UNNOTICED' : `noticed ${by}`}  ${describe(mutant)}`);
    });
    return rates(chosen, unnoticed);
  } finally {
    for (const folder of [switched, plain]) rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm test` checks types, and style, before it runs a test. */
function isWellTyped(folder: string, { file, text }: Mutant): boolean {
  const source = path.join(folder, file);
  const before = readFileSync(source, 'utf8');
  writeFileSync(source, text);
  try {
    const tool = (name: string) => path.join(ROOT, 'node_modules', name);
    const types = [tool('typescript/bin/tsc'), '-p', 'src/tsconfig.json', '--noEmit', '--noCheck', 'false'];
    const style = [tool('@biomejs/biome/bin/biome'), 'lint', '--error-on-warnings', file];
    return [types, style].every((command) => {
      return spawnSync(process.execPath, command, { cwd: folder, stdio: 'ignore' }).status === 0;
    });
  } finally {
    writeFileSync(source, before);
  }
}

function describe({ file, line, mutator, words }: Mutant): string {
  return `${file}:${line} ${mutator}: ${words}`;
}

function rates(chosen: readonly Mutant[], unnoticed: readonly Mutant[]): number {
  let code = 0;
  for (const [folder, all] of Map.groupBy(chosen, (mutant) => mutant.folder)) {
    const missed = unnoticed.filter((mutant) => mutant.folder === folder).length;
    const rate = 1 - missed / all.length;
    if (rate < THRESHOLD) code = 1;
    console.log(`${folder}: ${all.length - missed} of ${all.length} noticed, ${Math.round(rate * 100)} %`);
  }
  return code;
}
