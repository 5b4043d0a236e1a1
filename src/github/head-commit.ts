import { timeoutSignal } from '../lib/clock.ts';
import { type JsonObject, list, object, text } from '../lib/json.ts';
import type { WorkflowEvent } from './event.ts';
import { failureOf, statusOf } from './failure.ts';

/**
 * The commit that a step is about.
 * `issue`: there is none, since the number is that of an issue;
 * `unknown`: GitHub was not asked, or did not answer.
 */
export type HeadCommit =
  | {
      readonly kind: 'commit';
      readonly sha: string;
      /** Tip of the base branch; undefined for anything but a pull request. */
      readonly baseSha: string | undefined;
    }
  | { readonly kind: 'issue' }
  | { readonly kind: 'unknown'; readonly error: unknown };

/** How long GitHub may take, in ms: a run waits for it. */
const TIMEOUT = 10_000;

/** Events of what ran on a commit. */
const OF_A_COMMIT = ['workflow_run', 'check_run', 'check_suite'];

/**
 * Of anything about a pull request its head, which is not `GITHUB_SHA`: that is a merge commit or the default branch.
 * From the event where it says, else asked of GitHub, once: the same answer each time.
 */
export function headCommitFinder(
  number: number | undefined,
  event: WorkflowEvent,
  token: string | undefined,
  signal: AbortSignal,
): () => Promise<HeadCommit> {
  let found: Promise<HeadCommit> | undefined;
  return () => {
    found ??= findHeadCommit(number, event, token, signal);
    return found;
  };
}

async function findHeadCommit(
  number: number | undefined,
  event: WorkflowEvent,
  token: string | undefined,
  signal: AbortSignal,
): Promise<HeadCommit> {
  const named = headInEvent(number, event);
  if (named !== undefined || number === undefined) {
    return named ?? { kind: 'commit', sha: event.sha, baseSha: undefined };
  }
  if (token === undefined) {
    return { kind: 'unknown', error: new Error('the input `github-token` is empty') };
  }
  try {
    return await askGitHub(number, event, token, AbortSignal.any([signal, timeoutSignal(TIMEOUT)]));
  } catch (error) {
    // Issues and pull requests share their numbers.
    const isIssue = statusOf(error) === 404 && failureOf(error) === 'gone' && !isPullRequest(number, event);
    return isIssue ? { kind: 'issue' } : { kind: 'unknown', error };
  }
}

/** What the event says of the commit, where it does. */
function headInEvent(number: number | undefined, event: WorkflowEvent): HeadCommit | undefined {
  const { name, payload } = event;
  if (number !== event.number) return undefined;
  if (OF_A_COMMIT.includes(name)) {
    const subject = object(payload[name]);
    const [pull] = list(subject.pull_requests);
    const sha = text(subject.head_sha);
    return sha === undefined ? undefined : { kind: 'commit', sha, baseSha: shaOf(object(pull), 'base') };
  }
  const pull = object(payload.pull_request);
  const sha = shaOf(pull, 'head');
  if (sha !== undefined) return { kind: 'commit', sha, baseSha: shaOf(pull, 'base') };
  return number !== undefined && !isPullRequest(number, event) ? { kind: 'issue' } : undefined;
}

/** Whether the event says that its number is that of a pull request. */
function isPullRequest(number: number, { number: own, payload }: WorkflowEvent): boolean {
  return number === own && ('pull_request' in payload || 'pull_request' in object(payload.issue));
}

async function askGitHub(
  number: number,
  { repository, apiUrl }: WorkflowEvent,
  token: string,
  signal: AbortSignal,
): Promise<HeadCommit> {
  const { connectGitHub } = await import('./octokit.ts');
  const [owner = '', repo = ''] = repository.split('/');
  const { data } = await connectGitHub({ token, apiUrl }).rest.pulls.get({
    owner,
    repo,
    pull_number: number,
    request: { signal },
  });
  const sha = shaOf(object(data), 'head');
  if (sha === undefined) throw new Error('GitHub answered with something unreadable');
  return { kind: 'commit', sha, baseSha: shaOf(object(data), 'base') };
}

function shaOf(pull: JsonObject, side: 'head' | 'base'): string | undefined {
  return text(object(pull[side]).sha);
}
