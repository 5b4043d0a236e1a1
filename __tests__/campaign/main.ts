/**
 * `npm run campaign -- --runs N [--seed S] [--path P] [--parallel K]`: plays N random cases, or with `--path` the one
 * case of a seed that a violation named. Ends with 1 when an invariant was broken. `--kind collect`: of steps that do not
 * wait, and of collecting steps after them. `--verbose` prints every case,
 * `--action DIR` takes another build than the one of this project. `--sabotage NAME` (`all`: one after the other) builds a
 * serious fault into a copy, and ends with 1 when N cases do not find it.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadContracts } from '../emulator/emulator.ts';
import { campaign, casesOf, type Judgement, type Kind } from './campaign.ts';
import { COLLECT } from './collect/collect-kind.ts';
import { FrozenAction } from './frozen.ts';
import { sabotage } from './sabotage.ts';
import { SABOTAGES } from './sabotages.ts';
import { STEP } from './step-kind.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: 'string' },
    parallel: { type: 'string', default: '8' },
    action: { type: 'string', default: fileURLToPath(new URL('../../', import.meta.url)) },
    kind: { type: 'string', default: 'step' },
    sabotage: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const PROGRESS = 50;

/** The exit code. */
async function main<Plan, Happening>(kind: Kind<Plan, Happening>): Promise<number> {
  const seed = Number(values.seed);
  const [from, count] = values.path === undefined ? [0, Number(values.runs)] : [Number(values.path), 1];
  const cases = casesOf(kind, seed, from, count);
  console.log(`seed ${seed}, ${cases.length} cases`);
  const report = new Report(kind, seed);
  await using frozen = await FrozenAction.of(values.action);
  const equipment = { action: frozen.directory, contracts: loadContracts() };
  await campaign(kind, cases, Number(values.parallel), equipment, (judgement) => report.add(judgement));
  return report.end();
}

/** The exit code: 1 when a serious fault was not found. */
async function mainOfSabotage(name: string): Promise<number> {
  const seed = Number(values.seed);
  const cases = casesOf(STEP, seed, 0, Number(values.runs));
  const contracts = loadContracts();
  const names = name === 'all' ? Object.keys(SABOTAGES) : [name];
  console.log(`seed ${seed}, at most ${cases.length} cases for each of ${names.length} faults`);
  let missed = 0;
  for (const one of names) {
    const find = await sabotage(one, values.action, cases, Number(values.parallel), contracts);
    if (find === undefined) missed += 1;
    console.log(`${one}: ${find ? `found at the ${find.index + 1}th case: ${find.breach}` : 'NOT FOUND'}`);
  }
  return missed > 0 ? 1 : 0;
}

/** Prints what is worth it as it comes, and everything in numbers at the end. */
class Report<Plan, Happening> {
  readonly #kind: Kind<Plan, Happening>;
  readonly #seed: number;
  readonly #tally: ReturnType<Kind<Plan, Happening>['tally']>;
  readonly #violations: string[] = [];
  #cases = 0;

  constructor(kind: Kind<Plan, Happening>, seed: number) {
    this.#kind = kind;
    this.#tally = kind.tally();
    this.#seed = seed;
  }

  add(judgement: Judgement<Plan, Happening>): void {
    const { index, breaches } = judgement;
    this.#cases += 1;
    this.#tally.add(judgement);
    if (breaches.length > 0)
      this.#violations.push(`--seed ${this.#seed} --path ${index}  ${breaches.join('; ')}`);
    if (breaches.length > 0 || values.verbose) console.log(this.#kind.describe(judgement, this.#seed));
    if (this.#cases % PROGRESS === 0)
      console.log(`${this.#cases} cases, ${this.#violations.length} with violations`);
  }

  /** The exit code. */
  end(): number {
    console.log(`${this.#tally}\n\nviolations (${this.#violations.length})\n${this.#violations.join('\n')}`);
    return this.#violations.length > 0 ? 1 : 0;
  }
}

function played(): Promise<number> {
  if (values.sabotage !== undefined) return mainOfSabotage(values.sabotage);
  switch (values.kind) {
    case 'step':
      return main(STEP);
    case 'collect':
      return main(COLLECT);
    default:
      throw new Error(`no such kind: ${values.kind}; known: step, collect`);
  }
}

process.exitCode = await played();
