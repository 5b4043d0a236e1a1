import { concludedLine } from '../../src/collect/conclusion.ts';
import { markerOf } from '../../src/github/marker.ts';
import { collectStamp, type Order } from '../../src/runs/collect-stamp.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { plan } from '../emulator/oz/artifacts.ts';
import type { VirtualStep } from '../support/virtual-step.ts';

const ORDER: Order = {
  comment: 'sticky',
  thread: undefined,
  status: undefined,
  review: undefined,
  queueBudget: undefined,
  runBudget: undefined,
  maxCredits: undefined,
  onTimeout: 'cancel',
  onBlocked: 'fail',
  requirePullRequest: false,
};

/** So many ended runs, started at this time (in ms since 1970), each about an issue of its own; all but the last `fresh` are concluded already. */
export function addEndedRuns({ oz, github, apiKey }: Emulator, time: number, count: number, fresh = 0): void {
  for (let n = 1; n <= count; n += 1) {
    const metadata = {
      github_repository: github.repository,
      github_number: String(n),
      comment_key: 'key',
      start_id: `start-${n}`,
    };
    const collect = collectStamp(ORDER, { metadata, parentRunId: undefined }, time, apiKey);
    const runId = oz.addRun({ metadata: { ...metadata, collect } }, [
      { state: 'SUCCEEDED', artifacts: [plan(`plan-${n}`, 'Plan', 'A plan')] },
    ]);
    if (n > count - fresh) continue;
    const body = `${markerOf('sticky', 'key')}\n${concludedLine(runId, 'succeeded')}\nDone.`;
    github.addComment({ number: n, body });
  }
}

/** Runs a collecting step; its outcome. */
export async function collectOnce(step: VirtualStep): Promise<string> {
  const { githubToken } = step.emulator;
  return (await step.run({ mode: 'collect', 'github-token': githubToken })).outcome;
}
