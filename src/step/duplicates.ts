import type { Journal } from '../ledger.ts';
import { runUrl } from '../oz/links.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { creditsOf, type Duplicate } from '../report/report.ts';
import type { Limits, Tools } from '../runs/deps.ts';
import { type DuplicateRun, sweep } from '../runs/duplicates.ts';
import type { SavedAttempt } from '../saved-state.ts';

interface SweepContext extends Tools {
  readonly journal: Journal;
}

/** After an ambiguous answer: cancels what the create request made besides the run of the attempt, and says so. */
export async function sweepDuplicates(
  attempt: SavedAttempt,
  context: SweepContext,
  limits: Limits,
): Promise<void> {
  const { wish, runId, ambiguousAt, reportedDuplicates } = attempt;
  if (ambiguousAt === undefined || wish === undefined || runId === undefined) return;
  const found = await sweep(wish, runId, context, limits, reportedDuplicates);
  reportDuplicates(wish.startId, found, context);
}

/** In the log, and for the summary. */
export function reportDuplicates(
  startId: string,
  found: readonly DuplicateRun[],
  { journal, log }: SweepContext,
): void {
  for (const duplicate of found) {
    const message = messageFor(duplicate);
    if (message !== undefined) log.warning(message, 'Oz agent: duplicate run');
  }
  journal.addDuplicates(
    startId,
    found.map(duplicateOf),
    found.filter(({ fate }) => fate !== 'active').map(({ run }) => run.id),
  );
}

/** Undefined for one that was cancelled in time: the log tells of the cancel. */
function messageFor({ run, fate }: DuplicateRun): string | undefined {
  const url = runUrl(run.id);
  switch (fate) {
    case 'ended':
      return `A duplicate run ended as ${run.state} before it could be cancelled: ${[url, ...traces(run)].join(', ')}`;
    case 'active':
      return `A duplicate run may still be working and costing credits (${run.state}). Stop it here: ${url}`;
    case 'doubtful':
      return `A run with the same start_id may be a duplicate, or the child of another run: the server does not say. Look at it here: ${url}`;
    case 'cancelled':
      return undefined;
  }
}

function traces(run: DuplicateRun['run']): string[] {
  const credits = creditsOf(run);
  return [
    ...(credits === undefined ? [] : [`${credits} credits`]),
    ...pullRequestsOf(run).map(({ url }) => `pull request ${url}`),
  ];
}

function duplicateOf({ run }: DuplicateRun): Duplicate {
  return { runId: run.id, state: run.state, credits: creditsOf(run), pullRequests: pullRequestsOf(run) };
}
