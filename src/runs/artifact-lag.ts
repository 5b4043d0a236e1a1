import type { Policy, RunRecord } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { canonicalState } from '../oz/states.ts';
import type { TaskDeps } from './deps.ts';

/** Artifacts can appear a while after the final state. In ms. */
const LAG = 30_000;
const PAUSE = 3000;

/** A pull request of GitHub, wherever that lives. */
const PULL_REQUEST = /https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+\/pull\/\d+/gi;

/** Reads a run that succeeded again for a while, when a pull request is missing that was asked for or announced. */
export async function awaitPullRequests(record: RunRecord, policy: Policy, deps: TaskDeps): Promise<void> {
  const { clock, log } = deps;
  const deadline = clock.now() + LAG;
  const isMissing = () => isPullRequestMissing(record, policy);
  if (isMissing())
    log.info('A pull request is not listed yet; it can lag, so the run is read again for up to 30 s.');
  while (isMissing() && clock.now() < deadline) await readLater(record, deps);
}

function isPullRequestMissing({ run, result }: RunRecord, { requirePullRequest }: Policy): boolean {
  if (run === undefined || canonicalState(run.state) !== 'SUCCEEDED') return false;
  const listed = pullRequestsOf(run).map(({ url }) => url);
  if (requirePullRequest && listed.length === 0) return true;
  const known = pullRequestsIn(listed.join(' '));
  return pullRequestsIn(result?.text ?? '').some((url) => !known.includes(url));
}

function pullRequestsIn(text: string): string[] {
  return text.toLowerCase().match(PULL_REQUEST) ?? [];
}

/** Reads a run that is over again after a pause. What fails changes nothing. */
export async function readLater(record: RunRecord, { oz, clock, signal, ledger }: TaskDeps): Promise<void> {
  const { run } = record;
  await clock.sleep(PAUSE, signal);
  if (run === undefined) return;
  try {
    ledger.recordReading(withLater(run, await oz.readRun(run.id, { signal })));
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
  }
}

/**
 * A run that has ended, with what a later reading adds. Its end counts: a person may go on with the run in Oz, and a
 * replica that lags may show an older state.
 */
export function withLater(ended: Run, later: Run): Run {
  if (later.artifacts.length < ended.artifacts.length) return ended;
  if (canonicalState(later.state) === canonicalState(ended.state)) return later;
  const { artifacts } = later;
  return { ...ended, artifacts, raw: { ...ended.raw, artifacts: artifacts.map(({ raw }) => raw) } };
}
