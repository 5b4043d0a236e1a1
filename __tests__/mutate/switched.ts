import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ROOT, rewrite, VITEST } from './copy.ts';
import type { Instrumented, Mutant } from './mutants.ts';

/** A test file: what of the source it runs, and how long it takes alone. */
interface TestFile {
  readonly name: string;
  /** Ids of the mutants on its way. */
  readonly reaches: ReadonlySet<string>;
  readonly ms: number;
}

/** What the test files of one state of the project have to do with its mutants. */
interface Exploration {
  readonly tests: readonly TestFile[];
  /** Files that fail although no mutant is switched on. */
  readonly failed: readonly string[];
}

/** Read by the code that the instrumenter writes. */
const ACTIVE = '__STRYKER_ACTIVE_MUTANT__';

/** A file that gets the ids of the mutants that a process comes by. */
const COVERAGE = 'MUTATE_COVERAGE';

/** Written as they come, since the tests kill many a process. */
const PRELUDE = `import { appendFileSync } from 'node:fs';
const file = process.env.${COVERAGE};
if (file) {
  const set = (seen, id) => {
    if (!Reflect.has(seen, id)) appendFileSync(file, id + '\\n');
    return Reflect.set(seen, id, 1);
  };
  globalThis.__stryker__ = { mutantCoverage: { static: new Proxy({}, { set }), perTest: {} } };
}
`;

/** In ms: a mutant after which the tests hang is noticed. */
const PATIENCE = 8 * 60_000;

/** Sooner files first, since most mutants are noticed by many: batches hold files that take up to so many ms. */
const BATCHES = [3_000, 10_000, Number.POSITIVE_INFINITY];

/** In ms, of all files that one mutant is tried on: what only the rest would notice counts as unnoticed. */
const MAX_TOTAL = 240_000;

/** A copy of the project that has all mutants in it, one of which can be switched on for each run of its tests. */
export class SwitchedProject {
  readonly #folder: string;
  #tests: readonly TestFile[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async in(folder: string, { sources }: Instrumented): Promise<SwitchedProject> {
    for (const [name, text] of sources) writeFileSync(path.join(folder, name), text);
    const environment = path.join(folder, '__tests__/runner/environment.ts');
    await rewrite(environment, 'PASSED_ON = [', `PASSED_ON = ['NODE_OPTIONS', '${ACTIVE}', '${COVERAGE}', `);
    writeFileSync(path.join(folder, 'prelude.mjs'), PRELUDE);
    const project = new SwitchedProject(folder);
    const isBuilt = await project.#succeeds(['scripts/build.ts'], {});
    if (!isBuilt) throw new Error('The sources with all mutants cannot be built.');
    return project;
  }

  /** Runs each test file that `npm test` runs alone, to see what it reaches; the names of those that fail even so. */
  async explore(parallel: number): Promise<readonly string[]> {
    const cache = path.join(ROOT, 'node_modules', '.cache', `mutate-${this.#hash()}.json`);
    const exploration = readFrom(cache) ?? (await this.#explore(parallel));
    writeTo(cache, exploration);
    this.#tests = exploration.tests.toSorted((a, b) => a.ms - b.ms);
    return exploration.failed;
  }

  async #explore(parallel: number): Promise<Exploration> {
    const names = globSync('__tests__/**/*.test.ts', { cwd: this.#folder }).filter(
      (name) => !name.endsWith('.slow.test.ts') && !name.includes('mutate'),
    );
    const tests: TestFile[] = [];
    const failed: string[] = [];
    await each(names, parallel, async (name) => {
      const file = path.join(this.#folder, `coverage-${name.replaceAll(/\W/g, '-')}`);
      writeFileSync(file, '');
      const begun = performance.now();
      const passes = await this.#passes([name], { [COVERAGE]: file });
      const ms = performance.now() - begun;
      if (passes) tests.push({ name, reaches: new Set(readFileSync(file, 'utf8').split('\n')), ms });
      else failed.push(name);
      rmSync(file);
    });
    return { tests, failed };
  }

  #hash(): string {
    const hash = createHash('sha256');
    const options = { cwd: this.#folder, exclude: ['__tests__/mutate'] };
    for (const name of globSync('{src,__tests__}/**/*.ts', options).toSorted()) {
      hash.update(`${name}\n${readFileSync(path.join(this.#folder, name), 'utf8')}\n`);
    }
    return hash.digest('hex').slice(0, 16);
  }

  /** The first of its test files' batches, from 1, that fails once it is switched on; undefined when all pass. */
  async noticedBy({ id }: Mutant): Promise<number | undefined> {
    const reaching = this.#tests.filter(({ reaches }) => reaches.has(id));
    let total = 0;
    const tried = reaching.filter(({ ms }) => {
      total += ms;
      return total <= MAX_TOTAL;
    });
    let from = 0;
    for (const [index, limit] of BATCHES.entries()) {
      const batch = tried.filter(({ ms }) => ms >= from && ms < limit).map(({ name }) => name);
      if (batch.length > 0 && !(await this.#passes(batch, { [ACTIVE]: id }))) return index + 1;
      from = limit;
    }
    return undefined;
  }

  #passes(files: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
    const options = ['--bail', '1', '--maxWorkers', '2', '--testTimeout', '60000'];
    return this.#succeeds([VITEST, 'run', ...options, ...files], env);
  }

  #succeeds(command: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
    const prelude = pathToFileURL(path.join(this.#folder, 'prelude.mjs')).href;
    const child = spawn(process.execPath, command, {
      cwd: this.#folder,
      env: { ...process.env, NODE_OPTIONS: `--import ${prelude}`, ...env },
      stdio: 'ignore',
      detached: true,
    });
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), PATIENCE);
    return new Promise((resolve) => {
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve(code === 0);
      });
    });
  }
}

function readFrom(cache: string): Exploration | undefined {
  if (!existsSync(cache)) return undefined;
  const { tests, failed } = JSON.parse(readFileSync(cache, 'utf8'));
  return {
    tests: tests.map(({ reaches, ...test }: { reaches: string[] }) => ({
      ...test,
      reaches: new Set(reaches),
    })),
    failed,
  };
}

function writeTo(cache: string, { tests, failed }: Exploration): void {
  mkdirSync(path.dirname(cache), { recursive: true });
  const listed = tests.map(({ reaches, ...test }) => ({ ...test, reaches: [...reaches] }));
  writeFileSync(cache, JSON.stringify({ tests: listed, failed }));
}

/** Does the work for all, so many at once. */
export async function each<T>(all: readonly T[], parallel: number, work: (one: T) => Promise<void>) {
  const waiting = all.values();
  const worker = async () => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
