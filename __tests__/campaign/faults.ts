import type { Fault } from '../emulator/http/faults.ts';
import { outOfCredits, problemFault, secondaryRateLimit, tooManyRequests } from '../emulator/known-faults.ts';
import { problem } from '../emulator/oz/problem.ts';
import type { FaultKind, FaultPlan, SlowRoute } from './case.ts';

/** The fault as the emulator takes it. `serverTime`: ms since the epoch, by the clock of the API. */
export function faultOf(plan: FaultPlan, serverTime: number): Fault {
  return {
    ...SHAPES[plan.kind](plan, serverTime),
    name: nameOf(plan),
    times: plan.times,
    skip: plan.skip,
  };
}

/** As it stands in the request log and in tables. */
function nameOf({ kind, status, effect, late, isAnswered, drops }: FaultPlan): string {
  const details = [
    status,
    effect && 'after its effect',
    late && 'late',
    isAnswered && ANSWERED,
    drops && 'dropped when left',
  ];
  return [kind, ...details].filter(Boolean).join(' ');
}

const ANSWERED = 'and answered';

/** Whether the request took effect twice, or may still do so. */
export function isReplay(name: string | undefined): boolean {
  return name?.startsWith('replay') === true;
}

/** Whether the request took effect twice, and its answer does not tell. */
export function isSecretReplay(name: string | undefined): boolean {
  return isReplay(name) && name?.endsWith(ANSWERED) === true;
}

/** Whether the answer, when it came, was the true one. */
export function isMerelySlow(name: string | undefined): boolean {
  return name?.startsWith('slow') === true;
}

/** Every answer on the route takes its time, unless a request meets another fault. */
export function slowRouteOf({ ms, drops }: SlowRoute): Fault {
  return { name: 'slow route', times: 'always', delayMs: ms, dropsOnDisconnect: drops };
}

/** Whether GitHub's answer tells the step to give the comment up. */
export function isGitHubRefusal(name: string | undefined): boolean {
  return name !== undefined && /^github-error (401|403|404|422)$/.test(name);
}

/** Whether no second try could have helped: the API's own no. */
export function isRefusal(name: string | undefined): boolean {
  return name !== undefined && /^problem (401|403|404|422)$/.test(name);
}

const CODES: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'authentication_required',
  403: 'not_authorized',
  404: 'resource_not_found',
  409: 'conflict',
  422: 'operation_not_supported',
  503: 'resource_unavailable',
};

const GITHUB_WORDS: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  422: 'Validation Failed',
};

const SHAPES: Readonly<Record<FaultKind, (plan: FaultPlan, serverTime: number) => Fault>> = {
  'bare-status': ({ status = 500, effect = false }) => ({ status, effect }),
  gateway: ({ status = 502, effect = false }) => ({ kind: 'html', status, effect }),
  problem: ({ status = 500, effect = false }) => ({
    ...problemFault(status, CODES[status] ?? 'internal_error'),
    effect,
  }),
  'retry-after': ({ status = 429 }) => withRetryAfter(status, '1'),
  // A date has whole seconds: two of them are at least one from now.
  'retry-date': ({ status = 429 }, serverTime) =>
    withRetryAfter(status, new Date(serverTime + 4000).toUTCString()),
  'out-of-credits': () => outOfCredits(),
  reset: () => ({ kind: 'reset' }),
  'lost-answer': () => ({ kind: 'reset-after' }),
  hang: ({ effect = false }) => ({ kind: 'hang', effect }),
  hold: ({ effect = false }) => ({ kind: 'hold', effect }),
  slow: ({ ms = 0, drops = false }) => ({ delayMs: ms, dropsOnDisconnect: drops }),
  truncate: () => ({ kind: 'truncate' }),
  'broken-json': ({ effect = true }) => ({ kind: 'broken-json', effect }),
  'late-effect': ({ status, requests }) => ({
    kind: 'late-effect',
    ...(status !== undefined && { status }),
    ...(requests !== undefined && { requests }),
  }),
  replay: ({ status, requests, late = false, isAnswered = false }) => ({
    kind: 'replay',
    ...(status !== undefined && { status }),
    ...(isAnswered && { answer: 'second' as const }),
    ...(late && { late: requests === undefined ? {} : { requests } }),
  }),
  'no-content': ({ effect = false }) => ({ status: 200, body: '', effect }),
  'empty-object': () => ({ alter: () => ({}) }),
  'github-error': ({ status = 500 }) => ({ status, body: githubBody(status) }),
  'github-limit': () => secondaryRateLimit(1),
  'graphql-error': () => ({
    status: 200,
    body: {
      data: null,
      errors: [{ type: 'INTERNAL', message: 'Something went wrong while executing your query' }],
    },
  }),
};

function withRetryAfter(status: number, retryAfter: string): Fault {
  if (status === 429) return tooManyRequests(retryAfter);
  const body = problem(status, 'resource_unavailable', { retryable: true });
  return { status, headers: { 'Retry-After': retryAfter }, body };
}

function githubBody(status: number): object {
  const message = GITHUB_WORDS[status] ?? 'Server Error';
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
}
