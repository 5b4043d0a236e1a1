import { StepError } from '../model.ts';
import type { RunFilter } from '../oz/client.ts';
import type { Run } from '../oz/decode.ts';
import type { CallOptions } from '../oz/http.ts';
import type { Deps } from '../runs/deps.ts';
import { isFilterRefused } from '../runs/find.ts';
import { withRetry } from '../runs/retry.ts';

/** How long the listing may take in all, in ms. */
const TIMEOUT = 2 * 60_000;

/** Pages of 100 runs. */
const MAX_PAGES = 50;

/** Runs of a repository, and of a number where one is given, newest first. Rejects with an `OzError` or a `StepError`. */
export async function listAll(
  { repository, number }: { readonly repository: string; readonly number: number | undefined },
  since: Pick<RunFilter, 'updatedAfter' | 'createdAfter'>,
  deps: Deps,
): Promise<Run[]> {
  const metadata = {
    github_repository: repository,
    ...(number === undefined ? {} : { github_number: String(number) }),
  };
  const deadline = deps.clock.now() + TIMEOUT;
  const runs = await listPages({ ...since, metadata }, deps, deadline).catch((error) => {
    if (isFilterRefused(error)) return listPages(since, deps, deadline);
    throw error;
  });
  const isBlind = runs.length > 0 && runs.every((run) => run.metadata === undefined);
  if (isBlind) {
    throw new StepError({
      code: 'runs_unknown',
      message:
        'Which runs are to be collected could not be determined: the server lists runs without their metadata.',
      remedy: 'Follow each run with `mode: attach` and its `run-id`.',
    });
  }
  // A server that ignores a filter lists everybody's.
  const { updatedAfter = 0 } = since;
  return runs.filter(({ updatedAt = updatedAfter }) => updatedAt >= updatedAfter);
}

async function listPages(filter: RunFilter, deps: Deps, deadline: number): Promise<Run[]> {
  const byId = new Map<string, Run>();
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const at = cursor;
    const read = (options: CallOptions) => deps.oz.listRuns({ ...filter, cursor: at }, options);
    const page = await withRetry(read, deps, deadline);
    for (const run of page.runs) byId.set(run.id, run);
    cursor = page.nextCursor;
    if (cursor === undefined) return [...byId.values()];
  }
  deps.log.warning(
    `More than ${MAX_PAGES * 100} runs were changed within \`lookback-hours\`: the oldest were not looked at.`,
    'Collect',
  );
  return [...byId.values()];
}
