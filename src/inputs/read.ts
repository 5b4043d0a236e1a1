import { randomUUID } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
import path from 'node:path';
import type { WorkflowEvent } from '../github/event.ts';
import { PERMISSIONS } from '../github/permission.ts';
import { isLoopback } from '../oz/network.ts';
import { type ContextLevel, contextBlock } from './context-block.ts';
import { type InputName, inputDefaults } from './declared.ts';
import type {
  CollectInputs,
  CommentKind,
  CommonInputs,
  FollowInputs,
  GatedInputs,
  Inputs,
  Mode,
  RunInputs,
} from './inputs.ts';
import { readMetadata } from './metadata.ts';
import { refuseMisspelt } from './misspelt.ts';
import { MODES, unusedIn } from './modes.ts';
import { refuseUncollectable } from './order.ts';
import { resolveOutputFolder } from './output-folder.ts';
import { readOutputSchema } from './output-schema.ts';
import { hasTask, readFollowUp, readRequest } from './request.ts';
import { readReview } from './review.ts';
import { permissionsFor, settingsOf } from './settings.ts';
import { InputError, RawInputs, refusal } from './values.ts';

/**
 * The step's inputs, checked as far as that goes without a request. Throws one `InputError` of all that are refused.
 * `warn` is called for inputs that the mode does not use.
 */
export async function readInputs(
  env: NodeJS.ProcessEnv,
  event: WorkflowEvent,
  warn: (message: string) => void,
): Promise<Inputs> {
  const raw = new RawInputs(env);
  refuseMisspelt(raw);
  const mode = raw.optionalChoice('mode', MODES);
  const common = commonInputs(raw, env, event);
  if (mode === undefined) return raw.finish<Inputs>(undefined);
  for (const name of unusedIn(mode, raw)) {
    warn(`Input \`${name}\` is not used in mode \`${mode}\`. Remove it.`);
  }
  const workspace = path.resolve(env.GITHUB_WORKSPACE || '.');
  return raw.finish(
    await inputsOf({ mode, raw, common, event, workspace, temp: env.RUNNER_TEMP || undefined }),
  );
}

interface Sources {
  readonly mode: Mode;
  readonly raw: RawInputs;
  readonly common: CommonInputs;
  readonly event: WorkflowEvent;
  readonly workspace: string;
  readonly temp: string | undefined;
}

async function inputsOf(sources: Sources): Promise<Inputs> {
  const { mode, raw, common, workspace } = sources;
  switch (mode) {
    case 'run':
      return { mode, ...common, ...(await readRun(true, sources)) };
    case 'check': {
      const { request, environmentName, review, status } = await readRun(false, sources);
      const needs = permissionsFor(common.comment !== 'off', review !== undefined, status !== undefined);
      const settings = settingsOf(raw);
      return { mode, ...common, request, environmentName, hasTask: hasTask(raw), settings, needs };
    }
    case 'follow-up': {
      const [gate, following] = [readGate(raw), await readFollowInputs(sources)];
      const request = readFollowUp(raw, workspace, contextOf(sources));
      return { mode, ...common, ...gate, ...following, request, runId: readRunId(raw) };
    }
    case 'attach':
      return { mode, ...common, ...(await readFollowInputs(sources)), runId: readRunId(raw) };
    case 'collect':
      return readCollect(sources);
    case 'cancel':
      return { mode, ...common, runId: readRunId(raw) };
  }
}

async function readRun(
  isTaskNeeded: boolean,
  sources: Sources,
): Promise<Omit<RunInputs, 'mode' | keyof CommonInputs>> {
  const { raw, workspace, event } = sources;
  const following = await readFollowInputs(sources);
  refuseUncollectable(raw, following, sources.common);
  return {
    ...readGate(raw),
    ...following,
    request: await readRequest(raw, workspace, event.repository, contextOf(sources), isTaskNeeded),
    environmentName: readEnvironmentName(raw),
    metadata: raw.collect(() => readMetadata(raw), {}),
    onOverlap: raw.choice('on-overlap', ['allow', 'skip', 'attach', 'cancel']),
    maxAttempts: raw.number('max-attempts', { min: 1, max: 10, whole: true }),
  };
}

function contextOf({ raw, event, common }: Sources): string {
  return contextBlock(event, common.number, raw.choice('context', LEVELS), randomUUID().slice(0, 8));
}

/** The event says nothing of which runs are meant: only what the workflow gives is a filter. */
function readCollect({ raw, common }: Sources): CollectInputs {
  if (common.githubToken === undefined) {
    raw.refuse(new InputError('Input `github-token` is empty. Mode `collect` reports on GitHub: give one.'));
  }
  const number = raw.optionalNumber('issue-number', ISSUE_NUMBER);
  const hours = raw.number('lookback-hours', { min: 1, max: 720, whole: false });
  return { ...common, mode: 'collect', comment: 'off', number, lookback: hours * 3_600_000 };
}

const ISSUE_NUMBER = { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true };

const LEVELS = ['off', 'reference', 'full'] as const satisfies readonly ContextLevel[];

function readGate(raw: RawInputs): Pick<GatedInputs, 'requiredPermission' | 'allowedActors'> {
  const actors = raw.text('allowed-actors').split(/[\n\r,]/);
  return {
    requiredPermission: raw.choice('required-permission', PERMISSIONS),
    allowedActors: actors.map((login) => login.trim().replace(/^@/, '').toLowerCase()).filter(Boolean),
  };
}

/** What the post phase needs as well. Throws like `readInputs`. */
export function readCommonInputs(env: NodeJS.ProcessEnv, event: WorkflowEvent): CommonInputs {
  const raw = new RawInputs(env);
  return raw.finish(commonInputs(raw, env, event));
}

function commonInputs(raw: RawInputs, env: NodeJS.ProcessEnv, event: WorkflowEvent): CommonInputs {
  const number = raw.optionalNumber('issue-number', ISSUE_NUMBER);
  return {
    apiKey:
      credential(raw, 'Input `api-key`', raw.optional('api-key')) ??
      credential(raw, 'The environment variable WARP_API_KEY', env.WARP_API_KEY?.trim() || undefined),
    apiUrl: raw.collect(() => readApiUrl(raw), new URL(inputDefaults['api-url'])),
    githubToken: credential(raw, 'Input `github-token`', raw.optional('github-token')),
    summary: raw.boolean('summary'),
    comment: commentKind(raw, event),
    number: number ?? event.number,
    commentKey: raw.optional('comment-key') ?? `${event.workflow}/${event.job}`,
    isCommentKeyGiven: raw.optional('comment-key') !== undefined,
  };
}

/** Events that somebody who waits for an answer has caused. */
const ASKED_BY_COMMENT = ['issue_comment', 'pull_request_review_comment'];

function commentKind(raw: RawInputs, event: WorkflowEvent): CommentKind {
  const kind = raw.choice('comment', ['auto', 'sticky', 'new', 'reply', 'off', 'true', 'false']);
  if (kind === 'false') return 'off';
  if (kind !== 'auto' && kind !== 'true') return kind;
  return ASKED_BY_COMMENT.includes(event.name) ? 'reply' : 'sticky';
}

/** In characters. */
const MAX_STATUS = 100;

function readStatus(raw: RawInputs): string | undefined {
  const name = raw.optional('status');
  if (name === undefined || ([...name].length <= MAX_STATUS && !/\p{Cc}/u.test(name))) return name;
  throw refusal('status', name, `Give a name of 1 to ${MAX_STATUS} characters, on one line.`);
}

/** A header with a line break is never sent, however often it is tried. The value is not quoted. */
function credential(raw: RawInputs, where: string, value: string | undefined): string | undefined {
  return raw.collect(() => {
    try {
      validateHeaderValue('authorization', value ?? '');
      return value;
    } catch {
      const what = 'holds a character that no HTTP header can carry, a line break for instance';
      throw new InputError(`${where} ${what}. Store it again, on one line and without anything around it.`);
    }
  }, undefined);
}

async function readFollowInputs({
  raw,
  workspace,
  temp,
  common,
  event,
  mode,
}: Sources): Promise<FollowInputs> {
  const name = 'artifacts-dir';
  const folder = raw.optional(name);
  const budget = (input: InputName) => {
    const minutes = raw.number(input, { min: 0, max: 100_000, whole: false });
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
    review: mode === 'follow-up' ? undefined : readReview(raw, common.number, event),
    output: await raw.collect(() => readOutputSchema(raw, workspace), undefined),
    status: raw.collect(() => readStatus(raw), undefined),
    maxCredits: readMaxCredits(raw),
    stream: raw.choice('stream', ['off', 'messages', 'full']),
    artifactsFolder:
      folder && raw.collect(() => resolveOutputFolder(name, folder, workspace, temp), undefined),
  };
}

function readMaxCredits(raw: RawInputs): number | undefined {
  const name = 'max-credits';
  const value = raw.optional(name);
  if (value === undefined || (/^\d{1,9}(\.\d+)?$/.test(value) && Number(value) > 0)) {
    return value === undefined ? undefined : Number(value);
  }
  raw.refuse(refusal(name, value, 'Give a decimal number above 0, in plain digits.'));
  return undefined;
}

/** What has not the shape of a UID. */
function readEnvironmentName(raw: RawInputs): string | undefined {
  const environment = raw.optional('environment');
  return environment !== undefined && /^[A-Za-z0-9]{22}$/.test(environment) ? undefined : environment;
}

function readRunId(raw: RawInputs): string | undefined {
  return raw.collect(() => {
    const id = raw.optional('run-id');
    if (id === undefined || /^[\w-]{1,128}$/.test(id)) return id;
    throw refusal('run-id', id, 'Give the id alone, as the output `run-id` holds it.');
  }, undefined);
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
