import type { EmulatedRun } from '../emulator/oz/run.ts';
import { SPELLINGS } from '../emulator/oz/spelling.ts';
import { ROUTES } from './case.ts';
import { describe, type Oracle } from './oracle.ts';

// Whether what the step says of its run is so.

const ENDS: Readonly<Record<string, string>> = {
  succeeded: 'SUCCEEDED',
  'no-pull-request': 'SUCCEEDED',
  failed: 'FAILED',
  error: 'ERROR',
  cancelled: 'CANCELLED',
  blocked: 'BLOCKED',
};

export function outcomeIsTrue(oracle: Oracle): string[] {
  const { happening, outcome, outputs, endedItself } = oracle;
  const { runs, requests, plan } = happening;
  if (oracle.mode === 'cancel') return cancelledIsTrue(oracle);
  const run = runs.find(({ id }) => id === outputs['run-id']);
  const expected = ENDS[outcome];
  const spelt = SPELLINGS[plan.server.stateSpelling ?? 'canonical'];
  const isTrue = run?.state === expected || (outcome === 'blocked' && run && wasBlocked(run, oracle));
  if (expected !== undefined && !isTrue) return [`outcome ${outcome}, but the run is ${run?.state}`];
  if (expected !== undefined && outputs.state !== spelt(expected))
    return [`outcome ${outcome}, but the output state is ${outputs.state}`];
  const sent = requests.filter(({ route }) => route === ROUTES.create);
  const wasSent = sent.length > 0;
  const wasTurnedDown = sent.some(({ status = 0 }) => status >= 400 && status < 500);
  if (outcome === 'refused' && !endedItself && wasSent && !wasTurnedDown)
    return ['killed after a create request, yet refused'];
  // An outage swallows requests before the emulator sees them.
  const wasLostForNothing = outcome === 'lost' && !wasSent && outputs['run-id'] === '' && !plan.outage;
  if (wasLostForNothing && endedItself) return ['lost, although no create request was sent'];
  return [];
}

/** Green says that no run is left to cancel, whichever way it ended. */
function cancelledIsTrue({ happening, outcome, outputs, endedItself, isActive }: Oracle): string[] {
  if (!endedItself || outcome !== 'cancelled' || happening.main.exitCode !== 0) return [];
  return happening.runs
    .filter((run) => run.id === outputs['run-id'] && isActive(run))
    .map((run) => `cancelled, but ${describe([run])} is active`);
}

/** A person may answer once the step is over: three readings have to show it before. */
function wasBlocked({ history, id }: EmulatedRun, { happening }: Oracle): boolean {
  const { plan, requests } = happening;
  const skew = plan.server.clockSkewMs ?? 0;
  const reads = requests.filter(({ route, path }) => route === ROUTES.read && path.endsWith(id));
  return history.some(({ state, at }, index) => {
    if (state !== 'BLOCKED') return false;
    const left = (history[index + 1]?.at ?? Infinity) - skew;
    // The reading that finds it BLOCKED arrives a moment before.
    return reads.filter((read) => read.at > at - skew - 20 && read.at < left).length >= 3;
  });
}
