import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { cancelRun } from './cancel.ts';
import type { Limits, Tools } from './deps.ts';
import { type Findings, findByStart, readOrKeep, type Wish } from './find.ts';

/** A run that a create request made besides the one that was kept. */
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
 * Looks once for runs that a create request made besides the one that was kept, and cancels them: a gateway may have
 * repeated the request, and a delayed one can land long after nothing was found. What cannot be determined is a warning.
 * `handled`: ids of duplicates that are over and known.
 */
export async function sweep(
  wish: Wish,
  kept: string,
  tools: Tools,
  limits: Limits,
  handled: readonly string[] = [],
): Promise<DuplicateRun[]> {
  try {
    const findings = await findByStart(wish, tools, limits, kept);
    if (findings.kind === 'found') return await cancelDuplicates(findings, kept, tools, limits, handled);
    if (findings.kind === 'unclear') warnOfDoubt(findings.why, wish, tools, kept);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    warnOfDoubt(error.message, wish, tools, kept);
  }
  return [];
}

/** `kept`: undefined where the look was for the run itself. */
export function warnOfDoubt(
  why: string,
  { startId }: Wish,
  { log }: Pick<Tools, 'log'>,
  kept: string | undefined,
): void {
  const what = kept === undefined ? 'a run that was left behind' : 'a second run';
  log.warning(
    `Whether the create request made ${what} could not be determined: ${why}. Look in Oz for runs with the metadata start_id=${startId}.`,
  );
}

/** Cancels all runs of a create request but the one that was kept. */
export async function cancelDuplicates(
  { runs, doubtful }: Extract<Findings, { kind: 'found' }>,
  kept: string,
  tools: Tools,
  limits: Limits,
  handled: readonly string[],
): Promise<DuplicateRun[]> {
  const isNew = ({ id }: Run) => id !== kept && !handled.includes(id);
  const duplicates: DuplicateRun[] = [];
  for (const listed of runs.filter(isNew)) {
    const run = await readOrKeep(listed, tools, limits);
    // A listing need not name the parent, and children inherit the metadata.
    if (run.parentRunId !== undefined && run.parentRunId !== listed.parentRunId) continue;
    tools.log.info(`Run ${run.id} came from the same create request as ${kept}: it is a duplicate.`);
    duplicates.push(await cancelDuplicate(run, tools, limits));
  }
  return [...duplicates, ...doubtful.filter(isNew).map((run) => ({ run, fate: 'doubtful' as const }))];
}

async function cancelDuplicate(run: Run, tools: Tools, limits: Limits): Promise<DuplicateRun> {
  if (run.stage === 'ended') return { run, fate: 'ended' };
  const cancellation = await cancelRun(run.id, tools, limits, { mayBeNew: true });
  const last = 'run' in cancellation ? cancellation.run : run;
  if (last.stage !== 'ended') return { run: last, fate: 'active' };
  return { run: last, fate: canonicalState(last.state) === 'CANCELLED' ? 'cancelled' : 'ended' };
}
