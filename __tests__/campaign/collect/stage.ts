import { type Contracts, type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { LifeStep } from '../../emulator/oz/life.ts';
import { neverEnds } from '../../emulator/oz/lives.ts';
import type { EmulatedRun } from '../../emulator/oz/run.ts';
import { iso } from '../../emulator/oz/run.ts';
import { loadEvent } from '../../events/load.ts';
import { type FaultPlan, ROUTES } from '../case.ts';
import { faultOf } from '../faults.ts';
import { releaseLater } from '../stage.ts';
import type { CollectCase, OtherRun } from './case.ts';
import { stretchesOf } from './lives.ts';

/** An emulator as it is before the first step. */
export async function setStage({ server }: CollectCase, contracts: Contracts): Promise<Emulator> {
  const emulator = await startEmulator({ contracts });
  Object.assign(emulator.oz.options, server);
  const { pull_request } = loadEvent('pull_request.opened').payload as { pull_request: Pull };
  const after = Array.from({ length: 9 }, (_, index) => `line ${index}\n`).join('');
  const headSha = pull_request.head.sha;
  emulator.github.addPull({ number: pull_request.number, headSha, files: [{ path: 'a.ts', after }] });
  return emulator;
}

interface Pull {
  readonly number: number;
  readonly head: { readonly sha: string };
}

/** Puts faults in place; `lift` lets everything happen that they have put off, and ends them. */
export function trouble(
  faults: readonly FaultPlan[],
  { oz, faults: script }: Emulator,
): { lift(): Promise<void> } {
  for (const fault of faults) {
    const handle = script.set(ROUTES[fault.route], faultOf(fault, oz.now()));
    if (fault.kind === 'hold') releaseLater(handle, fault.ms ?? 0);
  }
  return {
    async lift() {
      await script.settle();
      script.clear();
    },
  };
}

/** The lives of the runs that the steps start. */
export class Lives {
  readonly #plan: CollectCase;
  readonly #stretches = new Map<string, { rest: LifeStep[]; moves: number[] }>();

  constructor(plan: CollectCase) {
    this.#plan = plan;
  }

  /** The next run to be created is that of the n-th step. */
  expect(index: number, { oz }: Emulator): void {
    const start = this.#plan.starts[index];
    if (start === undefined) return;
    oz.defaultLife = (context) => {
      const [first, ...rest] = stretchesOf(start, index, context, oz.now());
      this.#stretches.set(context.runId, { rest, moves: start.moves.slice(start.round) });
      return first ? [first] : [];
    };
  }

  /** Before a collecting step each run comes so far as its plan says, unless it was cancelled. */
  moveOn({ oz }: Emulator): void {
    for (const [runId, { rest, moves }] of this.#stretches) {
      const run = oz.run(runId);
      if (run === undefined || run.cancelAccepted) continue;
      const passed = rest.splice(0, moves.shift() ?? 0);
      const now = passed.at(-1);
      if (now === undefined) continue;
      // One that ends by itself takes its end along.
      run.turn(...(now.reads === undefined ? [now] : [now, ...rest.splice(0)]));
    }
  }
}

/** Past every budget that a step could set: whoever takes it for one of ours stops it. */
function pastItsBudgets(now: number): LifeStep[] {
  return [{ state: 'INPROGRESS', set: { started_at: iso(now - 10 * 60 * 60_000) } }];
}

const SIGNATURE = /;[\w-]{43};/;

/** Adds a run of which nothing may come. `first`: what it copies. */
export function addOther(kind: OtherRun, first: EmulatedRun, { oz }: Emulator): string {
  const { metadata = {} } = first.look();
  const { collect = '', ...bare } = metadata;
  const life = pastItsBudgets(oz.now());
  const copy = (changes: Record<string, string>, facts = {}) =>
    oz.addRun({ metadata: { ...metadata, ...changes }, ...facts }, life);
  switch (kind) {
    case 'child':
      return oz.addChild(first.id, life);
    case 'copy':
      return copy({});
    case 'old-copy':
      return copy({}, { created_at: iso(oz.now() - 40 * 60_000) });
    case 'forged':
      return copy({ collect: collect.replace(SIGNATURE, `;${'A'.repeat(43)};`), start_id: 'forged' });
    case 'rubbish':
      return copy({ collect: 'rubbish', start_id: 'rubbish' });
    case 'other-number':
      return copy({ github_number: '9', start_id: 'other' });
    case 'foreign':
      return copy({ github_repository: 'octo-org/other' });
    case 'bare':
      return oz.addRun(
        { prompt: 'Something else' },
        neverEnds(() => ({})),
      );
    case 'waited-for':
      return oz.addRun({ metadata: { ...bare, start_id: 'waited-for' } }, life);
  }
}

/** Why a collecting step leaves such a run alone, in its words; undefined: it says nothing of it. */
export const LEFT_ALONE: Readonly<Record<OtherRun, string | undefined>> = {
  child: 'they are children',
  copy: 'they are copies',
  'old-copy': 'they were not created at the signed time',
  forged: 'the signature does not verify',
  rubbish: 'their order cannot be read',
  'other-number': 'the signature does not verify',
  foreign: undefined,
  bare: undefined,
  'waited-for': undefined,
};
