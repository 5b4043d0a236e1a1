import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { isActive } from '../oz/states.ts';
import { cancelRun } from './cancel.ts';
import { findByStart, type Wish } from './find.ts';
import type { Limits, Tools } from './tools.ts';

const UNKNOWN = 'Whether a repeated create request made a second run could not be found out';

/** How people find the runs of a wish. */
export function hintFor({ startId }: Wish): string {
  return `Look in Oz for runs with the metadata start_id=${startId}.`;
}

/**
 * Cancels what a create request that was sent more than once may have made besides the run that was kept: a delayed
 * request can land long after nothing was found. What cannot be found out is a warning.
 */
export async function sweep(
  wish: Wish,
  kept: string | undefined,
  tools: Tools,
  limits: Limits,
): Promise<void> {
  const { log } = tools;
  try {
    const findings = await findByStart(wish, tools, limits);
    if (findings.kind === 'unclear') log.warning(`${UNKNOWN}: ${findings.why}. ${hintFor(wish)}`);
    if (findings.kind !== 'found') return;
    for (const { id, state } of findings.runs) {
      if (id === kept || !isActive(state)) continue;
      log.info(
        `Run ${id} came of the same create request as ${kept ?? 'none that was kept'}: it is one too many.`,
      );
      const { result } = await cancelRun(id, tools, limits);
      if (result !== 'over')
        log.warning(`That run may still be working and costing credits. Stop it here: ${runUrl(id)}`);
    }
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    log.warning(`${UNKNOWN}: ${error.message}. ${hintFor(wish)}`);
  }
}
