/**
 * `npm run campaign -- --runs N [--seed S] [--path P] [--parallel K]`: plays N random cases, or with `--path` the one
 * case of a seed that a violation named. Ends with 1 when an invariant was broken. `--verbose` prints every case,
 * `--action DIR` takes another build than the one of this project.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadContracts } from '../emulator/emulator.ts';
import { campaign, casesOf, type Judgement } from './campaign.ts';
import { describe, Tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: 'string' },
    parallel: { type: 'string', default: '8' },
    action: { type: 'string', default: fileURLToPath(new URL('../../', import.meta.url)) },
    verbose: { type: 'boolean', default: false },
  },
});

const PROGRESS = 50;

/** The exit code. */
async function main(): Promise<number> {
  const seed = Number(values.seed);
  const cases =
    values.path === undefined ? casesOf(seed, 0, Number(values.runs)) : casesOf(seed, Number(values.path), 1);
  console.log(`seed ${seed}, ${cases.length} cases`);
  const report = new Report(seed);
  const action = await freeze(values.action);
  try {
    const equipment = { action, contracts: loadContracts() };
    await campaign(cases, Number(values.parallel), equipment, (judgement) => report.add(judgement));
  } finally {
    await rm(action, { recursive: true });
  }
  return report.end();
}

/** A build in the middle of a long campaign must not change what it is about. */
async function freeze(directory: string): Promise<string> {
  const frozen = await mkdtemp(path.join(tmpdir(), 'campaign-'));
  for (const name of ['action.yml', 'dist']) {
    await cp(path.join(directory, name), path.join(frozen, name), { recursive: true });
  }
  return frozen;
}

/** Prints what is worth it as it comes, and everything in numbers at the end. */
class Report {
  readonly #seed: number;
  readonly #tally = new Tally();
  readonly #violations: string[] = [];
  #cases = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  add(judgement: Judgement): void {
    const { index, breaches } = judgement;
    this.#cases += 1;
    this.#tally.add(judgement);
    if (breaches.length > 0)
      this.#violations.push(`--seed ${this.#seed} --path ${index}  ${breaches.join('; ')}`);
    if (breaches.length > 0 || values.verbose) console.log(describe(judgement, this.#seed));
    if (this.#cases % PROGRESS === 0)
      console.log(`${this.#cases} cases, ${this.#violations.length} with violations`);
  }

  /** The exit code. */
  end(): number {
    console.log(`${this.#tally}\n\nviolations (${this.#violations.length})\n${this.#violations.join('\n')}`);
    return this.#violations.length > 0 ? 1 : 0;
  }
}

process.exitCode = await main();
