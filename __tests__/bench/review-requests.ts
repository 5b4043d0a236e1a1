import type { Finding } from '../../src/review/findings.ts';
import { postReview } from '../review/driven-review.ts';
import { openVirtualStep } from '../support/virtual-step.ts';

/** Requests to GitHub for one review. */
interface ReviewRequests {
  readonly findings: number;
  readonly files: number;
  readonly requests: number;
}

const SIZES: readonly [findings: number, files: number][] = [
  [5, 5],
  [50, 50],
  [300, 50],
  [300, 500],
];

export async function measureReviewRequests(): Promise<ReviewRequests[]> {
  const rows: ReviewRequests[] = [];
  for (const [count, files] of SIZES) {
    const step = await openVirtualStep();
    try {
      const changes = Array.from({ length: files }, (_, n) => ({ path: `${n}.ts`, after: 'one\ntwo\n' }));
      const findings = Array.from({ length: count }, (_, n) => findingOn(n, files));
      await postReview(step, { number: 7, findings, files: changes, maxComments: 100 });
      rows.push({ findings: count, files, requests: step.emulator.count('github') });
    } finally {
      await step.oz.destroy();
      await step.emulator.close();
    }
  }
  return rows;
}

/** A few of them about what was there before, so that the merge base is asked for too. */
function findingOn(n: number, files: number): Finding {
  const side = n % 5 === 0 ? 'LEFT' : 'RIGHT';
  return { path: `${n % files}.ts`, line: 1, side, severity: 'major', title: `Finding ${n}`, body: 'Look.' };
}
