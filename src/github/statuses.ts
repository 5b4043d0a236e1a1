import { timeoutSignal } from '../lib/clock.ts';
import type { StatusUpdate } from '../model.ts';
import { causeOf, failureOf, statusOf } from './failure.ts';
import { connectGitHub, type GitHubAccess } from './octokit.ts';

/** How long one request may take, in ms. */
const REQUEST_TIMEOUT = 5000;

interface StatusPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly sha: string;
  readonly context: string;
}

/** Sets a commit status. The newest one of a context counts. Rejects with Octokit's errors. */
export async function setStatus(
  access: GitHubAccess,
  { repository, sha, context }: StatusPlace,
  { state, description, targetUrl }: StatusUpdate,
  signal: AbortSignal,
): Promise<void> {
  const [owner = '', repo = ''] = repository.split('/');
  await connectGitHub(access).rest.repos.createCommitStatus({
    owner,
    repo,
    sha,
    context,
    state,
    description,
    target_url: targetUrl,
    request: { signal: AbortSignal.any([signal, timeoutSignal(REQUEST_TIMEOUT)]) },
  });
}

/** A sentence that says what happened, and what to do about it. */
export function explainStatus(error: unknown): string {
  const happened = `The commit status could not be set: ${causeOf(error)}.`;
  switch (failureOf(error)) {
    case 'denied':
    case 'gone':
      return statusOf(error) === 401
        ? `${happened} Check the \`github-token\` input.`
        : `${happened} Let the job set statuses:\npermissions:\n  statuses: write\nPull requests from forks and by Dependabot get a read-only token.`;
    default:
      return `${happened} The outcome is not affected.`;
  }
}
