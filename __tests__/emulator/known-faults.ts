import type { AnswerFault } from './http/faults.ts';
import { problem } from './oz/problem.ts';

/** An error of the Oz API, as problem details. */
export function problemFault(status: number, code: string, extra: Record<string, unknown> = {}): AnswerFault {
  return { name: code, status, body: problem(status, code, extra) };
}

/** The Oz API's refusal of more requests than it likes. `retryAfter` is in seconds, or a date. */
export function tooManyRequests(retryAfter: string): AnswerFault {
  const body = problem(429, 'resource_unavailable', { retryable: true });
  return { name: 'too-many-requests', status: 429, headers: { 'Retry-After': retryAfter }, body };
}

/** A 429 of the Oz API that no waiting cures. */
export function outOfCredits(): AnswerFault {
  const headers = { 'X-Warp-Error-Code': 'OUT_OF_CREDITS' };
  return { name: 'out-of-credits', status: 429, headers, body: { error: 'You are out of credits' } };
}

/** GitHub's secondary rate limit. `retryAfter` is in seconds; without it GitHub wants at least a minute. */
export function secondaryRateLimit(retryAfter?: number): AnswerFault {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  return { name: 'secondary-rate-limit', status: 403, headers, body: githubBody(403, message) };
}

/** GitHub's refusal of a token that lacks a permission. */
export function missingPermission(): AnswerFault {
  const body = githubBody(403, 'Resource not accessible by integration');
  return { name: 'missing-permission', status: 403, body };
}

/** GitHub's refusal of a comment in a conversation that a maintainer has locked. */
export function lockedConversation(): AnswerFault {
  const body = githubBody(403, 'Unable to create comment because issue is locked.');
  return { name: 'locked', status: 403, body };
}

function githubBody(status: number, message: string): object {
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
}
