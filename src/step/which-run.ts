import type { CommonInputs } from '../inputs/inputs.ts';
import { OzError } from '../oz/problem.ts';
import { type Findings, findStamped } from '../runs/find.ts';
import type { Context } from './context.ts';
import { refused, troubleOf, type Verdict } from './verdict.ts';

/** How long a look for runs may take, in ms. */
const PATIENCE = 60_000;

/** The runs of this repository and number, newest first, and of the comment key if the workflow gave one. */
export function findRuns(
  inputs: CommonInputs,
  number: number,
  { onlyActive }: { onlyActive: boolean },
  context: Context,
): Promise<Findings> {
  const { event, clock, shutdown } = context;
  const stamp = {
    github_repository: event.repository,
    github_number: String(number),
    ...(inputs.isCommentKeyGiven ? { comment_key: inputs.commentKey } : {}),
  };
  const limits = { deadline: clock.now() + PATIENCE, signal: shutdown.signal };
  return findStamped(stamp, { parentRunId: undefined, onlyActive }, context, limits);
}

/** The id of the run that the step names, or of the newest one; or why there is none. */
export async function whichRun(
  inputs: CommonInputs & { readonly runId: string | undefined },
  context: Context,
): Promise<string | Verdict> {
  if (inputs.runId !== undefined) return inputs.runId;
  const { repository } = context.event;
  if (inputs.number === undefined) {
    return noRun('`run-id` is empty, and the event has no pull request or issue to find the run by');
  }
  try {
    const findings = await findRuns(inputs, inputs.number, { onlyActive: false }, context);
    if (findings.kind === 'found') return findings.runs[0].id;
    const doubt = findings.kind === 'unclear' ? `: ${findings.why}` : '';
    return noRun(`no run of ${repository} #${inputs.number} was found${doubt}`);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return refused(troubleOf(error));
  }
}

function noRun(why: string): Verdict {
  return refused({
    code: 'no_run',
    message: `There is no run to turn to: ${why}.`,
    remedy: 'Give the input `run-id`, for instance from the output of the step that started the run.',
  });
}
