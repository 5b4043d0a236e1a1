import type { Ledger } from '../ledger.ts';
import type { CreateRequest, Duplicate, RunRecord } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { canonicalState } from '../oz/states.ts';
import { creditsOf } from '../oz/usage.ts';
import { cancelRun } from './cancel.ts';
import type { Deps } from './deps.ts';
import { type Findings, findByStart, hasSameTask, readOrKeep } from './find.ts';

/** A run that a create request made besides the one that is kept. */
export interface DuplicateRun {
  /** As last read. */
  readonly run: Run;
  /**
   * `ended`: by itself, before it could be cancelled; `cancelled`; `active`: it may still be working;
   * `doubtful`: it may be the child of another run, so it was left alone.
   */
  readonly fate: 'ended' | 'cancelled' | 'active' | 'doubtful';
}

/**
 * After an ambiguous answer: looks once for runs that the create request made besides the one of the record, cancels
 * them and reports them. A gateway may have repeated the request, and a delayed one can land long after nothing was
 * found. What cannot be determined is a warning.
 */
export async function removeDuplicates(
  record: RunRecord,
  ledger: Ledger,
  deps: Deps,
  deadline: number,
): Promise<void> {
  const { request, runId, ambiguousAt, reportedDuplicates } = record;
  if (ambiguousAt === undefined || request === undefined || runId === undefined) return;
  const found = await findDuplicates(request, runId, deps, deadline, reportedDuplicates);
  reportDuplicates(record, found, ledger, deps);
}

/** The same without the report. `handled`: ids of duplicates that are over and known. */
export async function findDuplicates(
  request: CreateRequest,
  kept: string,
  deps: Deps,
  deadline: number,
  handled: readonly string[] = [],
): Promise<DuplicateRun[]> {
  try {
    const findings = await findByStart(request, deps, deadline, kept);
    if (findings.kind === 'found')
      return await cancelDuplicates(findings, request, kept, deps, deadline, handled);
    if (findings.kind === 'unclear') warnOfDoubt(findings.why, request, deps, kept);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    warnOfDoubt(error.message, request, deps, kept);
  }
  return [];
}

/** `kept`: undefined where the look was for the run itself. */
export function warnOfDoubt(
  why: string,
  { startId }: CreateRequest,
  { log }: Pick<Deps, 'log'>,
  kept: string | undefined,
): void {
  const what = kept === undefined ? 'a run that was left behind' : 'a second run';
  log.warning(
    `Whether the create request made ${what} could not be determined: ${why}. Look in Oz for runs with the metadata start_id=${startId}.`,
  );
}

/** Cancels all runs of a create request but the one that is kept. */
export async function cancelDuplicates(
  { runs, doubtful }: Extract<Findings, { kind: 'found' }>,
  request: CreateRequest,
  kept: string,
  deps: Deps,
  deadline: number,
  handled: readonly string[],
): Promise<DuplicateRun[]> {
  const isNew = ({ id }: Run) => id !== kept && !handled.includes(id);
  const duplicates: DuplicateRun[] = [];
  for (const listed of runs.filter(isNew)) {
    const run = await readOrKeep(listed, deps, deadline);
    // A listing need not name the parent, and children inherit the metadata.
    if (run.parentRunId !== undefined && run.parentRunId !== listed.parentRunId) continue;
    // Where the server never names it, only a task of its own shows what may be a child.
    if (run.prompt !== undefined && request.prompt !== undefined && !hasSameTask(run, request)) {
      duplicates.push({ run, fate: 'doubtful' });
      continue;
    }
    deps.log.info(`Run ${run.id} came from the same create request as ${kept}: it is a duplicate.`);
    duplicates.push(await cancelDuplicate(run, deps, deadline));
  }
  return [...duplicates, ...doubtful.filter(isNew).map((run) => ({ run, fate: 'doubtful' as const }))];
}

async function cancelDuplicate(run: Run, deps: Deps, deadline: number): Promise<DuplicateRun> {
  if (run.stage === 'ended') return { run, fate: 'ended' };
  const cancellation = await cancelRun(run.id, deps, deadline, { mayBeNew: true });
  const last = 'run' in cancellation ? cancellation.run : run;
  if (last.stage !== 'ended') return { run: last, fate: 'active' };
  return { run: last, fate: canonicalState(last.state) === 'CANCELLED' ? 'cancelled' : 'ended' };
}

/** In the log, and for the summary. */
export function reportDuplicates(
  record: RunRecord,
  found: readonly DuplicateRun[],
  ledger: Ledger,
  { log }: Pick<Deps, 'log'>,
): void {
  for (const duplicate of found) {
    const message = messageFor(duplicate);
    if (message !== undefined) log.warning(message, 'Oz agent: duplicate run');
  }
  const known = found.filter(({ fate }) => fate !== 'active').map(({ run }) => run.id);
  ledger.addDuplicates(record, found.map(duplicateOf), known);
}

/** Undefined for one that was cancelled in time: the log has said so. */
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

function traces(run: Run): string[] {
  const credits = creditsOf(run);
  return [
    ...(credits === undefined ? [] : [`${credits} credits`]),
    ...pullRequestsOf(run).map(({ url }) => `pull request ${url}`),
  ];
}

function duplicateOf({ run }: DuplicateRun): Duplicate {
  return { runId: run.id, state: run.state, credits: creditsOf(run), pullRequests: pullRequestsOf(run) };
}
