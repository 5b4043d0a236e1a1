import type { WorkflowEvent } from '../github/event.ts';
import { cutBytes } from '../lib/text.ts';
import type { Run } from '../oz/decode.ts';

/** What this action stamps on the metadata of every run that it creates; users may not set these. */
export const STAMPED_KEYS = [
  'github_repository',
  'github_run_id',
  'github_run_attempt',
  'github_workflow',
  'github_job',
  'github_event',
  'github_ref',
  'github_sha',
  'github_number',
  'github_actor',
  'comment_key',
  'start_id',
  'collect',
] as const;

/** In bytes: longer values are cut. */
const MAX_VALUE = 256;

/** What runs of this step carry, except `start_id`. Empty values are left out. */
export function stampOf(
  event: WorkflowEvent,
  number: number | undefined,
  commentKey: string,
): Record<string, string> {
  return truncateValues({
    github_repository: event.repository,
    github_run_id: event.runId,
    github_run_attempt: event.runAttempt,
    github_workflow: event.workflow,
    github_job: event.job,
    github_event: event.name,
    github_ref: event.ref,
    github_sha: event.sha,
    github_number: number === undefined ? '' : String(number),
    github_actor: event.actor,
    comment_key: commentKey,
  });
}

/** The commit that a run is about, as the step stamped it that created the run for this repository and number. */
export function stampedCommit(
  run: Run | undefined,
  { repository }: Pick<WorkflowEvent, 'repository'>,
  number: number | undefined,
): string | undefined {
  const { github_repository, github_number, github_sha = '' } = run?.metadata ?? {};
  const isOurs = github_repository === repository && github_number === number?.toString();
  return isOurs && /^[0-9a-f]{40,64}$/.test(github_sha) ? github_sha : undefined;
}

/** As a value is stamped: cut; undefined when it is empty, and so left out. */
export function stampedValue(value: string | undefined): string | undefined {
  return cutBytes(value ?? '', MAX_VALUE) || undefined;
}

/** Cuts values to what is stamped, and leaves out empty ones. */
export function truncateValues(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, stampedValue(value)] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Whether a run is one that a step like this created. Servers may ignore the filter of the list endpoint, so every value
 * is compared here too, cut as it was stamped; and since the runs that an agent starts inherit its metadata, the parent
 * must be the one that this step sends (usually none). `parent_run_id` is optional: where a parent is in question, a run
 * that does not name its own is `unclear`.
 */
export function originOf(
  run: Run,
  stamp: Readonly<Record<string, string | undefined>>,
  parentRunId: string | undefined,
): 'ours' | 'foreign' | 'unclear' {
  const metadata = run.metadata ?? {};
  if (!Object.entries(stamp).every(([key, value]) => metadata[key] === stampedValue(value))) return 'foreign';
  if (run.parentRunId === parentRunId) return 'ours';
  return run.parentRunId === undefined ? 'unclear' : 'foreign';
}

/** Whether the run is surely one that a step like this created. */
export function matchesStamp(
  run: Run,
  stamp: Readonly<Record<string, string | undefined>>,
  parentRunId: string | undefined,
): boolean {
  return originOf(run, stamp, parentRunId) === 'ours';
}
