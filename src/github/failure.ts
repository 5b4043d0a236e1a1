import { parseRetryAfter } from '../oz/problem.ts';

/** What went wrong with a request to GitHub, as far as it matters for what to do next. */
export type GitHubFailure = 'gone' | 'busy' | 'denied' | 'locked' | 'refused' | 'other';

interface OctokitError {
  readonly status?: number;
  readonly message?: string;
  readonly cause?: unknown;
  /** Missing when there was no answer; then `status` is 500. */
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
  /** Of GraphQL, whose errors come with status 200. */
  readonly errors?: readonly { readonly type?: string }[];
}

/** GitHub's secondary rate limit is a 403 or 429 like any other, except for its headers and words. */
export function failureOf(error: unknown): GitHubFailure {
  const { status = 0, message = '', response, errors = [] } = error as OctokitError;
  const { headers = {} } = response ?? {};
  const isLimited =
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /rate limit/i.test(message);
  if ([404, 410].includes(status) || errors.some(({ type }) => type === 'NOT_FOUND')) return 'gone';
  if (status === 429 || (isLimited && [0, 403].includes(status))) return 'busy';
  if (status === 403 && /\blocked\b/i.test(message)) return 'locked';
  if (status === 401 || status === 403 || /not accessible/i.test(message)) return 'denied';
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'other';
}

/** Failures that no later try overcomes. */
const FINAL_FAILURES: readonly GitHubFailure[] = ['gone', 'denied', 'locked', 'refused'];

export function isFinal(failure: GitHubFailure): boolean {
  return FINAL_FAILURES.includes(failure);
}

/** How long GitHub asks to be left alone, in ms; a minute where it does not say, as its documentation advises. */
export function pauseAfter(error: unknown, wall: number): number {
  const { headers = {} } = (error as OctokitError).response ?? {};
  const reset = Number(headers['x-ratelimit-reset']) * 1000 - wall;
  return parseRetryAfter(headers['retry-after'], wall) ?? (reset > 0 ? reset : 60_000);
}

/** The status of GitHub's answer; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  const { status, response } = error as OctokitError;
  return response === undefined ? undefined : status;
}

/** What happened, in GitHub's words where there are any: a gateway's page has none. */
export function causeOf(error: unknown): string {
  const { status, message = '', response, cause } = error as OctokitError;
  if (response !== undefined && status !== undefined) {
    return isPage(message) ? `GitHub answered ${status}` : `GitHub answered ${status}: ${message}`;
  }
  const { name } = (cause ?? error ?? {}) as { name?: string };
  if (name === 'TimeoutError') return 'GitHub did not answer in time';
  return status === undefined ? String(message) : `GitHub did not answer: ${message}`;
}

function isPage(message: string): boolean {
  return /<(?:!doctype|html|head|body)\b/i.test(message);
}
