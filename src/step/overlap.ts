import type { RunInputs } from '../inputs/inputs.ts';
import { text } from '../lib/json.ts';
import { sentence } from '../lib/text.ts';
import { runUrl } from '../oz/links.ts';
import { OzError } from '../oz/problem.ts';
import { cancelRun } from '../runs/cancel.ts';
import { findStamped } from '../runs/find.ts';
import { attachTo } from './attempt.ts';
import type { Context } from './context.ts';
import { refused, refusedLookUp, type Verdict } from './verdict.ts';

/** How long earlier runs are looked for, and told to stop, in ms. */
const PATIENCE = 2 * 60_000;

/**
 * What an earlier run that is still active means for this step: a verdict, the id of the run to follow in place of a
 * new one, or undefined when a new one may be created. Two steps that look at the same instant see nothing of each
 * other: without a lock on the server that cannot be excluded.
 */
export async function resolveOverlap(
  inputs: RunInputs,
  context: Context,
): Promise<string | Verdict | undefined> {
  const { clock, shutdown, event, log } = context;
  if (inputs.onOverlap === 'allow') return undefined;
  const limits = { deadline: clock.now() + PATIENCE, signal: shutdown.signal };
  const stamp = {
    github_repository: event.repository,
    github_workflow: event.workflow,
    github_job: event.job,
    comment_key: inputs.commentKey,
    github_number: inputs.number === undefined ? undefined : String(inputs.number),
  };
  try {
    const parentRunId = text(inputs.request.parent_run_id);
    const findings = await findStamped(stamp, { parentRunId, onlyActive: true }, context, limits);
    if (findings.kind === 'unclear') return cannotTell(findings.why);
    if (findings.kind === 'none') return undefined;
    const [newest] = findings.runs;
    if (inputs.onOverlap === 'attach') return attachTo(newest.id, inputs, context);
    if (inputs.onOverlap === 'skip') return skipped(newest.id);
    for (const { id } of findings.runs) {
      log.info(`An earlier run is still active: ${runUrl(id)}`);
      const cancellation = await cancelRun(id, context, limits);
      if (cancellation.result !== 'over') return stillActive(id);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return refusedLookUp(error, UNKNOWN);
  }
}

const UNKNOWN = 'It could not be determined whether an earlier run is still active, so none was created.';

function cannotTell(why: string): Verdict {
  return refused({
    code: 'overlap_unknown',
    message: `${sentence(why)} ${UNKNOWN}`,
    remedy: 'Try again later, or set `on-overlap: allow` to create a run anyway.',
  });
}

function skipped(id: string): Verdict {
  return {
    outcome: 'skipped',
    skippedReason: 'overlap',
    trouble: {
      code: 'overlap',
      message: `An earlier run is still active, so none was started: ${runUrl(id)}`,
      remedy: '',
    },
  };
}

function stillActive(id: string): Verdict {
  return refused({
    code: 'overlap',
    message: `An earlier run could not be cancelled, so none was created: ${runUrl(id)}`,
    remedy: 'Stop it in Oz, then run this job again.',
  });
}
