import fc from 'fast-check';
import { declaredOutputs } from '../support/invariants.ts';
import { anyCase } from './arbitrary.ts';
import type { Case } from './case.ts';
import { breachesOf } from './invariants.ts';
import { type Equipment, type Happening, play } from './play.ts';

/** A case that was played and judged. */
export interface Judgement extends NumberedCase {
  /** Missing when the equipment itself failed. */
  readonly happening: Happening | undefined;
  readonly breaches: readonly string[];
}

/** A case with its place in the sequence that a seed makes: the two together repeat it. */
export interface NumberedCase {
  readonly index: number;
  readonly plan: Case;
}

/** The cases of a seed from an index on; the same index of the same seed is always the same case. */
export function casesOf(seed: number, from: number, count: number): NumberedCase[] {
  return fc
    .sample(anyCase(), { seed, numRuns: from + count })
    .map((plan, index) => ({ index, plan }))
    .slice(from);
}

/**
 * Plays all cases, so many at once (a case mostly waits), and hands each to `judged` as soon as it is over. None is
 * begun once `enough` is aborted.
 */
export async function campaign(
  cases: readonly NumberedCase[],
  parallel: number,
  equipment: Equipment,
  judged: (judgement: Judgement) => void,
  enough?: AbortSignal,
): Promise<void> {
  const declared = await declaredOutputs(equipment.action);
  const waiting = cases.values();
  const worker = async () => {
    for (const { index, plan } of waiting) {
      if (enough?.aborted) return;
      judged({ index, ...(await judge(plan, equipment, declared)) });
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** Plays one case and holds the invariants against it. */
export async function judge(
  plan: Case,
  equipment: Equipment,
  declared: readonly string[],
): Promise<Omit<Judgement, 'index'>> {
  try {
    const happening = await play(plan, equipment);
    return { plan, happening, breaches: breachesOf(happening, declared) };
  } catch (error) {
    return { plan, happening: undefined, breaches: [`the equipment failed: ${(error as Error).stack}`] };
  }
}
