import type { Reply } from '../http/message.ts';

export interface Problem {
  type: string;
  title: string;
  status: number;
  error: string;
  [extra: string]: unknown;
}

/**
 * A body of problem details (RFC 7807). The code is no member of it: it is the last segment of `type`, with dashes.
 * `extra` overrides and adds members, like `detail`, `retryable`, `trace_id` and `auth_url`.
 */
export function problem(status: number, code: string, extra: Record<string, unknown> = {}): Problem {
  const title = code.replaceAll('_', ' ');
  return {
    type: `https://docs.warp.dev/errors/${code.replaceAll('_', '-')}`,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    status,
    error: title,
    trace_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
    ...extra,
  };
}

export function problemReply(status: number, code: string, extra: Record<string, unknown> = {}): Reply {
  return { status, json: problem(status, code, extra), contentType: 'application/problem+json' };
}
