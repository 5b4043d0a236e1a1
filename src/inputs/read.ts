import path from 'node:path';
import type { WorkflowEvent } from '../github/event.ts';
import type { JsonObject } from '../json.ts';
import { type InputName, inputDefaults } from './declared.ts';
import { resolveOutputFolder } from './files.ts';
import { readMetadata } from './metadata.ts';
import { readRequest } from './request.ts';
import { RawInputs, refusal } from './values.ts';

/** What every mode takes. */
export interface CommonInputs {
  /** Undefined when missing: whether that is an error depends on the event. */
  readonly apiKey: string | undefined;
  readonly apiUrl: URL;
  readonly githubToken: string | undefined;
  readonly summary: boolean;
  readonly comment: 'sticky' | 'new' | 'off';
  readonly number: number | undefined;
  readonly commentKey: string;
  /** Whether the workflow chose it, instead of taking workflow and job. */
  readonly isCommentKeyGiven: boolean;
}

/** How to stay with a run. Durations in ms; an undefined budget has no limit. */
export interface FollowInputs {
  readonly wait: boolean;
  readonly queueBudget: number | undefined;
  readonly runBudget: number | undefined;
  /** Undefined: `cancel` for a run that this step created, `detach` for another. */
  readonly onTimeout: 'cancel' | 'detach' | undefined;
  readonly onCancel: 'cancel' | 'detach' | undefined;
  readonly onBlocked: 'fail' | 'wait';
  readonly pollCeiling: number;
  readonly requirePullRequest: boolean;
  readonly stream: 'off' | 'messages' | 'full';
  /** Absolute path, surely inside the workspace or the runner's temporary directory. */
  readonly artifactsFolder: string | undefined;
}

export interface RunInputs extends CommonInputs, FollowInputs {
  readonly mode: 'run';
  /** A RunAgentRequest without metadata. */
  readonly request: JsonObject;
  /** The workflow author's own. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly onOverlap: 'allow' | 'skip' | 'attach' | 'cancel';
  readonly maxAttempts: number;
}

export interface AttachInputs extends CommonInputs, FollowInputs {
  readonly mode: 'attach';
  /** Undefined: to be found by what is stamped on runs. */
  readonly runId: string | undefined;
}

export type Inputs = RunInputs | AttachInputs;
export type Mode = Inputs['mode'];

const EVERY: readonly Mode[] = ['run', 'attach'];

/** Which modes use an input; the others warn when it is given. */
const USED_IN: Readonly<Record<InputName, readonly Mode[]>> = {
  mode: EVERY,
  prompt: ['run'],
  'prompt-file': ['run'],
  skill: ['run'],
  environment: ['run'],
  model: ['run'],
  name: ['run'],
  title: ['run'],
  'base-prompt': ['run'],
  'mcp-servers': ['run'],
  attachments: ['run'],
  team: ['run'],
  interactive: ['run'],
  'computer-use': ['run'],
  'agent-identity': ['run'],
  'conversation-id': ['run'],
  'parent-run-id': ['run'],
  'worker-host': ['run'],
  'idle-timeout-minutes': ['run'],
  'session-access': ['run'],
  harness: ['run'],
  'harness-auth-secret': ['run'],
  'agent-mode': ['run'],
  config: ['run'],
  metadata: ['run'],
  'run-id': ['attach'],
  'on-overlap': ['run'],
  'max-attempts': ['run'],
  wait: EVERY,
  'queue-timeout-minutes': EVERY,
  'run-timeout-minutes': EVERY,
  'on-timeout': EVERY,
  'on-cancel': EVERY,
  'on-blocked': EVERY,
  'poll-interval-seconds': EVERY,
  stream: EVERY,
  summary: EVERY,
  comment: EVERY,
  number: EVERY,
  'comment-key': EVERY,
  'require-pull-request': EVERY,
  'artifacts-dir': EVERY,
  'github-token': EVERY,
  'api-key': EVERY,
  'api-url': EVERY,
};

/**
 * The step's inputs, checked as far as that goes without a request. Throws an `InputError` at the first that is
 * refused. `warn` hears of inputs that the mode does not use.
 */
export async function readInputs(
  env: NodeJS.ProcessEnv,
  event: WorkflowEvent,
  warn: (message: string) => void,
): Promise<Inputs> {
  const raw = new RawInputs(env);
  const mode = raw.choice('mode', ['run', 'attach']);
  const unused = Object.keys(inputDefaults).filter((name) => !USED_IN[name as InputName].includes(mode));
  for (const name of unused as InputName[]) {
    if (raw.isChosen(name)) warn(`Input \`${name}\` is not used in mode \`${mode}\`. Remove it.`);
  }
  const common = readCommonInputs(env, event);
  const workspace = path.resolve(env.GITHUB_WORKSPACE || '.');
  const roots = env.RUNNER_TEMP ? [workspace, path.resolve(env.RUNNER_TEMP)] : [workspace];
  if (mode === 'attach') {
    return { mode, ...common, ...readFollowInputs(raw, roots), runId: readRunId(raw) };
  }
  return {
    mode,
    ...common,
    ...readFollowInputs(raw, roots),
    request: await readRequest(raw, workspace, event.repository),
    metadata: readMetadata(raw),
    onOverlap: raw.choice('on-overlap', ['allow', 'skip', 'attach', 'cancel']),
    maxAttempts: raw.number('max-attempts', { min: 1, max: 10, whole: true }),
  };
}

/** What the post phase needs as well. */
export function readCommonInputs(env: NodeJS.ProcessEnv, event: WorkflowEvent): CommonInputs {
  const raw = new RawInputs(env);
  return {
    apiKey: raw.optional('api-key') ?? (env.WARP_API_KEY?.trim() || undefined),
    apiUrl: readApiUrl(raw),
    githubToken: raw.optional('github-token'),
    summary: raw.boolean('summary'),
    comment: raw.choice('comment', ['sticky', 'new', 'off']),
    number:
      raw.optionalNumber('number', { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true }) ?? event.number,
    commentKey: raw.optional('comment-key') ?? `${event.workflow}/${event.job}`,
    isCommentKeyGiven: raw.optional('comment-key') !== undefined,
  };
}

function readFollowInputs(raw: RawInputs, roots: readonly string[]): FollowInputs {
  const folder = raw.optional('artifacts-dir');
  const budget = (name: InputName) => {
    const minutes = raw.number(name, { min: 0, max: 100_000, whole: false });
    return minutes > 0 ? minutes * 60_000 : undefined;
  };
  return {
    wait: raw.boolean('wait'),
    queueBudget: budget('queue-timeout-minutes'),
    runBudget: budget('run-timeout-minutes'),
    onTimeout: raw.optionalChoice('on-timeout', ['cancel', 'detach']),
    onCancel: raw.optionalChoice('on-cancel', ['cancel', 'detach']),
    onBlocked: raw.choice('on-blocked', ['fail', 'wait']),
    pollCeiling: raw.number('poll-interval-seconds', { min: 0.05, max: 3600, whole: false }) * 1000,
    requirePullRequest: raw.boolean('require-pull-request'),
    stream: raw.choice('stream', ['off', 'messages', 'full']),
    artifactsFolder: folder && resolveOutputFolder('artifacts-dir', folder, roots),
  };
}

function readRunId(raw: RawInputs): string | undefined {
  const id = raw.optional('run-id');
  if (id === undefined || /^[\w-]{1,128}$/.test(id)) return id;
  throw refusal('run-id', id, 'Give the id alone, as the output `run-id` holds it.');
}

/** Plain http only where nobody can listen. */
function readApiUrl(raw: RawInputs): URL {
  const name = 'api-url';
  const value = raw.text(name);
  const remedy = `Give a base URL like \`${inputDefaults[name]}\`.`;
  if (!URL.canParse(value)) throw refusal(name, value, remedy);
  const url = new URL(value);
  if (url.username || url.password)
    throw refusal(name, `${url.protocol}//…@${url.host}`, `${remedy} Leave credentials out.`);
  if (url.search || url.hash) throw refusal(name, value, `${remedy} Leave query and fragment out.`);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  throw refusal(name, value, `${remedy} Only \`https\` is accepted, except on loopback.`);
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
