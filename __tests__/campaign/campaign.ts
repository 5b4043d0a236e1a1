import fc, { type Arbitrary } from 'fast-check';
import { declaredOutputs } from '../support/invariants.ts';
import type { Equipment } from './play.ts';

/** What a campaign plays: how its cases are made, played and judged, and what a report says of them. */
export interface Kind<Plan, Happening> {
  cases(): Arbitrary<Plan>;
  play(plan: Plan, equipment: Equipment): Promise<Happening>;
  breachesOf(happening: Happening, declared: readonly string[]): string[];
  tally(): Counting<Plan, Happening>;
  /** What is needed to look into a case. */
  describe(judgement: Judgement<Plan, Happening>, seed: number): string;
}

interface Counting<Plan, Happening> {
  add(judgement: Judgement<Plan, Happening>): void;
  toString(): string;
}

/** A case that was played and judged. */
export interface Judgement<Plan, Happening> extends NumberedCase<Plan> {
  /** Missing when the equipment itself failed. */
  readonly happening: Happening | undefined;
  readonly breaches: readonly string[];
}

/** A case with its place in the sequence that a seed makes: the two together repeat it. */
export interface NumberedCase<Plan> {
  readonly index: number;
  readonly plan: Plan;
}

/** The cases of a seed from an index on; the same index of the same seed is always the same case. */
export function casesOf<Plan>(
  { cases }: Pick<Kind<Plan, never>, 'cases'>,
  seed: number,
  from: number,
  count: number,
): NumberedCase<Plan>[] {
  return fc
    .sample(cases(), { seed, numRuns: from + count })
    .map((plan, index) => ({ index, plan }))
    .slice(from);
}

/**
 * Plays all cases, so many at once (a case mostly waits), and hands each to `judged` as soon as it is over. None is
 * begun once `enough` is aborted.
 */
export async function campaign<Plan, Happening>(
  kind: Kind<Plan, Happening>,
  cases: readonly NumberedCase<Plan>[],
  parallel: number,
  equipment: Equipment,
  judged: (judgement: Judgement<Plan, Happening>) => void,
  enough?: AbortSignal,
): Promise<void> {
  const declared = await declaredOutputs(equipment.action);
  const waiting = cases.values();
  const worker = async () => {
    for (const { index, plan } of waiting) {
      if (enough?.aborted) return;
      judged({ index, ...(await judge(kind, plan, equipment, declared)) });
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** Plays one case and holds the invariants against it. */
export async function judge<Plan, Happening>(
  kind: Kind<Plan, Happening>,
  plan: Plan,
  equipment: Equipment,
  declared: readonly string[],
): Promise<Omit<Judgement<Plan, Happening>, 'index'>> {
  try {
    const happening = await kind.play(plan, equipment);
    return { plan, happening, breaches: kind.breachesOf(happening, declared) };
  } catch (error) {
    return { plan, happening: undefined, breaches: [`the equipment failed: ${(error as Error).stack}`] };
  }
}
