import type { LoggedRequest } from '../emulator/http/message.ts';
import type { Judgement as JudgementOf } from './campaign.ts';
import { type Case, MCP_SECRET } from './case.ts';
import { Oracle } from './oracle.ts';
import type { Happening } from './play.ts';

type Judgement = JudgementOf<Case, Happening>;

/** Counts what the cases met and how they ended, for the tables of a report. */
export class Tally {
  readonly #faults = new Map<string, number>();
  readonly #routes = new Map<string, number>();
  readonly #kills = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #servers = new Map<string, number>();
  readonly #durations = new Map<string, number>();
  /** Cases that took longer than a minute. */
  readonly #long: string[] = [];
  readonly #others = new Map<string, number>();
  #cases = 0;

  add({ index, plan, happening, breaches }: Judgement): void {
    this.#cases += 1;
    if (breaches.length > 0) count(this.#others, 'cases with violations');
    if (!happening) return;
    const { requests, killed, main, post } = happening;
    this.#time((main.durationMs + (post?.durationMs ?? 0)) / 1000, index);
    for (const { fault, route } of requests) {
      if (fault === undefined) continue;
      count(this.#faults, fault);
      count(this.#routes, route ?? '');
    }
    const oracle = new Oracle(happening);
    if (plan.kill && killed.main) count(this.#kills, plan.kill.how);
    if (plan.postKill && killed.post) count(this.#kills, `${plan.postKill.how} of the post phase`);
    if (plan.outage) count(this.#others, 'cases with an outage');
    for (const peculiarity of peculiaritiesOf(plan)) count(this.#servers, peculiarity);
    if (killed.main && isInFlight(plan)) count(this.#others, 'kills between a create request and its answer');
    count(this.#outcomes, oracle.outcome || 'none: killed at once');
    this.#countRuns(oracle);
  }

  #time(seconds: number, index: number): void {
    const kind = [10, 30, 60].find((limit) => seconds < limit);
    count(this.#durations, kind === undefined ? 'longer' : `under ${kind} s`);
    if (kind === undefined) this.#long.push(`${index} (${Math.round(seconds)} s)`);
  }

  #countRuns(oracle: Oracle): void {
    count(this.#others, 'runs created', oracle.created.length);
    for (const run of oracle.created) {
      if (!oracle.isActive(run)) continue;
      const { inputs } = oracle.happening.plan;
      const byChoice = inputs.wait === 'false' || Object.values(inputs).includes('detach');
      count(
        this.#others,
        byChoice ? 'runs left active, by choice' : `runs left active, since ${oracle.hindranceFor(run)}`,
      );
    }
    for (const runs of oracle.wishes.values()) {
      if (runs.length > 1) count(this.#others, 'runs made twice', runs.length - 1);
    }
  }

  toString(): string {
    return [
      `${this.#cases} cases`,
      table('faults met, by kind', this.#faults),
      table('faults met, by route', this.#routes),
      table('kills, by kind', this.#kills),
      table('peculiarities of servers', this.#servers),
      table('outcomes', this.#outcomes),
      table('durations', this.#durations),
      `the longest: ${this.#long.join(', ')}`,
      table('others', this.#others),
    ].join('\n\n');
  }
}

function peculiaritiesOf({ server }: Case): string[] {
  const { replica = {}, ...options } = server;
  const usual: readonly unknown[] = [false, 0, 'canonical', 'nowhere', 'contract'];
  return [
    ...Object.keys(replica).map((name) => `replica: ${name}`),
    ...(options.sendsDate === false ? ['sendsDate: false'] : []),
    ...Object.entries(options)
      .filter(([name, value]) => name !== 'sendsDate' && !usual.includes(value))
      .map(([name, value]) => `${name}: ${value}`),
  ];
}

function isInFlight({ kill }: Case): boolean {
  const { after } = kill?.at ?? {};
  return typeof after === 'object' && after.route === 'create' && after.stage === 'seen';
}

export function count(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

export function table(title: string, counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const rows = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `  ${String(n).padStart(6)}  ${name}`);
  return [`${title} (${total})`, ...rows].join('\n');
}

/** What is needed to look into a violation: how to repeat it, the case, the log and the requests. */
export function describe({ index, plan, happening, breaches }: Judgement, seed: number): string {
  const log = happening ? `${happening.main.log}\n${happening.post?.log ?? ''}` : '';
  return [
    `VIOLATION  --seed ${seed} --path ${index}`,
    ...breaches.map((breach) => `  ${breach}`),
    JSON.stringify(plan).replaceAll(MCP_SECRET, '…'),
    'requests:',
    ...requestLines(happening?.requests ?? []),
    `  post began ${clockTime(happening?.postBegan ?? 0)}`,
    log,
  ].join('\n');
}

/** One each, but for repetitions. */
export function requestLines(requests: readonly LoggedRequest[]): string[] {
  return collapsed(requests.map(lineOf));
}

function lineOf({ route, method, path, status, fault, at }: LoggedRequest): string {
  const answer = `${status ?? 'dropped'}${fault ? `  [${fault}]` : ''}`;
  return `  ${clockTime(at)} ${route ?? `${method} ${path}`} ${answer} ${path.split('/').slice(-2).join('/')}`;
}

/** Seconds and milliseconds. */
function clockTime(at: number): string {
  return new Date(at).toISOString().slice(17, 23);
}

/** Of a row of requests that differ by their time alone the first. */
function collapsed(lines: readonly string[]): string[] {
  const what = (line: string | undefined) => line?.slice(9);
  return lines.filter((line, index) => what(line) !== what(lines[index - 1]));
}
