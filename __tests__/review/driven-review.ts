import { decodeRun } from '../../src/oz/decode.ts';
import { ReviewPublisher } from '../../src/publish/review.ts';
import { buildReport } from '../../src/report/report.ts';
import type { ReviewReport } from '../../src/report/review.ts';
import type { Finding } from '../../src/review/findings.ts';
import type { FileChange } from '../emulator/github/changes.ts';
import type { VirtualStep } from '../support/virtual-step.ts';

const HEAD = 'a'.repeat(40);

/** Posts the findings of one run on a pull request with these changes; what came of it. */
export async function postReview(
  { emulator, parts, clock }: VirtualStep,
  {
    number,
    findings,
    files,
    maxComments,
  }: { number: number; findings: readonly Finding[]; files: readonly FileChange[]; maxComments: number },
): Promise<ReviewReport | undefined> {
  emulator.github.addPull({ number, headSha: HEAD, files });
  const options = { githubToken: emulator.githubToken, number, commentKey: 'k', maxComments };
  const run = decodeRun({ run_id: `run-${number}`, state: 'SUCCEEDED', metadata: { github_sha: HEAD } });
  if (run === undefined) throw new Error('no run');
  const report = buildReport({ outcome: 'succeeded' }, undefined, parts.ledger, parts.event);
  const document = { summary: 'Read.', findings: findings.map((finding) => ({ ...finding })) };
  const last = { runId: run.id, url: '', state: run.state, run, document, result: undefined };
  const nothing = {
    sessionLink: undefined,
    isSessionLinkShown: false,
    pullRequests: [],
    queueSeconds: undefined,
    runSeconds: undefined,
  };
  const publisher = new ReviewPublisher(options, parts);
  const done = await publisher.finish({ ...report, last: { ...last, ...nothing } }, clock.now() + 60_000);
  return done?.review;
}
