import type { CommonInputs } from '../inputs/inputs.ts';
import { timeoutSignal } from '../lib/clock.ts';
import type { Report } from '../report/report.ts';
import type { BareContext } from './context.ts';

/** How long GitHub may take to tell of the pull requests, in ms: the comment needs time of its own. */
const PATIENCE = 10_000;

/** Only what is shown is asked for; where GitHub does not answer, the link has to do. */
export async function lookUpDetails(
  { pullRequests, run }: Report,
  { githubToken: token, number, comment, summary }: CommonInputs,
  { event, log, shutdown }: BareContext,
): Promise<Report['pullRequestDetails']> {
  const isOver = run?.stage === 'ended' || run?.stage === 'blocked';
  const isShown = summary || (comment !== 'off' && number !== undefined);
  if (!isOver || !isShown || pullRequests.length === 0 || token === undefined) return new Map();
  if (shutdown.isUnderWay) return new Map();
  try {
    const { lookUpPullRequests } = await import('../github/pull-requests.ts');
    const { apiUrl, serverUrl } = event;
    const signal = AbortSignal.any([shutdown.signal, timeoutSignal(PATIENCE)]);
    return await lookUpPullRequests(pullRequests, { token, signal, apiUrl, serverUrl });
  } catch (error) {
    log.debug(`No details of the pull requests: ${(error as Error).message}`);
    return new Map();
  }
}
