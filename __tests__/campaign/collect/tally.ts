import type { Judgement } from '../campaign.ts';
import { MCP_SECRET } from '../case.ts';
import { count, requestLines, table } from '../tally.ts';
import type { CollectCase } from './case.ts';
import type { CollectHappening } from './play.ts';

type Judged = Judgement<CollectCase, CollectHappening>;

/** Counts what the cases met and how they ended, for the tables of a report. */
export class CollectTally {
  readonly #faults = new Map<string, number>();
  readonly #routes = new Map<string, number>();
  readonly #kills = new Map<string, number>();
  readonly #lives = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #conclusions = new Map<string, number>();
  readonly #others = new Map<string, number>();
  #cases = 0;

  add({ plan, happening, breaches }: Judged): void {
    this.#cases += 1;
    if (breaches.length > 0) count(this.#others, 'cases with violations');
    if (!happening) return;
    for (const { life } of plan.starts) count(this.#lives, life);
    for (const other of plan.others) count(this.#others, `runs of others: ${other}`);
    for (const { fault, route } of happening.requests) {
      if (fault === undefined) continue;
      count(this.#faults, fault);
      count(this.#routes, route ?? '');
    }
    for (const { killed, plan: round, main } of happening.rounds) {
      if (killed.main) count(this.#kills, `${round.kill?.how}`);
      if (killed.post) count(this.#kills, `${round.postKill?.how} of the post phase`);
      if (killed.main && killed.post) count(this.#kills, 'both phases of one step');
      count(this.#outcomes, main.outputs.outcome ?? 'none: killed at once');
      for (const { outcome } of JSON.parse(main.outputs.runs || '[]') as { outcome: string }[])
        count(this.#conclusions, outcome);
    }
    count(this.#others, 'reviews', happening.rounds.at(-1)?.after.reviews.length);
    count(this.#others, 'comments', happening.rounds.at(-1)?.after.comments.length);
  }

  toString(): string {
    return [
      `${this.#cases} cases`,
      table('faults met, by kind', this.#faults),
      table('faults met, by route', this.#routes),
      table('kills', this.#kills),
      table('lives of runs', this.#lives),
      table('outcomes of collecting steps', this.#outcomes),
      table('conclusions', this.#conclusions),
      table('others', this.#others),
    ].join('\n\n');
  }
}

export function describeCollecting({ index, plan, happening, breaches }: Judged, seed: number): string {
  const steps = [
    ...(happening?.starts.map((start) => [`step ${start.index}: ${start.runIds}`, start] as const) ?? []),
    ...(happening?.rounds.map(
      (round, n) => [`collecting step ${n}, killed ${JSON.stringify(round.killed)}`, round] as const,
    ) ?? []),
  ];
  return [
    `VIOLATION  --kind collect --seed ${seed} --path ${index}`,
    ...breaches.map((breach) => `  ${breach}`),
    JSON.stringify(plan).replaceAll(MCP_SECRET, '…'),
    'requests:',
    ...requestLines(happening?.requests ?? []),
    ...steps.map(([title, { main, post }]) => `${title}\n${main.log}\n${post?.log ?? ''}`),
  ].join('\n');
}
