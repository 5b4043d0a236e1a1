import type { WorkflowEvent } from '../github/event.ts';
import type { Ledger } from '../ledger.ts';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { StatusUpdate, StepResult } from '../model.ts';
import type { Report } from '../report/report.ts';
import type { PendingStatus, SavedState } from '../saved-state.ts';
import type { Shutdown } from '../shutdown.ts';
import { type Patience, tryUntil } from './last-try.ts';

/** How long GitHub may take, in ms: its secondary rate limit asks for a pause of a minute. */
const TIMEOUT = 90_000;

interface Parts {
  readonly event: WorkflowEvent;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly shutdown: Shutdown;
  readonly ledger: Ledger;
  readonly patience: Patience;
}

/**
 * The post phase: concludes the commit status that the main phase left pending. One of a run that goes on by choice stays
 * as it is.
 */
export async function concludeLeftStatus(
  past: SavedState,
  result: StepResult | undefined,
  report: Report,
  token: string | undefined,
  parts: Parts,
): Promise<void> {
  const { pendingStatus } = past;
  if (pendingStatus === undefined || token === undefined) return;
  const update = pendingStatus.conclusion ?? (await conclusionOf(pendingStatus, past, result, report, parts));
  if (update === undefined) return;
  const { name: context, sha } = pendingStatus;
  const { event, clock, shutdown, log, patience } = parts;
  const { setStatus, explainStatus } = await import('../github/statuses.ts');
  const place = { repository: event.repository, sha, context };
  const set = () => setStatus({ token, apiUrl: event.apiUrl }, place, update, timeoutSignal(TIMEOUT));
  const limits = { deadline: clock.now() + TIMEOUT, grace: TIMEOUT, patience };
  const error = await tryUntil(set, limits, { clock, shutdown });
  if (error !== undefined) log.warning(explainStatus(error), 'Status');
}

/** The result of a step that did not get to say it; undefined where its run was left running. */
async function conclusionOf(
  { isWaiting }: PendingStatus,
  { runs }: SavedState,
  result: StepResult | undefined,
  report: Report,
  { secrets }: Parts,
): Promise<StatusUpdate | undefined> {
  const last = runs.findLast(({ runId }) => runId !== undefined);
  const isLeft = last?.isDone === true || last?.onCancel === 'detach';
  if (result === undefined || (isLeft && (result.outcome === 'lost' || !isWaiting))) return undefined;
  const { killedStatus } = await import('../report/status.ts');
  return killedStatus(report, secrets);
}
