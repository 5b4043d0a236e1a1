import { entryOf, httpUrl, list, object, text } from '../lib/json.ts';

/**
 * How far a request got:
 * `unsent`: it never reached the API, so it had no effect;
 * `unanswered`: it may have had its effect, but no usable answer came back;
 * `gateway`: something answered that is not the API (HTML, an empty body, broken JSON);
 * `problem`: the API itself refused.
 */
export type FailureKind = 'unsent' | 'unanswered' | 'gateway' | 'problem';

/** Why a request to the Oz API did not succeed. `message` says it in the server's own words where there are any. */
export class OzError extends Error {
  override readonly name = 'OzError';
  readonly kind: FailureKind;
  /** The API's error code, or one of ours: `unreachable`, `no_answer`, `bad_gateway`, `unreadable_answer`. */
  readonly code: string;
  readonly status: number | undefined;
  /** What to do about it: one sentence, or empty. */
  readonly remedy: string;
  readonly traceId: string | undefined;
  /** What the server says about trying again. */
  readonly retryable: boolean | undefined;
  /** How long the server asks to be left alone, in ms. */
  readonly retryAfter: number | undefined;

  constructor(message: string, details: OzErrorDetails) {
    super(message, { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.status = details.status;
    this.remedy = details.remedy ?? remedyFor(details.code);
    this.traceId = details.traceId;
    this.retryable = details.retryable;
    this.retryAfter = details.retryAfter;
  }
}

interface OzErrorDetails {
  readonly kind: FailureKind;
  readonly code: string;
  readonly status?: number | undefined;
  readonly remedy?: string | undefined;
  readonly traceId?: string | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** An answer with an error status. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Whether the path names no one thing, so that only a wrong base URL is answered with 404. */
  readonly isCollection?: boolean | undefined;
}

/**
 * RFC 7807 problem details, the oldest version's bare `{error}`, or whatever a gateway sent. `serverTime` is the
 * present time by the server's clock, in ms since the epoch: a dated `Retry-After` is written by that one.
 */
export function problemFrom(operation: string, answer: Answer, serverTime: number): OzError {
  const { status, headers } = answer;
  const retryAfter = parseRetryAfter(header(headers, 'retry-after'), serverTime);
  const problem = parseObject(answer.body);
  const words = text(problem.error) ?? text(problem.detail) ?? text(problem.title);
  // Seen on a 429 that no waiting heals.
  const headerCode = header(headers, 'x-warp-error-code')?.toLowerCase();
  if (words === undefined && headerCode === undefined) {
    return new OzError(`${operation}: the server answered ${status} without saying why`, {
      kind: 'gateway',
      code: 'bad_gateway',
      status,
      retryAfter,
      ...(WRONG_PLACE.includes(status) ? { remedy: CHECK_URL } : {}),
    });
  }
  const named = headerCode ?? codeFromType(problem.type);
  const code = named ?? codeFor(status);
  const isElsewhere = (named === undefined || answer.isCollection) && WRONG_PLACE.includes(status);
  const remedy = isElsewhere ? CHECK_URL : remedyFor(code);
  const detail = text(problem.detail);
  return new OzError(`${operation}: ${words ?? code}${detail && detail !== words ? ` (${detail})` : ''}`, {
    kind: 'problem',
    code,
    status,
    remedy: [remedy, ...extraRemedies(problem)].filter(Boolean).join(' '),
    traceId: text(problem.trace_id) ?? header(headers, 'x-trace-id'),
    retryable: typeof problem.retryable === 'boolean' ? problem.retryable : undefined,
    retryAfter,
  });
}

/** What a host answers that has nothing at a path, or sends people to a page for them. */
const WRONG_PLACE = [301, 302, 303, 307, 308, 404, 405];

const CHECK_URL =
  'Check that `api-url` is the base URL of the Oz API, its path included: `https://app.warp.dev/api/v1`, or one like it.';

/**
 * `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), in ms from now; undefined when it is neither.
 */
export function parseRetryAfter(value: string | undefined, serverTime: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime);
}

/** What to do about a code, whether it stands in an answer or in a run's status message. Empty when unknown. */
export function remedyFor(code: string): string {
  return entryOf(REMEDIES, code) ?? '';
}

const REMEDIES: Readonly<Record<string, string>> = {
  authentication_required:
    'Check the `api-key` input: the key may be wrong, expired or revoked. Create one in the Oz settings and store it as a secret.',
  external_authentication_required: 'Connect the account that the agent needs, then run the step again.',
  insufficient_credits: 'Add credits to the Warp account or team behind the API key.',
  out_of_credits: 'Add credits to the Warp account or team behind the API key.',
  budget_exceeded: "Raise the team's budget in the Warp admin panel, or wait until it is renewed.",
  feature_not_available:
    'The plan behind the API key does not include this; upgrade it or leave the input out.',
  not_authorized: 'The owner of the API key may not do this; use a key of an account that may.',
  integration_disabled: 'Enable the integration in the Oz settings.',
  integration_not_configured: 'Set up the integration in the Oz settings.',
  content_policy_violation: 'The provider refused the content of the prompt; rephrase it.',
  resource_not_found:
    'Check the ids: `environment`, `model`, `skill`, `agent-identity`, `conversation-id`, `run-id`; that the owner of the key can see them, and the path in `api-url`.',
  invalid_request: 'Check the inputs named in the message.',
  operation_not_supported: 'This kind of run does not support the operation.',
  environment_setup_failed: "Look at the environment's setup commands and its image in the Oz settings.",
  agent_stream_network_error:
    'The connection between the agent and its model broke; a new run may succeed (`max-attempts`).',
  agent_stream_failure:
    'The model stopped answering the agent; try a new run, or another `model` if it stays.',
  infrastructure_timeout:
    'The sandbox was not ready in time; try again, and look at the environment if it stays.',
  agent_process_failed:
    "The agent's own process died; look at the session, and try again or choose another `harness`.",
  conflict: 'Try again in a moment.',
  resource_unavailable: 'The service is busy; try again later.',
  at_cloud_agent_capacity:
    'The team runs as many agents as its plan allows; wait for one to end or raise the limit.',
  internal_error: 'This is a fault of the service; try again later, and report the trace id if it stays.',
  invalid_proxy: 'Write it as `http://host:port` or `http://user:password@host:port`.',
  proxy_refused: 'Check the credentials in the proxy variables of the runner, and what the proxy allows.',
  unreachable: 'Check `api-url`, the proxy variables and the firewall of the runner.',
  no_answer: 'The network or the service failed; look at the run in Oz before starting another.',
  bad_gateway:
    'A proxy or gateway answered instead of the API: check `api-url` and the proxy, or try again later.',
  unreadable_answer: 'Check that `api-url` is the base URL of the Oz API, or try again later.',
};

function extraRemedies(problem: Readonly<Record<string, unknown>>): string[] {
  const authUrl = httpUrl(problem.auth_url);
  const setupUrl = httpUrl(problem.setup_url);
  const repos = list(problem.inaccessible_repos).filter((repo) => typeof repo === 'string');
  return [
    authUrl ? `Authorise ${text(problem.provider) ?? 'the provider'} here: ${authUrl}` : '',
    setupUrl ? `Set it up here: ${setupUrl}` : '',
    repos.length > 0 ? `Give the agent access to: ${repos.slice(0, 20).join(', ')}.` : '',
  ];
}

/** The code is the last non-empty path segment of `type`, with `-` read as `_`. */
function codeFromType(type: unknown): string | undefined {
  const path = text(type)?.split(/[?#]/)[0];
  const code = path?.split('/').filter(Boolean).at(-1)?.replaceAll('-', '_').toLowerCase();
  // RFC 7807 lets servers send `about:blank`.
  return code !== undefined && /^[a-z0-9_]+$/.test(code) ? code : undefined;
}

/** For the oldest version, which sends no `type`. */
function codeFor(status: number): string {
  const codes: Readonly<Record<number, string>> = {
    400: 'invalid_request',
    401: 'authentication_required',
    403: 'not_authorized',
    404: 'resource_not_found',
    409: 'conflict',
    422: 'operation_not_supported',
    429: 'resource_unavailable',
  };
  return codes[status] ?? (status >= 500 ? 'internal_error' : `http_${status}`);
}

function header(headers: Answer['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    return object(JSON.parse(body));
  } catch {
    return {};
  }
}
