import { getOctokit } from '@actions/github';
import pRetry from 'p-retry';
import { object, text } from '../lib/json.ts';

export type Octokit = ReturnType<typeof getOctokit>;

/** Where GitHub is, and as whom to ask. */
export interface GitHubAccess {
  readonly token: string;
  readonly apiUrl: string;
}

/** Between the tries of a read, in ms; three times as long before the second repetition. */
const RETRY_PAUSE = 400;
const RETRIES = 2;

/**
 * The one way to GitHub. Reads are repeated over what may pass; whatever creates or changes something is sent once, since
 * its effect may have come before the error. A signal ends a pause at once.
 */
export function connectGitHub({ token, apiUrl }: GitHubAccess): Octokit {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  octokit.hook.wrap('request', (request, options) => {
    const { signal } = options.request as { signal?: AbortSignal };
    return pRetry(() => request(options), {
      retries: isRead(options) ? RETRIES : 0,
      minTimeout: RETRY_PAUSE,
      factor: 3,
      signal,
      shouldRetry: ({ error }) => mayPass(error),
    });
  });
  return octokit;
}

function isRead(options: { readonly method: string; readonly url: string }): boolean {
  if (options.method === 'GET') return true;
  return options.url.endsWith('/graphql') && !/^\s*mutation\b/.test(text(object(options).query) ?? '');
}

/** A gateway's errors and lost answers. Rate limits ask for longer pauses than there is time for. */
function mayPass(error: Error): boolean {
  const { status = 0 } = error as { status?: number };
  return status >= 500;
}
