import { sentence } from '../lib/text.ts';
import { StepError, skipped } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { cancelRun } from './cancel.ts';
import type { Deps } from './deps.ts';
import { refusedLookUp } from './endings.ts';
import { findStamped, type Stamp } from './find.ts';

/** How long earlier runs are looked for, and then cancelled, in ms. */
const LOOK_TIMEOUT = 60_000;
const TIMEOUT = 2 * 60_000;

const UNKNOWN = 'It could not be determined whether an earlier run is still active, so none was created.';

/**
 * What an earlier run with this stamp that is still active means: the id of the run to follow instead of a new one, or
 * undefined when a new one may be created. Throws a `StepError` otherwise. Two steps that look at the same instant see
 * nothing of each other: without a lock on the server that cannot be excluded.
 */
export async function resolveOverlap(
  onOverlap: 'allow' | 'skip' | 'attach' | 'cancel',
  stamp: Stamp,
  parentRunId: string | undefined,
  deps: Deps,
): Promise<string | undefined> {
  if (onOverlap === 'allow') return undefined;
  const { clock, log } = deps;
  const deadline = clock.now() + TIMEOUT;
  try {
    const until = clock.now() + LOOK_TIMEOUT;
    const findings = await findStamped(stamp, { parentRunId, onlyActive: true }, deps, until);
    if (findings.kind === 'unclear') throw cannotTell(findings.why);
    if (findings.kind === 'none') return undefined;
    const [newest] = findings.runs;
    if (onOverlap === 'attach') return newest.id;
    if (onOverlap === 'skip') {
      throw skipped('overlap', `An earlier run is still active, so none was started: ${runUrl(newest.id)}`);
    }
    for (const { id } of findings.runs) {
      log.info(`An earlier run is still active: ${runUrl(id)}`);
      const cancellation = await cancelRun(id, deps, deadline);
      if (cancellation.kind !== 'over') throw stillActive(id);
    }
    return undefined;
  } catch (error) {
    throw error instanceof OzError ? refusedLookUp(error, UNKNOWN) : error;
  }
}

function cannotTell(why: string): StepError {
  return new StepError({
    code: 'overlap_unknown',
    message: `${sentence(why)} ${UNKNOWN}`,
    remedy: 'Try again later, or set `on-overlap: allow` to create a run anyway.',
  });
}

function stillActive(id: string): StepError {
  return new StepError({
    code: 'overlap',
    message: `An earlier run could not be cancelled, so none was created: ${runUrl(id)}`,
    remedy: 'Stop it in Oz, then run this job again.',
  });
}
