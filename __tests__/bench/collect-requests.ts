import { addEndedRuns, collectOnce } from '../collect/many-runs.ts';
import { openVirtualStep } from '../support/virtual-step.ts';

/** Requests of one collecting step. */
interface CollectRequests {
  readonly runs: number;
  /** Those of them that no step has concluded yet. */
  readonly fresh: number;
  readonly oz: number;
  readonly github: number;
}

const SIZES: readonly [runs: number, fresh: number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [20, 0],
  [20, 20],
  [500, 0],
  [500, 3],
];

export async function measureCollectRequests(): Promise<CollectRequests[]> {
  const rows: CollectRequests[] = [];
  for (const [runs, fresh] of SIZES) {
    const step = await openVirtualStep();
    try {
      addEndedRuns(step.emulator, step.clock.wall(), runs, fresh);
      await collectOnce(step);
      rows.push({ runs, fresh, oz: step.emulator.count('oz'), github: step.emulator.count('github') });
    } finally {
      await step.close();
    }
  }
  return rows;
}
