import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import fc from 'fast-check';

/** One small change to the source. */
export interface Mutant {
  /** Switches it on in the sources that hold all of them. */
  readonly id: string;
  /** Under the project's root, with slashes. */
  readonly file: string;
  /** The folder in `src/` that the file is in, at any depth; `root` for the files that are in none. */
  readonly folder: string;
  /** Counted from 1. */
  readonly line: number;
  readonly mutator: string;
  /** The whole text of the file with this change alone. */
  readonly text: string;
  /** What it makes of what, on one line. */
  readonly words: string;
}

/** The sources with all their mutants in them, each behind a switch. */
export interface Instrumented {
  readonly sources: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
}

/** Words that people read are held by tests of their own, where they matter. */
const LEFT_OUT = ['StringLiteral'];

const nothing = () => undefined;
const SILENT = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};

export async function instrument(root: string): Promise<Instrumented> {
  const names = globSync('src/**/*.ts', { cwd: root }).toSorted();
  const files = names.map((name) => {
    return { name, mutate: true, content: readFileSync(path.join(root, name), 'utf8') };
  });
  const options = { plugins: [], ignorers: [], excludedMutations: [] };
  const instrumented = await new Instrumenter(SILENT).instrument(files, options);
  const before = new Map(files.map(({ name, content }) => [name, content]));
  const mutants = instrumented.mutants
    .filter(({ mutatorName }) => !LEFT_OUT.includes(mutatorName))
    .map(({ id, fileName, location, mutatorName, replacement }): Mutant => {
      const text = before.get(fileName) ?? '';
      const [from, to] = [offsetOf(text, location.start), offsetOf(text, location.end)];
      const file = fileName.replaceAll(path.sep, '/');
      return {
        id,
        file,
        folder: file.split('/').length > 2 ? (file.split('/')[1] ?? '') : 'root',
        line: location.start.line + 1,
        mutator: mutatorName,
        text: text.slice(0, from) + replacement + text.slice(to),
        words: `${inShort(text.slice(from, to))} → ${inShort(replacement)}`,
      };
    });
  return { sources: new Map(instrumented.files.map(({ name, content }) => [name, content])), mutants };
}

/** So many of each folder, always the same of a seed. */
export function sampleOf(mutants: readonly Mutant[], perFolder: number, seed: number): Mutant[] {
  const folders = Map.groupBy(mutants, ({ folder }) => folder);
  return [...folders.values()].flatMap((all) => {
    const size = Math.min(perFolder, all.length);
    return fc.sample(fc.shuffledSubarray([...all], { minLength: size, maxLength: size }), {
      seed,
      numRuns: 1,
    })[0] as Mutant[];
  });
}

/** Lines and columns are counted from 0. */
function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const lines = text.split('\n').slice(0, line);
  return lines.reduce((sum, one) => sum + one.length + 1, column);
}

function inShort(code: string): string {
  const [line = '', ...more] = code.trim().split('\n');
  return more.length > 0 ? `${line} …` : line;
}
